package dev.clew.index;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clew.capture.HookEnvelope;
import dev.clew.capture.RecordContext;
import dev.clew.capture.claude.ClaudeHooks;
import dev.clew.capture.claude.ClaudeTranscripts;
import dev.clew.content.Database;
import dev.clew.cost.PriceTable;
import dev.clew.event.Event;
import dev.clew.event.RecordId;
import dev.clew.event.SessionKey;
import dev.clew.testing.Cases;
import dev.clew.testing.ClaudeLines;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// A hook and a transcript that tell of one call meet in one step, whichever comes first; what only
/// one of them tells is there.
class HookMergeTest {
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final Instant START = Instant.parse("2026-03-02T10:00:00Z");
  private static final String ID = "5e551000-0000-4000-8000-00000000000c";
  private static final SessionKey SESSION = SessionKey.main("claude", ID);

  /// All that questions read, without the numbers of records and rows.
  private static final List<String> TABLES =
      List.of(
          "SELECT s.id, s.title, s.cwd, s.turns, s.tool_calls, s.answered, s.errors, s.files_read,"
              + " s.files_changed, s.commands, s.compactions, s.first_at, s.last_at,"
              + " s.subagent_type, s.facts, p.id FROM session s LEFT JOIN session p"
              + " ON p.ref = s.parent ORDER BY s.id",
          "SELECT t.id, s.id, t.kind, t.tool, t.title, t.rank, t.started, t.ended, t.duration_ms,"
              + " t.status, t.error, t.denial, t.file_source, t.hook_answer FROM step t"
              + " JOIN session s ON s.ref = t.session ORDER BY t.id",
          "SELECT c.step, c.source, p.path, c.op, c.added, c.removed FROM change c"
              + " JOIN path p ON p.id = c.path ORDER BY 1, 2, 3, 4",
          "SELECT id, at, rank, source, title, by_hook FROM turn ORDER BY id",
          "SELECT p.at, p.asked, p.about, p.mode, p.result, p.source, p.reason, p.step"
              + " FROM permission p ORDER BY 1, 2, 3, 4, 5, 6, 7, 8",
          "SELECT s.id, t.kind, t.name, t.count FROM tally t JOIN session s ON s.ref = t.session"
              + " ORDER BY 1, 2, 3",
          "SELECT s.id, f.kind, f.key, f.value FROM fact f JOIN session s ON s.ref = f.session"
              + " ORDER BY 1, 2, 3",
          "SELECT step, source, at FROM heard ORDER BY 1, 2");

  @TempDir private Path folder;
  private int indexes;

  /// A record's kind and events.
  private record Told(String kind, List<Event> events) {}

  @Test
  void hooks_and_lines_in_any_order_and_any_batches_give_the_same_index() {
    Cases.forAll(
        30,
        random -> {
          var records = story(random);
          var expected = index(records, records.size(), random);
          for (var i = 0; i < 3; i++) {
            var other = new ArrayList<>(records);
            Collections.shuffle(other, new Random(random.nextLong()));
            assertThat(index(other, 1 + random.nextInt(5), random)).isEqualTo(expected);
          }
        });
  }

  @Test
  void a_prompt_that_only_a_hook_tells_is_a_turn_until_the_transcript_has_come_so_far() {
    var lines = new ClaudeLines("n", ID, START);
    var asked = hook(1, "UserPromptSubmit", payload().put("prompt", "one"));
    var later = hook(40, "UserPromptSubmit", payload().put("prompt", "two"));
    assertThat(turns(List.of(asked, later))).containsExactly("one 1", "two 1");
    lines.prompt("one");
    var line = JSON.readTree(lines.lines().getFirst());
    var context = new RecordContext(RecordId.derive("claude", "line"), SESSION, 0);
    var told = new Told("claude.line", new ClaudeTranscripts().interpret(context, line));
    assertThat(turns(List.of(asked, later, told))).containsExactly("one 0", "two 1");
    assertThat(turns(List.of(told, later, asked))).containsExactly("one 0", "two 1");
  }

  private List<String> turns(List<Told> records) {
    var text = index(records, 1, new Random(1));
    var turns = new ArrayList<String>();
    for (var line : text.split("--\n", -1)[3].lines().toList()) {
      var parts = line.split(" \\| ", -1);
      turns.add(parts[4] + " " + parts[5]);
    }
    Collections.sort(turns);
    return turns;
  }

  /// Prompts and calls, each told by hooks, lines, or both.
  private static List<Told> story(RandomGenerator random) {
    var lines = new ClaudeLines("n", ID, START);
    var hooks = new ArrayList<Told>();
    for (var i = 0; i < 2 + random.nextInt(8); i++) {
      var by = 1 + random.nextInt(3); // lines, hooks, both
      switch (random.nextInt(5)) {
        case 0 -> prompt(lines, hooks, by, i, random);
        case 1 -> {
          if ((by & 1) != 0) {
            var line = lines.bare("system").put("subtype", "compact_boundary");
            line.putObject("compactMetadata").put("trigger", "auto").put("preTokens", 7);
            lines.raw(line.toString());
          }
          if ((by & 2) != 0) {
            hooks.add(hook(i, "PostCompact", payload().put("trigger", "auto")));
          }
        }
        case 2 -> {
          var request = payload().put("tool_name", "Bash");
          request.putObject("tool_input").put("command", "echo " + i);
          hooks.add(hook(i, "PermissionRequest", request));
        }
        default -> call(lines, hooks, by, i, random);
      }
    }
    var told = new ArrayList<>(hooks);
    var claude = new ClaudeTranscripts();
    long position = 0;
    for (var line : lines.lines()) {
      var id = RecordId.derive("claude", line);
      var context = new RecordContext(id, SESSION, position++);
      told.add(new Told("claude.line", claude.interpret(context, JSON.readTree(line))));
    }
    return told;
  }

  private static void prompt(
      ClaudeLines lines, List<Told> hooks, int by, int n, RandomGenerator random) {
    var named = random.nextBoolean();
    if ((by & 1) != 0) {
      var line = lines.bare("user").put("promptId", "p" + n);
      line.putObject("message").put("role", "user").put("content", "do " + n);
      lines.raw(line.toString());
    }
    if ((by & 2) != 0) {
      var payload = payload().put("prompt", "do " + n);
      hooks.add(hook(n, "UserPromptSubmit", named ? payload.put("prompt_id", "p" + n) : payload));
    }
  }

  private static void call(
      ClaudeLines lines, List<Told> hooks, int by, int n, RandomGenerator random) {
    var id = "toolu_" + random.nextInt(4);
    var edits = random.nextBoolean();
    var input = JSON.createObjectNode();
    if (edits) {
      input.put("file_path", "/src/f" + n).put("old_string", "a").put("new_string", "b");
    } else {
      input.put("command", "echo " + n);
    }
    var tool = edits ? "Edit" : "Bash";
    if ((by & 1) != 0) {
      lines.tool("m" + n, id, tool, input);
      if (random.nextInt(4) > 0) {
        lines.result(id, "out", random.nextBoolean());
      }
    }
    if ((by & 2) != 0) {
      var payload = payload().put("tool_name", tool).put("tool_use_id", id);
      payload.set("tool_input", input);
      hooks.add(hook(n, "PreToolUse", payload));
      var after = payload.deepCopy().put("duration_ms", random.nextInt(100));
      switch (random.nextInt(4)) {
        case 0 -> {} // none came
        case 1 ->
            hooks.add(hook(n, "PostToolUseFailure", after.put("error", "two\nlines\tand tabs")));
        default -> {
          var response = after.putObject("tool_response").put("stdout", "out").put("stderr", "");
          if (edits) {
            response.put("filePath", "/src/f" + n).putArray("structuredPatch");
          }
          hooks.add(hook(n, "PostToolUse", after));
        }
      }
    }
  }

  private static ObjectNode payload() {
    return JSON.createObjectNode()
        .put("session_id", ID)
        .put("cwd", "/src/app")
        .put("permission_mode", "default");
  }

  private static Told hook(int n, String name, ObjectNode payload) {
    var nonce = n + name + payload.path("tool_use_id").asString("");
    var at = START.plusMillis(1500L * n + name.length());
    var envelope =
        new HookEnvelope("claude", name, at, nonce, 1, payload.put("hook_event_name", name));
    var context = new RecordContext(RecordId.derive("claude", "hook", nonce), SESSION, 0);
    return new Told("claude.hook", new ClaudeHooks().interpret(context, envelope.stored()));
  }

  private String index(List<Told> records, int batch, RandomGenerator random) {
    var file = folder.resolve("index-" + indexes++ + ".db");
    try (var writer = IndexWriter.open(file, PriceTable.builtIn())) {
      for (var from = 0; from < records.size(); from += batch) {
        var projected = new ArrayList<Projected>();
        for (var i = from; i < Math.min(records.size(), from + batch); i++) {
          var told = records.get(i);
          projected.add(new Projected(i, "content", told.kind, told.events));
        }
        writer.apply(projected);
        if (random.nextBoolean()) {
          writer.refresh();
        }
      }
      writer.refresh();
      return dump(file);
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }

  private static String dump(Path file) throws SQLException {
    var text = new StringBuilder();
    try (var connection = Database.reader(file);
        var statement = connection.createStatement()) {
      for (var table : TABLES) {
        try (var rows = statement.executeQuery(table)) {
          while (rows.next()) {
            for (var i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
              text.append(rows.getString(i)).append(" | ");
            }
            text.append('\n');
          }
        }
        text.append("--\n");
      }
    }
    return text.toString();
  }
}
