package dev.clew.origin.replay;

import dev.clew.event.FileEdit;
import dev.clew.event.FileSight;
import dev.clew.origin.Edits;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The passages of a file that an edit replaces, which is what it tells of the content before; and
/// the edit made where only a part of the content is known.
final class Passages {
  private Passages() {}

  /// Lines that an edit says were there.
  ///
  /// @param first the number of the first; 0 when not told
  record Passage(List<String> lines, int first) {
    Learned in(@Nullable Known before) {
      return first == 0
          ? Learned.passage(before, lines)
          : Learned.lines(before, new FileSight(text(), first, 0));
    }

    private String text() {
      var text = String.join("", lines);
      return text.endsWith("\n") ? text.substring(0, text.length() - 1) : text;
    }
  }

  /// What the edit says was there; nothing where all that is known explains it, or it says nothing.
  static List<Passage> replaced(FileEdit edit, @Nullable Known known) {
    return switch (edit) {
      case FileEdit.Rewrite _, FileEdit.Restored _ -> List.of();
      case FileEdit.Replace replace -> {
        var old = replace.oldText();
        yield old.isEmpty() || (known != null && !made(edit, known).isEmpty())
            ? List.of()
            : List.of(new Passage(ended(old), 0));
      }
      case FileEdit.Patch patch ->
          switch (patch.format()) {
            case UNIFIED ->
                hunks(patch.text()).stream()
                    .filter(hunk -> !hunk.old.isEmpty())
                    .map(hunk -> new Passage(hunk.old, hunk.start))
                    .toList();
            case APPLY_PATCH ->
                known != null && !made(edit, known).isEmpty()
                    ? List.of()
                    : hunks(patch.text()).stream()
                        .filter(hunk -> !hunk.old.isEmpty())
                        .map(hunk -> new Passage(hunk.old, 0))
                        .toList();
          };
    };
  }

  private static List<String> ended(String text) {
    return Known.lines(text.endsWith("\n") ? text : text + "\n");
  }

  private static List<byte[]> made(FileEdit edit, @Nullable Known known) {
    return Edits.apply(edit, known == null ? null : known.bytes());
  }

  /// The content after the edit; absent when that cannot be told.
  static @Nullable Known apply(FileEdit edit, @Nullable Known known) {
    var before = edit.before().map(Known::whole).orElse(known);
    if (edit instanceof FileEdit.Patch patch
        && patch.format() == FileEdit.Patch.Format.UNIFIED
        && known != null) {
      return patched(hunks(patch.text()), known);
    }
    var results = made(edit, before);
    if (!results.isEmpty()) {
      return Known.whole(new String(results.getFirst(), StandardCharsets.UTF_8));
    }
    return edit instanceof FileEdit.Patch patch && known != null
        ? patched(hunks(patch.text()), known)
        : null;
  }

  /// A passage with what comes in its place.
  ///
  /// @param start the number of its first line; 0 when not told
  private record Hunk(int start, List<String> old, List<String> now) {}

  private static @Nullable Known patched(List<Hunk> hunks, Known known) {
    var text = known;
    var shift = 0;
    var from = 0;
    for (var hunk : hunks) {
      var at = place(text, hunk, shift, from);
      if (at < 0) {
        return null;
      }
      text = text.with(at, hunk.old.size(), hunk.now);
      from = at + hunk.now.size();
      shift += hunk.now.size() - hunk.old.size();
    }
    return text;
  }

  private static int place(Known text, Hunk hunk, int shift, int from) {
    if (hunk.start > 0 || !hunk.old.isEmpty()) {
      var index = hunk.start == 0 ? -1 : text.index(hunk.start + shift).orElse(-1);
      if (index >= 0 && text.matches(hunk.old, index)) {
        return index;
      }
    }
    if (hunk.old.isEmpty()) {
      return hunk.start > 0 ? -1 : text.lines().size();
    }
    var below = text.find(hunk.old, from);
    return below >= 0 ? below : text.find(hunk.old, 0);
  }

  /// The hunks of a unified diff, or of one file's section of an envelope.
  private static List<Hunk> hunks(String text) {
    var hunks = new ArrayList<Hunk>();
    var current = new Hunk(0, new ArrayList<>(), new ArrayList<>());
    var last = ' ';
    for (var line : ended(text)) {
      var rest = line.substring(Math.min(1, line.length() - 1));
      switch (line.charAt(0)) {
        case '@' -> {
          add(hunks, current);
          current = new Hunk(start(line), new ArrayList<>(), new ArrayList<>());
        }
        case '-' -> current.old.add(rest);
        case '+' -> current.now.add(rest);
        case '*' -> {} // the end of the file, in an envelope
        case '\\' -> {
          if (last != '-' && !current.now.isEmpty()) { // the line above has no end
            current.now.add(Known.plain(current.now.removeLast()));
          }
        }
        default -> {
          current.old.add(rest);
          current.now.add(rest);
        }
      }
      last = line.charAt(0);
    }
    add(hunks, current);
    return hunks;
  }

  private static void add(List<Hunk> hunks, Hunk hunk) {
    if (!hunk.old.isEmpty() || !hunk.now.isEmpty()) {
      hunks.add(hunk);
    }
  }

  /// Of `@@ -12,3 +12,4 @@`, the number of the first old line, or of the one it goes before; 0 when
  /// none is given.
  private static int start(String header) {
    var from = header.startsWith("@@ -") ? 4 : header.length();
    var to = from;
    while (to < header.length() && Character.isDigit(header.charAt(to))) {
      to++;
    }
    if (to == from || to - from > 9) {
      return 0;
    }
    var start = Integer.parseInt(header, from, to, 10);
    return header.startsWith(",0 ", to) ? start + 1 : start;
  }
}
