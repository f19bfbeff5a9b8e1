package dev.clew.diff;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.eclipse.jgit.diff.RawText;
import org.jspecify.annotations.Nullable;

/// A patch in the form that `git diff` writes and `git apply` reads, in bytes.
///
/// Source: Git's documentation of "Generating patch text with -p" and its quoting of path names.
final class UnifiedPatch {
  private static final String NO_FILE = "/dev/null";
  private static final String ESCAPED = "\u0007\b\t\n\u000b\f\r\"\\";
  private static final String ESCAPES = "abtnvfr\"\\";

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  byte[] bytes() {
    return out.toByteArray();
  }

  void header(String oldName, String newName, boolean created, boolean deleted, boolean withLines) {
    var one = oldName.equals(NO_FILE) ? newName : oldName;
    var other = newName.equals(NO_FILE) ? oldName : newName;
    text("diff --git " + quoted(one) + " " + quoted(other) + "\n");
    if (created || deleted) {
      text((created ? "new" : "deleted") + " file mode 100644\n");
    }
    if (withLines) {
      text("--- " + ended(created ? NO_FILE : one));
      text("+++ " + ended(deleted ? NO_FILE : other));
    }
  }

  void header(PatchHeader header, boolean withLines) {
    var one = "a/" + header.oldPath();
    var other = "b/" + header.newPath();
    text("diff --git " + quoted(one) + " " + quoted(other) + "\n");
    modes(header.oldMode(), header.newMode());
    if (!header.oldPath().equals(header.newPath())) {
      text("rename from " + quoted(header.oldPath()) + "\n");
      text("rename to " + quoted(header.newPath()) + "\n");
    }
    for (var remark : header.remarks()) {
      text(remark + "\n");
    }
    if (withLines) {
      text("--- " + ended(header.oldMode() == null ? NO_FILE : one));
      text("+++ " + ended(header.newMode() == null ? NO_FILE : other));
    }
  }

  private void modes(@Nullable String before, @Nullable String after) {
    if (before == null) {
      text("new file mode " + after + "\n");
    } else if (after == null) {
      text("deleted file mode " + before + "\n");
    } else if (!before.equals(after)) {
      text("old mode " + before + "\nnew mode " + after + "\n");
    }
  }

  void hunk(Hunk hunk, RawText before, RawText after) {
    text(
        "@@ -%s +%s @@\n"
            .formatted(
                range(hunk.oldStart(), hunk.oldLines()), range(hunk.newStart(), hunk.newLines())));
    var oldLine = hunk.oldLines() == 0 ? hunk.oldStart() : hunk.oldStart() - 1;
    var newLine = hunk.newLines() == 0 ? hunk.newStart() : hunk.newStart() - 1;
    for (var line : hunk.lines()) {
      out.write(line.kind().sign());
      switch (line.kind()) {
        case CONTEXT -> {
          write(before, oldLine++);
          newLine++;
        }
        case REMOVED -> write(before, oldLine++);
        case ADDED -> write(after, newLine++);
      }
      text(line.endsFile() ? "\n\\ No newline at end of file\n" : "\n");
    }
  }

  private static String range(int start, int lines) {
    return lines == 1 ? Integer.toString(start) : start + "," + lines;
  }

  private void write(RawText text, int line) {
    try {
      text.writeLine(out, line);
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory", e);
    }
  }

  private void text(String text) {
    out.writeBytes(text.getBytes(StandardCharsets.UTF_8));
  }

  /// A name with a space ends in a tab, or its end could not be found.
  private static String ended(String name) {
    return quoted(name) + (name.contains(" ") ? "\t\n" : "\n");
  }

  /// Names with control characters, quotes, backslashes or non-ASCII stand in quotes, escaped as in
  /// C, the bytes of UTF-8 in octal.
  private static String quoted(String name) {
    var escaped = new StringBuilder();
    for (var b : name.getBytes(StandardCharsets.UTF_8)) {
      var escape = ESCAPED.indexOf(b);
      if (escape >= 0) {
        escaped.append('\\').append(ESCAPES.charAt(escape));
      } else if (b < ' ' || b == 0x7f) {
        escaped.append("\\%03o".formatted(b & 0xff));
      } else {
        escaped.append((char) b);
      }
    }
    var same = escaped.length() == name.length();
    return same ? name : "\"" + escaped + "\"";
  }
}
