package dev.clew.capture.claims;

import dev.clew.event.LineRange;
import dev.clew.event.OriginClass;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// A note of git-ai's, of the form `authorship/3.0.0`, kept below `refs/notes/ai`: which lines of a
/// commit's files were written by whom, then JSON that says who these are.
///
/// @param files those that something is said of, in the note's order
/// @param metadata everything after the divider, fields that are not known included
public record GitAiNote(List<Attested> files, ObjectNode metadata) {
  /// The form's name.
  public static final String SCHEMA = "authorship/3.0.0";

  /// Where git-ai keeps its notes.
  public static final String REF = "refs/notes/ai";

  private static final String DIVIDER = "---";
  private static final int DIGITS = 14;

  /// What is said of one file.
  ///
  /// @param path below the repository's top folder
  public record Attested(String path, List<Entry> entries) {}

  /// Lines of one author.
  ///
  /// @param key names the author: `s_…::t_…` a conversation and a checkpoint of it, `h_…` a person,
  ///   anything else a conversation in the older form
  public record Entry(String key, List<LineRange> lines) {}

  /// Who a key stands for.
  ///
  /// @param person who wrote the lines, or who directed the agent
  /// @param url where the conversation can be read
  public record Author(
      OriginClass by,
      @Nullable String tool,
      @Nullable String conversation,
      @Nullable String model,
      @Nullable String person,
      @Nullable String url) {}

  /// Reads a note.
  ///
  /// @throws ClaimException when it is none, or of another version
  public static GitAiNote read(String text) throws ClaimException {
    var lines = text.lines().toList();
    var divider = lines.indexOf(DIVIDER);
    if (divider < 0) {
      throw new ClaimException("no line '---' between the lines' authors and the metadata");
    }
    var metadata = metadata(String.join("\n", lines.subList(divider + 1, lines.size())));
    return new GitAiNote(attested(lines.subList(0, divider)), metadata);
  }

  private static ObjectNode metadata(String json) throws ClaimException {
    JsonNode node;
    try {
      node = JsonMapper.shared().readTree(json);
    } catch (JacksonException e) {
      throw new ClaimException("what follows '---' is not JSON");
    }
    if (!(node instanceof ObjectNode object)) {
      throw new ClaimException("what follows '---' is not a JSON object");
    }
    var version = object.path("schema_version").asString("");
    if (!version.equals(SCHEMA)) {
      throw new ClaimException("version '%s' is not known: expected %s".formatted(version, SCHEMA));
    }
    return object;
  }

  private static List<Attested> attested(List<String> lines) throws ClaimException {
    var files = new ArrayList<Attested>();
    @Nullable List<Entry> entries = null;
    for (var i = 0; i < lines.size(); i++) {
      var line = lines.get(i).stripTrailing();
      if (line.isEmpty()) {
        continue;
      }
      if (!line.startsWith("  ")) {
        entries = new ArrayList<>();
        files.add(new Attested(path(line), entries));
        continue;
      }
      var blank = line.indexOf(' ', 2);
      if (blank < 3 || entries == null) {
        throw new ClaimException(
            "line %d: expected '  AUTHOR LINES' below a file, found '%s'".formatted(i + 1, line));
      }
      try {
        entries.add(
            new Entry(line.substring(2, blank), LineRanges.parse(line.substring(blank + 1))));
      } catch (ClaimException e) {
        throw new ClaimException("line %d: %s".formatted(i + 1, e.getMessage()));
      }
    }
    return files.stream().filter(file -> !file.entries.isEmpty()).toList();
  }

  private static String path(String line) {
    return line.length() > 1 && line.startsWith("\"") && line.endsWith("\"")
        ? line.substring(1, line.length() - 1)
        : line;
  }

  /// Whether the form has a way to write this path: it knows no escapes, so that a line feed, or
  /// what looks like its quotes, cannot be said.
  public static boolean canName(String path) {
    return !path.isEmpty()
        && path.indexOf('\n') < 0
        && path.indexOf('\r') < 0
        && !(path.startsWith("\"") && path.endsWith("\""));
  }

  /// The note as git-ai writes it.
  public String text() {
    var text = new StringBuilder();
    for (var file : files) {
      text.append(needsQuotes(file.path) ? '"' + file.path + '"' : file.path).append('\n');
      for (var entry : file.entries) {
        text.append("  ").append(entry.key).append(' ');
        text.append(LineRanges.text(entry.lines)).append('\n');
      }
    }
    return text.append(DIVIDER).append('\n').append(PrettyJson.text(metadata)).toString();
  }

  private static boolean needsQuotes(String path) {
    return path.equals(DIVIDER)
        || path.chars().anyMatch(c -> Character.isWhitespace(c) || Character.isSpaceChar(c));
  }

  /// Who `key` stands for. A key that the metadata do not explain still says whether it is a
  /// person's.
  public Author author(String key) {
    if (key.startsWith("h_")) {
      var person = metadata.path("humans").path(key(key));
      return new Author(OriginClass.HUMAN, null, null, null, text(person, "author"), null);
    }
    var record = metadata.path(key.startsWith("s_") ? "sessions" : "prompts").path(key(key));
    var agent = record.path("agent_id");
    return new Author(
        OriginClass.AGENT,
        text(agent, "tool"),
        text(agent, "id"),
        text(agent, "model"),
        text(record, "human_author"),
        text(record, "messages_url"));
  }

  /// What the metadata list it under: without the checkpoint.
  private static String key(String key) {
    var mark = key.indexOf("::");
    return mark < 0 ? key : key.substring(0, mark);
  }

  private static @Nullable String text(JsonNode json, String field) {
    var text = json.path(field).asString("");
    return text.isEmpty() ? null : text;
  }

  /// The key of a conversation.
  public static String sessionKey(String tool, String conversation) {
    return "s_" + digest(tool + ":" + conversation);
  }

  /// The key of a person, by their name as Git writes it.
  public static String personKey(String person) {
    return "h_" + digest(person);
  }

  private static String digest(String text) {
    try {
      var bytes =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(bytes).substring(0, DIGITS);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
