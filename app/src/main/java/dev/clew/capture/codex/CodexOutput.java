package dev.clew.capture.codex;

import dev.clew.capture.Attachment;
import dev.clew.capture.Text;
import dev.clew.event.StepStatus;
import dev.clew.event.ToolAnswer;
import dev.clew.event.ToolAnswer.CommandResult;
import dev.clew.event.ToolAnswer.ImageRef;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A tool's output as the model was given it.
///
/// A shell's has a few lines of facts before the text: `Exit code: 1` and `Wall time: 0.2 seconds`,
/// or `Process exited with code 1`; the oldest form is an object `{"output", "metadata"}` in a
/// string. Source: real files of 0.99 to 0.142.
final class CodexOutput {
  private static final Pattern HEADER =
      Pattern.compile(
          "\\A(?:(?:Chunk ID|Exit code|Wall time|Process exited|Process running|Original token count"
              + "|Total output lines)[^\\n]{0,200}\\n){1,8}Output:\\n?");
  private static final Pattern EXIT =
      Pattern.compile("(?m)^(?:Exit code:|Process exited with code) (-?[0-9]{1,9})");
  private static final Pattern TIME =
      Pattern.compile("(?m)^Wall time: ([0-9]{1,9}(?:\\.[0-9]{1,9})?) s");
  private static final Pattern RUNNING =
      Pattern.compile("(?m)^Process running with session ID (\\S{1,64})");
  private static final Pattern CUT =
      Pattern.compile("…[0-9]+ (?:tokens|chars) truncated…|\\[\\.\\.\\. omitted [0-9]+ of ");
  private static final Pattern FAILED =
      Pattern.compile(
          "\\A(apply_patch verification failed|exec_command failed|failed to parse function"
              + " arguments|unsupported call|unsupported custom tool call|tool call error|aborted"
              + "|execution error|patch rejected|exec command rejected|write_stdin failed"
              + "|collab spawn failed|Script failed|execution denied).*",
          Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
  private static final Pattern REFUSED =
      Pattern.compile("(?:rejected|denied|aborted) by (?:the )?user", Pattern.CASE_INSENSITIVE);

  private final List<ImageRef> images = new ArrayList<>();
  private String text = "";
  private String header = "";
  private @Nullable Integer exitCode;
  private @Nullable Long durationMs;
  private @Nullable Boolean success;

  CodexOutput(JsonNode output) {
    take(output);
  }

  private void take(JsonNode output) {
    if (output.isObject()) {
      success = output.path("success").isBoolean() ? output.path("success").asBoolean() : null;
      take(output.path(output.has("body") ? "body" : "content"));
      return;
    }
    if (output.isArray()) {
      output.values().forEach(part -> image(part.path("image_url").asString("")));
    }
    text = Text.ofContent(output);
    if (text.startsWith("{") && text.contains("\"metadata\"")) {
      object();
    }
    var matcher = HEADER.matcher(text);
    if (matcher.lookingAt()) {
      header = matcher.group();
      text = text.substring(matcher.end());
      number(EXIT).ifPresent(code -> exitCode = Integer.valueOf(code));
      number(TIME).ifPresent(time -> durationMs = Math.round(Double.parseDouble(time) * 1000));
    }
  }

  private Optional<String> number(Pattern pattern) {
    var matcher = pattern.matcher(header);
    return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
  }

  private void object() {
    try {
      var object = JsonMapper.shared().readTree(text);
      var metadata = object.path("metadata");
      if (!object.path("output").isString()) {
        return;
      }
      text = object.path("output").stringValue();
      exitCode = metadata.path("exit_code").isInt() ? metadata.path("exit_code").asInt() : null;
      durationMs =
          metadata.path("duration_seconds").isNumber()
              ? Long.valueOf(Math.round(metadata.path("duration_seconds").asDouble() * 1000))
              : null;
    } catch (JacksonException e) {
      // It only looked like one.
    }
  }

  private void image(String url) {
    var comma = url.indexOf(",");
    var type = url.startsWith("data:") && comma > 0 ? url.substring(5, comma) : "image/png";
    Attachment.Reference.parse(url.substring(comma + 1))
        .ifPresent(reference ->
            images.add(
                new ImageRef(reference.sha256(), type.replace(";base64", ""), reference.bytes())));
  }

  ToolAnswer answer() {
    var error = error();
    return new ToolAnswer(
        error == null ? StepStatus.OK : StepStatus.ERROR,
        text,
        error,
        List.of(),
        command(),
        durationMs,
        error != null && REFUSED.matcher(text).find() ? "user" : null,
        CUT.matcher(text).find(),
        images);
  }

  private @Nullable String error() {
    if (exitCode != null && exitCode != 0) {
      var line = Text.line(text);
      return line.isEmpty() ? "exit code " + exitCode : line;
    }
    if (exitCode == null && (Boolean.FALSE.equals(success) || FAILED.matcher(text).matches())) {
      return Text.line(text);
    }
    return null;
  }

  private @Nullable CommandResult command() {
    return exitCode == null && header.isEmpty()
        ? null
        : new CommandResult(text, "", false, exitCode, number(RUNNING).orElse(null));
  }

  /// The thread that the call started, where the output is what `spawn_agent` gives.
  Optional<String> agent() {
    if (!text.startsWith("{") || !text.contains("\"agent_id\"")) {
      return Optional.empty();
    }
    try {
      return Optional.ofNullable(
          CodexRecord.text(JsonMapper.shared().readTree(text).path("agent_id")));
    } catch (JacksonException e) {
      return Optional.empty();
    }
  }
}
