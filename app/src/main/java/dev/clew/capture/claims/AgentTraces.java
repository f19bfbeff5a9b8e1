package dev.clew.capture.claims;

import dev.clew.event.LineClaim;
import dev.clew.event.LineRange;
import dev.clew.event.OriginClass;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// Records of Agent Trace, as claims: those of the specification (0.1), and the flat ones with one
/// range each that tools write as `"schema": "agent-trace/v0.1.0"`.
public final class AgentTraces implements ClaimForm {
  /// The kind of their records.
  public static final String KIND = "agent-trace.record";

  /// The version that is written.
  public static final String VERSION = "0.1.0";

  private static final String FLAT = "agent-trace/v0.1";

  /// Who wrote lines: what claims of one conversation are told apart by.
  private record Author(
      OriginClass by,
      @Nullable String tool,
      @Nullable String conversation,
      @Nullable String call,
      @Nullable String model,
      @Nullable String url) {}

  @Override
  public String kind() {
    return KIND;
  }

  /// Whether a value looks like a record of either shape, of whatever version.
  public static boolean looksLike(JsonNode value) {
    return value.path("schema").asString("").startsWith("agent-trace/")
        || (value.path("files").isArray() && value.path("version").isString());
  }

  /// The revision that a record is about, where that is a commit of Git.
  public static @Nullable String commit(JsonNode record) {
    var vcs = record.path("vcs");
    var revision = vcs.path("revision").asString("");
    return vcs.path("type").asString("").equals("git") && revision.matches("[0-9a-f]{7,64}")
        ? revision
        : null;
  }

  /// When a record was made.
  public static @Nullable Instant at(JsonNode record) {
    return ClaimEnvelope.time(record.path("timestamp").asString(""));
  }

  @Override
  public Set<String> paths(JsonNode body) throws ClaimException {
    var paths = new LinkedHashSet<String>();
    read(body).keySet().forEach(paths::add);
    return paths;
  }

  @Override
  public List<LineClaim> claims(ClaimEnvelope envelope) throws ClaimException {
    var claims = new ArrayList<LineClaim>();
    for (var file : read(envelope.body()).entrySet()) {
      var path = below(envelope.root(), file.getKey());
      for (var lines : file.getValue().entrySet()) {
        var author = lines.getKey();
        claims.add(
            new LineClaim(
                KIND,
                envelope.root(),
                envelope.repository(),
                envelope.commit(),
                path,
                envelope.blobs().get(path),
                LineRanges.joined(lines.getValue()),
                author.by,
                null,
                author.tool,
                author.conversation,
                author.call,
                author.model,
                null,
                author.url));
      }
    }
    return claims;
  }

  /// The path as seen from the work tree, where it is in it.
  static String below(String root, String path) {
    return path.startsWith(root + "/") ? path.substring(root.length() + 1) : path;
  }

  private static Map<String, Map<Author, List<LineRange>>> read(JsonNode record)
      throws ClaimException {
    if (!record.isObject()) {
      throw new ClaimException("expected a JSON object");
    }
    var schema = record.path("schema").asString("");
    if (!schema.isEmpty()) {
      if (!schema.startsWith(FLAT)) {
        throw new ClaimException(
            "version '%s' is not known: expected %s".formatted(schema, FLAT + ".0"));
      }
      return flat(record);
    }
    var version = record.path("version").asString("");
    if (!version.matches("(0\\.1|1)(\\.[0-9]+)*")) { // the specification's own tool writes 1.0
      throw new ClaimException(
          "version '%s' is not known: expected %s".formatted(version, VERSION));
    }
    if (!record.path("files").isArray()) {
      throw new ClaimException("'files': expected an array");
    }
    var found = new LinkedHashMap<String, Map<Author, List<LineRange>>>();
    for (var file : record.path("files").values()) {
      var path = file.path("path").asString("");
      if (path.isEmpty()) {
        throw new ClaimException("a file without 'path'");
      }
      var authors = found.computeIfAbsent(path, _ -> new LinkedHashMap<>());
      for (var conversation : file.path("conversations").values()) {
        for (var range : conversation.path("ranges").values()) {
          authors
              .computeIfAbsent(author(record, conversation, range), _ -> new ArrayList<>())
              .add(lines(range));
        }
      }
    }
    return found;
  }

  private static Author author(JsonNode record, JsonNode conversation, JsonNode range) {
    var own = range.path("contributor");
    var contributor = own.isObject() ? own : conversation.path("contributor");
    var by =
        switch (contributor.path("type").asString("")) {
          case "ai" -> OriginClass.AGENT;
          case "human" -> OriginClass.HUMAN;
          default -> OriginClass.UNKNOWN; // mixed, unknown, not told
        };
    var url = text(conversation, "url");
    return new Author(
        by,
        by == OriginClass.HUMAN ? null : tool(record, conversation),
        related(conversation, "session"),
        related(conversation, "tool_call"),
        text(contributor, "model_id"),
        url);
  }

  private static @Nullable String tool(JsonNode record, JsonNode conversation) {
    var named = related(conversation, "agent");
    return named == null ? text(record.path("tool"), "name") : named;
  }

  /// What the conversation's own links of ours name: `urn:clew:<type>:<id>`.
  private static @Nullable String related(JsonNode conversation, String type) {
    for (var link : conversation.path("related").values()) {
      if (link.path("type").asString("").equals(type)) {
        var url = link.path("url").asString("");
        var mark = AgentTraceLinks.PREFIX + type + ":";
        if (url.startsWith(mark)) {
          return AgentTraceLinks.decoded(url.substring(mark.length()));
        }
      }
    }
    return null;
  }

  private static Map<String, Map<Author, List<LineRange>>> flat(JsonNode record)
      throws ClaimException {
    var path = record.path("file_path").asString("");
    if (path.isEmpty()) {
      throw new ClaimException("'file_path': expected the path of a file");
    }
    // These come from hooks of Claude Code: 'tool' is the agent's tool, its calls are 'toolu_'.
    var call = text(record, "tool_use_id");
    var agent = call != null && call.startsWith("toolu_") ? "claude" : null;
    var author =
        new Author(
            OriginClass.AGENT,
            agent,
            text(record, "session_id"),
            call,
            text(record, "model_id"),
            null);
    return Map.of(path, Map.of(author, List.of(lines(record))));
  }

  private static LineRange lines(JsonNode range) throws ClaimException {
    var from = range.path("start_line").asInt(0);
    var to = range.path("end_line").asInt(0);
    if (from < 1 || to < from) {
      throw new ClaimException(
          "expected 'start_line' from 1 and 'end_line' not before it, found %s and %s"
              .formatted(range.path("start_line"), range.path("end_line")));
    }
    return new LineRange(from, to);
  }

  private static @Nullable String text(JsonNode json, String field) {
    var text = json.path(field).asString("");
    return text.isEmpty() ? null : text;
  }
}
