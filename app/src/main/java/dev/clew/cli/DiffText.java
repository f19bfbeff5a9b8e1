package dev.clew.cli;

import dev.clew.event.SpanId;
import dev.clew.query.FileDiff;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Differences of files, as Git shows them.
final class DiffText {
  private static final int BAR = 30;

  private final Terminal terminal;
  private final Printer out;

  DiffText(Terminal terminal) {
    this.terminal = terminal;
    this.out = new Printer(terminal);
  }

  /// The lines that differ where there are some, else the files.
  void print(List<FileDiff> diffs) {
    if (diffs.stream().noneMatch(diff -> diff.patch() != null)) {
      stat(diffs);
      return;
    }
    for (var diff : diffs) {
      head(diff);
      if (diff.patch() != null) {
        out.diff(diff.patch());
      }
    }
  }

  /// Who did it, and what to know of it, where that is not a matter of course.
  private void head(FileDiff diff) {
    var notes = new StringBuilder(who(diff).strip());
    for (var note : diff.notes()) {
      notes.append(notes.isEmpty() ? "" : "; ").append(note);
    }
    if (!notes.isEmpty()) {
      terminal.line(
          out.paint().dim("# " + Escapes.line(diff.path()) + ": " + Escapes.line("" + notes)));
    }
  }

  /// What is to be said of a change whose origin is no matter of course; empty for the rest.
  static String who(@Nullable FileDiff diff) {
    var who = diff == null ? null : diff.who();
    if (who == null || (who.origin().equals("agent") && who.confidence().equals("exact"))) {
      return "";
    }
    var text = new StringBuilder(" ").append(by(who.origin())).append(", ");
    text.append(who.confidence());
    if (!who.evidence().isEmpty()) {
      text.append(" (").append(String.join(", ", who.evidence())).append(')');
    }
    if (!who.candidates().isEmpty()) {
      text.append(", perhaps ");
      text.append(String.join(", ", who.candidates().stream().map(SpanId::hex).toList()));
    }
    return text.toString();
  }

  /// Who an origin is, in words.
  static String by(String origin) {
    return switch (origin) {
      case "agent" -> "by the agent";
      case "human" -> "by a person";
      case "vcs" -> "through Git";
      case "baseline" -> "there before";
      default -> "by nobody known";
    };
  }

  /// The files and how many lines of each differ.
  void stat(List<FileDiff> diffs) {
    if (diffs.isEmpty()) {
      return;
    }
    var most = diffs.stream().mapToInt(diff -> diff.added() + diff.removed()).max().orElse(0);
    var added = 0;
    var removed = 0;
    var width = diffs.stream().mapToInt(diff -> Cells.width(name(diff))).max().orElse(0);
    var room = Math.min(width, Math.max(20, terminal.width() - BAR - 12));
    for (var diff : diffs) {
      added += diff.added();
      removed += diff.removed();
      terminal.line(
          " %s | %s %s"
              .formatted(
                  Words.pad(Words.fit(name(diff), room), room),
                  Words.padLeft(Integer.toString(diff.added() + diff.removed()), 5),
                  bar(diff, most)));
    }
    terminal.line(" %s, %d+ %d-".formatted(Words.of(diffs.size(), "file"), added, removed));
  }

  private String bar(FileDiff diff, int most) {
    if (diff.added() + diff.removed() == 0) {
      return diff.notes().isEmpty() ? diff.op().wire() : Escapes.line(diff.notes().getFirst());
    }
    var scale = most > BAR ? (double) BAR / most : 1;
    return out.paint().good("+".repeat(length(diff.added(), scale)))
        + out.paint().bad("-".repeat(length(diff.removed(), scale)));
  }

  private static int length(int lines, double scale) {
    return lines == 0 ? 0 : Math.max(1, (int) Math.round(lines * scale));
  }

  /// A file's name; both for a rename.
  static String name(FileDiff diff) {
    return diff.from() == null ? diff.path() : diff.from() + " => " + diff.path();
  }
}
