package dev.clew.cli;

import dev.clew.query.MovePlan;
import dev.clew.recorder.MoveResult;
import dev.clew.replay.Action;
import dev.clew.workspace.restore.Outcome;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/// A move as text and as JSON: before it is made, and afterwards.
final class MoveText {
  private static final int SHORT = 12;
  private static final int TITLE = 12;

  private final Terminal terminal;
  private final Printer out;
  private final MoveOptions options;
  private final boolean json;

  MoveText(Terminal terminal, MoveOptions options) {
    this.terminal = terminal;
    this.out = new Printer(terminal);
    this.options = options;
    this.json = options.json();
  }

  /// One row of the answer.
  private record Row(String path, String action, @Nullable String reason, int added, int removed) {
    void write(JsonGenerator json) {
      json.writeStartObject();
      json.writeStringProperty("path", path);
      json.writeStringProperty("action", action);
      if (reason != null) {
        json.writeStringProperty("reason", reason);
      }
      json.writeNumberProperty("added", added);
      json.writeNumberProperty("removed", removed);
      json.writeEndObject();
    }
  }

  private static Row row(MovePlan.Step step, Map<String, Outcome> outcomes) {
    var planned = step.planned();
    var outcome = outcomes.get(planned.path());
    if (outcome != null && !outcome.isDone()) {
      return new Row(planned.path(), Action.KEEP.wire(), outcome.left(), 0, 0);
    }
    return new Row(
        planned.path(),
        planned.action().wire(),
        planned.reason(),
        step.diff().added(),
        step.diff().removed());
  }

  /// What would be done. As JSON only where nothing else is: else the rows tell what was done.
  void preview(MovePlan plan) {
    if (json && !options.dryRun()) {
      return;
    }
    rows(plan, Map.of());
    if (options.patch() && !json) {
      for (var step : plan.paths()) {
        var lines = step.diff().patch();
        if (step.planned().isWritten() && lines != null) {
          out.diff(lines);
        }
      }
    }
  }

  /// Files have conflict markers, and must not.
  ///
  /// @param wayOut what there is to say instead of resolving them
  static CommandException marked(List<String> paths, String wayOut) {
    return new CommandException(
        Exit.NO,
        "there are conflict markers in %s: resolve them, or: %s"
            .formatted(String.join(", ", paths), wayOut));
  }

  private void rows(MovePlan plan, Map<String, Outcome> outcomes) {
    var rows = plan.paths().stream().map(step -> row(step, outcomes)).toList();
    if (json) {
      Ndjson.print(terminal.out(), rows, Row::write);
      return;
    }
    for (var row : rows) {
      var lines = row.added + row.removed == 0 ? "" : "  +%d -%d".formatted(row.added, row.removed);
      var reason =
          row.reason == null ? "" : out.paint().dim("  (" + Escapes.line(row.reason) + ")");
      terminal.line("%-8s  %s%s%s".formatted(row.action, Escapes.line(row.path), lines, reason));
    }
  }

  /// The last row of a preview.
  void total(MovePlan plan) {
    if (json) {
      totals(plan, null, plan.tree(), null);
    } else {
      terminal.say(
          "%s would change%s"
              .formatted(
                  Words.of(plan.changes(), "path"),
                  plan.conflicts() == 0
                      ? ""
                      : ", with conflicts in " + Words.of(plan.conflicts(), "file")));
    }
  }

  /// There is nothing to be done.
  void nothing(MovePlan plan) {
    if (json) {
      rows(plan, Map.of());
      totals(plan, null, plan.tree(), plan.tree());
    } else {
      terminal.say("nothing to change: it is so already");
    }
  }

  /// What was left as it was, by path.
  Map<String, Outcome> left(MoveResult result) {
    var left = new HashMap<String, Outcome>();
    result.outcomes().stream()
        .filter(each -> !each.isDone())
        .forEach(each -> left.put(each.path(), each));
    return left;
  }

  void sayLeft(Map<String, Outcome> left) {
    left.values()
        .forEach(each ->
            terminal.line(
                "left      %s  (%s)"
                    .formatted(
                        Escapes.line(each.path()), Escapes.line(String.valueOf(each.left())))));
  }

  /// What was done, path by path.
  void made(MovePlan plan, Map<String, Outcome> left) {
    rows(plan, left);
  }

  /// What was done.
  void done(MovePlan plan, MoveResult result) {
    var outcomes = left(result);
    if (json) {
      made(plan, outcomes);
      totals(plan, result.step().hex(), result.before(), result.after().orElse(null));
      return;
    }
    sayLeft(outcomes);
    terminal.line(
        "%s: %s changed; before it the workspace was %s"
            .formatted(
                Escapes.line(plan.title()),
                Words.of(plan.changes() - outcomes.size(), "path"),
                result.before().substring(0, SHORT)));
    terminal.line(
        "clew redo takes it back; clew show %s tells of it".formatted(result.step().hex()));
    if (plan.conflicts() > 0) {
      terminal.line(
          "%s with conflict markers: resolve them and: clew undo --continue; or: clew undo --abort"
              .formatted(Words.of(plan.conflicts(), "file")));
    }
    conversations(plan);
  }

  /// How the conversations go on of which work was taken back: files alone go back by a move.
  private void conversations(MovePlan plan) {
    for (var each : plan.conversations()) {
      var resume = each.resume();
      var folder = each.folder();
      terminal.line(
          "the conversation with %s stays as it is; it goes on where it ended%s:"
              .formatted(each.agent(), folder == null ? "" : ", in " + Escapes.line(folder)));
      terminal.line("  " + resume.command());
      if (resume.copy() != null) {
        terminal.line("  %s  (in a copy)".formatted(resume.copy()));
      }
      var turn = each.turn();
      if (turn != null) {
        var back = resume.back() == null ? "" : "; to get back there: " + resume.back();
        var told = "  work is taken back from its prompt %d on".formatted(turn.number()) + back;
        terminal.line(told);
        terminal.line("  that is: " + Words.fit(turn.title(), terminal.width() - TITLE));
      }
    }
  }

  private void totals(MovePlan plan, @Nullable String move, String before, @Nullable String after) {
    Ndjson.print(
        terminal.out(),
        List.of(before),
        (_, generator) -> {
          generator.writeStartObject();
          if (move == null) {
            generator.writeNullProperty("move");
          } else {
            generator.writeStringProperty("move", move);
          }
          generator.writeStringProperty("before", before);
          if (after != null) {
            generator.writeStringProperty("after", after);
          }
          if (!plan.conversations().isEmpty()) {
            generator.writeArrayPropertyStart("conversations");
            plan.conversations().forEach(each -> each.write(generator));
            generator.writeEndArray();
          }
          generator.writeEndObject();
        });
  }
}
