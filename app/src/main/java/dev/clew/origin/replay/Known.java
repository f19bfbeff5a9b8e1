package dev.clew.origin.replay;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A file's content as far as it is told: lines with their ends, and holes between them.
///
/// As text, a hole is a line of its own, `⟦lines:12⟧`, or `⟦lines:?⟧` where nothing tells how long
/// it is. Immutable.
public final class Known {
  private static final String OPEN = "⟦lines:";
  private static final String CLOSE = "⟧\n";
  private static final String ANY = "?";

  /// The size of a hole of which nothing tells how long it is.
  static final int UNTOLD = -1;

  private final List<String> lines;

  private Known(List<String> lines) {
    this.lines = lines;
  }

  /// All of a content.
  static Known whole(String text) {
    return of(lines(text));
  }

  /// Lines of which some may be holes; neighbouring holes become one.
  static Known of(List<String> lines) {
    var joined = new ArrayList<String>(lines.size());
    for (var line : lines) {
      if (isHole(line) && !joined.isEmpty() && isHole(joined.getLast())) {
        joined.add(hole(sum(size(joined.removeLast()), size(line))));
      } else if (!line.equals(hole(0))) {
        joined.add(line);
      }
    }
    return new Known(List.copyOf(joined));
  }

  private static int sum(int one, int other) {
    return one == UNTOLD || other == UNTOLD ? UNTOLD : one + other;
  }

  /// A text's lines with their ends; the last may have none.
  static List<String> lines(String text) {
    var lines = new ArrayList<String>();
    var from = 0;
    for (var end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', from)) {
      lines.add(text.substring(from, end + 1));
      from = end + 1;
    }
    if (from < text.length()) {
      lines.add(text.substring(from));
    }
    return lines;
  }

  /// A line that stands for `size` lines that are not told.
  static String hole(int size) {
    return OPEN + (size == UNTOLD ? ANY : String.valueOf(size)) + CLOSE;
  }

  /// Whether a line of a told content stands for lines that are not told.
  public static boolean isHole(String line) {
    return line.startsWith(OPEN);
  }

  /// How many lines a hole stands for.
  private static int size(String hole) {
    var end = hole.indexOf('⟧');
    var size = end < 0 ? ANY : hole.substring(OPEN.length(), end);
    return !size.isEmpty() && size.length() < 9 && size.chars().allMatch(c -> c >= '0' && c <= '9')
        ? Integer.parseInt(size)
        : UNTOLD;
  }

  List<String> lines() {
    return lines;
  }

  boolean isWhole() {
    return lines.stream().noneMatch(Known::isHole);
  }

  String text() {
    return String.join("", lines);
  }

  byte[] bytes() {
    return text().getBytes(StandardCharsets.UTF_8);
  }

  /// The line without its end.
  static String plain(String line) {
    var end = line.length();
    while (end > 0 && (line.charAt(end - 1) == '\n' || line.charAt(end - 1) == '\r')) {
      end--;
    }
    return line.substring(0, end);
  }

  static boolean same(String one, String other) {
    return one.equals(other) || plain(one).equals(plain(other));
  }

  /// Whether both have the same lines, whatever ends them.
  boolean same(Known other) {
    if (lines.size() != other.lines.size()) {
      return false;
    }
    for (var i = 0; i < lines.size(); i++) {
      if (!same(lines.get(i), other.lines.get(i))) {
        return false;
      }
    }
    return true;
  }

  /// Whether `passage` stands at this index.
  boolean matches(List<String> passage, int at) {
    if (at < 0 || at + passage.size() > lines.size()) {
      return false;
    }
    for (var i = 0; i < passage.size(); i++) {
      if (!same(lines.get(at + i), passage.get(i))) {
        return false;
      }
    }
    return true;
  }

  /// Where `passage` stands first, at `from` or below; -1 when it is nowhere.
  int find(List<String> passage, int from) {
    for (var i = Math.max(0, from); i + passage.size() <= lines.size(); i++) {
      if (matches(passage, i)) {
        return i;
      }
    }
    return -1;
  }

  /// With `count` lines from `at` on replaced.
  Known with(int at, int count, List<String> others) {
    var changed = new ArrayList<>(lines.subList(0, at));
    changed.addAll(others);
    changed.addAll(lines.subList(at + count, lines.size()));
    return of(changed);
  }

  /// The index of a line, by its number in the file from 1; empty where holes hide it.
  Optional<Integer> index(int number) {
    var next = 1;
    for (var i = 0; i < lines.size() && next < number; i++) {
      var size = isHole(lines.get(i)) ? size(lines.get(i)) : 1;
      if (size == UNTOLD || next + size > number) {
        return Optional.empty();
      }
      next += size;
      if (next == number) {
        return Optional.of(i + 1);
      }
    }
    return next == number ? Optional.of(0) : Optional.empty();
  }

  /// Every line in its place; empty where a hole before the end has no told size.
  Optional<Cells> cells() {
    var cells = new ArrayList<@Nullable String>();
    for (var i = 0; i < lines.size(); i++) {
      var line = lines.get(i);
      if (!isHole(line)) {
        cells.add(line);
      } else if (size(line) != UNTOLD) {
        for (var n = 0; n < size(line); n++) {
          cells.add(null);
        }
      } else if (i < lines.size() - 1) {
        return Optional.empty();
      } else {
        return Optional.of(new Cells(cells, true));
      }
    }
    return Optional.of(new Cells(cells, false));
  }

  /// The index of the hole with most room, the last of them; -1 when there is none.
  int widest() {
    var widest = -1;
    for (var i = 0; i < lines.size(); i++) {
      if (isHole(lines.get(i)) && (widest < 0 || room(i) >= room(widest))) {
        widest = i;
      }
    }
    return widest;
  }

  private int room(int index) {
    var size = size(lines.get(index));
    return size == UNTOLD ? Integer.MAX_VALUE : size;
  }

  /// Whether a content may be the one that this is a part of.
  boolean fits(List<String> content) {
    var at = 0; // where the next line may stand
    var loose = false; // whether it may stand below, too
    for (var i = 0; i < lines.size(); ) {
      if (isHole(lines.get(i))) {
        loose |= size(lines.get(i)) == UNTOLD;
        at += Math.max(0, size(lines.get(i)));
        i++;
        continue;
      }
      var end = i;
      while (end < lines.size() && !isHole(lines.get(end))) {
        end++;
      }
      var passage = lines.subList(i, end);
      var whole = new Known(content);
      var found =
          !loose
              ? (whole.matches(passage, at) ? at : -1)
              : end == lines.size()
                  ? (whole.matches(passage, content.size() - passage.size())
                      ? content.size() - passage.size()
                      : -1)
                  : whole.find(passage, at);
      if (found < at) {
        return false;
      }
      at = found + passage.size();
      loose = false;
      i = end;
    }
    return loose || lines.isEmpty() || isHole(lines.getLast()) || at == content.size();
  }

  /// Every line of a file in its place.
  ///
  /// @param lines null for one that is not told
  /// @param open whether there may be more below
  record Cells(List<@Nullable String> lines, boolean open) {
    /// The same without places.
    Known known() {
      var known = new ArrayList<String>();
      var missing = 0;
      for (var line : lines) {
        if (line == null) {
          missing++;
        } else {
          known.add(hole(missing));
          known.add(line);
          missing = 0;
        }
      }
      known.add(hole(open ? UNTOLD : missing));
      return of(known);
    }
  }
}
