package dev.clew.capture.claude;

import dev.clew.capture.RecordContext;
import dev.clew.capture.Transcripts;
import dev.clew.event.Event;
import dev.clew.event.SessionKey;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/// Claude Code's transcripts.
///
/// `<project>/<session>.jsonl` is a main conversation;
/// `<project>/<session>/subagents/agent-*.jsonl` (since about 2.1) and `<project>/agent-*.jsonl`
/// (before) are sub-agents.
public final class ClaudeTranscripts implements Transcripts {
  static final String AGENT = "claude";

  private static final Pattern UUID =
      Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");
  private static final Pattern SUBAGENT_FILE = Pattern.compile("agent-(.+)\\.jsonl");
  private static final Set<String> TYPES =
      Set.of(
          "user",
          "assistant",
          "system",
          "progress",
          "attachment",
          "summary",
          "file-history-snapshot",
          "queue-operation",
          "last-prompt",
          "custom-title",
          "ai-title",
          "permission-mode",
          "pr-link",
          "frame-link");

  @Override
  public String agent() {
    return AGENT;
  }

  /// `CLAUDE_CONFIG_DIR`, one folder or several separated by commas, goes before `~/.claude`.
  @Override
  public List<Path> folders(Path home, Map<String, String> environment) {
    var named = environment.getOrDefault("CLAUDE_CONFIG_DIR", "");
    return named.isBlank()
        ? List.of(home.resolve(".claude/projects"), home.resolve(".config/claude/projects"))
        : Arrays.stream(named.split(",", -1))
            .filter(folder -> !folder.isBlank())
            .map(folder -> home.resolve(folder.strip()).resolve("projects"))
            .toList();
  }

  @Override
  public boolean recognises(Path file, JsonNode value) {
    var type = value.path("type").asString("");
    if (!TYPES.contains(type)) {
      return false;
    }
    return switch (type) {
      case "user", "assistant" ->
          value.has("message") && (value.has("sessionId") || value.path("message").isObject());
      case "system" -> value.has("sessionId");
      default -> true;
    };
  }

  @Override
  public String streamName(Path file) {
    var names = file.getNameCount();
    for (var i = names - 1; i >= Math.max(0, names - 4); i--) {
      if (UUID.matcher(stem(file.getName(i))).matches()) {
        return file.subpath(i, names).toString();
      }
    }
    return file.getFileName().toString();
  }

  @Override
  public SessionKey sessionOf(Path file, List<JsonNode> head) {
    var name = file.getFileName();
    var subagent = SUBAGENT_FILE.matcher(name.toString());
    if (!subagent.matches()) {
      return SessionKey.main(
          AGENT, UUID.matcher(stem(name)).matches() ? stem(name) : first(head, stem(name)));
    }
    var folder = file.getParent();
    var session = folder == null ? null : folder.getParent();
    var named =
        session == null || session.getFileName() == null ? "" : session.getFileName().toString();
    return SessionKey.main(AGENT, UUID.matcher(named).matches() ? named : first(head, stem(name)))
        .subagent(subagent.group(1));
  }

  private static String first(List<JsonNode> head, String otherwise) {
    return head.stream()
        .map(value -> value.path("sessionId").asString(""))
        .filter(id -> !id.isEmpty())
        .findFirst()
        .orElse(otherwise);
  }

  @Override
  public Optional<SessionKey> sessionOf(JsonNode value, SessionKey file) {
    var session = value.path("sessionId");
    if (!session.isString() || session.stringValue().isEmpty()) {
      return Optional.empty();
    }
    var main = SessionKey.main(AGENT, session.stringValue());
    if (value.path("agentId").isString() && value.path("isSidechain").asBoolean(false)) {
      return Optional.of(main.subagent(value.path("agentId").stringValue()));
    }
    return Optional.of(file.subagent() == null ? main : main.subagent(file.subagent()));
  }

  @Override
  public Optional<String> recordName(JsonNode value) {
    var uuid = value.path("uuid");
    return uuid.isString() ? Optional.of(uuid.stringValue()) : Optional.empty();
  }

  @Override
  public List<Event> interpret(RecordContext context, JsonNode value) {
    return new ClaudeRecord(context, value).events();
  }

  private static String stem(Path name) {
    var text = name.toString();
    return text.endsWith(".jsonl") ? text.substring(0, text.length() - 6) : text;
  }
}
