package dev.clew.query;

import dev.clew.index.PermissionRow;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/// Permission checks as they are shown: a step's each on its own; a session's alike ones together,
/// because nearly every call is one.
public final class Checks {
  static final String ONE =
      """
      asked: text - the tool
      about?: text - what it was to do, in one line
      mode?: text - the permission mode in force
      result: text - asked, allowed or denied
      source?: text - who answered: user, rule, policy, hook or mode
      reason?: text - in the source's words
      """;

  private Checks() {}

  /// Checks that differ in nothing but the time, and in what was allowed.
  ///
  /// @param first the first of them
  public record Group(PermissionRow first, long count, long lastAt) {
    /// On one line, for a person.
    public String text() {
      return count == 1
          ? Checks.text(first)
          : "%d× %s".formatted(count, line(first, isAllowed(first)));
    }
  }

  private record Key(
      String asked,
      @Nullable String about,
      @Nullable String mode,
      String result,
      @Nullable String source,
      @Nullable String reason) {}

  private static boolean isAllowed(PermissionRow row) {
    return row.result().equals("allowed");
  }

  /// A check on one line, for a person.
  public static String text(PermissionRow row) {
    return line(row, false);
  }

  private static String line(PermissionRow row, boolean several) {
    return "%s %s%s%s%s%s"
        .formatted(
            row.result(),
            row.asked(),
            several ? "" : part(" ", row.about()),
            part(" in mode ", row.mode()),
            part(" by ", row.source()),
            part(": ", row.reason()));
  }

  private static String part(String before, @Nullable String text) {
    return text == null ? "" : before + text;
  }

  static List<Group> grouped(List<PermissionRow> rows) {
    Map<Key, List<PermissionRow>> groups =
        rows.stream()
            .collect(
                Collectors.groupingBy(
                    row ->
                        new Key(
                            row.asked(),
                            isAllowed(row) ? null : row.about(),
                            row.mode(),
                            row.result(),
                            row.source(),
                            row.reason()),
                    LinkedHashMap::new,
                    Collectors.toList()));
    return groups.values().stream()
        .map(all -> new Group(all.getFirst(), all.size(), all.getLast().at()))
        .toList();
  }

  static void writeGroups(List<Group> groups, JsonGenerator json) {
    json.writeArrayPropertyStart("permission_checks");
    for (var group : groups) {
      json.writeStartObject();
      fields(group.first, isAllowed(group.first) && group.count > 1, json);
      new Fields(json)
          .number("count", group.count)
          .at("first_at", group.first.at() == 0 ? null : group.first.at())
          .at("last_at", group.lastAt == 0 ? null : group.lastAt);
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  static void write(List<PermissionRow> rows, JsonGenerator json) {
    json.writeArrayPropertyStart("permission_checks");
    for (var row : rows) {
      json.writeStartObject();
      fields(row, false, json);
      new Fields(json).at("at", row.at() == 0 ? null : row.at());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private static void fields(PermissionRow row, boolean several, JsonGenerator json) {
    new Fields(json)
        .text("asked", row.asked())
        .text("about", several ? null : row.about())
        .text("mode", row.mode())
        .text("result", row.result())
        .text("source", row.source())
        .text("reason", row.reason());
  }
}
