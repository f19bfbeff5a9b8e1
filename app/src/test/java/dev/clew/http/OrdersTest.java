package dev.clew.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.clew.recorder.FileResult;
import dev.clew.recorder.ImportListener;
import dev.clew.recorder.ImportWire;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpClient;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a client can have done.
class OrdersTest {
  @TempDir Path folder;
  private TestServer world;

  @BeforeEach
  void start() throws Exception {
    world = TestServer.start(folder);
  }

  @AfterEach
  void stop() throws Exception {
    world.close();
  }

  private static List<FileResult> results(String body) {
    var results = new ArrayList<FileResult>();
    var listener =
        new ImportListener() {
          @Override
          public void done(FileResult result) {
            results.add(result);
          }

          @Override
          public void progress(Progress progress) {}
        };
    body.lines().forEach(line -> ImportWire.read(line, listener));
    return results;
  }

  private static String paths(Path path) {
    return "{\"paths\":[\"%s\"]}".formatted(path);
  }

  @Test
  void an_import_tells_of_every_file_and_its_progress() throws Exception {
    var answer = world.post("/api/v1/import", paths(TestServer.FIXTURES));
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("Content-Type")).contains("application/x-ndjson");
    assertThat(results(answer.body()))
        .extracting(result -> result.path().getFileName() + " " + result.status())
        .containsExactlyInAnyOrder("session.jsonl UNCHANGED", "second.jsonl IMPORTED");
    assertThat(answer.body()).contains("\"files_done\":2");
    assertThat(world.json("/api/v1/sessions").path("total").asInt()).isEqualTo(2);
  }

  @Test
  void an_import_can_be_of_one_agent() throws Exception {
    var body =
        "{\"paths\":[\"%s\"],\"agent\":\"claude\"}"
            .formatted(TestServer.FIXTURES.resolve("second.jsonl"));
    assertThat(results(world.post("/api/v1/import", body).body()))
        .extracting(FileResult::agent)
        .containsExactly("claude");
  }

  @Test
  void a_file_that_is_not_there_is_told_in_the_stream() throws Exception {
    var answer = world.post("/api/v1/import", paths(folder.resolve("nothing.jsonl")));
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(results(answer.body()))
        .extracting(FileResult::status)
        .containsExactly(FileResult.Status.FAILED);
  }

  @Test
  void an_order_that_makes_no_sense_is_refused_before_anything_begins() throws Exception {
    for (var body :
        List.of(
            "",
            "{",
            "[]",
            "{}",
            "null",
            "{\"paths\":[]}",
            "{\"paths\":\"/tmp\"}",
            "{\"paths\":[\"relative\"]}",
            "{\"paths\":[1]}",
            "{\"paths\":[\"/a\\u0000b\"]}",
            "{\"paths\":[\"/tmp\"],\"agent\":\"nobody\"}",
            "{\"paths\":[\"/tmp\"],\"agent\":null}",
            "{\"paths\":[\"/tmp\"],\"paths\":[\"/\"]}",
            "{\"paths\":[\"/tmp\"]} {}",
            "{\"paths\":[\"/tmp\"],\"more\":1}")) {
      assertThat(world.post("/api/v1/import", body).statusCode()).as(body).isEqualTo(400);
    }
  }

  @Test
  void only_json_of_a_sensible_length_is_read() throws Exception {
    for (var order : List.of("import", "reindex", "shutdown")) {
      for (var type : List.of("text/plain", "application/x-www-form-urlencoded")) {
        var request =
            world
                .request("/api/v1/" + order)
                .header("Content-Type", type)
                .POST(BodyPublishers.ofString("{}"))
                .build();
        assertThat(world.send(request, BodyHandlers.ofString()).statusCode()).isEqualTo(415);
      }
      var untyped = world.request("/api/v1/" + order).POST(BodyPublishers.noBody()).build();
      assertThat(world.send(untyped, BodyHandlers.ofString()).statusCode()).isEqualTo(415);
      var host = "Host: 127.0.0.1:" + world.server.port();
      assertThat(
              world.raw(
                  "POST /api/v1/" + order + " HTTP/1.1",
                  host,
                  "Authorization: Bearer " + TestServer.TOKEN,
                  "Content-Type: application/json",
                  "Content-Length: " + (Exchange.BODY_BYTES + 1),
                  "Connection: close"))
          .startsWith("HTTP/1.1 413 ");
    }
    var chunk = "x".repeat(Exchange.BODY_BYTES + 1);
    assertThat(
            world.raw(
                "POST /api/v1/import HTTP/1.1",
                "Host: 127.0.0.1:" + world.server.port(),
                "Authorization: Bearer " + TestServer.TOKEN,
                "Content-Type: application/json",
                "Transfer-Encoding: chunked",
                "Connection: close",
                "",
                Integer.toHexString(chunk.length()),
                chunk,
                "0"))
        .startsWith("HTTP/1.1 413 ");
    assertThat(world.shutdown.getCount()).isOne();
  }

  @Test
  void a_body_that_breaks_off_is_no_failure_of_ours() throws Exception {
    for (var body :
        List.of("Transfer-Encoding: chunked\r\n\r\nzz", "Content-Length: 5\r\nContent-Length: 7")) {
      assertThat(
              world.firstLine(
                  "POST /api/v1/import HTTP/1.1",
                  "Host: 127.0.0.1:" + world.server.port(),
                  "Authorization: Bearer " + TestServer.TOKEN,
                  "Content-Type: application/json",
                  body))
          .startsWith("HTTP/1.1 400 ");
    }
    assertThat(world.log.toString()).isEmpty();
  }

  @Test
  void answers_after_a_reindex_come_from_the_new_index() throws Exception {
    var before = world.get("/api/v1/log").body();
    assertThat(world.post("/api/v1/reindex", "{}").statusCode()).isEqualTo(200);
    assertThat(world.get("/api/v1/log").body()).isEqualTo(before);
    world.post("/api/v1/import", paths(TestServer.FIXTURES));
    assertThat(world.json("/api/v1/sessions").path("total").asInt()).isEqualTo(2);
  }

  @Test
  void a_shutdown_is_answered_first() throws Exception {
    assertThat(world.post("/api/v1/shutdown", "{}").body()).isEqualTo("{\"done\":true}");
    assertThat(world.shutdown.await(10, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void an_import_that_must_wait_outlasts_the_idle_timeout() throws Exception {
    var held = new CountDownLatch(1);
    var begun = new CountDownLatch(1);
    try (var impatient = TestServer.impatient(folder.resolve("2"), Duration.ofMillis(300));
        var threads = Executors.newVirtualThreadPerTaskExecutor();
        var client = HttpClient.newHttpClient()) {
      var first = threads.submit(() -> importing(impatient, holding(begun, held)));
      begun.await();
      var request =
          impatient
              .request("/api/v1/import")
              .header("Content-Type", "application/json")
              .POST(BodyPublishers.ofString(paths(TestServer.FIXTURES)))
              .build();
      var second = client.sendAsync(request, BodyHandlers.ofString());
      // Several times the idle timeout: what is tested is that time passes.
      assertThat(held.await(1200, TimeUnit.MILLISECONDS)).isFalse();
      held.countDown();
      assertThat(results(second.get(20, TimeUnit.SECONDS).body())).hasSize(2);
      first.get();
    }
  }

  @Test
  void closing_the_recorder_stops_the_import_that_runs() throws Exception {
    var held = new CountDownLatch(1);
    var begun = new CountDownLatch(1);
    var other = TestServer.start(folder.resolve("2"));
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var importing = threads.submit(() -> importing(other, holding(begun, held)));
      begun.await();
      var closing =
          threads.submit(() -> {
            other.close();
            return true;
          });
      while (!other.recorder.isClosing()) {
        Thread.onSpinWait();
      }
      held.countDown();
      assertThatThrownBy(importing::get).hasCauseInstanceOf(InterruptedException.class);
      assertThat(closing.get()).isTrue();
    }
  }

  private static boolean importing(TestServer server, ImportListener listener) throws Exception {
    server.recorder.importPaths(List.of(TestServer.FIXTURES), Optional.empty(), listener);
    return true;
  }

  private static ImportListener holding(CountDownLatch begun, CountDownLatch held) {
    return new ImportListener() {
      @Override
      public void done(FileResult result) {}

      @Override
      public void progress(Progress progress) {
        begun.countDown();
        try {
          held.await();
        } catch (InterruptedException e) {
          throw new IllegalStateException(e);
        }
      }
    };
  }

  @Test
  void an_import_goes_on_when_the_client_has_gone() throws Exception {
    var copies = Files.createDirectory(folder.resolve("copies"));
    for (var name : List.of("a", "b")) {
      Files.copy(TestServer.FIXTURES.resolve("second.jsonl"), copies.resolve(name + ".jsonl"));
    }
    var body = paths(copies);
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), world.server.port())) {
      var lines =
          List.of(
              "POST /api/v1/import HTTP/1.1",
              "Host: 127.0.0.1:" + world.server.port(),
              "Authorization: Bearer " + TestServer.TOKEN,
              "Content-Type: application/json",
              "Content-Length: " + body.length(),
              "",
              body);
      socket.getOutputStream().write(String.join("\r\n", lines).getBytes(StandardCharsets.UTF_8));
      assertThat(socket.getInputStream().read()).isEqualTo('H');
      socket.setSoLinger(true, 0);
    }
    world.post("/api/v1/import", paths(copies)); // waits for the one before
    assertThat(world.json("/api/v1/sessions").path("total").asInt()).isEqualTo(2);
    assertThat(world.log.toString()).isEmpty();
  }
}
