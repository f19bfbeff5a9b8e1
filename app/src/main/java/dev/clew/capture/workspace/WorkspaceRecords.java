package dev.clew.capture.workspace;

import dev.clew.capture.RecordContext;
import dev.clew.event.CommitFile;
import dev.clew.event.Confidence;
import dev.clew.event.Event;
import dev.clew.event.FileOp;
import dev.clew.event.FileVersion;
import dev.clew.event.GitCommit;
import dev.clew.event.GitMove;
import dev.clew.event.OriginClass;
import dev.clew.event.SessionKey;
import dev.clew.event.SpanId;
import dev.clew.event.StaleWrite;
import dev.clew.event.WorkspaceChange;
import dev.clew.event.WorkspaceState;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// Reads what [WorkspaceRecordWriter] wrote, as events. Stateless.
public final class WorkspaceRecords {
  /// The kind of these records.
  public static final String KIND = "clew.workspace";

  /// What the record says; never empty.
  ///
  /// @param value the stored record
  public List<Event> interpret(RecordContext context, JsonNode value) {
    try {
      return new Reading(context, value).events();
    } catch (DateTimeException | IllegalArgumentException e) {
      var header = new Event.Header(context.id(), 0, context.session(), context.position(), null);
      return List.of(new Event.Malformed(header, "not a look at a workspace"));
    }
  }

  private static final class Reading {
    private final RecordContext context;
    private final JsonNode record;
    private final SessionKey session;
    private final Instant at;
    private final List<Event> events = new ArrayList<>();

    Reading(RecordContext context, JsonNode record) {
      this.context = context;
      this.record = record;
      this.session = session(record, context.session());
      this.at = Instant.parse(record.path("at").asString(""));
    }

    List<Event> events() {
      if (record.path("clew_workspace").asInt(0) != WorkspaceRecordWriter.VERSION) {
        return List.of(
            new Event.Unrecognised(
                header(record),
                List.of("clew_workspace:" + record.path("clew_workspace").asString(""))));
      }
      for (var change : record.path("changes").values()) {
        events.add(new Event.FileChanged(header(change), step(change), change(change)));
      }
      for (var move : record.path("moves").values()) {
        events.add(new Event.GitMoved(header(move), step(move), move(move)));
      }
      for (var commit : record.path("commits").values()) {
        events.add(new Event.CommitSeen(header(commit), commit(commit)));
      }
      for (var missed : record.path("missed").values()) {
        events.add(
            new Event.CaptureMissed(
                header(missed), step(missed), text(missed, "what"), text(missed, "reason")));
      }
      for (var state : record.path("states").values()) {
        events.add(new Event.SnapshotTaken(header(state), step(state), state(state)));
      }
      for (var stale : record.path("stale").values()) {
        events.add(new Event.WroteStale(header(stale), step(stale), stale(stale)));
      }
      if (events.isEmpty()) {
        events.add(new Event.Kept(header(record), KIND));
      }
      return events;
    }

    private Event.Header header(JsonNode told) {
      return new Event.Header(
          context.id(), events.size(), session(told, session), context.position(), at);
    }

    private static SessionKey session(JsonNode told, SessionKey otherwise) {
      var named = party(told.path("session"));
      return named == null ? otherwise : named;
    }

    private static @Nullable SessionKey party(JsonNode named) {
      return named.isObject()
          ? new SessionKey(
              text(named, "agent"), text(named, "agent_session"), optional(named, "subagent"))
          : null;
    }

    private static WorkspaceState state(JsonNode json) {
      return new WorkspaceState(
          text(json, "root"),
          text(json, "moment"),
          text(json, "tree"),
          json.path("files").asLong(0),
          json.path("bytes").asLong(0),
          json.path("not_kept").asLong(0),
          optional(json, "head"),
          optional(json, "branch"),
          optional(json, "repository"));
    }

    private static GitCommit commit(JsonNode json) {
      return new GitCommit(
          text(json, "root"),
          text(json, "repository"),
          text(json, "id"),
          texts(json.path("parents")),
          text(json, "author"),
          time(json, "authored_at"),
          time(json, "committed_at"),
          text(json, "subject"),
          json.path("files").values().stream().map(Reading::file).toList(),
          optional(json, "not_all"));
    }

    private static CommitFile file(JsonNode json) {
      var before = new ArrayList<@Nullable String>();
      json.path("before_blobs").values().forEach(each -> before.add(each.asString(null)));
      var border = new ArrayList<FileVersion>();
      for (var each : json.path("border").values()) {
        var version = version(each);
        if (version != null) {
          border.add(version);
        }
      }
      return new CommitFile(
          text(json, "path"),
          optional(json, "from"),
          word(json, "op", FileOp.class),
          Collections.unmodifiableList(before),
          version(json.path("after")),
          List.copyOf(border));
    }

    private static List<String> texts(JsonNode json) {
      return json.values().stream().map(each -> each.asString("")).toList();
    }

    private static @Nullable Instant time(JsonNode json, String field) {
      var told = optional(json, field);
      return told == null ? null : Instant.parse(told);
    }

    private static WorkspaceChange change(JsonNode json) {
      return new WorkspaceChange(
          text(json, "root"),
          text(json, "path"),
          optional(json, "from"),
          word(json, "op", FileOp.class),
          version(json.path("before")),
          version(json.path("after")),
          word(json, "origin", OriginClass.class),
          word(json, "confidence", Confidence.class),
          texts(json.path("evidence")),
          json.path("candidates").values().stream().map(each -> span(each.asString(""))).toList(),
          json.path("added").asInt(0),
          json.path("removed").asInt(0),
          optional(json, "commit"));
    }

    private static StaleWrite stale(JsonNode json) {
      return new StaleWrite(
          text(json, "root"),
          text(json, "path"),
          word(json, "how", StaleWrite.How.class),
          version(json.path("read")),
          span(json, "read_step"),
          Instant.parse(text(json, "read_at")),
          version(json.path("found")),
          version(json.path("left")),
          word(json, "by", OriginClass.class),
          party(json.path("by_session")),
          span(json, "by_step"),
          Instant.parse(text(json, "by_at")),
          number(json.path("lost")),
          number(json.path("restored")));
    }

    private static @Nullable Integer number(JsonNode json) {
      return json.isIntegralNumber() ? Integer.valueOf(json.asInt(0)) : null;
    }

    private static @Nullable FileVersion version(JsonNode json) {
      return json.isObject()
          ? new FileVersion(
              text(json, "sha256"),
              optional(json, "blob"),
              json.path("size").asLong(0),
              text(json, "mode"),
              optional(json, "not_kept"),
              optional(json, "pieces"))
          : null;
    }

    private static GitMove move(JsonNode json) {
      return new GitMove(
          text(json, "root"),
          text(json, "what"),
          optional(json, "name"),
          optional(json, "before"),
          optional(json, "after"),
          optional(json, "operation"));
    }

    private static <E extends Enum<E>> E word(JsonNode json, String field, Class<E> type) {
      return Enum.valueOf(type, text(json, field).toUpperCase(Locale.ROOT));
    }

    private static @Nullable SpanId step(JsonNode json) {
      return span(json, "step");
    }

    private static @Nullable SpanId span(JsonNode json, String field) {
      var hex = optional(json, field);
      return hex == null ? null : span(hex);
    }

    private static SpanId span(String hex) {
      return new SpanId(HexFormat.fromHexDigitsToLong(hex));
    }

    private static String text(JsonNode json, String field) {
      return json.path(field).asString("");
    }

    private static @Nullable String optional(JsonNode json, String field) {
      var value = json.path(field);
      return value.isString() ? value.stringValue() : null;
    }
  }
}
