package dev.clew.recorder;

import dev.clew.event.SessionKey;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// What a look at a workspace tells of others when some sessions are forgotten.
///
/// @param session the conversation that it is a record of from then on
/// @param payload the record's bytes
record OthersLook(SessionKey session, byte[] payload) {
  private static final List<String> LISTS =
      List.of("changes", "moves", "commits", "states", "stale", "missed");

  /// What stays of the record with these bytes; empty where nothing of it is to change, or nothing
  /// stays.
  static Optional<OthersLook> of(byte[] payload, Set<String> forgotten) {
    try {
      return Json.value(payload) instanceof ObjectNode record
          ? of(record, forgotten)
          : Optional.empty();
    } catch (JacksonException e) {
      return Optional.empty();
    }
  }

  /// What is taken of a look that comes after the sessions were forgotten: what it tells of them is
  /// left out, but the workspace's last state and its objects are what the next look is compared
  /// with. Empty where nothing is to change.
  static Optional<OthersLook> taken(byte[] payload, Set<String> forgotten) {
    var record = (ObjectNode) Json.value(payload);
    var own = session(record.path("session"));
    if (own == null) {
      return Optional.empty();
    }
    var last = last(record);
    var left = of(record, forgotten);
    if (left.isEmpty() && !goes(own, forgotten)) {
      return Optional.empty();
    }
    var heir = left.map(OthersLook::session).orElse(SessionKey.main("clew", "workspace"));
    record.set("session", told(heir));
    if (last != null && !last.equals(last(record))) {
      last.remove(List.of("session", "step"));
      record.withArray("/states").add(last);
    }
    return Optional.of(new OthersLook(heir, JsonMapper.shared().writeValueAsBytes(record)));
  }

  private static @Nullable ObjectNode last(JsonNode record) {
    var states = record.path("states");
    return states.path(states.size() - 1) instanceof ObjectNode state ? state.deepCopy() : null;
  }

  private static Optional<OthersLook> of(ObjectNode record, Set<String> forgotten) {
    var own = session(record.path("session"));
    if (own == null) {
      return Optional.empty();
    }
    var ownGoes = goes(own, forgotten);
    var removed = false;
    SessionKey heir = ownGoes ? null : own;
    for (var name : LISTS) {
      if (record.path(name) instanceof ArrayNode list) {
        for (var at = list.size() - 1; at >= 0; at--) {
          var whose = session(list.get(at).path("session"));
          if (goes(whose == null ? own : whose, forgotten)) {
            list.remove(at);
            removed = true;
          } else if (heir == null) {
            heir = whose;
          }
        }
      }
    }
    removed |= unnamed(record, forgotten);
    if (!removed || heir == null) {
      return Optional.empty();
    }
    if (ownGoes) {
      record.set("session", told(heir));
    }
    return Optional.of(new OthersLook(heir, JsonMapper.shared().writeValueAsBytes(record)));
  }

  /// Does not say any more that a forgotten conversation left what another one overwrote.
  private static boolean unnamed(ObjectNode record, Set<String> forgotten) {
    var changed = false;
    for (var each : record.path("stale").values()) {
      var by = session(each.path("by_session"));
      if (by != null && goes(by, forgotten) && each instanceof ObjectNode write) {
        write.remove(List.of("by_session", "by_step"));
        changed = true;
      }
    }
    return changed;
  }

  private static boolean goes(SessionKey session, Set<String> forgotten) {
    return forgotten.contains(session.id()) || forgotten.contains(session.traceId());
  }

  private static @Nullable SessionKey session(JsonNode json) {
    var id = json.path("agent_session").asString("");
    return json.isObject() && !id.isEmpty()
        ? new SessionKey(json.path("agent").asString(""), id, json.path("subagent").asString(null))
        : null;
  }

  private static ObjectNode told(SessionKey session) {
    var json = JsonMapper.shared().createObjectNode();
    json.put("agent", session.agent()).put("agent_session", session.agentSession());
    if (session.subagent() != null) {
      json.put("subagent", session.subagent());
    }
    return json;
  }
}
