package dev.clew.cli;

import dev.clew.index.SessionFilter.Facet;
import dev.clew.index.StatsRow;
import dev.clew.query.Answer;
import dev.clew.query.SessionsQuestion;
import java.util.List;
import java.util.Optional;

/// Totals in a few lines, then a table per facet.
final class StatsText implements QuestionCommand.Renderer<StatsRow> {
  @Override
  public List<String> examples() {
    return List.of(
        "clew stats --since 7d                 the last week",
        "clew stats --repo . --by agent,model  this repository, by agent and model",
        "clew stats --errors --json            for a program");
  }

  @Override
  public boolean limited() {
    return false;
  }

  @Override
  public Exit print(Answer<StatsRow> answer, Context context) {
    var terminal = context.terminal();
    var all = answer.rows().getFirst();
    var sums = all.sums();
    if (sums != null) {
      print(all, sums, terminal);
    }
    for (var facet : Facet.values()) {
      var table = new Table(Table.right("SESSIONS"), Table.left(heading(facet)));
      var counted =
          answer.rows().stream()
              .filter(row -> row.facet().equals(Optional.of(facet)) && row.sessions() > 0)
              .toList();
      counted.forEach(row ->
          table.add(Long.toString(row.sessions()), row.key().equals("true") ? "yes" : row.key()));
      if (!counted.isEmpty()) {
        terminal.line("");
        table.print(terminal);
      }
    }
    return Exit.YES;
  }

  private static void print(StatsRow all, StatsRow.Sums sums, Terminal terminal) {
    var work = sums.work();
    terminal.line(
        "sessions   %d%s, %d turns"
            .formatted(
                all.sessions(),
                sums.subagents() == 0 ? "" : " and %d sub-agents".formatted(sums.subagents()),
                sums.turns()));
    terminal.line(
        "steps      %s model calls, %s tool calls, %s of them commands, %s failed"
            .formatted(
                Words.count(work.modelCalls()),
                Words.count(work.toolCalls()),
                Words.count(sums.commands()),
                Words.count(work.errors())));
    terminal.line(
        "files      %s changed, %s read, each once per session"
            .formatted(Words.count(sums.filesChanged()), Words.count(sums.filesRead())));
    terminal.line("tokens     " + Words.tokens(work.tokens()));
    terminal.line(
        "cost       %s at list price%s"
            .formatted(
                Words.money(SessionsQuestion.cost(work)),
                work.unpriced() == 0
                    ? ""
                    : ", without %d calls of unknown price".formatted(work.unpriced())));
  }

  private static String heading(Facet facet) {
    return switch (facet) {
      case AGENT -> "AGENT";
      case MODEL -> "MODEL";
      case REPO -> "REPOSITORY";
      case BRANCH -> "BRANCH";
      case SINCE -> "ACTIVE WITHIN";
      case ERRORS -> "WITH ERRORS";
      case SUBAGENTS -> "WITH SUB-AGENTS";
    };
  }
}
