package dev.clew.capture.claims;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Another tool's claim, with what is known of where it was found: one stored record.
///
/// @param form which tool's form it has: `git-ai.note`, `agent-trace.record`
/// @param root the work tree that it was brought into, absolute
/// @param repository Git's common folder of that work tree; absent outside Git
/// @param commit the commit that it was found at; absent when it stood in a file
/// @param at when the claim was made
/// @param blobs Git's ids of the contents that the commit has, by path; only those that it has
/// @param body the claim: a text, or an object
public record ClaimEnvelope(
    String form,
    String root,
    @Nullable String repository,
    @Nullable String commit,
    @Nullable Instant at,
    Map<String, String> blobs,
    JsonNode body) {
  static final String MARK = "clew_claim";
  private static final int VERSION = 1;

  /// Whether a stored value is one.
  static boolean is(JsonNode value) {
    return value.path(MARK).asInt(0) == VERSION;
  }

  /// The envelope in a stored record.
  static ClaimEnvelope of(JsonNode stored) {
    var blobs = new LinkedHashMap<String, String>();
    for (var blob : stored.path("blobs").properties()) {
      blobs.put(blob.getKey(), blob.getValue().asString(""));
    }
    return new ClaimEnvelope(
        stored.path("type").asString(""),
        stored.path("cwd").asString(""),
        text(stored, "repository"),
        text(stored, "commit"),
        time(text(stored, "at")),
        blobs,
        stored.path("claim"));
  }

  private static @Nullable String text(JsonNode json, String field) {
    var text = json.path(field).asString("");
    return text.isEmpty() ? null : text;
  }

  static @Nullable Instant time(@Nullable String text) {
    try {
      return text == null ? null : OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeException e) {
      return null;
    }
  }

  /// As it is stored, on one line. The same claim gives the same bytes.
  public String line() {
    var json =
        JsonMapper.shared()
            .createObjectNode()
            .put(MARK, VERSION)
            .put("type", form)
            .put("cwd", root);
    if (repository != null) {
      json.put("repository", repository);
    }
    if (commit != null) {
      json.put("commit", commit);
    }
    if (at != null) {
      json.put("at", at.toString());
    }
    if (!blobs.isEmpty()) {
      var object = json.putObject("blobs");
      blobs.entrySet().stream()
          .sorted(Map.Entry.comparingByKey())
          .forEach(each -> object.put(each.getKey(), each.getValue()));
    }
    json.set("claim", body);
    return json.toString();
  }
}
