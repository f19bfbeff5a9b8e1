package dev.clew.query;

import dev.clew.content.NotRead;
import dev.clew.content.SourceCount;
import dev.clew.content.SourceFile;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/// What became of one file's lines.
///
/// The balance is what the line feeds say less what became of each line: two counts that are made
/// apart from each other.
///
/// @param count absent when the file was read by a Clew that did not count yet
public record CapturedFile(SourceFile file, @Nullable SourceCount count) {
  /// How many lines the file has, by its line feeds.
  public long lines() {
    return file.lineNumber() + (count != null && count.openLine() ? 1 : incomplete());
  }

  /// How many lines wait for their rest: one or none.
  public long incomplete() {
    return unreadBytes() > 0 && (count == null || !count.openLine()) ? 1 : 0;
  }

  /// How many bytes at the file's end wait for more. A packed file is read whole or not at all.
  public long unreadBytes() {
    return isPacked() ? 0 : Math.max(0, file.size() - file.offset());
  }

  /// How many of the file's bytes were read.
  public long bytesRead() {
    return isPacked() ? file.size() : file.offset();
  }

  /// Whether places in the file are places in its text, which is longer than the file.
  private boolean isPacked() {
    return file.path().endsWith(".zst");
  }

  /// What became of the lines that were taken.
  public SourceCount.Lines taken() {
    return count == null ? SourceCount.Lines.NONE : count.lines();
  }

  /// 0 when every line is accounted for.
  public long balance() {
    return lines() - incomplete() - taken().sum();
  }

  void write(JsonGenerator json) {
    json.writeStartObject();
    var fields = new Fields(json);
    fields
        .text("what", "file")
        .text("path", file.path())
        .text("agent", file.agent())
        .number("bytes", file.size())
        .number("bytes_read", bytesRead())
        .number("text_bytes", isPacked() ? file.offset() : null)
        .number("bytes_unread", unreadBytes());
    CaptureSums.lines(lines(), taken(), incomplete(), balance(), json);
    if (count == null) {
      fields.flag("uncounted", true);
    } else {
      counts(count, fields, json);
    }
    json.writeEndObject();
  }

  private static void counts(SourceCount count, Fields fields, JsonGenerator json) {
    fields
        .number("records", count.records())
        .number("glued", count.glued())
        .number("earlier_records", count.brought() - count.records())
        .number("redactions", count.redactions());
    CaptureSums.amount("attachments", count.kept(), json);
    CaptureSums.amount("omitted", count.omitted(), json);
    json.writeArrayPropertyStart("bad");
    for (var bad : count.firstBad()) {
      var parts = bad.split(" ", 2);
      json.writeStartObject();
      new Fields(json).number("line", Long.parseLong(parts[0])).text("reason", parts[1]);
      json.writeEndObject();
    }
    json.writeEndArray();
    fields.texts("sessions", count.sessions());
  }

  static void write(NotRead left, JsonGenerator json) {
    json.writeStartObject();
    new Fields(json)
        .text("what", "not_read")
        .text("path", left.path())
        .text("reason", left.reason())
        .number("files", left.files())
        .number("bytes", left.bytes());
    json.writeEndObject();
  }
}
