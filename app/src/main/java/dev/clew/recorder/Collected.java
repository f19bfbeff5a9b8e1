package dev.clew.recorder;

import dev.clew.content.Erased;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.json.JsonMapper;

/// What housekeeping did, or would do.
///
/// @param sessions how many sessions went because of their age, or of the store's size
/// @param expired what was destroyed of them
/// @param unreachable objects that nothing had any more
/// @param files temporary files that were left behind
/// @param freedBytes how much smaller the store's files are
/// @param spareBytes room within the files that what comes next will use
public record Collected(
    long sessions,
    Erased expired,
    Erased unreachable,
    long files,
    long freedBytes,
    long spareBytes) {

  /// Writes it as one object.
  public void write(JsonGenerator json) {
    json.writeStartObject();
    json.writeNumberProperty("expired_sessions", sessions);
    json.writeNumberProperty("expired_records", expired.records());
    json.writeNumberProperty("expired_objects", expired.objects());
    json.writeNumberProperty("expired_bytes", expired.bytes());
    json.writeNumberProperty("unreachable_objects", unreachable.objects());
    json.writeNumberProperty("unreachable_bytes", unreachable.bytes());
    json.writeNumberProperty("files", files);
    json.writeNumberProperty("freed_bytes", freedBytes);
    json.writeNumberProperty("spare_bytes", spareBytes);
    json.writeEndObject();
  }

  /// What an object says was done.
  public static Collected read(String line) {
    var json = JsonMapper.shared().readTree(line);
    return new Collected(
        json.path("expired_sessions").asLong(),
        new Erased(
            json.path("expired_records").asLong(),
            json.path("expired_objects").asLong(),
            json.path("expired_bytes").asLong()),
        new Erased(
            0, json.path("unreachable_objects").asLong(), json.path("unreachable_bytes").asLong()),
        json.path("files").asLong(),
        json.path("freed_bytes").asLong(),
        json.path("spare_bytes").asLong());
  }
}
