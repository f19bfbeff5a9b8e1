package dev.clew.query;

import dev.clew.event.SpanId;
import dev.clew.event.WorkspaceChange;
import dev.clew.index.CauseRow;
import dev.clew.index.Seen;
import dev.clew.index.StepAuthor;
import dev.clew.index.StepRow;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/// One link of the chain from a prompt to a line, with what supports it.
///
/// @param kind `prompt`, `read`, `edit`, `command`, `test`, `candidate`, `commit` or `line`
/// @param text what was asked, done or written
/// @param at when, in epoch milliseconds
/// @param span the step; of a prompt the turn
/// @param row the step; absent for a prompt, a commit and a line
/// @param author whose work it is; absent where no step did it
/// @param line the line's number; of a line only
/// @param path the file; of a line only
/// @param cause where the line comes from; of a line only
/// @param changes what the step was seen to do to files
/// @param commit the commit; of a commit, or of a line that came with one
/// @param records the ids of the records that tell it
public record WhyLink(
    String kind,
    String text,
    @Nullable Long at,
    @Nullable Long span,
    @Nullable StepRow row,
    @Nullable StepAuthor author,
    @Nullable Integer line,
    @Nullable String path,
    @Nullable CauseRow cause,
    List<Seen<WorkspaceChange>> changes,
    @Nullable String commit,
    List<String> records) {
  static final String FIELDS =
      """
      link: text - prompt, read, edit, command, test, candidate, commit or line
      text: text - what was asked, done or written
      at?: time - when
      session?: id - its session
      turn?: id - its turn
      step?: id - the step
      agent?: text - the agent
      model?: text - the model
      tool?: text - the tool
      status?: text - how the step ended: ok, error, running or unknown
      path?: text - of a line: its file, below the workspace's folder
      line?: number - of a line: its number
      class?: text - of a line: who wrote it
      confidence?: text - of a line: how sure that is
      evidence: [text] - what supports it, in words
      candidates: [id] - of a line: the steps that may have written it
      commit?: text - the commit
      note?: text - of a line: what was done to it without changing what it says
      files: [why_file] - what the step did to files
      records: [text] - the ids of the records that tell it
      """;
  static final Shape FILE =
      Shape.of(
          "why_file",
          "What a step did to a file, and how that is known.",
          """
          path: text - the file; absolute where it was seen
          op: text - read, create, modify, delete or rename
          before?: id - SHA-256 of the content before
          after?: id - SHA-256 of the content after
          confidence?: text - how sure it is that the step did it
          evidence: [text] - what supports that
          record?: text - the id of the record of the look that saw it
          """);

  static WhyLink ofStep(
      String kind,
      StepRow row,
      @Nullable StepAuthor author,
      List<Seen<WorkspaceChange>> changes,
      List<String> records) {
    return new WhyLink(
        kind,
        row.title(),
        row.startedAt(),
        row.id(),
        row,
        author,
        null,
        null,
        null,
        changes,
        null,
        records);
  }

  void write(JsonGenerator json) {
    json.writeStartObject();
    var fields = new Fields(json);
    fields.text("link", kind).text("text", text).at("at", at);
    if (author != null) {
      fields.text("session", author.session()).span("turn", author.turn());
    } else if (kind.equals("prompt")) {
      fields.span("turn", span);
    }
    if (!kind.equals("prompt")) {
      fields.span("step", span);
    }
    if (author != null) {
      fields.text("agent", author.agent()).text("model", author.model());
    }
    if (row != null) {
      fields.text("tool", row.tool()).text("status", LogQuestion.status(row));
    }
    fields.text("path", path).number("line", line);
    if (cause != null) {
      fields
          .text("class", cause.origin().wire())
          .text("confidence", cause.confidence().wire())
          .texts("evidence", cause.evidence());
      fields.texts("candidates", cause.candidates().stream().map(SpanId::hex).toList());
    } else {
      fields.texts("evidence", List.of()).texts("candidates", List.of());
    }
    fields.text("commit", commit).text("note", cause == null ? null : cause.note());
    json.writeArrayPropertyStart("files");
    if (changes.isEmpty() && row != null) {
      row.files().forEach(file -> told(file, json));
    }
    changes.forEach(change -> seen(change, json));
    json.writeEndArray();
    fields.texts("records", records);
    json.writeEndObject();
  }

  private static void told(StepRow.ChangeRow file, JsonGenerator json) {
    json.writeStartObject();
    new Fields(json).text("path", file.path()).text("op", file.op()).texts("evidence", List.of());
    json.writeEndObject();
  }

  private static void seen(Seen<WorkspaceChange> seen, JsonGenerator json) {
    var change = seen.what();
    json.writeStartObject();
    new Fields(json)
        .text("path", change.root() + "/" + change.path())
        .text("op", change.op().wire())
        .text("before", change.before() == null ? null : change.before().sha256())
        .text("after", change.after() == null ? null : change.after().sha256())
        .text("confidence", change.confidence().wire())
        .texts("evidence", change.evidence())
        .text("record", seen.record());
    json.writeEndObject();
  }
}
