package dev.clew.query;

import dev.clew.event.SpanId;
import dev.clew.index.CauseRow;
import dev.clew.index.StepAuthor;
import dev.clew.index.VersionRow;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/// A version of a file in its history.
///
/// @param diff how it differs from the version before
/// @param cause who brought it about
/// @param author whose work that was; absent where no step did it
/// @param commits the commits that are known to have it
public record PathVersion(
    VersionRow version,
    FileDiff diff,
    CauseRow cause,
    @Nullable StepAuthor author,
    List<String> commits)
    implements LogQuestion.Row {
  static final String FIELDS =
      """
      at?: time - when it was seen or told
      path: text - the file, absolute
      from?: text - where it was before, absolute
      op: text - create, modify, delete or rename
      kind: text - seen, baseline, gap, told
      class: text - who made it so: agent, human, vcs, baseline or unknown
      confidence: text - how sure that is: exact, replayed, inferred or unknown
      evidence: [text] - what supports it
      candidates: [id] - the steps that may have done it, where it is not known which
      session?: id - the session of the step
      turn?: id - the turn of the step
      step?: id - the step that did it
      agent?: text - the agent
      subagent?: text - what kind of sub-agent, where one did it
      model?: text - the model
      prompt?: text - the first line of what was asked in that turn
      tool?: text - the tool that did it
      title?: text - what the step was about
      commit?: text - the commit that it came with
      commits: [text] - the commits that are known to have it
      lines: number - how many lines it has
      added: number - lines that the version before did not have
      removed: number - lines of the version before that it does not have
      sha256?: id - of the content; absent where the file is gone
      blob?: text - Git's id of the content
      patch?: text - the lines that differ, in unified form; where that is asked for
      notes: [text] - what to know of the contents: binary, not kept, encoding, line ends
      """;

  void write(JsonGenerator json) {
    json.writeStartObject();
    var fields = new Fields(json);
    var root = version.root();
    fields
        .at("at", version.at())
        .text("path", version.path())
        .text("from", diff.from() == null || root == null ? diff.from() : root + "/" + diff.from())
        .text("op", version.op())
        .text("kind", version.kind())
        .text("class", cause.origin().wire())
        .text("confidence", cause.confidence().wire())
        .texts("evidence", cause.evidence());
    fields.texts("candidates", cause.candidates().stream().map(SpanId::hex).toList());
    if (author != null) {
      fields
          .text("session", author.session())
          .span("turn", author.turn())
          .span("step", author.step())
          .text("agent", author.agent())
          .text("subagent", author.subagent())
          .text("model", author.model())
          .text("prompt", author.prompt())
          .text("tool", author.tool())
          .text("title", author.title());
    } else {
      fields.span("step", cause.step());
    }
    fields.text("commit", cause.commit()).texts("commits", commits);
    json.writeNumberProperty("lines", version.lines());
    json.writeNumberProperty("added", diff.added());
    json.writeNumberProperty("removed", diff.removed());
    var content = version.content();
    if (content != null) {
      fields.text("sha256", content.sha256()).text("blob", content.blob());
    }
    fields.text("patch", diff.patch()).texts("notes", diff.notes());
    json.writeEndObject();
  }
}
