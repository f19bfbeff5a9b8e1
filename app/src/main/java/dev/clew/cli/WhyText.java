package dev.clew.cli;

import dev.clew.event.SpanId;
import dev.clew.query.Answer;
import dev.clew.query.WhyLink;
import java.io.IOException;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Collectors;

/// The chain from a prompt to a line: each link, when, and what supports it.
final class WhyText implements QuestionCommand.Renderer<WhyLink> {
  private static final int KIND = 10;
  private static final int ID = 10;

  @Override
  public List<String> examples() {
    return List.of(
        "clew why src/app.py:42          from the prompt to this line",
        "clew why 9c41                   what led to a step",
        "clew why app.py:42 --at HEAD~3  as the line was in a commit",
        "clew why app.py:42 --json       with hashes and the ids of the records");
  }

  @Override
  public boolean limited() {
    return false;
  }

  @Override
  public void before(Context context) throws IOException, SQLException, InterruptedException {
    OriginsBehind.catchUp(context);
  }

  @Override
  public Exit print(Answer<WhyLink> answer, Context context) {
    var terminal = context.terminal();
    var paint = new Paint(terminal.colours());
    for (var link : answer.rows()) {
      print(link, context, paint);
    }
    answer.notes().forEach(terminal::say);
    return Exit.YES;
  }

  private static void print(WhyLink link, Context context, Paint paint) {
    var terminal = context.terminal();
    var when = link.at() == null ? "" : context.time(link.at());
    var used = KIND + ID + context.timeWidth() + 3;
    var text =
        link.kind().equals("line")
            ? "%s:%d) %s".formatted(link.path(), link.line(), link.text())
            : link.text();
    terminal.line(
        (paint.bold(Words.pad(link.kind(), KIND))
                + " "
                + paint.id(Words.pad(id(link), ID))
                + " "
                + paint.dim(Words.pad(when, context.timeWidth()))
                + " "
                + Words.fit(text, Math.max(20, terminal.width() - used)))
            .stripTrailing());
    for (var detail : List.of(who(link), files(link), supports(link))) {
      for (var line : Cells.wrap(Escapes.line(detail), terminal.width() - KIND - 1)) {
        if (!line.isEmpty()) {
          terminal.line(" ".repeat(KIND + 1) + paint.dim(line));
        }
      }
    }
  }

  private static String id(WhyLink link) {
    var span = link.span();
    var commit = link.commit();
    var id = span != null ? new SpanId(span).hex() : commit == null ? "" : commit;
    return id.substring(0, Math.min(ID, id.length()));
  }

  private static String who(WhyLink link) {
    var cause = link.cause();
    if (cause == null) {
      return "";
    }
    return "%s, %s".formatted(Origins.who(cause, link.author(), null), cause.confidence().wire())
        + (cause.note() == null ? "" : ", " + cause.note());
  }

  private static String files(WhyLink link) {
    var row = link.row();
    if (row == null || row.files().isEmpty()) {
      return "";
    }
    return row.files().stream()
        .limit(5)
        .map(file -> file.op() + " " + file.path())
        .collect(Collectors.joining(", "));
  }

  private static String supports(WhyLink link) {
    var cause = link.cause();
    if (cause != null) {
      return cause.evidence().isEmpty() ? "" : "evidence: " + String.join(", ", cause.evidence());
    }
    var seen =
        link.changes().stream()
            .flatMap(change -> change.what().evidence().stream())
            .distinct()
            .collect(Collectors.joining(", "));
    return seen.isEmpty() ? "" : "evidence: " + seen;
  }
}
