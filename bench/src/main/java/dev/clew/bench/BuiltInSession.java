package dev.clew.bench;

import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Random;
import java.util.UUID;

/// A made-up session of about a megabyte, for machines without transcripts: prompts, answers,
/// commands, reads and edits of files of a few hundred lines, in the shape that Claude Code writes.
final class BuiltInSession {
  private static final String FOLDER = "/home/user/project";
  private static final int TURNS = 40;
  private static final String[] WORDS =
      """
      the a of to and in is it for that with this on as are be by an from or at not one each file
      value line record store reader writer index cache buffer result count limit offset length name
      path folder entry batch queue worker session request answer number string list map state when
      then after before because should would every other another first last next same small large
      """
          .split("\\s+");

  private final Random random = new Random(1);
  private final Writer out;
  private Instant at = Instant.parse("2026-01-01T08:00:00Z");
  private String parent = "";
  private int calls;

  private BuiltInSession(Writer out) {
    this.out = out;
  }

  /// Writes the session into `folder`; its file.
  static Path write(Path folder) throws IOException {
    Files.createDirectories(folder);
    var file = folder.resolve(new UUID(1, 1) + ".jsonl");
    try (var out = Files.newBufferedWriter(file)) {
      var session = new BuiltInSession(out);
      for (var turn = 0; turn < TURNS; turn++) {
        session.turn();
      }
    }
    return file;
  }

  private void turn() throws IOException {
    line("user", "\"message\":{\"role\":\"user\",\"content\":\"%s\"}".formatted(prose(40)));
    for (var step = 0; step < 4; step++) {
      command();
      edit(FOLDER + "/src/" + words(2, "_") + ".java");
    }
    answer("{\"type\":\"text\",\"text\":\"%s\"}".formatted(prose(120)), "end_turn");
  }

  private void command() throws IOException {
    var id = call();
    answer(
        "{\"type\":\"tool_use\",\"id\":\"%s\",\"name\":\"Bash\",\"input\":{\"command\":\"grep -rn %s src\"}}"
            .formatted(id, words(1, "")),
        "tool_use");
    var output = code(30);
    result(
        id,
        output,
        "{\"stdout\":\"%s\",\"stderr\":\"\",\"interrupted\":false,\"isImage\":false}"
            .formatted(output));
  }

  private void edit(String path) throws IOException {
    var before = code(60);
    var old = code(6);
    var fresh = code(8);
    var rest = code(80);
    var id = call();
    answer(
        "{\"type\":\"tool_use\",\"id\":\"%s\",\"name\":\"Edit\",\"input\":{\"file_path\":\"%s\",\"old_string\":\"%s\",\"new_string\":\"%s\"}}"
            .formatted(id, path, old, fresh),
        "tool_use");
    result(
        id,
        "The file " + path + " has been updated.",
        "{\"filePath\":\"%s\",\"oldString\":\"%s\",\"newString\":\"%s\",\"originalFile\":\"%s\",\"structuredPatch\":[],\"userModified\":false,\"replaceAll\":false}"
            .formatted(path, old, fresh, before + old + rest));
  }

  private String call() {
    return "toolu_01%020d".formatted(++calls);
  }

  private void answer(String content, String stop) throws IOException {
    line(
        "assistant",
        """
        "requestId":"req_011%020d","message":{"id":"msg_01%020d","type":"message",\
        "role":"assistant","model":"claude-sonnet-4-5-20250929","content":[%s],\
        "stop_reason":"%s","usage":{"input_tokens":%d,"cache_creation_input_tokens":%d,\
        "cache_read_input_tokens":%d,"output_tokens":%d}}\
        """
            .formatted(
                ++calls,
                calls,
                content,
                stop,
                random.nextInt(50),
                random.nextInt(3000),
                random.nextInt(90_000),
                random.nextInt(900)));
  }

  private void result(String id, String content, String detail) throws IOException {
    line(
        "user",
        """
        "message":{"role":"user","content":[{"tool_use_id":"%s","type":"tool_result",\
        "content":"%s"}]},"toolUseResult":%s\
        """
            .formatted(id, content, detail));
  }

  private void line(String type, String rest) throws IOException {
    at = at.plusMillis(1000 + random.nextInt(9000));
    var id = new UUID(random.nextLong(), random.nextLong()).toString();
    out.write(
        """
        {"parentUuid":%s,"isSidechain":false,"userType":"external","cwd":"%s","sessionId":"%s",\
        "version":"2.1.30","gitBranch":"main","type":"%s",%s,"uuid":"%s","timestamp":"%s"}
        """
            .formatted(
                parent.isEmpty() ? "null" : '"' + parent + '"',
                FOLDER,
                new UUID(1, 1),
                type,
                rest,
                id,
                at));
    parent = id;
  }

  private String words(int count, String between) {
    var text = new StringBuilder();
    for (var i = 0; i < count; i++) {
      text.append(i == 0 ? "" : between).append(WORDS[random.nextInt(WORDS.length)]);
    }
    return text.toString();
  }

  private String prose(int count) {
    return words(count, " ") + ".";
  }

  private String code(int lines) {
    var text = new StringBuilder();
    for (var i = 0; i < lines; i++) {
      text.append("  ".repeat(random.nextInt(4)))
          .append("var ")
          .append(words(2, "_"))
          .append(" = ")
          .append(words(1, ""))
          .append('.')
          .append(words(1, ""))
          .append('(')
          .append(words(2, ", "))
          .append(");\\n");
    }
    return text.toString();
  }
}
