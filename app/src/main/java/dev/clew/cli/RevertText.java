package dev.clew.cli;

import dev.clew.query.MovePlan;
import dev.clew.query.RevertPlan;
import dev.clew.recorder.MoveResult;
import java.util.HashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/// Commits that are taken back, as text and as JSON: the files as of every move, then the commits.
final class RevertText {
  private static final int SHORT = 12;

  private final Terminal terminal;
  private final MoveOptions options;
  private final MoveText files;

  RevertText(Terminal terminal, MoveOptions options) {
    this.terminal = terminal;
    this.options = options;
    this.files = new MoveText(terminal, options);
  }

  /// What would be done.
  void preview(RevertPlan plan) {
    files.preview(plan.move());
    if (options.json()) {
      if (!options.dryRun()) {
        return;
      }
      last(plan, null, null, plan.move().tree(), null);
      return;
    }
    for (var path : plan.leftOut()) {
      terminal.line("%-8s  %s  (not committed)".formatted("keep", Escapes.line(path)));
    }
    for (var commit : plan.commits()) {
      terminal.line(
          "%-8s  %s  %s%s"
              .formatted(
                  "commit",
                  commit.id().substring(0, SHORT),
                  Escapes.line(commit.subject()),
                  commit.whole() ? "" : "  (the session's part of it)"));
    }
    terminal.line("message");
    plan.message()
        .lines()
        .forEach(line -> terminal.line(("  " + Escapes.line(line)).stripTrailing()));
    if (options.dryRun()) {
      files.total(plan.move());
    }
  }

  /// What was done.
  ///
  /// @param commit the new commit; absent where the files are only staged
  void done(RevertPlan plan, MoveResult result, @Nullable String commit) {
    if (options.json()) {
      files.made(plan.move(), new HashMap<>());
      last(plan, result.step().hex(), commit, result.before(), result.after().orElse(null));
      return;
    }
    terminal.line(
        "%s: %s changed; before it the workspace was %s"
            .formatted(
                plan.move().title(),
                Words.of(plan.move().changes(), "path"),
                result.before().substring(0, SHORT)));
    committed(commit);
    terminal.line(
        commit == null
            ? "'git commit' commits; clew undo %s takes it back".formatted(result.step().hex())
            : "git revert %s takes it back; clew show %s tells of it"
                .formatted(commit.substring(0, SHORT), result.step().hex()));
  }

  /// The new commit; absent where the files are only staged.
  void committed(@Nullable String commit) {
    if (!options.json()) {
      terminal.line(
          commit == null ? "staged" : "committed as %s".formatted(commit.substring(0, SHORT)));
      return;
    }
    Ndjson.print(
        terminal.out(),
        List.of(true),
        (_, out) -> {
          out.writeStartObject();
          text(out, "commit", commit);
          out.writeEndObject();
        });
  }

  /// What is left to a person.
  void open(RevertPlan plan, MoveResult result) {
    var left = files.left(result);
    if (options.json()) {
      files.made(plan.move(), left);
      last(plan, result.step().hex(), null, result.before(), result.after().orElse(null));
      return;
    }
    files.sayLeft(left);
    if (plan.move().conflicts() > 0) {
      terminal.line(
          "%s with conflict markers: resolve them and: clew revert-commit --continue; or --abort"
              .formatted(Words.of(plan.move().conflicts(), "file")));
    } else {
      terminal.line(
          "nothing is committed yet: clew revert-commit --continue commits the others; or --abort");
    }
  }

  /// The files that are brought back.
  void files(MovePlan plan) {
    files.preview(plan);
    if (options.dryRun()) {
      files.total(plan);
    }
  }

  void aborted(MovePlan plan, MoveResult result) {
    files.done(plan, result);
  }

  private void last(
      RevertPlan plan,
      @Nullable String move,
      @Nullable String made,
      String before,
      @Nullable String after) {
    Ndjson.print(
        terminal.out(),
        List.of(plan),
        (_, out) -> {
          out.writeStartObject();
          text(out, "move", move);
          out.writeStringProperty("before", before);
          if (after != null) {
            out.writeStringProperty("after", after);
          }
          out.writeStringProperty("session", plan.session().id());
          out.writeStringProperty("trace", plan.session().trace());
          out.writeArrayPropertyStart("commits");
          for (var commit : plan.commits()) {
            out.writeStartObject();
            out.writeStringProperty("id", commit.id());
            out.writeStringProperty("subject", commit.subject());
            out.writeBooleanProperty("whole", commit.whole());
            out.writeEndObject();
          }
          out.writeEndArray();
          out.writeArrayPropertyStart("left_out");
          plan.leftOut().forEach(out::writeString);
          out.writeEndArray();
          out.writeStringProperty("message", plan.message());
          text(out, "commit", made);
          out.writeEndObject();
        });
  }

  private static void text(JsonGenerator out, String name, @Nullable String text) {
    if (text == null) {
      out.writeNullProperty(name);
    } else {
      out.writeStringProperty(name, text);
    }
  }
}
