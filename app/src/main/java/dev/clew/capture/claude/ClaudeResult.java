package dev.clew.capture.claude;

import dev.clew.event.Event;
import dev.clew.event.SessionKey;
import dev.clew.event.SpanId;
import dev.clew.event.ToolAnswer.CommandResult;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// The harness's own account of what a tool did: `toolUseResult` of a transcript, `tool_response`
/// of a hook. Its shape tells which tool answered.
final class ClaudeResult {
  private final JsonNode details;

  ClaudeResult(JsonNode details) {
    this.details = details;
  }

  /// The sub-agent that the step started and what it did with Git.
  void tell(SessionKey session, SpanId step, Supplier<Event.Header> header, Consumer<Event> to) {
    var agent = details.path("agentId");
    if (agent.isString()) {
      var type = details.path("agentType");
      to.accept(
          new Event.SubagentStarted(
              header.get(),
              step,
              session.root().subagent(agent.stringValue()),
              type.isString() ? type.stringValue() : null));
    }
    var operations = details.path("gitOperation");
    if (operations.has("commit")) {
      var commit = operations.path("commit");
      to.accept(git(header.get(), step, "commit", commit.path("branch"), commit.path("sha")));
    }
    if (operations.has("push")) {
      to.accept(git(header.get(), step, "push", operations.path("push").path("branch"), null));
    }
    if (operations.has("branch")) {
      to.accept(git(header.get(), step, "branch", operations.path("branch").path("ref"), null));
    }
    if (operations.has("pr")) {
      to.accept(git(header.get(), step, "pr", operations.path("pr").path("url"), null));
    }
  }

  private static Event git(
      Event.Header header, SpanId step, String operation, JsonNode ref, @Nullable JsonNode commit) {
    return new Event.GitOperated(
        header,
        step,
        operation,
        ref.isString() ? ref.stringValue() : null,
        commit != null && commit.isString() ? commit.stringValue() : null);
  }

  static @Nullable CommandResult command(JsonNode details) {
    if (!details.has("stdout") && !details.has("stderr")) {
      return null;
    }
    var background = details.path("backgroundTaskId");
    return new CommandResult(
        details.path("stdout").asString(""),
        details.path("stderr").asString(""),
        details.path("interrupted").asBoolean(false),
        null,
        background.isString() ? background.stringValue() : null);
  }

  static @Nullable Long duration(JsonNode details) {
    for (var field : List.of("totalDurationMs", "durationMs")) {
      var value = details.path(field);
      if (value.isIntegralNumber() && value.canConvertToLong()) {
        return value.longValue();
      }
    }
    var seconds = details.path("durationSeconds");
    var millis = seconds.isNumber() ? seconds.asDouble(Double.NaN) * 1000 : Double.NaN;
    return Math.abs(millis) < Long.MAX_VALUE ? Long.valueOf(Math.round(millis)) : null;
  }
}
