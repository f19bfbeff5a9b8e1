package dev.clew.query;

import dev.clew.index.IndexReader;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/// What a session ran under, what it asked its user for, and how its turns were broken off.
///
/// @param values the values that each setting had, in the order of time
/// @param approvals what leave was asked for, by step
/// @param started when the agent came to the conversation, and how
/// @param ended when it left it, and why
/// @param checks what was checked whether it may do it
/// @param aborted how many turns were broken off, by reason
public record SessionSettings(
    Map<String, List<String>> values,
    List<Moment> started,
    List<Moment> ended,
    List<Checks.Group> checks,
    Map<String, String> approvals,
    Map<String, Long> aborted) {
  /// When the agent came or went.
  ///
  /// @param at in RFC 3339
  public record Moment(@Nullable String at, @Nullable String why) {}

  static SessionSettings of(IndexReader index, long session) throws SQLException {
    var values = new TreeMap<String, List<String>>();
    index.facts(session, "setting").entrySet().stream()
        .sorted(Map.Entry.comparingByValue(Comparator.naturalOrder()))
        .map(fact -> fact.getKey().split(" ", 2))
        .forEach(fact -> values.computeIfAbsent(fact[0], _ -> new ArrayList<>()).add(fact[1]));
    return new SessionSettings(
        values,
        moments(index, session, "started"),
        moments(index, session, "ended"),
        Checks.grouped(index.permissions(session)),
        index.facts(session, "approval"),
        index.tally(session, "turn_aborted"));
  }

  private static List<Moment> moments(IndexReader index, long session, String kind)
      throws SQLException {
    return index.facts(session, kind).entrySet().stream()
        .map(fact -> {
          var at = fact.getKey().substring(0, fact.getKey().indexOf(' '));
          return new Moment(
              at.isEmpty() ? null : Fields.time(Instant.parse(at).toEpochMilli()),
              fact.getValue().isEmpty() ? null : fact.getValue());
        })
        .toList();
  }

  /// The settings on one line, for a person.
  public String text() {
    return values.entrySet().stream()
        .map(setting -> setting.getKey() + " " + String.join(" then ", setting.getValue()))
        .collect(Collectors.joining(", "));
  }

  void write(JsonGenerator json) {
    json.writeObjectPropertyStart("settings");
    values.forEach((name, all) -> {
      json.writeArrayPropertyStart(name);
      all.forEach(json::writeString);
      json.writeEndArray();
    });
    json.writeEndObject();
    write("started", started, json);
    write("ended", ended, json);
    Checks.writeGroups(checks, json);
    json.writeArrayPropertyStart("approvals");
    approvals.forEach((about, reason) -> {
      var parts = about.split(" ", 2);
      json.writeStartObject();
      new Fields(json)
          .text("step", parts[0])
          .text("asked", parts[1])
          .text("reason", reason.isEmpty() ? null : reason);
      json.writeEndObject();
    });
    json.writeEndArray();
    json.writeObjectPropertyStart("aborted_turns");
    aborted.forEach(json::writeNumberProperty);
    json.writeEndObject();
  }

  private static void write(String name, List<Moment> moments, JsonGenerator json) {
    json.writeArrayPropertyStart(name);
    for (var moment : moments) {
      json.writeStartObject();
      new Fields(json).text("at", moment.at()).text("why", moment.why());
      json.writeEndObject();
    }
    json.writeEndArray();
  }
}
