package dev.clew.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clew.event.SessionKey;
import dev.clew.event.SpanId;
import dev.clew.recorder.Conflicts;
import dev.clew.recorder.HookFrame;
import dev.clew.recorder.HookIntake;
import dev.clew.testing.ScriptedAgent;
import dev.clew.testing.TestGit;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Moves that a client orders of a recorder: what the page does.
@EnabledOnOs(OS.LINUX)
class MoveRouteTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final int WAIT_MS = 5_000;
  private static final String CONVERSATION = "01e5a1de-0000-4000-8000-00000000c1e3";

  @TempDir Path folder;
  private TestServer world;
  private Path project;
  private ScriptedAgent agent;
  private String edit;

  /// An agent changes the second line of a file, and makes another file.
  @BeforeEach
  void start() throws Exception {
    world = TestServer.now(folder.toRealPath());
    project = Files.createDirectories(folder.toRealPath().resolve("project"));
    Files.writeString(project.resolve("a.txt"), "one\ntwo\nthree\nfour\nfive\nsix\n");
    TestGit.run(project, "init", "-q", "-b", "main");
    TestGit.run(project, "add", "-A");
    TestGit.run(project, "commit", "-q", "-m", "begin");
    var intake = world.recorder.takeHooks(new PrintWriter(world.log, true));
    agent =
        new ScriptedAgent(
            (event, payload, _) -> fire(intake, event, payload),
            project,
            CONVERSATION,
            TestGit.ENVIRONMENT);
    agent.start();
    agent.prompt("number the lines");
    var call = agent.edit("a.txt", "two\n", "2\n");
    var made = agent.write("made.txt", "made\n");
    agent.stop();
    edit = step(call);
    await(edit);
    await(step(made));
  }

  @AfterEach
  void stop() throws Exception {
    world.close();
    assertThat(world.log.toString()).isEmpty();
  }

  private static String step(ScriptedAgent.Call call) {
    return SpanId.ofToolCall(SessionKey.main("claude", ""), call.id()).hex();
  }

  private static void fire(HookIntake intake, String event, ObjectNode payload) {
    var nonce = new byte[16];
    new SecureRandom().nextBytes(nonce);
    var bytes = JsonMapper.shared().writeValueAsBytes(payload);
    try {
      intake.take(
          new ByteArrayInputStream(HookFrame.now("claude", event, nonce, WAIT_MS, bytes).bytes()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Waits until it is known what a step did to files.
  private void await(String step) throws Exception {
    var deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!world.get("/api/v1/show?id=" + step).body().contains("\"source\":\"workspace\"")) {
      assertThat(System.nanoTime())
          .as("what step %s did is known in time", step)
          .isLessThan(deadline);
      Thread.onSpinWait();
    }
  }

  private record Said(int status, JsonNode json) {
    String error() {
      return json.path("error").path("message").asString();
    }

    List<String> texts() {
      return json.path("items")
          .valueStream()
          .map(row -> row.path("action").asString() + " " + row.path("path").asString())
          .toList();
    }

    String tree() {
      return json.path("tree").asString();
    }
  }

  private Said order(Map<String, Object> fields) throws Exception {
    return send(JsonMapper.shared().writeValueAsString(fields));
  }

  private Said send(String body) throws Exception {
    var answer = world.post("/api/v1/move", body);
    return new Said(answer.statusCode(), JsonMapper.shared().readTree(answer.body()));
  }

  private Map<String, String> files() {
    var files = new TreeMap<String, String>();
    try (var all = Files.walk(project)) {
      for (var each : (Iterable<Path>) all.filter(Files::isRegularFile)::iterator) {
        var name = project.relativize(each).toString();
        if (!name.startsWith(".git/")) {
          files.put(name, Files.readString(each));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return files;
  }

  private void save(String name, String text) throws IOException {
    Files.writeString(project.resolve(name), text);
  }

  @Test
  void a_preview_changes_nothing_and_the_order_does_just_that() throws Exception {
    var before = files();
    var preview = order(Map.of("verb", "undo", "what", edit, "dry_run", true));
    assertThat(preview.status).as(preview.json.toString()).isEqualTo(200);
    assertThat(preview.texts()).containsExactly("write a.txt");
    assertThat(preview.json.path("items").path(0).path("patch").asString())
        .contains("-2\n", "+two\n");
    assertThat(preview.json.path("root").asString()).isEqualTo(project.toString());
    assertThat(preview.json.path("changes").asInt()).isEqualTo(1);
    assertThat(preview.json.has("move")).isFalse();
    assertThat(files()).isEqualTo(before);
    var conversation = preview.json.path("conversations").path(0);
    assertThat(conversation.path("command").asString())
        .isEqualTo("claude --resume " + CONVERSATION);
    assertThat(conversation.path("folder").asString()).isEqualTo(project.toString());
    assertThat(conversation.path("number").asInt()).isEqualTo(1);
    assertThat(conversation.path("prompt").asString()).isEqualTo("number the lines");

    var made = order(Map.of("verb", "undo", "what", edit, "tree", preview.tree()));
    assertThat(made.status).as(made.json.toString()).isEqualTo(200);
    assertThat(made.json.path("items")).isEqualTo(preview.json.path("items"));
    assertThat(made.json.path("before").asString()).isEqualTo(preview.tree());
    assertThat(made.json.path("after").asString()).matches("[0-9a-f]{64}");
    assertThat(made.json.path("left")).isEmpty();
    assertThat(made.json.path("conversations")).isEqualTo(preview.json.path("conversations"));
    assertThat(files().get("a.txt")).startsWith("one\ntwo\nthree\n");
    assertThat(files()).containsEntry("made.txt", "made\n");

    var step = world.json("/api/v1/show?id=" + made.json.path("move").asString());
    var shown = step.path("items").path(0);
    assertThat(shown.path("kind").asString()).isEqualTo("rollback");
    assertThat(shown.path("title").asString()).isEqualTo("undo " + edit);
    assertThat(shown.path("session").asString()).isEqualTo(made.json.path("session").asString());

    var redone = order(Map.of("verb", "redo", "folder", project.toString()));
    assertThat(redone.status).as(redone.json.toString()).isEqualTo(200);
    assertThat(redone.json.path("conversations")).isEmpty();
    assertThat(files()).isEqualTo(before);
  }

  @Test
  void files_that_have_changed_since_the_preview_are_not_touched() throws Exception {
    var preview = order(Map.of("verb", "rewind", "to", edit + "^", "dry_run", true));
    assertThat(preview.texts()).containsExactly("write a.txt", "delete made.txt");
    save("a.txt", files().get("a.txt") + "a person's\n");
    var changed = files();

    var refused = order(Map.of("verb", "rewind", "to", edit + "^", "tree", preview.tree()));
    assertThat(refused.status).isEqualTo(409);
    assertThat(refused.error()).contains("changed since");
    assertThat(files()).isEqualTo(changed);

    var anew = order(Map.of("verb", "rewind", "to", edit + "^", "dry_run", true));
    assertThat(anew.tree()).isNotEqualTo(preview.tree());
    assertThat(order(Map.of("verb", "rewind", "to", edit + "^", "tree", anew.tree())).status)
        .isEqualTo(200);
    assertThat(files())
        .containsExactly(Map.entry("a.txt", "one\ntwo\nthree\nfour\nfive\nsix\na person's\n"));
  }

  @Test
  void conflicts_wait_for_their_resolution_as_those_of_a_command_do() throws Exception {
    save("a.txt", files().get("a.txt").replace("2\n", "zwei\n"));
    var before = files();
    var preview = order(Map.of("verb", "undo", "what", edit, "dry_run", true));
    assertThat(preview.texts()).containsExactly("conflict a.txt");
    assertThat(preview.json.path("conflicts").asInt()).isEqualTo(1);

    var made = order(Map.of("verb", "undo", "what", edit, "tree", preview.tree()));
    assertThat(made.status).as(made.json.toString()).isEqualTo(200);
    assertThat(files().get("a.txt")).contains("<<<<<<<");
    var kept = Conflicts.of(world.home, project).orElseThrow();
    assertThat(kept.step()).isEqualTo(made.json.path("move").asString());
    assertThat(kept.open()).containsExactly("a.txt");

    var abort = order(Map.of("verb", "undo", "what", kept.step(), "abort", true));
    assertThat(abort.status).as(abort.json.toString()).isEqualTo(200);
    assertThat(files()).isEqualTo(before);
    assertThat(Conflicts.of(world.home, project)).isEmpty();
  }

  @Test
  void where_nothing_would_change_no_move_is_made() throws Exception {
    save("a.txt", files().get("a.txt").replace("2\n", "two\n"));
    var made = order(Map.of("verb", "undo", "what", edit));
    assertThat(made.status).as(made.json.toString()).isEqualTo(200);
    assertThat(made.json.path("changes").asInt()).isZero();
    assertThat(made.json.has("move")).isFalse();
  }

  @Test
  void while_git_is_at_work_only_files_may_be_asked_for() throws Exception {
    Files.createFile(project.resolve(".git/index.lock"));
    var refused = order(Map.of("verb", "undo", "what", edit, "dry_run", true));
    assertThat(refused.status).isEqualTo(400);
    assertThat(refused.error()).contains("index is locked", "--files");
    var preview = order(Map.of("verb", "undo", "what", edit, "dry_run", true, "files", true));
    assertThat(preview.texts()).containsExactly("write a.txt");
    Files.delete(project.resolve(".git/index.lock"));
  }

  @Test
  void an_order_that_makes_no_sense_is_refused_and_changes_nothing() throws Exception {
    var before = files();
    for (var body :
        List.of(
            "",
            "{",
            "[]",
            "null",
            "{}",
            "{\"verb\":\"forget\",\"what\":\"%s\"}",
            "{\"verb\":\"UNDO\",\"what\":\"%s\"}",
            "{\"verb\":1,\"what\":\"%s\"}",
            "{\"verb\":[\"undo\"],\"what\":\"%s\"}",
            "{\"verb\":\"undo\"}",
            "{\"verb\":\"undo\",\"what\":\"\"}",
            "{\"verb\":\"undo\",\"what\":null}",
            "{\"verb\":\"undo\",\"what\":[\"%s\"]}",
            "{\"verb\":\"undo\",\"to\":\"%s\"}",
            "{\"verb\":\"undo\",\"what\":\"%s\",\"exact\":true}",
            "{\"verb\":\"undo\",\"what\":\"%s\",\"more\":\"1\"}",
            "{\"verb\":\"undo\",\"what\":\"%s\",\"files\":\"perhaps\"}",
            "{\"verb\":\"undo\",\"what\":\"%s\",\"dry_run\":\"yes\"}",
            "{\"verb\":\"undo\",\"what\":\"%s\",\"dry_run\":1}",
            "{\"verb\":\"undo\",\"what\":\"%s\",\"tree\":\"\"}",
            "{\"verb\":\"undo\",\"what\":\"%s\",\"tree\":\"abc\"}",
            "{\"verb\":\"undo\",\"what\":\"%s\",\"tree\":5}",
            "{\"verb\":\"undo\",\"what\":\"%s\",\"folder\":\"a\\u0000b\"}",
            "{\"verb\":\"undo\",\"what\":\"%s\",\"what\":\"%s\"}",
            "{\"verb\":\"keep\",\"session\":\"last\"}",
            "{\"verb\":\"rewind\",\"to\":\"%s\"} {}")) {
      var said = send(body.formatted(edit, edit));
      assertThat(said.status).as(body + " " + said.json).isEqualTo(400);
      assertThat(said.error()).as(body).isNotBlank();
    }
    assertThat(order(Map.of("verb", "undo", "what", "ffffffffffffffff")).status).isEqualTo(404);
    assertThat(order(Map.of("verb", "redo", "folder", project.toString())).status).isEqualTo(404);
    assertThat(order(Map.of("verb", "redo")).status).isEqualTo(404);
    assertThat(world.get("/api/v1/move").statusCode()).isEqualTo(405);
    assertThat(files()).isEqualTo(before);
  }

  @Test
  void another_sites_page_or_a_request_without_the_token_moves_nothing() throws Exception {
    var before = files();
    var body = JsonMapper.shared().writeValueAsString(Map.of("verb", "undo", "what", edit));
    var host = "Host: 127.0.0.1:" + world.server.port();
    var token = "Authorization: Bearer " + TestServer.TOKEN;
    for (var headers :
        List.of(
            List.of(host, "X-Nothing: here"),
            List.of(host, "Authorization: Bearer wrong"),
            List.of(host, token, "Origin: http://evil.example"),
            List.of(host, token, "Origin: null"),
            List.of(host, token, "Sec-Fetch-Site: cross-site"),
            List.of("Host: evil.example", token))) {
      var lines = new java.util.ArrayList<>(List.of("POST /api/v1/move HTTP/1.1"));
      lines.addAll(headers);
      lines.add("Content-Type: application/json");
      lines.add("Content-Length: " + body.length());
      lines.add("Connection: close");
      lines.add("");
      lines.add(body);
      assertThat(world.raw(lines.toArray(String[]::new)))
          .as(headers.toString())
          .matches("(?s)HTTP/1\\.1 (401|403|421) .*");
    }
    assertThat(files()).isEqualTo(before);
  }
}
