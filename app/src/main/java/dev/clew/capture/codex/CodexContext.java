package dev.clew.capture.codex;

import static dev.clew.capture.codex.CodexRecord.text;

import dev.clew.capture.Text;
import dev.clew.event.Event;
import dev.clew.event.Place;
import dev.clew.event.SessionKey;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// The records that say what holds from here on: `session_meta` and `turn_context`.
final class CodexContext {
  private final CodexRecord record;
  private final JsonNode payload;
  private final Map<String, String> settings = new LinkedHashMap<>();

  CodexContext(CodexRecord record, JsonNode payload) {
    this.record = record;
    this.payload = payload;
  }

  void meta() {
    var thread = text(payload.path("id"));
    record.place(new Place.Conditions(thread, null, text(payload.path("model_provider")), null));
    if (thread != null && !thread.equals(record.thread())) {
      record.add(new Event.SessionForked(record.header(), record.threadOf(thread)));
      record.kept("session_meta.copied");
      return;
    }
    var git = payload.path("git");
    record.add(
        new Event.SessionObserved(
            record.header(),
            text(payload.path("cli_version")),
            text(payload.path("cwd")),
            text(git.path("branch")),
            text(payload.path("originator")),
            null,
            null));
    setting("originator", payload.path("originator"));
    setting("source", payload.path("source"));
    setting("provider", payload.path("model_provider"));
    setting("repository_url", git.path("repository_url"));
    setting("base_commit", git.path("commit_hash"));
    setting("history_mode", payload.path("history_mode"));
    instructions(payload.path("base_instructions").path("text"));
    instructions(payload.path("instructions"));
    var tools = Text.names(names(payload.path("dynamic_tools")));
    if (!tools.isEmpty()) {
      settings.put("tools_offered", tools);
    }
    settings();
    origin();
  }

  private static List<JsonNode> names(JsonNode tools) {
    return tools.values().stream().map(tool -> tool.path("name")).toList();
  }

  private void instructions(JsonNode text) {
    if (text.isString()) {
      settings.put("instructions_characters", Integer.toString(text.stringValue().length()));
    }
  }

  /// Where the history at the beginning was copied from, and who started this thread.
  private void origin() {
    var spawn = payload.path("source").path("subagent").path("thread_spawn");
    setting("subagent_type", name(spawn));
    settings();
    var parent = CodexTranscripts.parent(payload);
    var from = text(payload.path("forked_from_id"));
    if (from == null && !parent.isEmpty()) {
      from = parent;
    }
    if (from != null) {
      record.add(new Event.SessionForked(record.header(), parent(from, parent)));
    }
  }

  private JsonNode name(JsonNode spawn) {
    for (var field : new String[] {"agent_role", "agent_type", "agent_nickname", "agent_path"}) {
      if (payload.path(field).isString()) {
        return payload.path(field);
      }
      if (spawn.path(field).isString()) {
        return spawn.path(field);
      }
    }
    return payload.path("source").path("subagent");
  }

  /// A thread that was forked by the user comes from another trace.
  private SessionKey parent(String from, String parent) {
    return parent.isEmpty()
        ? SessionKey.main(record.session().agent(), from)
        : record.threadOf(from);
  }

  void turn() {
    record.place(
        new Place.Conditions(
            null, text(payload.path("turn_id")), null, text(payload.path("model"))));
    record.add(
        new Event.SessionObserved(
            record.header(),
            null,
            text(payload.path("cwd")),
            null,
            null,
            text(payload.path("approval_policy")),
            null));
    setting("model", payload.path("model"));
    setting("effort", payload.path("effort"));
    setting("approval", payload.path("approval_policy"));
    setting("sandbox", payload.path("sandbox_policy"));
    setting("network", payload.path("network"));
    setting("personality", payload.path("personality"));
    setting("collaboration_mode", payload.path("collaboration_mode").path("mode"));
    setting("reasoning_summary", payload.path("summary"));
    setting("timezone", payload.path("timezone"));
    settings();
  }

  /// A word, or what an object says by its `type` or `mode`.
  private void setting(String name, JsonNode value) {
    var word = word(value);
    if (word != null) {
      settings.put(name, Text.line(word));
    }
  }

  private static @Nullable String word(JsonNode value) {
    if (value.isObject()) {
      var type = text(value.path("type"));
      return type == null ? text(value.path("mode")) : type;
    }
    return value.isBoolean() || value.isNumber() ? value.toString() : text(value);
  }

  private void settings() {
    if (!settings.isEmpty()) {
      record.add(new Event.SettingsTold(record.header(), new TreeMap<>(settings)));
      settings.clear();
    }
  }
}
