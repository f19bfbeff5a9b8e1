package dev.clew.capture.move;

import dev.clew.capture.HookCall;
import dev.clew.capture.HookCall.Phase;
import dev.clew.capture.HookEnvelope;
import dev.clew.capture.HookRecord;
import dev.clew.capture.Hooks;
import dev.clew.capture.RecordContext;
import dev.clew.capture.Text;
import dev.clew.event.Event;
import dev.clew.event.FileEdit;
import dev.clew.event.FileOp;
import dev.clew.event.FileTouch;
import dev.clew.event.SessionKey;
import dev.clew.event.SpanId;
import dev.clew.event.StepKind;
import dev.clew.event.StepStatus;
import dev.clew.event.TitleSource;
import dev.clew.event.ToolAnswer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The hooks of a move: a session of the person's with one step.
public final class MoveHooks implements Hooks {
  /// Stands for an agent's name: whoever ordered the move.
  public static final String AGENT = "human";

  private static final String CALL = "move";
  private static final String ABSENT = "-";

  @Override
  public String agent() {
    return AGENT;
  }

  @Override
  public boolean recognises(JsonNode payload) {
    return payload.path("clew_move").isString();
  }

  /// What a move leaves at a path.
  ///
  /// @param sha256 of the content; `-` for nothing
  public record Leaves(String path, String sha256) {
    /// Nothing.
    public static Leaves nothing(String path) {
      return new Leaves(path, ABSENT);
    }
  }

  /// What all hooks of a move say.
  ///
  /// @param id the move's own name
  /// @param verb the command's name
  /// @param title one line that tells a person what it does
  /// @param root the workspace's folder
  public record Said(String id, String verb, String title, String root, List<Leaves> leaves) {
    /// What a payload says; empty where it is damaged.
    public static Optional<Said> of(byte[] payload) {
      JsonNode json;
      try {
        json = JsonMapper.shared().readTree(payload);
      } catch (JacksonException e) {
        return Optional.empty();
      }
      if (!json.path("clew_move").isString()) {
        return Optional.empty();
      }
      var leaves = new ArrayList<Leaves>();
      for (var each : json.path("leaves").values()) {
        leaves.add(new Leaves(each.path("path").asString(""), each.path("sha256").asString("")));
      }
      return Optional.of(
          new Said(
              json.path("clew_move").asString(),
              json.path("verb").asString(""),
              json.path("title").asString(""),
              json.path("cwd").asString(""),
              leaves));
    }

    /// As the payload of a hook.
    public byte[] payload(int written, int left) {
      var json =
          JsonMapper.shared()
              .createObjectNode()
              .put("clew_move", id)
              .put("verb", verb)
              .put("title", title)
              .put("cwd", root)
              .put("written", written)
              .put("left", left);
      var list = json.putArray("leaves");
      for (var each : leaves) {
        list.addObject().put("path", each.path).put("sha256", each.sha256);
      }
      return JsonMapper.shared().writeValueAsBytes(json);
    }
  }

  /// The conversation of move `id`.
  public static SessionKey session(String id) {
    return SessionKey.main(AGENT, id);
  }

  /// The step of move `id`.
  public static SpanId step(String id) {
    return SpanId.ofToolCall(session(id), CALL);
  }

  @Override
  public SessionKey sessionOf(HookEnvelope envelope) {
    return HookRecord.session(AGENT, HookRecord.text(envelope.payload(), "clew_move"));
  }

  @Override
  public HookCall call(HookEnvelope envelope) {
    var session = sessionOf(envelope);
    var phase = phase(envelope.event());
    var cwd = envelope.payload().path("cwd").asString("");
    return phase == Phase.BEFORE_TOOL || phase == Phase.AFTER_TOOL
        ? HookCall.of(
            phase, session, call(session, envelope.payload()), touched(envelope), cwd, null)
        : HookCall.of(phase, session, cwd, null);
  }

  private static List<FileTouch> touched(HookEnvelope envelope) {
    var touched = new ArrayList<FileTouch>();
    for (var each : envelope.payload().path("leaves").values()) {
      var sha256 = each.path("sha256").asString("");
      var path = each.path("path").asString("");
      touched.add(
          sha256.equals(ABSENT)
              ? new FileTouch(path, FileOp.DELETE, 0, 0, null)
              : new FileTouch(path, FileOp.MODIFY, 0, 0, new FileEdit.Restored(sha256)));
    }
    return touched;
  }

  private static Phase phase(String event) {
    return switch (event) {
      case "start" -> Phase.SESSION_START;
      case "before" -> Phase.BEFORE_TOOL;
      case "after" -> Phase.AFTER_TOOL;
      case "end" -> Phase.SESSION_END;
      default -> Phase.OTHER;
    };
  }

  @Override
  public List<Event> interpret(RecordContext context, JsonNode value) {
    var envelope = HookEnvelope.of(value);
    var session = sessionOf(envelope);
    var record = new HookRecord(context, envelope, session);
    var payload = envelope.payload();
    switch (phase(envelope.event())) {
      case SESSION_START -> {
        record.add(new Event.SessionStarted(record.header(), CALL));
        record.observed(null, payload.path("cwd").asString(""), null);
        var title = Text.line(payload.path("title").asString(""));
        record.add(new Event.SessionTitled(record.header(), TitleSource.AGENT, title));
      }
      case BEFORE_TOOL -> record.requested(call(session, payload));
      case AFTER_TOOL -> record.answered(call(session, payload), answer(payload));
      case SESSION_END -> record.add(new Event.SessionEnded(record.header(), null));
      case PROMPT, TURN_END, OTHER -> record.kept(envelope.event());
    }
    return record.told();
  }

  private static HookRecord.Call call(SessionKey session, JsonNode payload) {
    return new HookRecord.Call(
        SpanId.ofToolCall(session, CALL),
        true,
        payload.path("verb").asString(CALL),
        StepKind.ROLLBACK,
        Text.line(payload.path("title").asString("")),
        JsonMapper.shared().createObjectNode().put("move", payload.path("title").asString("")),
        List.of());
  }

  private static ToolAnswer answer(JsonNode payload) {
    var left = payload.path("left").asInt(0);
    var written = payload.path("written").asInt(0);
    return new ToolAnswer(
        StepStatus.OK,
        "%d paths brought back, %d left as they were".formatted(written, left),
        null,
        List.of(),
        null,
        null,
        null,
        false,
        List.of());
  }
}
