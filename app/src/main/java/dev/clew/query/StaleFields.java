package dev.clew.query;

import dev.clew.event.FileVersion;
import dev.clew.index.StaleRow;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/// A write from a version that was no longer there, as answers have it.
final class StaleFields {
  static final String FIELDS =
      """
      kind: text - lost_update where something that others had done is gone, else stale_read
      session: id - the session that wrote
      agent: text - its agent
      step?: id - the step that wrote
      at?: time - when it was seen
      root: text - the workspace's folder
      path: text - the file
      how: text - rewrite (an edit tool was given the whole content), command or delete
      read_sha256?: id - the content that the session had seen last; absent when there was no file
      read_step?: id - the step that had seen it; absent when none had: it was there when the session was first heard
      read_at: time - when that was
      found_sha256?: id - the content that the step found; absent when there was no file
      left_sha256?: id - the content that it left; absent when it took the file away
      by: text - who had left what it found: agent, human, vcs or unknown
      by_session?: id - the session that had
      by_agent?: text - its agent
      by_step?: id - the step that had
      by_at: time - when that was seen
      lost?: number - lines that others had brought since and that are gone; absent when contents cannot be compared
      restored?: number - lines that others had taken out since and that are back
      """;

  static final Shape STALE =
      Shape.of("stale_write", "A write from a version that was no longer there.", FIELDS);

  private StaleFields() {}

  static String kind(StaleRow row) {
    return row.losesUpdate() ? "lost_update" : "stale_read";
  }

  static void write(StaleRow row, JsonGenerator json) {
    new Fields(json)
        .text("kind", kind(row))
        .text("session", row.session())
        .text("agent", row.agent())
        .span("step", row.step())
        .at("at", row.at())
        .text("root", row.root())
        .text("path", row.path())
        .text("how", row.how())
        .text("read_sha256", sha256(row.read()))
        .span("read_step", row.readStep())
        .at("read_at", row.readAt())
        .text("found_sha256", sha256(row.found()))
        .text("left_sha256", sha256(row.left()))
        .text("by", row.by())
        .text("by_session", row.bySession())
        .text("by_agent", row.byAgent())
        .span("by_step", row.byStep())
        .at("by_at", row.byAt())
        .number("lost", row.lost())
        .number("restored", row.restored());
  }

  static void list(String name, List<StaleRow> rows, JsonGenerator json) {
    json.writeArrayPropertyStart(name);
    for (var row : rows) {
      json.writeStartObject();
      write(row, json);
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private static @Nullable String sha256(@Nullable FileVersion version) {
    return version == null ? null : version.sha256();
  }
}
