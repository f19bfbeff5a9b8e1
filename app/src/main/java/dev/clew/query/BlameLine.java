package dev.clew.query;

import dev.clew.event.SpanId;
import dev.clew.index.CauseRow;
import dev.clew.index.StepAuthor;
import dev.clew.workspace.GitBlame;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/// A line of a file and where it comes from. The array is not copied and must not change.
///
/// @param number its number, from 1
/// @param text what it says, without its end; secrets are taken out
/// @param bytes the same as it stands in the file, with its end; where a secret was taken out the
///   text instead
/// @param cause why it is there
/// @param author whose work that was; absent where no step did it
/// @param told what Git says of it; absent where nobody asked, or it is in no commit
@SuppressWarnings("ArrayRecordComponent") // never compared
public record BlameLine(
    int number,
    String text,
    byte[] bytes,
    CauseRow cause,
    @Nullable StepAuthor author,
    GitBlame.@Nullable Told told) {
  static final String FIELDS =
      """
      line: number - its number, from 1
      text: text - what it says, without its end; secrets are taken out
      class: text - who wrote it: agent, human, vcs, baseline or unknown
      confidence: text - how sure that is: exact, replayed, inferred or unknown
      evidence: [text] - what supports it
      candidates: [id] - the steps that may have written it, where it is not known which
      session?: id - the session whose step wrote it
      turn?: id - the turn of that step
      step?: id - the step that wrote it
      agent?: text - the agent
      subagent?: text - what kind of sub-agent, where one wrote it
      model?: text - the model
      prompt?: text - the first line of what was asked in that turn
      tool?: text - the tool that wrote it
      at?: time - when it was written
      commit?: text - the commit that it came with; with commits: the one that has it
      author?: text - that commit's author; with commits only
      author_at?: time - when the author wrote that commit; with commits only
      summary?: text - the first line of that commit's message; with commits only
      note?: text - what was done to it without changing what it says: whitespace, copied
      note_step?: id - the step that did that
      """;

  /// The commit that it came with, or that has it.
  public @Nullable String commit() {
    return told == null ? cause.commit() : told.commit();
  }

  void write(JsonGenerator json) {
    json.writeStartObject();
    var fields = new Fields(json);
    json.writeNumberProperty("line", number);
    fields
        .text("text", text)
        .text("class", cause.origin().wire())
        .text("confidence", cause.confidence().wire())
        .texts("evidence", cause.evidence());
    fields.texts("candidates", cause.candidates().stream().map(SpanId::hex).toList());
    if (author != null) {
      fields.text("session", author.session()).span("turn", author.turn());
    }
    fields.span("step", cause.step());
    if (author != null) {
      fields
          .text("agent", author.agent())
          .text("subagent", author.subagent())
          .text("model", author.model())
          .text("prompt", author.prompt())
          .text("tool", author.tool());
    }
    fields.at("at", cause.at()).text("commit", commit());
    if (told != null) {
      fields
          .text("author", told.author())
          .at("author_at", told.authoredAt())
          .text("summary", told.summary());
    }
    fields.text("note", cause.note()).span("note_step", cause.noteStep());
    json.writeEndObject();
  }
}
