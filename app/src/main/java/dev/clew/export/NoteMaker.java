package dev.clew.export;

import dev.clew.capture.claims.GitAiNote;
import dev.clew.capture.claims.LineRanges;
import dev.clew.event.LineRange;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Makes git-ai's notes of what [LinesJson] says of commits: of lines whose origin is an agent or a
/// person; git-ai too says nothing of any other.
final class NoteMaker {
  /// What our notes have as the version of git-ai that wrote them: so they are told from others'.
  static final String MARK = "clew";

  private static final int DIGITS = 14;

  private final String version;
  private final List<String> leftOut = new ArrayList<>();

  NoteMaker(String version) {
    this.version = version;
  }

  /// Paths that the form has no way to write.
  List<String> leftOut() {
    return leftOut;
  }

  /// Whether a note is one that Clew made.
  static boolean isOurs(GitAiNote note) {
    return note.metadata().path("git_ai_version").asString("").startsWith(MARK + " ");
  }

  /// The note of a commit; empty when there is nothing to say.
  Optional<GitAiNote> note(JsonNode commit) {
    var humans = new TreeMap<String, ObjectNode>();
    var sessions = new TreeMap<String, ObjectNode>();
    var files = new ArrayList<GitAiNote.Attested>();
    for (var file : commit.path("files").values()) {
      var lines = new LinkedHashMap<String, List<LineRange>>();
      for (var range : file.path("ranges").values()) {
        var key = key(range, commit, humans, sessions);
        if (!key.isEmpty()) {
          lines
              .computeIfAbsent(key, _ -> new ArrayList<>())
              .add(new LineRange(range.path("from").asInt(), range.path("to").asInt()));
        }
      }
      var path = file.path("path").asString("");
      if (!lines.isEmpty() && GitAiNote.canName(path)) {
        files.add(
            new GitAiNote.Attested(
                path,
                lines.entrySet().stream()
                    .map(each ->
                        new GitAiNote.Entry(each.getKey(), LineRanges.joined(each.getValue())))
                    .toList()));
      } else if (!lines.isEmpty()) {
        leftOut.add(path);
      }
    }
    return files.isEmpty()
        ? Optional.empty()
        : Optional.of(new GitAiNote(files, metadata(commit, humans, sessions)));
  }

  private ObjectNode metadata(
      JsonNode commit, Map<String, ObjectNode> humans, Map<String, ObjectNode> sessions) {
    var json =
        JsonMapper.shared()
            .createObjectNode()
            .put("schema_version", GitAiNote.SCHEMA)
            .put("git_ai_version", MARK + " " + version)
            .put("base_commit_sha", commit.path("commit").asString(""));
    json.putObject("prompts");
    if (!humans.isEmpty()) {
      humans.forEach(json.putObject("humans")::set);
    }
    if (!sessions.isEmpty()) {
      sessions.forEach(json.putObject("sessions")::set);
    }
    return json;
  }

  /// The key of a range's author, who is listed from now on; empty for lines of no author.
  private static String key(
      JsonNode range,
      JsonNode commit,
      Map<String, ObjectNode> humans,
      Map<String, ObjectNode> sessions) {
    var json = JsonMapper.shared();
    var committer = commit.path("committer").asString("");
    return switch (range.path("class").asString("")) {
      case "human" -> {
        var person = range.path("person").asString(committer);
        var key = GitAiNote.personKey(person);
        humans.put(key, json.createObjectNode().put("author", person));
        yield key;
      }
      case "agent" -> {
        var tool = range.path("agent").asString("unknown");
        var conversation = range.path("agent_session").asString("unknown");
        var key = GitAiNote.sessionKey(tool, conversation);
        var session = sessions.computeIfAbsent(key, _ -> json.createObjectNode());
        if (session.isEmpty()) {
          session
              .putObject("agent_id")
              .put("tool", tool)
              .put("id", conversation)
              .put("model", range.path("model").asString("unknown"));
          session.put("human_author", range.path("person").asString(committer));
        }
        yield key + "::" + trace(range);
      }
      default -> "";
    };
  }

  /// The checkpoint: what another's note called it, else the start of the step's id, so that `clew
  /// show` finds the step.
  private static String trace(JsonNode range) {
    var author = range.path("author").asString("");
    var mark = author.indexOf("::");
    if (mark > 0) {
      return author.substring(mark + 2);
    }
    var step = range.path("step").asString("");
    return "t_" + (step.length() < DIGITS ? "0".repeat(DIGITS) : step.substring(0, DIGITS));
  }
}
