package dev.clew.cli;

import dev.clew.index.CostRow;
import dev.clew.query.Answer;
import dev.clew.query.CostQuestion;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Costs as a table with a total.
final class CostText implements QuestionCommand.Renderer<CostRow> {
  @Override
  public List<String> examples() {
    return List.of(
        "clew cost                       by model, over everything",
        "clew cost --by day --since 30d  the last thirty days",
        "clew cost --by week,model --repo .  this repository, a row for each week and model",
        "clew cost --session last        the newest session and its sub-agents",
        "clew cost --by session --json   for a program");
  }

  @Override
  public boolean limited() {
    return false;
  }

  @Override
  public Exit print(Answer<CostRow> answer, Context context) {
    var table =
        new Table(
            Table.right("COST"),
            Table.right("CALLS"),
            Table.right("INPUT"),
            Table.right("CACHE READ"),
            Table.right("WRITE 5M").spare(),
            Table.right("WRITE 1H").spare(),
            Table.right("OUTPUT"),
            Table.left("KEY"));
    long pico = 0;
    var unpriced = 0;
    for (var row : answer.rows()) {
      pico += row.costPico();
      unpriced += row.unpriced();
      table.add(
          Words.money(CostQuestion.cost(row)),
          Integer.toString(row.modelCalls()),
          Words.count(row.tokens().input()),
          Words.count(row.tokens().cacheRead()),
          Words.count(row.tokens().cacheWrite5m()),
          Words.count(row.tokens().cacheWrite1h()),
          Words.count(row.tokens().output() + row.tokens().reasoning()),
          key(row.key(), row.label()) + (row.key2() == null ? "" : "  " + second(row)));
    }
    table.print(context.terminal());
    context
        .terminal()
        .say("total %s at list price: what the API would charge".formatted(Words.money(pico)));
    if (unpriced > 0) {
      context
          .terminal()
          .say(
              (unpriced == 1 ? "1 call is" : unpriced + " calls are")
                  + " not in it: no price is known (prices.tsv adds one)");
    }
    return Exit.YES;
  }

  private static String second(CostRow row) {
    return key(Objects.requireNonNullElse(row.key2(), ""), row.label2());
  }

  private static String key(String key, @Nullable String label) {
    var shown = key.matches("[0-9a-f]{32}") ? key.substring(0, 10) : key;
    return (key.isEmpty() ? "(not told)" : shown) + (label == null ? "" : "  " + label);
  }
}
