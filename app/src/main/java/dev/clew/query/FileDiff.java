package dev.clew.query;

import dev.clew.event.FileOp;
import dev.clew.event.FileVersion;
import dev.clew.event.SpanId;
import dev.clew.event.WorkspaceChange;
import dev.clew.workspace.FileMarks;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/// How one file differs between two moments.
///
/// @param root the workspace's folder; empty for what only an agent tells
/// @param path below `root`; for what only an agent tells, as it named the file
/// @param from where it was before, for a rename
/// @param who who brought it about; absent where two moments were compared
/// @param added lines added
/// @param removed lines removed
/// @param patch the lines that differ, in unified form; absent where it was not asked for
/// @param notes what a reader should know of the contents
/// @param partial whether the patch is of the edited passage alone
public record FileDiff(
    String root,
    String path,
    @Nullable String from,
    FileOp op,
    @Nullable FileVersion before,
    @Nullable FileVersion after,
    @Nullable Who who,
    int added,
    int removed,
    @Nullable String patch,
    List<String> notes,
    boolean partial) {

  /// Who brought a difference about.
  ///
  /// @param steps the steps that did
  public record Who(
      String origin,
      String confidence,
      List<String> evidence,
      List<SpanId> candidates,
      @Nullable String commit,
      List<SpanId> steps) {
    static Who of(WorkspaceChange change, @Nullable Long step) {
      return new Who(
          change.origin().wire(),
          change.confidence().wire(),
          change.evidence(),
          change.candidates(),
          change.commit(),
          step == null ? List.of() : List.of(new SpanId(step)));
    }

    void write(Fields fields) {
      fields.text("origin", origin).text("confidence", confidence).texts("evidence", evidence);
      fields.texts("candidates", candidates.stream().map(SpanId::hex).toList());
      fields.text("commit", commit);
    }
  }

  static final String FIELDS =
      """
      path: text - the file, below the workspace's folder
      op: text - create, modify, delete or rename
      from?: text - where it was before
      root?: text - the workspace's folder
      before?: id - SHA-256 of the content before
      after?: id - SHA-256 of the content after
      before_mode?: text - Git's mode before
      after_mode?: text - Git's mode after
      added: number - lines added
      removed: number - lines removed
      origin?: text - who did it: agent, human, vcs, baseline or unknown
      confidence?: text - how sure that is: exact, replayed, inferred or unknown
      evidence?: [text] - what supports it
      candidates?: [id] - the steps that may have done it, where it is not known which
      commit?: text - the commit that it came from
      steps?: [id] - the steps that did it
      marks?: [text] - what it is by its name: lockfile, workflow, generated
      notes: [text] - what to know of the contents: binary, not kept, encoding, line ends
      patch?: text - the lines that differ, in unified form
      patch_is_partial?: flag - whether it is of the edited passage alone
      """;

  /// The same with another patch.
  FileDiff withPatch(String other) {
    return new FileDiff(
        root, path, from, op, before, after, who, added, removed, other, notes, partial);
  }

  void write(JsonGenerator json) {
    json.writeStartObject();
    var fields = new Fields(json);
    fields.text("path", path).text("op", op.wire()).text("from", from);
    fields.text("root", root.isEmpty() ? null : root);
    fields
        .text("before", before == null ? null : before.sha256())
        .text("after", after == null ? null : after.sha256())
        .text("before_mode", before == null ? null : before.mode())
        .text("after_mode", after == null ? null : after.mode())
        .number("added", added)
        .number("removed", removed);
    if (who != null) {
      who.write(fields);
      fields.texts("steps", who.steps.stream().map(SpanId::hex).toList());
    }
    var marks = FileMarks.of(path);
    if (!marks.isEmpty()) {
      fields.texts("marks", marks);
    }
    fields.texts("notes", notes).text("patch", patch).flag("patch_is_partial", partial);
    json.writeEndObject();
  }
}
