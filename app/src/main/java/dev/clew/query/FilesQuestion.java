package dev.clew.query;

import dev.clew.event.SpanId;
import dev.clew.index.FileRow;
import java.sql.SQLException;
import java.util.List;
import tools.jackson.core.JsonGenerator;

/// Which files a session touched.
public final class FilesQuestion implements Question<FileRow> {
  @Override
  public String name() {
    return "files";
  }

  @Override
  public String summary() {
    return "List the files that a session and its sub-agents read and changed.";
  }

  @Override
  public List<Shape> rows() {
    return List.of(
        Shape.of(
            "file",
            "What a session and its sub-agents did to one file.",
            """
            path: text - the file, as the agent named it
            reads: number - how often it was read
            created: number - how often it was created
            modified: number - how often it was changed or renamed
            deleted: number - how often it was deleted
            added: number - lines added
            removed: number - lines removed
            known_from: [text] - workspace where it was seen there, agent where the agent tells it
            steps: [id] - the steps that touched it, in order
            """));
  }

  @Override
  public List<Parameter> parameters() {
    return Parameter.withPaging(
        Parameter.text("session", "a session: any unique start of its id, or 'last'")
            .asPosition(true));
  }

  @Override
  public Answer<FileRow> ask(Request request, Sources sources) throws QueryException, SQLException {
    var index = sources.index();
    var session = Names.session(index, request.text("session").orElse("last"));
    return Answer.of(index.files(index.withSubagents(session)), request);
  }

  @Override
  public void write(FileRow row, JsonGenerator json) {
    file(row, json);
  }

  static void file(FileRow row, JsonGenerator json) {
    json.writeStartObject();
    new Fields(json)
        .text("path", row.path())
        .number("reads", row.reads())
        .number("created", row.created())
        .number("modified", row.modified())
        .number("deleted", row.deleted())
        .number("added", row.added())
        .number("removed", row.removed())
        .texts("known_from", row.sources())
        .texts("steps", row.steps().stream().map(step -> new SpanId(step).hex()).toList());
    json.writeEndObject();
  }
}
