package dev.clew.cli;

import dev.clew.index.FileRow;
import dev.clew.query.Answer;
import java.util.List;

/// Files as a table.
final class FilesText implements QuestionCommand.Renderer<FileRow> {
  @Override
  public List<String> examples() {
    return List.of(
        "clew files last           what the newest session read and changed",
        "clew files 3f2a --json    a session by the start of its id, for a program");
  }

  @Override
  public boolean limited() {
    return false;
  }

  @Override
  public Exit print(Answer<FileRow> answer, Context context) {
    if (answer.rows().isEmpty()) {
      context.terminal().say("the session touched no files that its tools name");
      return Exit.YES;
    }
    var table =
        new Table(
            Table.left("CHANGED"),
            Table.right("READ"),
            Table.right("ADDED"),
            Table.right("REMOVED"),
            Table.left("PATH"));
    for (var file : answer.rows()) {
      table.add(
          change(file),
          Integer.toString(file.reads()),
          Integer.toString(file.added()),
          Integer.toString(file.removed()),
          file.path());
    }
    table.print(context.terminal());
    return Exit.YES;
  }

  private static String change(FileRow file) {
    if (file.created() + file.modified() + file.deleted() == 0) {
      return "-";
    }
    var first = file.created() > 0 ? "created" : file.deleted() > 0 ? "deleted" : "modified";
    var times = file.created() + file.modified() + file.deleted();
    return times == 1 ? first : first + " ×" + times;
  }
}
