package dev.clew.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clew.event.SessionKey;
import dev.clew.event.SpanId;
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
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// A recorder with its server, and a repository where an agent has changed the second line of
/// `a.txt`: what clients order is carried out there.
final class MovedProject implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final int WAIT_MS = 5_000;

  final TestServer world;
  final Path root;
  final ScriptedAgent agent;

  /// The step that changed the line.
  final String edit;

  MovedProject(Path folder) throws Exception {
    world = TestServer.now(folder.toRealPath());
    root = Files.createDirectories(folder.toRealPath().resolve("project"));
    save("a.txt", "one\ntwo\nthree\nfour\nfive\nsix\n");
    TestGit.run(root, "init", "-q", "-b", "main");
    TestGit.run(root, "config", "user.name", "A Person");
    TestGit.run(root, "config", "user.email", "person@example.org");
    commit("begin");
    var intake = world.recorder.takeHooks(new PrintWriter(world.log, true));
    agent =
        new ScriptedAgent(
            (event, payload, _) -> fire(intake, event, payload),
            root,
            "01e5a1de-0000-4000-8000-00000000c1e4",
            TestGit.ENVIRONMENT);
    agent.start();
    agent.prompt("number the lines");
    var call = agent.edit("a.txt", "two\n", "2\n");
    agent.stop();
    edit = step(call);
    awaitSeen(edit);
  }

  static String step(ScriptedAgent.Call call) {
    return SpanId.ofToolCall(SessionKey.main("claude", ""), call.id()).hex();
  }

  /// Waits until it is known what a step did to files.
  void awaitSeen(String step) {
    await(
        "what the step did is known",
        () -> get("show?id=" + step).contains("\"source\":\"workspace\""));
  }

  @Override
  public void close() throws IOException, SQLException {
    world.close();
    assertThat(world.log.toString()).isEmpty();
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

  /// A person commits all that is there; the commit.
  String commit(String message) {
    TestGit.run(root, "add", "-A");
    TestGit.run(root, "commit", "-q", "-m", message);
    return head();
  }

  String head() {
    return TestGit.run(root, "rev-parse", "HEAD").strip();
  }

  void save(String name, String text) throws IOException {
    Files.writeString(root.resolve(name), text);
  }

  String text(String name) throws IOException {
    return Files.readString(root.resolve(name));
  }

  /// What a question answers.
  String get(String question) {
    try {
      return world.get("/api/v1/" + question).body();
    } catch (Exception e) {
      throw new AssertionError(question, e);
    }
  }

  /// The session that the agent worked in.
  String session() {
    var step = JsonMapper.shared().readTree(get("show?id=" + edit));
    return step.path("items").path(0).path("session").asString();
  }

  /// The moves that wait, as the status tells.
  List<JsonNode> waiting() {
    var status = JsonMapper.shared().readTree(get("status?limit=1"));
    return List.copyOf(status.path("items").path(0).path("waiting").values());
  }

  void await(String what, BooleanSupplier holds) {
    var deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!holds.getAsBoolean()) {
      assertThat(System.nanoTime()).as(what + " in time").isLessThan(deadline);
      Thread.onSpinWait();
    }
  }

  /// An answer.
  record Said(int status, JsonNode json) {
    String error() {
      return json.path("error").path("message").asString();
    }

    String text(String name) {
      return json.path(name).asString();
    }

    /// What it does to which path.
    List<String> paths() {
      return json.path("items")
          .valueStream()
          .map(row -> row.path("action").asString() + " " + row.path("path").asString())
          .toList();
    }

    Said isDone() {
      assertThat(status).as(json.toString()).isEqualTo(200);
      return this;
    }

    Said isRefused(int wanted, String... words) {
      assertThat(status).as(json.toString()).isEqualTo(wanted);
      assertThat(error()).contains(words);
      return this;
    }
  }

  Said order(String route, Map<String, Object> fields) throws Exception {
    return send(route, JsonMapper.shared().writeValueAsString(fields));
  }

  Said send(String route, String body) throws Exception {
    var answer = world.post("/api/v1/" + route, body);
    return new Said(answer.statusCode(), JsonMapper.shared().readTree(answer.body()));
  }

  /// Orders as other sites' pages, and without the token, are refused.
  void assertGuarded(String route, String body) throws Exception {
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
      var lines = new ArrayList<>(List.of("POST /api/v1/%s HTTP/1.1".formatted(route)));
      lines.addAll(headers);
      lines.add("Content-Type: application/json");
      lines.add("Content-Length: " + body.length());
      lines.addAll(List.of("Connection: close", "", body));
      assertThat(world.raw(lines.toArray(String[]::new)))
          .as(headers.toString())
          .matches("(?s)HTTP/1\\.1 (401|403|421) .*");
    }
  }
}
