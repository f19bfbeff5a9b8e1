package dev.clew.capture.workspace;

import dev.clew.capture.RecordContext;
import dev.clew.event.Event;
import dev.clew.event.SessionKey;
import dev.clew.event.WorktreeStatus;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Writes a [SessionRecord] as the bytes that are stored, and reads these as events. Stateless.
public final class SessionRecords {
  /// The kind of these records.
  public static final String KIND = "clew.session";

  private static final int VERSION = 1;

  /// The bytes.
  ///
  /// @param text takes out of a value what must not be kept
  public byte[] bytes(SessionRecord record, UnaryOperator<String> text) {
    var json = JsonMapper.shared().createObjectNode();
    json.put("clew_session", VERSION);
    json.put("at", record.at().toString());
    var session = json.putObject("session");
    session.put("agent", record.session().agent());
    session.put("agent_session", record.session().agentSession());
    if (record.session().subagent() != null) {
      session.put("subagent", record.session().subagent());
    }
    var settings = json.putObject("settings");
    record.settings().forEach((name, value) -> settings.put(name, text.apply(value)));
    if (record.branch() != null) {
      json.put("branch", text.apply(record.branch()));
    }
    var worktree = record.worktree();
    if (worktree != null) {
      status(worktree, json.putObject("worktree"), text);
    }
    var missed = record.missed();
    if (missed != null) {
      json.putObject("missed")
          .put("what", missed.what())
          .put("reason", text.apply(missed.reason()));
    }
    return JsonMapper.shared().writeValueAsBytes(json);
  }

  private static void status(WorktreeStatus status, ObjectNode json, UnaryOperator<String> text) {
    json.put("root", text.apply(status.root()));
    json.put("moment", status.moment());
    if (status.commit() != null) {
      json.put("commit", status.commit());
    }
    json.put("modified", status.modified());
    json.put("deleted", status.deleted());
    json.put("untracked", status.untracked());
    json.put("not_compared", status.notCompared());
    var paths = json.putArray("paths");
    for (var each : status.paths()) {
      paths.addObject().put("state", each.state()).put("path", text.apply(each.path()));
    }
  }

  /// What the record says; never empty.
  public List<Event> interpret(RecordContext context, JsonNode value) {
    try {
      return events(context, value);
    } catch (DateTimeException | IllegalArgumentException e) {
      var header = new Event.Header(context.id(), 0, context.session(), context.position(), null);
      return List.of(new Event.Malformed(header, "not what was looked up about a session"));
    }
  }

  private static List<Event> events(RecordContext context, JsonNode value) {
    var named = value.path("session");
    var session =
        new SessionKey(
            named.path("agent").asString(""),
            named.path("agent_session").asString(""),
            optional(named, "subagent"));
    var at = Instant.parse(value.path("at").asString(""));
    var events = new ArrayList<Event>();
    var settings = new TreeMap<String, String>();
    value
        .path("settings")
        .properties()
        .forEach(each -> settings.put(each.getKey(), each.getValue().asString("")));
    if (!settings.isEmpty()) {
      events.add(new Event.SettingsTold(header(context, session, at, events), settings));
    }
    var branch = optional(value, "branch");
    if (branch != null) {
      var header = header(context, session, at, events);
      events.add(new Event.SessionObserved(header, null, null, branch, null, null, null));
    }
    if (value.path("worktree").isObject()) {
      events.add(
          new Event.WorktreeCompared(
              header(context, session, at, events), status(value.path("worktree"))));
    }
    var missed = value.path("missed");
    if (missed.isObject()) {
      events.add(
          new Event.CaptureMissed(
              header(context, session, at, events),
              null,
              missed.path("what").asString(""),
              missed.path("reason").asString("")));
    }
    if (events.isEmpty()) {
      events.add(new Event.Kept(header(context, session, at, events), KIND));
    }
    return events;
  }

  private static Event.Header header(
      RecordContext context, SessionKey session, Instant at, List<Event> before) {
    return new Event.Header(context.id(), before.size(), session, Event.Header.NOWHERE, at);
  }

  private static WorktreeStatus status(JsonNode json) {
    var paths = new ArrayList<WorktreeStatus.Path>();
    for (var each : json.path("paths").values()) {
      paths.add(
          new WorktreeStatus.Path(each.path("state").asString(""), each.path("path").asString("")));
    }
    return new WorktreeStatus(
        json.path("root").asString(""),
        json.path("moment").asString(""),
        optional(json, "commit"),
        json.path("modified").asLong(0),
        json.path("deleted").asLong(0),
        json.path("untracked").asLong(0),
        json.path("not_compared").asLong(0),
        List.copyOf(paths));
  }

  private static @Nullable String optional(JsonNode json, String field) {
    var value = json.path(field);
    return value.isString() ? value.stringValue() : null;
  }
}
