package dev.clew.query;

import dev.clew.content.SourceCount;
import dev.clew.index.CaptureRow;
import dev.clew.index.RecordClass;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/// What was captured, summed over files and sessions.
public final class CaptureSums {
  private final @Nullable String agent;
  private long files;
  private long sessions;
  private long bytes;
  private long bytesRead;
  private long lines;
  private long incomplete;
  private long balance;
  private long records;
  private long glued;
  private long earlier;
  private long redactions;
  private long replayed;
  private SourceCount.Lines taken = SourceCount.Lines.NONE;
  private SourceCount.Amount kept = SourceCount.Amount.NONE;
  private SourceCount.Amount omitted = SourceCount.Amount.NONE;
  private final Map<String, Long> classes = new LinkedHashMap<>();
  private final Map<String, Long> keptTypes = new TreeMap<>();
  private final Map<String, Long> unknown = new TreeMap<>();
  private final Map<String, Long> gaps = new LinkedHashMap<>();

  /// @param agent whose sums they are; absent for all agents'
  CaptureSums(@Nullable String agent) {
    this.agent = agent;
    for (var each : RecordClass.values()) {
      classes.put(each.wire(), 0L);
    }
  }

  void add(CapturedFile file) {
    files++;
    bytes += file.file().size();
    bytesRead += file.bytesRead();
    lines += file.lines();
    incomplete += file.incomplete();
    balance += file.balance();
    taken = taken.plus(file.taken());
    var count = file.count();
    if (count != null) {
      records += count.records();
      glued += count.glued();
      earlier += count.brought() - count.records();
      redactions += count.redactions();
      kept = kept.plus(count.kept());
      omitted = omitted.plus(count.omitted());
    }
  }

  void add(CaptureRow session) {
    sessions += session.records().isEmpty() ? 0 : 1;
    replayed += session.replayed();
    merge(classes, session.records());
    merge(keptTypes, session.kept());
    merge(unknown, session.unknown());
    merge(gaps, Gaps.of(session));
  }

  private static void merge(Map<String, Long> into, Map<String, Long> from) {
    from.forEach((name, count) -> into.merge(name, count, Long::sum));
  }

  /// Whose sums they are; empty for all agents'.
  public String agent() {
    return agent == null ? "" : agent;
  }

  /// How many files were read.
  public long files() {
    return files;
  }

  /// How many sessions there are.
  public long sessions() {
    return sessions;
  }

  /// How many bytes the files have.
  public long bytes() {
    return bytes;
  }

  /// How many of them were read.
  public long bytesRead() {
    return bytesRead;
  }

  /// How many lines the files have, by their line feeds.
  public long lines() {
    return lines;
  }

  /// What became of those that were taken.
  public SourceCount.Lines taken() {
    return taken;
  }

  /// How many wait for their rest.
  public long incomplete() {
    return incomplete;
  }

  /// 0 when every line is accounted for.
  public long balance() {
    return balance;
  }

  /// How many records the files brought, in readings that count and in others.
  public long records() {
    return records + earlier;
  }

  /// What was taken out of records and kept beside them.
  public SourceCount.Amount kept() {
    return kept;
  }

  /// What is told by its length alone.
  public SourceCount.Amount omitted() {
    return omitted;
  }

  /// How many secrets were taken out.
  public long redactions() {
    return redactions;
  }

  /// Records by class.
  public Map<String, Long> classes() {
    return classes;
  }

  /// Records that say nothing that is indexed, by type.
  public Map<String, Long> keptTypes() {
    return keptTypes;
  }

  /// Types and fields that the adapters do not know, by name.
  public Map<String, Long> unknown() {
    return unknown;
  }

  /// What is missing, by reason.
  public Map<String, Long> gaps() {
    return gaps;
  }

  void write(JsonGenerator json) {
    var fields = new Fields(json);
    fields
        .text("what", agent == null ? "total" : "agent")
        .text("agent", agent)
        .number("files", files)
        .number("sessions", sessions)
        .number("bytes", bytes)
        .number("bytes_read", bytesRead)
        .number("bytes_unread", Math.max(0, bytes - bytesRead));
    lines(lines, taken, incomplete, balance, json);
    fields
        .number("records", records)
        .number("glued", glued)
        .number("earlier_records", earlier)
        .number("redactions", redactions);
    amount("attachments", kept, json);
    amount("omitted", omitted, json);
    counts("by_class", classes, json);
    counts("kept", keptTypes, json);
    counts("unknown", unknown, json);
    fields.number("replayed_steps", replayed);
    Gaps.write(gaps, json);
  }

  static void lines(
      long lines, SourceCount.Lines taken, long incomplete, long balance, JsonGenerator json) {
    new Fields(json)
        .number("lines", lines)
        .number("recorded", taken.recorded())
        .number("duplicate", taken.known())
        .number("blank", taken.blank())
        .number("unreadable", taken.bad())
        .number("incomplete", incomplete)
        .number("balance", balance);
  }

  static void amount(String name, SourceCount.Amount amount, JsonGenerator json) {
    json.writeObjectPropertyStart(name);
    new Fields(json).number("count", amount.count()).number("bytes", amount.bytes());
    json.writeEndObject();
  }

  static void counts(String name, Map<String, Long> counts, JsonGenerator json) {
    json.writeObjectPropertyStart(name);
    counts.forEach(json::writeNumberProperty);
    json.writeEndObject();
  }
}
