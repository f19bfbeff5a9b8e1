package dev.clew.cli;

import dev.clew.query.Answer;
import dev.clew.query.DuQuestion;
import java.util.List;

/// Where the bytes are, as a table with a total.
final class DuText implements QuestionCommand.Renderer<DuQuestion.Row> {
  @Override
  public List<String> examples() {
    return List.of(
        "clew du               the parts of the store",
        "clew du --by session  which sessions take the most",
        "clew du --by repo     which folders do");
  }

  @Override
  public boolean limited() {
    return true;
  }

  @Override
  public Exit print(Answer<DuQuestion.Row> answer, Context context) {
    var table = new Table(Table.right("SIZE"), Table.right("RECORDS"), Table.left("WHAT"));
    long bytes = 0;
    for (var row : answer.rows()) {
      bytes += row.bytes();
      var label = row.label();
      var key = row.key().matches("[0-9a-f]{32}") ? row.key().substring(0, 10) : row.key();
      table.add(
          Words.bytes(row.bytes()),
          row.records() == null ? "" : Words.count(row.records()),
          (key.isEmpty() ? "(not told)" : key) + (label == null ? "" : "  " + label));
    }
    table.print(context.terminal());
    context.terminal().say("together %s".formatted(Words.bytes(bytes)));
    return Exit.YES;
  }
}
