package dev.clew.export;

import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What a document shows of a step, whatever its form.
final class StepView {
  private final JsonNode step;

  StepView(JsonNode step) {
    this.step = step;
  }

  /// The path of a changed file, what was done, and the lines of its diff from the first hunk on.
  record Diff(String path, String op, long added, long removed, boolean partial, String hunks) {}

  String id() {
    return text("step");
  }

  String text(String name) {
    return SessionFacts.text(step, name);
  }

  boolean isModelCall() {
    return text("kind").equals("llm_call");
  }

  boolean failed() {
    return text("status").equals("error");
  }

  /// A sign for how it ended.
  String sign() {
    return switch (text("status")) {
      case "ok" -> "✓";
      case "error" -> "✗";
      case "running" -> "…";
      default -> "?";
    };
  }

  String tool() {
    var tool = text("tool");
    return tool.isEmpty() ? text("kind") : tool;
  }

  String duration() {
    return Figures.duration(step.path("duration_ms"));
  }

  /// The shell command; empty for other tools.
  String command() {
    var command = step.path("input").path("command");
    return command.isString() ? command.asString() : "";
  }

  /// The arguments, where neither a command nor a diff tells them better; empty when there are
  /// none.
  String input() {
    var input = step.path("input");
    if (input.isMissingNode() || input.isEmpty() || !diffs().isEmpty()) {
      return "";
    }
    return input.isObject() && !command().isEmpty() ? rest(input) : pretty(input);
  }

  /// What a command was called with besides; empty when that is nothing.
  private static String rest(JsonNode input) {
    var rest = JsonMapper.shared().createObjectNode();
    input
        .properties()
        .forEach(each -> {
          if (!List.of("command", "description").contains(each.getKey())) {
            rest.set(each.getKey(), each.getValue());
          }
        });
    return rest.isEmpty() ? "" : pretty(rest);
  }

  private static String pretty(JsonNode value) {
    return value.isString()
        ? value.asString()
        : JsonMapper.shared().writerWithDefaultPrettyPrinter().writeValueAsString(value);
  }

  /// What came back: as the model saw it, else the command's streams. Empty for an edit that went
  /// well: its diff tells more than the tool's "updated".
  String output() {
    if (text("status").equals("ok") && !diffs().isEmpty()) {
      return "";
    }
    var output = text("output");
    if (!output.isBlank()) {
      return output;
    }
    var command = step.path("command");
    return (SessionFacts.text(command, "stdout") + "\n" + SessionFacts.text(command, "stderr"))
        .strip();
  }

  List<Diff> diffs() {
    var diffs = new ArrayList<Diff>();
    for (var file : step.path("files").values()) {
      var diff = SessionFacts.text(file, "diff");
      var hunks = diff.indexOf("@@ ");
      if (hunks >= 0) {
        diffs.add(
            new Diff(
                SessionFacts.text(file, "path"),
                SessionFacts.text(file, "op"),
                SessionFacts.number(file, "added"),
                SessionFacts.number(file, "removed"),
                file.path("diff_is_partial").asBoolean(false),
                diff.substring(hunks)));
      }
    }
    return diffs;
  }

  /// Images in the result.
  List<JsonNode> images() {
    return List.copyOf(step.path("images").values());
  }
}
