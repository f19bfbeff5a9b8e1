package dev.clew.export;

import dev.clew.capture.claims.AgentTraceLinks;
import dev.clew.capture.claims.AgentTraces;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Makes records of Agent Trace of what [LinesJson] says of commits: one to a commit, of lines
/// whose origin is an agent or a person.
final class TraceMaker {
  private static final Map<String, String> PROVIDERS =
      Map.of("claude-", "anthropic", "gpt-", "openai", "codex-", "openai", "gemini-", "google");

  private final String version;

  TraceMaker(String version) {
    this.version = version;
  }

  /// The record of a commit; empty when there is nothing to say. The same commit and lines give the
  /// same record.
  Optional<JsonNode> record(JsonNode commit) {
    var json = JsonMapper.shared().createObjectNode();
    var id = commit.path("commit").asString("");
    json.put("version", AgentTraces.VERSION);
    json.put("id", uuid("clew/agent-trace/v1:" + id));
    json.put("timestamp", commit.path("committed_at").asString(""));
    json.putObject("vcs").put("type", "git").put("revision", id);
    json.putObject("tool").put("name", "clew").put("version", version);
    var files = json.putArray("files");
    for (var file : commit.path("files").values()) {
      var conversations = JsonMapper.shared().createArrayNode();
      add(file, conversations);
      if (!conversations.isEmpty()) {
        files
            .addObject()
            .put("path", file.path("path").asString(""))
            .set("conversations", conversations);
      }
    }
    return files.isEmpty() ? Optional.empty() : Optional.of(json);
  }

  /// Of version 3: made from a name.
  private static String uuid(String name) {
    return UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)).toString();
  }

  private static void add(JsonNode file, ArrayNode conversations) {
    var known = new LinkedHashMap<ObjectNode, ArrayNode>();
    for (var range : file.path("ranges").values()) {
      var of = range.path("class").asString("");
      if (of.equals("agent") || of.equals("human")) {
        known
            .computeIfAbsent(conversation(range, of), _ -> JsonMapper.shared().createArrayNode())
            .addObject()
            .put("start_line", range.path("from").asInt())
            .put("end_line", range.path("to").asInt());
      }
    }
    known.forEach((conversation, ranges) -> {
      var json = conversations.addObject();
      for (var name : new String[] {"url", "contributor"}) {
        if (conversation.has(name)) {
          json.set(name, conversation.get(name));
        }
      }
      json.set("ranges", ranges);
      if (conversation.has("related")) {
        json.set("related", conversation.get("related"));
      }
    });
  }

  private static ObjectNode conversation(JsonNode range, String of) {
    var json = JsonMapper.shared().createObjectNode();
    if (range.has("url")) {
      json.set("url", range.get("url"));
    }
    var contributor = json.putObject("contributor").put("type", of.equals("agent") ? "ai" : of);
    if (of.equals("agent")) {
      if (range.has("model")) {
        contributor.put("model_id", model(range.path("model").asString("")));
      }
      var related = JsonMapper.shared().createArrayNode();
      link(related, "agent", range.path("agent").asString(""));
      link(related, "session", range.path("agent_session").asString(""));
      link(related, "tool_call", range.path("tool_call").asString(""));
      if (!related.isEmpty()) {
        json.set("related", related);
      }
    }
    return json;
  }

  private static void link(ArrayNode related, String type, String name) {
    if (!name.isEmpty()) {
      related.addObject().put("type", type).put("url", AgentTraceLinks.of(type, name));
    }
  }

  /// With the provider before it, where its name tells.
  static String model(String name) {
    return name.contains("/")
        ? name
        : PROVIDERS.entrySet().stream()
            .filter(each -> name.startsWith(each.getKey()))
            .findFirst()
            .map(each -> each.getValue() + "/" + name)
            .orElse(name);
  }
}
