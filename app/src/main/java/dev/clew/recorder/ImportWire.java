package dev.clew.recorder;

import dev.clew.recorder.FileResult.BadLine;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// An import's results as JSON: what `--json` prints, and what a recorder tells the command that
/// handed it the paths.
public final class ImportWire {
  private ImportWire() {}

  /// Writes a result as one object.
  public static void write(FileResult result, JsonGenerator json) {
    json.writeStartObject();
    json.writeStringProperty("path", result.path().toString());
    json.writeStringProperty("agent", result.agent());
    json.writeStringProperty("status", result.status().wire());
    json.writeNumberProperty("lines", result.lines());
    json.writeNumberProperty("bad_lines", result.badLines());
    json.writeNumberProperty("bytes", result.bytes());
    json.writeArrayPropertyStart("sessions");
    result.sessions().forEach(json::writeString);
    json.writeEndArray();
    if (!result.bad().isEmpty()) {
      json.writeArrayPropertyStart("bad");
      for (var line : result.bad()) {
        json.writeStartObject();
        json.writeNumberProperty("line", line.line());
        json.writeStringProperty("reason", line.reason());
        json.writeEndObject();
      }
      json.writeEndArray();
    }
    json.writeNumberProperty("redactions", result.redactions());
    if (result.reason() != null) {
      json.writeStringProperty("reason", result.reason());
    }
    json.writeEndObject();
  }

  /// Writes progress as one object.
  public static void write(ImportListener.Progress progress, JsonGenerator json) {
    json.writeStartObject();
    json.writeNumberProperty("files", progress.files());
    json.writeNumberProperty("files_done", progress.filesDone());
    json.writeNumberProperty("bytes", progress.bytes());
    json.writeNumberProperty("bytes_done", progress.bytesDone());
    json.writeEndObject();
  }

  /// Tells `listener` what one line of a recorder's answer says.
  public static void read(String line, ImportListener listener) {
    var json = JsonMapper.shared().readTree(line);
    if (json.has("path")) {
      listener.done(result(json));
    } else if (json.has("files_done")) {
      listener.progress(
          new ImportListener.Progress(
              json.path("files").asInt(),
              json.path("files_done").asInt(),
              json.path("bytes").asLong(),
              json.path("bytes_done").asLong()));
    }
  }

  private static FileResult result(JsonNode json) {
    Set<String> sessions = new TreeSet<>();
    json.path("sessions").values().forEach(each -> sessions.add(each.asString()));
    List<BadLine> bad = new ArrayList<>();
    json.path("bad")
        .values()
        .forEach(each ->
            bad.add(new BadLine(each.path("line").asLong(), each.path("reason").asString())));
    return new FileResult(
        Path.of(json.path("path").asString()),
        json.path("agent").asString(),
        FileResult.Status.valueOf(json.path("status").asString().toUpperCase(Locale.ROOT)),
        json.path("lines").asLong(),
        json.path("bad_lines").asLong(),
        json.path("bytes").asLong(),
        sessions,
        bad,
        json.path("redactions").asInt(),
        json.has("reason") ? json.path("reason").asString() : null);
  }
}
