package dev.clew.query;

import dev.clew.event.SpanId;
import dev.clew.index.CaptureRow;
import dev.clew.index.IndexReader;
import dev.clew.index.SessionRow;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JsonGenerator;

/// What is known to be missing from a session, and why.
public final class Gaps {
  private static final String UNANSWERED = "tool calls without a result in the transcript";

  private Gaps() {}

  /// Reasons and how often each holds.
  static Map<String, Long> of(IndexReader index, SessionRow session, InstantSource clock)
      throws SQLException {
    return of(index, List.of(session), clock).getOrDefault(session.ref(), Map.of());
  }

  /// The same of several sessions, by their numbers.
  static Map<Long, Map<String, Long>> of(
      IndexReader index, List<SessionRow> sessions, InstantSource clock) throws SQLException {
    var gaps = new HashMap<Long, Map<String, Long>>();
    if (!sessions.isEmpty()) {
      for (var row : index.capture(sessions.stream().map(SessionRow::ref).toList())) {
        gaps.put(row.ref(), of(row));
      }
    }
    for (var session : sessions) {
      if (Running.isRecent(session, clock)) {
        gaps.computeIfPresent(session.ref(), (_, known) -> soFar(known));
      }
    }
    return gaps;
  }

  /// What has no result may still get one.
  private static Map<String, Long> soFar(Map<String, Long> gaps) {
    var live = new LinkedHashMap<String, Long>();
    gaps.forEach((reason, count) ->
        live.put(reason.equals(UNANSWERED) ? "tool calls without a result so far" : reason, count));
    return live;
  }

  /// The same of a session that has been read.
  static Map<String, Long> of(CaptureRow row) {
    var gaps = new LinkedHashMap<String, Long>();
    put(gaps, UNANSWERED, row.toolCalls() - row.answered());
    put(gaps, "results of tool calls that are not in the record", row.stray());
    put(gaps, "sub-agents without a transcript in the store", row.missingSubagents());
    put(gaps, "records that others follow and that are not in the store", row.lost());
    put(gaps, "outputs that the agent cut or keeps elsewhere", row.cut());
    row.bad().forEach((reason, count) -> put(gaps, "line kept as text: " + reason, count));
    return gaps;
  }

  private static void put(Map<String, Long> gaps, String reason, long count) {
    if (count > 0) {
      gaps.put(reason, count);
    }
  }

  static void write(Map<String, Long> gaps, JsonGenerator json) {
    write(List.of(), gaps, json);
  }

  /// @param missing what was not captured, before what its transcript tells to be missing
  static void write(
      List<CaptureProof.Missing> missing, Map<String, Long> gaps, JsonGenerator json) {
    json.writeArrayPropertyStart("gaps");
    for (var each : missing) {
      json.writeStartObject();
      json.writeStringProperty("reason", each.reason());
      json.writeNumberProperty("count", each.count());
      new Fields(json)
          .texts("steps", each.steps().stream().map(step -> new SpanId(step).hex()).toList());
      json.writeEndObject();
    }
    for (var gap : gaps.entrySet()) {
      json.writeStartObject();
      json.writeStringProperty("reason", gap.getKey());
      json.writeNumberProperty("count", gap.getValue());
      json.writeEndObject();
    }
    json.writeEndArray();
  }
}
