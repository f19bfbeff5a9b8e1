package dev.clew.query;

import dev.clew.diff.Line;
import dev.clew.diff.LineDiff;
import dev.clew.diff.PatchHeader;
import dev.clew.diff.WordDiff;
import dev.clew.event.FileOp;
import dev.clew.event.FileVersion;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// Makes differences fit to be shown: contents pass the redactor on both sides, and what differs
/// only in a secret differs in its placeholder.
final class Patches {
  /// How a patch is written.
  ///
  /// @param lines whether the lines are wanted at all
  /// @param context how many unchanged lines stand around a change
  /// @param words whether changed words are marked within their lines
  record Style(boolean lines, int context, boolean words) {
    /// Unified, with three lines around.
    static final Style USUAL = new Style(true, 3, false);
  }

  private final UnaryOperator<String> redacted;
  private final Style style;

  Patches(UnaryOperator<String> redacted, Style style) {
    this.redacted = redacted;
    this.style = style;
  }

  /// How `after` differs from `before`.
  ///
  /// @param told how many lines were added and removed, where a record tells; absent where it is to
  ///   be counted
  FileDiff of(
      String root,
      FileState before,
      FileState after,
      FileDiff.@Nullable Who who,
      int @Nullable [] told)
      throws IOException, SQLException {
    if (!style.lines && told != null) {
      return diff(root, before, after, who, told, null, List.of());
    }
    var one = loaded(before);
    var other = loaded(after);
    var old = one.text;
    var now = other.text;
    var notes = notes(one.state, old, other.state, now);
    var isHidden = old instanceof FileText.Hidden || now instanceof FileText.Hidden;
    var lines = isHidden ? null : LineDiff.of(bytes(old), bytes(now));
    var counted = lines == null ? new int[2] : new int[] {lines.added(), lines.removed()};
    return diff(
        root,
        one.state,
        other.state,
        who,
        told == null ? counted : told,
        style.lines ? patch(one.state, other.state, lines, notes) : null,
        notes);
  }

  private static FileDiff diff(
      String root,
      FileState before,
      FileState after,
      FileDiff.@Nullable Who who,
      int[] numbers,
      @Nullable String patch,
      List<String> notes) {
    return new FileDiff(
        root,
        after.version() == null ? before.path() : after.path(),
        before.path().equals(after.path()) ? null : before.path(),
        op(before, after),
        before.version(),
        after.version(),
        who,
        numbers[0],
        numbers[1],
        patch,
        notes,
        false);
  }

  private static FileOp op(FileState before, FileState after) {
    if (before.version() == null) {
      return FileOp.CREATE;
    }
    if (after.version() == null) {
      return FileOp.DELETE;
    }
    return before.path().equals(after.path()) ? FileOp.MODIFY : FileOp.RENAME;
  }

  /// A side whose content has been read, and whose version says all of it.
  private record Loaded(FileState state, FileText text) {}

  private Loaded loaded(FileState state) throws IOException, SQLException {
    var version = state.version();
    if (version == null) {
      return new Loaded(state, new FileText.None());
    }
    if (version.notKept() != null) {
      return new Loaded(state, new FileText.Hidden("not kept: " + version.notKept()));
    }
    if (version.mode().equals("160000")) {
      return new Loaded(state, new FileText.Hidden("a repository of its own"));
    }
    var bytes = state.bytes().read();
    if (bytes.isEmpty()) {
      return new Loaded(
          state,
          new FileText.Hidden("not in the store: it was forgotten, or its record has not come"));
    }
    var text = FileText.of(bytes.get(), redacted);
    return version.sha256().isEmpty()
        ? new Loaded(state.with(whole(version, bytes.get())), text)
        : new Loaded(state, text);
  }

  /// Git tells neither size nor SHA-256.
  private static FileVersion whole(FileVersion version, byte[] bytes) {
    return new FileVersion(sha256(bytes), version.blob(), bytes.length, version.mode(), null);
  }

  private static byte @Nullable [] bytes(FileText text) {
    return switch (text) {
      case FileText.Shown shown -> shown.text().getBytes(StandardCharsets.UTF_8);
      case FileText.None _, FileText.Hidden _ -> null;
    };
  }

  private static List<String> notes(FileState before, FileText old, FileState after, FileText now) {
    var notes = new ArrayList<String>();
    if (old.equals(now) && old instanceof FileText.Hidden hidden) {
      notes.add(hidden.why() + size(after.version()));
      return notes;
    }
    add(notes, "before: ", old, before);
    add(notes, now instanceof FileText.Shown && sameForms(old, now) ? "" : "after: ", now, after);
    if (sameForms(old, now)) {
      notes.removeIf(note -> note.startsWith("before: "));
    }
    if (notes.isEmpty()
        && before.version() != null
        && after.version() != null
        && old.equals(now)
        && !before.version().sha256().equals(after.version().sha256())) {
      notes.add("the contents differ only in what is not shown");
    }
    return notes;
  }

  private static boolean sameForms(FileText old, FileText now) {
    return old instanceof FileText.Shown one
        && now instanceof FileText.Shown other
        && one.forms().equals(other.forms());
  }

  private static void add(List<String> notes, String side, FileText text, FileState state) {
    switch (text) {
      case FileText.Hidden hidden -> notes.add(side + hidden.why() + size(state.version()));
      case FileText.Shown shown -> shown.forms().forEach(form -> notes.add(side + form));
      case FileText.None _ -> {}
    }
  }

  private static String size(@Nullable FileVersion version) {
    return version == null ? "" : ", " + version.size() + " bytes";
  }

  private String patch(
      FileState before, FileState after, @Nullable LineDiff lines, List<String> notes) {
    var remarks = new ArrayList<String>();
    if (lines == null) {
      var names =
          "%s and %s"
              .formatted(
                  before.version() == null ? "/dev/null" : "a/" + before.path(),
                  after.version() == null ? "/dev/null" : "b/" + after.path());
      var binary = notes.stream().allMatch(note -> note.contains("binary"));
      remarks.add(
          binary
              ? "Binary files %s differ".formatted(names)
              : "Files %s differ (%s)".formatted(names, String.join("; ", notes)));
    }
    var header =
        new PatchHeader(
            before.version() == null ? after.path() : before.path(),
            after.version() == null ? before.path() : after.path(),
            mode(before),
            mode(after),
            remarks);
    var patch =
        lines == null
            ? LineDiff.unified(header)
            : style.words
                ? words(header, lines).getBytes(StandardCharsets.UTF_8)
                : lines.unified(header, style.context);
    return new String(patch, StandardCharsets.UTF_8);
  }

  private static @Nullable String mode(FileState state) {
    var version = state.version();
    return version == null ? null : version.mode();
  }

  /// The changed words in their lines, as `git diff --word-diff` marks them.
  private String words(PatchHeader header, LineDiff lines) {
    var text = new StringBuilder(new String(LineDiff.unified(header), StandardCharsets.UTF_8));
    for (var hunk : lines.hunks(style.context)) {
      text.append(
          "@@ -%d,%d +%d,%d @@%n"
              .formatted(hunk.oldStart(), hunk.oldLines(), hunk.newStart(), hunk.newLines()));
      var removed = new StringBuilder();
      var added = new StringBuilder();
      for (var line : hunk.lines()) {
        switch (line.kind()) {
          case REMOVED -> removed.append(line.text()).append('\n');
          case ADDED -> added.append(line.text()).append('\n');
          case CONTEXT -> {
            changed(removed, added, text);
            text.append(line.text()).append('\n');
          }
        }
      }
      changed(removed, added, text);
    }
    return text.toString();
  }

  private static void changed(StringBuilder removed, StringBuilder added, StringBuilder text) {
    for (var piece : WordDiff.of(removed.toString(), added.toString())) {
      var lines = piece.text().split("\n", -1);
      for (var i = 0; i < lines.length; i++) {
        text.append(i > 0 ? "\n" : "").append(marked(piece.kind(), lines[i]));
      }
    }
    removed.setLength(0);
    added.setLength(0);
  }

  private static String marked(Line.Kind kind, String text) {
    if (text.isEmpty()) {
      return text;
    }
    return switch (kind) {
      case CONTEXT -> text;
      case REMOVED -> "[-" + text + "-]";
      case ADDED -> "{+" + text + "+}";
    };
  }

  /// SHA-256 of a content, in hex.
  static String sha256(byte[] content) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
