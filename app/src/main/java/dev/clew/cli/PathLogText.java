package dev.clew.cli;

import dev.clew.event.SpanId;
import dev.clew.query.PathVersion;
import java.util.List;

/// The versions of a file, one a line: who made it, step or commit, when, how many lines came and
/// went, and what was asked for.
final class PathLogText {
  private static final int WHO = 18;
  private static final int ID = 8;
  private static final int SHOWN_COMMITS = 3;

  private final Context context;
  private final Terminal terminal;
  private final Paint paint;

  PathLogText(Context context) {
    this.context = context;
    this.terminal = context.terminal();
    this.paint = new Paint(terminal.colours());
  }

  void print(PathVersion row) {
    var cause = row.cause();
    var who = Origins.who(cause, row.author(), null);
    var when = row.version().at() == null ? "" : context.time(row.version().at());
    var numbers = "+%d -%d".formatted(row.diff().added(), row.diff().removed());
    var head =
        Origins.painted(paint, cause, Words.pad(Words.fit(who, WHO), WHO))
            + Origins.mark(cause)
            + " "
            + paint.id(Words.pad(id(row), ID))
            + " "
            + paint.dim(Words.pad(when, context.timeWidth()))
            + " "
            + paint.dim(Words.pad(numbers, 10))
            + " ";
    var used = WHO + ID + context.timeWidth() + 10 + 5;
    terminal.line(
        (head + Words.fit(what(row), Math.max(10, terminal.width() - used))).stripTrailing());
    if (row.diff().patch() != null) {
      new DiffText(terminal).print(List.of(row.diff()));
    }
  }

  private static String id(PathVersion row) {
    var step = row.cause().step();
    var commit = row.cause().commit();
    var id = step != null ? new SpanId(step).hex() : commit == null ? "" : commit;
    return id.substring(0, Math.min(ID, id.length()));
  }

  private static String what(PathVersion row) {
    var text = new StringBuilder();
    var version = row.version();
    var diff = row.diff();
    switch (version.op()) {
      case "rename" -> text.append(DiffText.name(diff)).append("  ");
      case "create", "delete" ->
          text.append(version.op()).append(' ').append(diff.path()).append("  ");
      default -> {}
    }
    var author = row.author();
    if (author != null && author.prompt() != null) {
      text.append(author.prompt()).append("  ");
    }
    var commits = row.commits();
    for (var i = 0; i < Math.min(SHOWN_COMMITS, commits.size()); i++) {
      text.append(i == 0 ? "in " : ", ")
          .append(commits.get(i), 0, Math.min(ID, commits.get(i).length()));
    }
    return text.toString();
  }
}
