package dev.clew.cli;

import dev.clew.query.QueryException;
import dev.clew.query.Request;
import dev.clew.query.SessionsQuestion;
import java.io.IOException;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/// `clew complete sessions`: the newest sessions for a shell's completion, an id, a tab and a title
/// a line. Says nothing when it cannot.
final class CompleteCommand implements Command {
  private static final int MOST = 200;
  private static final int TITLE = 60;

  @Override
  public CommandSpec spec() {
    return Help.command("complete", "List what a shell can complete.")
        .addPositional(Help.optional("0", "WHAT", "What to list.", List.of("sessions")));
  }

  @Override
  public boolean isQuestion() {
    return true;
  }

  @Override
  public Exit run(ParseResult arguments, Context context) throws IOException {
    var question = new SessionsQuestion();
    var terminal = context.terminal();
    try (var sources = context.sources()) {
      var request = Request.of(question, Map.of("limit", Integer.toString(MOST), "top", "true"));
      terminal.line("last\tthe newest session");
      for (var row : question.ask(request, sources).rows()) {
        var title = row.title() == null ? "" : Words.fit(row.title(), TITLE);
        terminal.line(row.id().substring(0, 10) + "\t" + title);
      }
    } catch (QueryException | SQLException e) {
      return Exit.NO;
    }
    return Exit.YES;
  }
}
