package dev.clew.diff;

import dev.clew.diff.ApplyPatch.Chunk;
import dev.clew.diff.ApplyPatch.FileChange;
import dev.clew.diff.ApplyPatch.PatchException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/// A text to which the passages of an `apply_patch` section are applied.
///
/// A passage is looked for below the one before: as it is, then without blanks at the ends of
/// lines, then without blanks around them, then with plain quotes and dashes for typographic ones.
/// Kept lines keep their terminators; new ones get the terminator of the text's first line.
final class PatchedText {
  private record Line(String text, String ending) {}

  private static final List<UnaryOperator<String>> LOOKS =
      List.of(UnaryOperator.identity(), String::stripTrailing, String::strip, PatchedText::plain);

  private final List<Line> lines;
  private final String ending;
  private final List<Line> patched = new ArrayList<>();
  private final List<Line> appended = new ArrayList<>();

  PatchedText(String text) {
    lines = lines(text);
    ending = lines.isEmpty() || lines.getFirst().ending.isEmpty() ? "\n" : lines.getFirst().ending;
  }

  private static List<Line> lines(String text) {
    var lines = new ArrayList<Line>();
    var from = 0;
    for (var i = 0; i < text.length(); i++) {
      var c = text.charAt(i);
      if (c == '\n' || c == '\r') {
        var pair = c == '\r' && i + 1 < text.length() && text.charAt(i + 1) == '\n';
        lines.add(new Line(text.substring(from, i), pair ? "\r\n" : String.valueOf(c)));
        i += pair ? 1 : 0;
        from = i + 1;
      }
    }
    if (from < text.length()) {
      lines.add(new Line(text.substring(from), ""));
    }
    return lines;
  }

  String apply(FileChange.Update update) throws PatchException {
    var at = 0;
    for (var chunk : update.chunks()) {
      at = apply(chunk, at, update.path());
    }
    patched.addAll(lines.subList(at, lines.size()));
    patched.addAll(appended);
    var text = new StringBuilder();
    for (var line : patched) {
      // What the agent writes always ends in a terminator.
      text.append(line.text).append(line.ending.isEmpty() ? ending : line.ending);
    }
    return text.toString();
  }

  /// Applies one passage; the first line after it.
  private int apply(Chunk chunk, int at, String path) throws PatchException {
    var from = at;
    var context = chunk.context();
    if (context != null) {
      var found = find(List.of(context), from, false);
      if (found < 0) {
        throw new PatchException("%s: no line '%s'".formatted(path, context));
      }
      from = found + 1;
    }
    var old = new ArrayList<String>();
    for (var line : chunk.lines()) {
      if (line.charAt(0) != '+') {
        old.add(line.substring(1));
      }
    }
    if (old.isEmpty()) {
      chunk.lines().forEach(line -> appended.add(new Line(line.substring(1), ending)));
      return at;
    }
    var marked = chunk.lines();
    var start = find(old, from, chunk.atEnd());
    if (start < 0 && old.size() > 1 && old.getLast().isEmpty()) {
      // A blank line at the end may stand for the end of the text.
      old.removeLast();
      marked = withoutLastOld(marked);
      start = find(old, from, chunk.atEnd());
    }
    if (start < 0) {
      throw new PatchException("%s: no such passage:%n%s".formatted(path, String.join("\n", old)));
    }
    patched.addAll(lines.subList(at, start));
    return replace(marked, start);
  }

  private static List<String> withoutLastOld(List<String> marked) {
    var rest = new ArrayList<>(marked);
    for (var i = rest.size() - 1; i >= 0; i--) {
      if (rest.get(i).charAt(0) != '+') {
        rest.remove(i);
        return rest;
      }
    }
    return rest;
  }

  private int replace(List<String> marked, int start) {
    var at = start;
    for (var line : marked) {
      switch (line.charAt(0)) {
        case '+' -> patched.add(new Line(line.substring(1), ending));
        case '-' -> at++;
        default -> {
          patched.add(new Line(line.substring(1), lines.get(at).ending));
          at++;
        }
      }
    }
    return at;
  }

  /// Where the passage begins, at `from` or below; -1 when it is nowhere.
  private int find(List<String> passage, int from, boolean atEnd) {
    var last = lines.size() - passage.size();
    var first = atEnd && last >= from ? last : from;
    for (var look : LOOKS) {
      for (var i = first; i <= last; i++) {
        if (matches(passage, i, look)) {
          return i;
        }
      }
    }
    return -1;
  }

  private boolean matches(List<String> passage, int at, UnaryOperator<String> look) {
    for (var i = 0; i < passage.size(); i++) {
      if (!look.apply(lines.get(at + i).text).equals(look.apply(passage.get(i)))) {
        return false;
      }
    }
    return true;
  }

  private static String plain(String text) {
    var plain = new StringBuilder(text.length());
    for (var i = 0; i < text.length(); i++) {
      var c = text.charAt(i);
      plain.append(plain(c));
    }
    return plain.toString().strip();
  }

  private static char plain(char c) {
    if (isIn(c, '\u2010', '\u2015') || c == '\u2212') {
      return '-';
    }
    if (isIn(c, '\u2018', '\u201b')) {
      return '\'';
    }
    if (isIn(c, '\u201c', '\u201f')) {
      return '"';
    }
    return isIn(c, '\u2002', '\u200a') || "\u00a0\u202f\u205f\u3000".indexOf(c) >= 0 ? ' ' : c;
  }

  private static boolean isIn(char c, char first, char last) {
    return c >= first && c <= last;
  }
}
