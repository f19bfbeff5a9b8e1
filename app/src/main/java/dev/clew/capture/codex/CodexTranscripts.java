package dev.clew.capture.codex;

import dev.clew.capture.RecordContext;
import dev.clew.capture.Transcripts;
import dev.clew.event.Event;
import dev.clew.event.SessionKey;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/// Codex's rollouts: `sessions/YYYY/MM/DD/rollout-<time>-<thread id>.jsonl`, one per thread, packed
/// into `.jsonl.zst` when they are old.
///
/// A thread that another one started is a sub-agent of the thread that the user talks to.
public final class CodexTranscripts implements Transcripts {
  static final String AGENT = "codex";
  private static final Pattern FILE =
      Pattern.compile(
          ".*-([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})\\.jsonl(\\.zst)?");
  private static final Set<String> TYPES =
      Set.of(
          "session_meta", "turn_context", "response_item", "event_msg", "compacted", "world_state");

  @Override
  public String agent() {
    return AGENT;
  }

  /// Below `CODEX_HOME`, else below `~/.codex`.
  @Override
  public List<Path> folders(Path home, Map<String, String> environment) {
    var named = environment.getOrDefault("CODEX_HOME", "").strip();
    var folder = home.resolve(named.isEmpty() ? ".codex" : named);
    return List.of(folder.resolve("sessions"), folder.resolve("archived_sessions"));
  }

  @Override
  public boolean recognises(Path file, JsonNode value) {
    return TYPES.contains(value.path("type").asString("")) || isBareMeta(value);
  }

  /// The first line of a file from before the envelope (until about 0.35).
  static boolean isBareMeta(JsonNode value) {
    return !value.has("type") && value.path("id").isString() && value.has("instructions");
  }

  @Override
  public String streamName(Path file) {
    var name = file.getFileName().toString();
    return name.endsWith(".zst") ? name.substring(0, name.length() - 4) : name;
  }

  /// The file's name names the thread; where it has none, the first meta record: those after it
  /// were copied with another's history.
  @Override
  public SessionKey sessionOf(Path file, List<JsonNode> head) {
    var name = FILE.matcher(file.getFileName().toString());
    var named = name.matches() ? name.group(1) : "";
    return head.stream()
        .map(CodexTranscripts::meta)
        .flatMap(Optional::stream)
        .filter(meta -> named.isEmpty() || meta.path("id").asString("").equals(named))
        .findFirst()
        .map(meta -> session(meta, file))
        .orElseGet(() -> SessionKey.main(AGENT, named(file)));
  }

  private static Optional<JsonNode> meta(JsonNode value) {
    if (value.path("type").asString("").equals("session_meta")) {
      return Optional.of(value.path("payload"));
    }
    return isBareMeta(value) ? Optional.of(value) : Optional.empty();
  }

  private static SessionKey session(JsonNode meta, Path file) {
    var thread = meta.path("id").asString("");
    var own = thread.isEmpty() ? named(file) : thread;
    var root = root(meta);
    return root.isEmpty() || root.equals(own)
        ? SessionKey.main(AGENT, own)
        : SessionKey.main(AGENT, root).subagent(own);
  }

  /// The thread that the user talks to; empty when that is this one.
  private static String root(JsonNode meta) {
    var parent = parent(meta);
    var isSubagent = !parent.isEmpty() || meta.path("source").has("subagent");
    return isSubagent ? meta.path("session_id").asString(parent) : "";
  }

  /// The thread that started this one; empty when none did.
  static String parent(JsonNode meta) {
    var spawn = meta.path("source").path("subagent").path("thread_spawn");
    return meta.path("parent_thread_id").asString(spawn.path("parent_thread_id").asString(""));
  }

  private static String named(Path file) {
    var name = file.getFileName().toString();
    var matcher = FILE.matcher(name);
    return matcher.matches() ? matcher.group(1) : name.replaceFirst("\\.jsonl(\\.zst)?$", "");
  }

  @Override
  public Optional<SessionKey> sessionOf(JsonNode value, SessionKey file) {
    return Optional.empty();
  }

  @Override
  public Optional<String> recordName(JsonNode value) {
    return Optional.empty();
  }

  @Override
  public boolean isOneFilePerSession() {
    return true;
  }

  @Override
  public String folderOf(List<JsonNode> head) {
    return head.stream()
        .map(value -> value.path("payload").path("cwd").asString(""))
        .filter(cwd -> !cwd.isEmpty())
        .findFirst()
        .orElse("");
  }

  @Override
  public List<Event> interpret(RecordContext context, JsonNode value) {
    return new CodexRecord(context, value).events();
  }
}
