package dev.clew.cli;

import dev.clew.event.SpanId;
import dev.clew.index.StaleRow;
import dev.clew.query.Answer;
import dev.clew.query.Overlap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Files that several changed: who did, and what was written from a version no longer there.
final class OverlapsText implements QuestionCommand.Renderer<Overlap> {
  private static final int ID = 8;
  private static final int INDENT = 2;

  @Override
  public List<String> examples() {
    return List.of(
        "clew overlaps                         the files that several changed, the last first",
        "clew overlaps last --kind stale       where the newest session wrote from an old version",
        "clew overlaps --path src --since 7d   below a folder, in the last seven days",
        "clew overlaps --live                  what comes, as it comes, until Ctrl-C");
  }

  @Override
  public boolean limited() {
    return true;
  }

  @Override
  public Exit print(Answer<Overlap> answer, Context context) {
    if (answer.rows().isEmpty()) {
      context.terminal().say("no file was changed by more than one");
      return Exit.YES;
    }
    answer.rows().forEach(row -> print(row, context));
    var more = answer.total() - answer.rows().size();
    if (answer.next().isPresent() && more > 0) {
      context
          .terminal()
          .say(
              "%s more: --limit, or --offset %s"
                  .formatted(Words.of(more, "file"), answer.next().get()));
    }
    return Exit.YES;
  }

  static void print(Overlap row, Context context) {
    var terminal = context.terminal();
    var paint = new Paint(terminal.colours());
    var kind = Words.pad(row.kind().replace('_', ' '), 11);
    var when = context.time(row.at());
    var width = terminal.width() - kind.length() - when.length() - 2;
    terminal.line(
        "%s %s %s"
            .formatted(
                row.kind().equals("lost_update") ? paint.bad(kind) : paint.bold(kind),
                paint.place(Words.pad(end(Escapes.line(row.path()), width), width)),
                paint.dim(when)));
    for (var party : row.parties()) {
      line(party, context, paint);
    }
    for (var write : row.writes()) {
      var mark = write.losesUpdate() ? paint.bad("! ") : "! ";
      for (var line : Cells.wrap(Escapes.line(text(write)), terminal.width() - INDENT - 2)) {
        terminal.line("  " + mark + line);
        mark = "  ";
      }
    }
  }

  /// A path that is too long loses its beginning.
  private static String end(String path, int width) {
    return path.length() <= width
        ? path
        : Words.fit("…" + path.substring(path.length() - width + 1), width);
  }

  private static void line(Overlap.Party party, Context context, Paint paint) {
    var terminal = context.terminal();
    var session = party.session();
    var changes = Words.of(party.changes(), "change");
    var when = context.time(party.lastAt());
    var used = INDENT + ID + 9 + 12 + context.timeWidth() + 4;
    var title = party.title() == null ? "" : party.title();
    terminal.line(
        ("  "
                + paint.id(Words.pad(session == null ? "" : session.substring(0, ID), ID))
                + " "
                + Words.pad(Words.fit(party.agent(), 9), 9)
                + " "
                + Words.pad(changes, 12)
                + " "
                + paint.dim(Words.pad(when, context.timeWidth()))
                + " "
                + Words.fit(Escapes.line(title), Math.max(20, terminal.width() - used)))
            .stripTrailing());
  }

  /// What it is called.
  static String kind(StaleRow row) {
    return row.losesUpdate() ? "lost update" : "stale read";
  }

  /// What happened, in a sentence.
  static String text(StaleRow row) {
    var over =
        switch (row.how()) {
          case "delete" -> "deleted";
          case "rewrite" -> "rewrote";
          default -> "wrote over";
        };
    var seen =
        row.readStep() == null
            ? "it is not known to have read the file"
            : "it had last seen the file in step %s".formatted(id(row.readStep()));
    return "%s %s%s %s what %s had left; %s; %s"
        .formatted(
            row.agent(),
            row.session().substring(0, ID),
            row.step() == null ? "" : " in step " + id(row.step()),
            over,
            by(row),
            seen,
            loss(row));
  }

  private static String by(StaleRow row) {
    var session = row.bySession();
    if (session == null) {
      return switch (row.by()) {
        case "human" -> "a person";
        case "vcs" -> "Git";
        default -> "somebody else";
      };
    }
    return "%s %s%s"
        .formatted(
            row.byAgent() == null ? "a session" : row.byAgent(),
            session.substring(0, ID),
            row.byStep() == null ? "" : " in step " + id(row.byStep()));
  }

  private static String loss(StaleRow row) {
    if (row.lost() == null) {
      return "what was lost is not known";
    }
    if (!row.losesUpdate()) {
      return "nothing was lost";
    }
    var lost = count(row.lost(), "lost");
    var restored = count(row.restored(), "back that had been taken out");
    return lost.isEmpty() || restored.isEmpty() ? lost + restored : lost + ", " + restored;
  }

  private static String count(@Nullable Long lines, String what) {
    return lines == null || lines == 0 ? "" : Words.of(lines, "line") + " " + what;
  }

  private static String id(long step) {
    return new SpanId(step).hex().substring(0, ID);
  }
}
