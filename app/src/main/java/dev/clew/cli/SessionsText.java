package dev.clew.cli;

import dev.clew.index.SessionRow;
import dev.clew.query.Answer;
import dev.clew.query.SessionsQuestion;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Sessions as a table.
final class SessionsText implements QuestionCommand.Renderer<SessionRow> {
  @Override
  public List<String> examples() {
    return List.of(
        "clew sessions --repo . --since 7d           this repository, the last week",
        "clew sessions --q parser --sort -cost_usd   what was about the parser, the dearest first",
        "clew sessions --model opus --top            those of one model, without sub-agents",
        "clew sessions --json --limit 10             for a program");
  }

  @Override
  public boolean limited() {
    return true;
  }

  @Override
  public Exit print(Answer<SessionRow> answer, Context context) {
    var terminal = context.terminal();
    if (answer.rows().isEmpty()) {
      terminal.say("no sessions match");
      return Exit.YES;
    }
    var table =
        new Table(
            Table.left("SESSION"),
            Table.left("STARTED"),
            Table.left("AGENT"),
            Table.right("TURNS").spare(),
            Table.right("TOOLS"),
            Table.right("FILES").spare(),
            Table.right("COST"),
            Table.left("TITLE"));
    for (var row : answer.rows()) {
      table.add(
          row.id().substring(0, 10),
          context.time(row.firstAt()),
          row.subagent() == null ? row.agent() : "└ " + orElse(row.subagentType(), "sub-agent"),
          Integer.toString(row.turns()),
          Words.count(row.total().toolCalls()),
          Integer.toString(row.filesChanged()),
          Words.money(SessionsQuestion.cost(row.total())),
          orElse(row.title(), "(no prompt)"));
    }
    table.print(terminal);
    if (answer.total() > answer.rows().size()) {
      terminal.say(
          "%d of %d sessions; --limit N shows more"
              .formatted(answer.rows().size(), answer.total()));
    }
    return Exit.YES;
  }

  private static String orElse(@Nullable String text, String otherwise) {
    return text == null || text.isBlank() ? otherwise : text;
  }
}
