package dev.clew.cli;

import dev.clew.event.SpanId;
import dev.clew.query.Answer;
import dev.clew.query.Hit;
import dev.clew.text.Excerpt;
import java.io.IOException;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;

/// Hits, each as a heading and the lines that were found below it.
final class SearchText implements QuestionCommand.Renderer<Hit> {
  private static final int LINES = 3;
  private static final String INDENT = "    ";

  @Override
  public List<String> examples() {
    return List.of(
        "clew search 'connection refused'         texts with both words, newest first",
        "clew search '\"connection refused\"'       one after the other",
        "clew search FileIntake.java --in diffs   edits of a file",
        "clew search 'rm -rf' --in commands --since 7d",
        "clew search 'migrat*' --repo .           words that begin so, here",
        "clew search -- --no-verify               what begins with a dash");
  }

  @Override
  public boolean limited() {
    return true;
  }

  @Override
  public void before(Context context) throws IOException, SQLException, InterruptedException {
    TextBehind.catchUp(context);
  }

  @Override
  public Exit print(Answer<Hit> answer, Context context) {
    var terminal = context.terminal();
    var paint = new Paint(terminal.colours());
    var first = true;
    for (var hit : answer.rows()) {
      if (!first) {
        terminal.line("");
      }
      first = false;
      heading(hit, context, paint);
      lines(hit.excerpt(), terminal, paint);
    }
    answer.notes().forEach(terminal::say);
    if (answer.rows().isEmpty()) {
      terminal.say("nothing found");
      return Exit.NO;
    }
    if (answer.next().isPresent()) {
      terminal.say("the newest %d; --limit N shows more".formatted(answer.rows().size()));
    }
    return Exit.YES;
  }

  private static void heading(Hit hit, Context context, Paint paint) {
    var id = Objects.requireNonNullElse(hit.step() == null ? hit.turn() : hit.step(), 0L);
    var where = hit.kind().wire() + (hit.tool() == null ? "" : " of " + hit.tool());
    var when = context.time(hit.at());
    var title = Objects.requireNonNullElse(hit.session().title(), "");
    var width = context.terminal().width();
    var used = 16 + 1 + when.length() + 2;
    var fitted = Words.fit(where, 30);
    terminalLine(
        context,
        "%s %s  %s  %s"
            .formatted(
                paint.id(new SpanId(id).hex()),
                paint.dim(when),
                fitted,
                paint.bold(Words.fit(title, Math.max(20, width - used - fitted.length() - 2)))));
  }

  private static void terminalLine(Context context, String line) {
    context.terminal().line(line.stripTrailing());
  }

  /// The lines with matches, each cut to the width around its first one.
  private static void lines(Excerpt excerpt, Terminal terminal, Paint paint) {
    var text = excerpt.text();
    var shown = 0;
    for (var start = 0; start <= text.length() && shown < LINES; ) {
      var feed = text.indexOf('\n', start);
      var end = feed < 0 ? text.length() : feed;
      var line = new FoundLine(text, start, end, excerpt.matches());
      if (line.isHit()) {
        terminal.line(INDENT + line.painted(terminal.width() - INDENT.length(), paint));
        shown++;
      }
      start = end + 1;
    }
  }
}
