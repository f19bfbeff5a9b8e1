package dev.clew.recorder;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clew.content.Database;
import dev.clew.index.IndexReader;
import dev.clew.testing.Cases;
import dev.clew.testing.ClaudeLines;
import dev.clew.testing.Dialect;
import dev.clew.testing.World;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/// Whose lines files have in sessions that were only imported.
class ToldOriginsTest {
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final String FILE = "/src/app/price.ts";
  private static final Instant START = Instant.parse("2026-03-01T09:00:00Z");

  @TempDir private Path folder;
  private int worlds;

  private World world() {
    return new World(folder.resolve("w" + ++worlds));
  }

  /// A call of an editing or reading tool, and its answer in the harness's own form.
  private static void call(ClaudeLines lines, String id, String tool, String input, String result) {
    lines.tool("m" + id, "toolu_" + id, tool, JSON.readTree(input).asObject());
    var line = lines.bare("user");
    line.putObject("message")
        .put("role", "user")
        .putArray("content")
        .addObject()
        .put("type", "tool_result")
        .put("tool_use_id", "toolu_" + id)
        .put("content", "done");
    line.set("toolUseResult", JSON.readTree(result));
    lines.raw(line.toString());
  }

  private static void write(ClaudeLines lines, String id, String content) {
    var input = JSON.createObjectNode().put("file_path", FILE).put("content", content);
    var result = JSON.createObjectNode().put("type", "create").put("filePath", FILE);
    result.put("content", content).putNull("originalFile").putArray("structuredPatch");
    call(lines, id, "Write", input.toString(), result.toString());
  }

  private static void edit(ClaudeLines lines, String id, String old, String now) {
    var input = JSON.createObjectNode().put("file_path", FILE);
    input.put("old_string", old).put("new_string", now);
    var result = JSON.createObjectNode().put("filePath", FILE).put("oldString", old);
    result.put("newString", now).putNull("originalFile").putArray("structuredPatch");
    call(lines, id, "Edit", input.toString(), result.toString());
  }

  private static void read(ClaudeLines lines, String id, String content) {
    var input = JSON.createObjectNode().put("file_path", FILE);
    var result = JSON.createObjectNode().put("type", "text");
    var count = content.split("\n", -1).length;
    result
        .putObject("file")
        .put("filePath", FILE)
        .put("content", content)
        .put("startLine", 1)
        .put("numLines", count)
        .put("totalLines", count);
    call(lines, id, "Read", input.toString(), result.toString());
  }

  private static ClaudeLines session(String name, int minute) {
    return new ClaudeLines(
        name, "5e551000-0000-4000-8000-00000000000" + name, START.plusSeconds(60L * minute));
  }

  private void put(World world, String name, ClaudeLines lines) {
    world.write("p/" + name + ".jsonl", bytes(lines.lines()));
  }

  private static byte[] bytes(List<String> lines) {
    return (String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8);
  }

  private static void weave(Store store, World world)
      throws IOException, SQLException, InterruptedException {
    var keys = Keys.open(world.home());
    new OriginPass(
            store,
            world.home(),
            keys,
            Rig.interpreter(),
            new ReentrantLock(),
            () -> false,
            () -> false,
            OriginPass.BATCH)
        .run(_ -> {});
  }

  private static void run(World world) {
    new Rig(world).run();
    weave(world);
  }

  private static void weave(World world) {
    try (var store = new Rig(world).open()) {
      weave(store, world);
    } catch (IOException | SQLException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /// A file's newest version, a line each.
  private static List<String> blame(World world) throws SQLException {
    try (var index = IndexReader.open(world.home().index())) {
      assertThat(index.versions().behind()).isFalse();
      var versions = index.versions();
      var tip = versions.tip(FILE).orElseThrow();
      var content = tip.content();
      var text = content == null ? new byte[0] : versions.toldContent(content.sha256()).get();
      var runs = versions.runs(tip);
      var lines = new ArrayList<String>();
      for (var line : new String(text, StandardCharsets.UTF_8).lines().toList()) {
        var id = runs.causeOf(lines.size());
        var cause = versions.causes(List.of(id)).get(id);
        lines.add(
            "%s %s: %s".formatted(cause.origin().wire(), String.join(",", cause.evidence()), line));
      }
      return lines;
    }
  }

  @Test
  void edits_of_a_session_that_was_only_imported_are_its_steps() throws SQLException {
    var world = world();
    var lines = session("1", 0).prompt("go");
    write(lines, "a", "one\ntwo\n");
    edit(lines, "b", "two\n", "2\n3\n");
    lines.bash("mc", "toolu_c", "ls").result("toolu_c", "price.ts", false);
    put(world, "1", lines);
    run(world);

    assertThat(blame(world)).containsExactly("agent told: one", "agent told: 2", "agent told: 3");
  }

  @Test
  void what_a_command_changed_in_between_is_unknown_and_the_command_a_candidate()
      throws SQLException {
    var world = world();
    var lines = session("1", 0).prompt("go");
    write(lines, "a", "one\ntwo\n");
    lines.bash("mc", "toolu_c", "sed -i s/two/2/ price.ts").result("toolu_c", "", false);
    read(lines, "b", "one\n2\n");
    put(world, "1", lines);
    run(world);

    assertThat(blame(world)).containsExactly("agent told: one", "unknown shell_between: 2");
  }

  @Test
  void an_edit_that_failed_changes_nothing() throws SQLException {
    var world = world();
    var lines = session("1", 0).prompt("go");
    write(lines, "a", "one\n");
    lines
        .tool(
            "mb",
            "toolu_b",
            "Edit",
            JSON.createObjectNode()
                .put("file_path", FILE)
                .put("old_string", "one")
                .put("new_string", "two"))
        .result("toolu_b", "<tool_use_error>File has not been read yet.</tool_use_error>", true);
    put(world, "1", lines);
    run(world);

    assertThat(blame(world)).containsExactly("agent told: one");
  }

  @Test
  void two_sessions_on_one_file_interleave_by_time() throws SQLException {
    var world = world();
    var one = session("1", 0).prompt("go");
    write(one, "a", "one\ntwo\n");
    var two = session("2", 1).prompt("go");
    edit(two, "b", "one\n", "1\n");
    var three = session("3", 2).prompt("go");
    edit(three, "c", "1\n", "1a\n");
    put(world, "3", three);
    put(world, "2", two);
    run(world);
    put(world, "1", one);
    run(world);

    assertThat(blame(world)).containsExactly("agent told: 1a", "agent told: two");
  }

  /// Every version with all that it says, whatever its number.
  private static List<String> dump(World world) {
    try (var connection = Database.reader(world.home().index());
        var index = IndexReader.open(world.home().index());
        var query = connection.createStatement();
        var rows =
            query.executeQuery("SELECT v.id, p.path FROM version v JOIN path p ON p.id = v.path")) {
      var dump = new ArrayList<String>();
      while (rows.next()) {
        var row = index.versions().version(rows.getLong(1)).orElseThrow();
        var before = row.predecessor();
        dump.add(
            "%s %s %s %s %s %s %s %s %s after %s"
                .formatted(
                    row.path(),
                    row.at(),
                    row.session(),
                    row.step(),
                    row.kind(),
                    row.op(),
                    row.content(),
                    row.cause(),
                    index.versions().runs(row),
                    before == null
                        ? "-"
                        : index.versions().version(before).orElseThrow().content()));
      }
      Collections.sort(dump);
      return dump;
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }

  private static Map<String, byte[]> samples() {
    var texts = ours();
    for (var agent : Dialect.all()) {
      for (var sample : agent.samples(200_000)) {
        try {
          texts.put(agent.agent() + "/" + sample.getFileName(), Files.readAllBytes(sample));
        } catch (IOException e) {
          throw new AssertionError(e);
        }
      }
    }
    return texts;
  }

  private static Map<String, byte[]> ours() {
    var texts = new TreeMap<String, byte[]>();
    var one = session("1", 0).prompt("go");
    write(one, "a", "one\ntwo\nthree\n");
    one.bash("mc", "toolu_c", "sed -i s/two/2/ price.ts").result("toolu_c", "", false);
    read(one, "d", "one\n2\nthree\n");
    texts.put("ours/1.jsonl", bytes(one.lines()));
    var two = session("2", 1).prompt("go");
    edit(two, "b", "three\n", "3\n");
    read(two, "e", "one\n2\n3\nfour\n");
    texts.put("ours/2.jsonl", bytes(two.lines()));
    var fork = new String(texts.get("ours/1.jsonl"), StandardCharsets.UTF_8);
    texts.put(
        "ours/4.jsonl",
        fork.replace("00000000001\"", "00000000004\"").getBytes(StandardCharsets.UTF_8));
    return texts;
  }

  @Test
  void versions_do_not_depend_on_the_order_of_arrival_nor_on_what_comes_twice() {
    areTheSame(samples(), 2);
  }

  @Test
  void neither_do_those_of_forked_sessions() {
    areTheSame(ours(), 20);
  }

  private void areTheSame(Map<String, byte[]> texts, int cases) {
    var plain = world();
    texts.forEach(plain::write);
    run(plain);
    var wanted = dump(plain);
    assertThat(wanted).isNotEmpty();
    Cases.forAll(cases, random -> assertThat(dump(scattered(texts, random))).isEqualTo(wanted));
  }

  /// The same transcripts, some of them cut, imported in several goes with the versions made after
  /// each.
  private World scattered(Map<String, byte[]> texts, RandomGenerator random) {
    var world = world();
    var names = new ArrayList<>(texts.keySet());
    Collections.shuffle(names, Random.from(random));
    try (var store = new Rig(world).open()) {
      var rig = new Rig(world);
      for (var from = 0; from < names.size(); from += 1 + names.size() / 3) {
        var some = names.subList(from, Math.min(names.size(), from + 1 + names.size() / 3));
        for (var name : some) {
          var text = texts.get(name);
          var cut = random.nextBoolean() ? text.length : random.nextInt(text.length);
          world.write(name, Arrays.copyOf(text, cut));
        }
        rig.run(store, List.of(world.transcripts()), Optional.empty());
        weave(store, world);
        some.forEach(name -> world.write(name, texts.get(name)));
        rig.run(store, List.of(world.transcripts()), Optional.empty());
        if (random.nextBoolean()) {
          weave(store, world);
        }
      }
      weave(store, world);
    } catch (IOException | SQLException | InterruptedException e) {
      throw new AssertionError(e);
    }
    return world;
  }

  @Test
  void an_index_made_anew_has_the_same_versions()
      throws IOException, SQLException, InterruptedException {
    var world = world();
    samples().forEach(world::write);
    run(world);
    var before = dump(world);
    try (var store = new Rig(world).open()) {
      store.reindex();
      weave(store, world);
    }

    assertThat(dump(world)).isEqualTo(before);
  }
}
