package dev.clew.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clew.query.Parameter;
import dev.clew.query.Question;
import dev.clew.query.Questions;
import dev.clew.query.Request;
import java.io.ByteArrayInputStream;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// What the questions answer over HTTP.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AnswersTest {
  /// They ask about files on disk, of which there are none: see ApiDocumentTest.
  private static final Set<String> ABOUT_FILES =
      Set.of("blame", "why", "overlaps", "rewind", "undo", "redo", "keep");

  private TestServer world;

  @BeforeAll
  void start(@TempDir Path folder) throws Exception {
    world = TestServer.start(folder);
  }

  @AfterAll
  void stop() throws Exception {
    world.close();
  }

  @TestFactory
  List<DynamicTest> a_question_answers_the_same_over_http() {
    return Questions.all().stream()
        .filter(question -> !ABOUT_FILES.contains(question.name()))
        .map(question -> DynamicTest.dynamicTest(question.name(), () -> same(question)))
        .toList();
  }

  private <R> void same(Question<R> question) throws Exception {
    var values = new HashMap<String, String>();
    question.parameters().stream()
        .filter(Parameter::required)
        .forEach(parameter ->
            values.put(parameter.name(), parameter.name().equals("q") ? "greeting" : "last"));
    if (question.name().equals("diff")) {
      values.put("a", "last"); // alone it asks for a folder's files, and there is none
    }
    try (var sources = world.sources()) {
      var answer = question.ask(Request.of(question, values), sources);
      var query =
          values.entrySet().stream().map(each -> each.getKey() + "=" + each.getValue()).toList();
      var got = world.json("/api/v1/" + question.name() + "?" + String.join("&", query));
      assertThat(answer.rows()).isNotEmpty();
      assertThat(got.path("total").asLong()).isEqualTo(answer.total());
      assertThat(got.path("items").values().stream().map(AnswersTest::steady).toList())
          .isEqualTo(
              answer.rows().stream()
                  .map(row -> Exchange.bytes(json -> question.write(row, json)))
                  .map(JsonMapper.shared()::readTree)
                  .map(AnswersTest::steady)
                  .toList());
    }
  }

  /// Without the one field that grows while we look.
  private static JsonNode steady(JsonNode row) {
    return row instanceof ObjectNode object ? object.without("store_bytes") : row;
  }

  @Test
  void pages_lead_from_one_to_the_next_without_a_gap() throws Exception {
    var whole = world.json("/api/v1/log?reverse=true").path("items");
    var next = "";
    var seen = new ArrayList<JsonNode>();
    do {
      var page = world.json("/api/v1/log?reverse=true&limit=7&cursor=" + next);
      page.path("items").values().forEach(seen::add);
      next = page.path("next").asString("");
    } while (!next.isEmpty());
    assertThat(seen).isEqualTo(List.copyOf(whole.values())).hasSizeGreaterThan(40);
  }

  @Test
  void a_limit_beyond_the_most_gives_the_most() throws Exception {
    assertThat(world.get("/api/v1/log?limit=999999999999").statusCode()).isEqualTo(200);
    assertThat(world.json("/api/v1/log?limit=0").path("items").size()).isZero();
  }

  @Test
  void a_request_that_makes_no_sense_says_why() throws Exception {
    for (var each :
        Map.of(
                "/api/v1/log?colour=red", "no parameter 'colour'",
                "/api/v1/log?limit=ten", "a whole number",
                "/api/v1/log?limit=1&limit=2", "limit",
                "/api/v1/cost?by=moon", "one of",
                "/api/v1/files", "needs session",
                "/api/v1/sessions?q=%ff%fe", "UTF-8",
                "/api/v1/object?sha256=../../etc/passwd", "64",
                "/api/v1/object", "64")
            .entrySet()) {
      var answer = world.get(each.getKey());
      assertThat(answer.statusCode()).as(each.getKey()).isEqualTo(400);
      assertThat(message(answer.body())).contains(each.getValue());
    }
    assertThat(
            world.firstLine(
                "GET /api/v1/sessions?q=%zz HTTP/1.1",
                "Host: 127.0.0.1:" + world.server.port(),
                "Authorization: Bearer " + TestServer.TOKEN))
        .startsWith("HTTP/1.1 400 ");
  }

  private static String message(String body) {
    return JsonMapper.shared().readTree(body).path("error").path("message").asString();
  }

  @Test
  void what_is_not_there_is_not_found() throws Exception {
    var step = world.get("/api/v1/show?id=ffffffffffffffff");
    assertThat(step.statusCode()).isEqualTo(404);
    assertThat(message(step.body())).contains("ffffffffffffffff");
    assertThat(world.get("/api/v1/nothing").statusCode()).isEqualTo(404);
    assertThat(world.get("/api/v1/object?sha256=" + "0".repeat(64)).statusCode()).isEqualTo(404);
    assertThat(world.get("/api/v1/").statusCode()).isEqualTo(404);
    assertThat(world.get("/api/v2/sessions").statusCode()).isEqualTo(404);
  }

  @Test
  void a_long_answer_is_compressed_for_those_who_understand() throws Exception {
    var request = world.request("/api/v1/log").header("Accept-Encoding", "gzip").GET().build();
    var zipped = world.send(request, BodyHandlers.ofByteArray());
    assertThat(zipped.headers().firstValue("Content-Encoding")).contains("gzip");
    var plain = world.get("/api/v1/log");
    assertThat(plain.headers().firstValue("Content-Encoding")).isEmpty();
    try (var in = new GZIPInputStream(new ByteArrayInputStream(zipped.body()))) {
      assertThat(new String(in.readAllBytes(), StandardCharsets.UTF_8)).isEqualTo(plain.body());
    }
    assertThat(zipped.body().length).isLessThan(plain.body().length() / 2);
    var small = world.request("/api/v1/log?limit=1").header("Accept-Encoding", "gzip").build();
    var unzipped = world.send(small, BodyHandlers.ofString());
    assertThat(unzipped.headers().firstValue("Content-Encoding")).isEmpty();
    var refused = world.request("/api/v1/log").header("Accept-Encoding", "gzip;q=0").build();
    assertThat(world.send(refused, BodyHandlers.ofString()).body()).isEqualTo(plain.body());
  }

  @Test
  void an_image_is_an_image_and_anything_else_a_download() throws Exception {
    var pages = world.json("/api/v1/log?reverse=true&limit=5").path("items");
    var shown = new HashMap<String, String>();
    for (var step : pages.values()) {
      var detail = world.json("/api/v1/show?id=" + step.path("step").asString());
      for (var image : detail.path("items").path(0).path("images").values()) {
        shown.put(image.path("sha256").asString(), image.path("media_type").asString());
      }
    }
    assertThat(shown).isNotEmpty();
    for (var sha256 : shown.keySet()) {
      var answer = world.bytes("/api/v1/object?sha256=" + sha256);
      var isPng = shown.get(sha256).equals("image/png");
      assertThat(answer.headers().firstValue("Content-Type"))
          .contains(isPng ? "image/png" : "application/octet-stream");
      assertThat(answer.headers().firstValue("Content-Disposition").isPresent()).isEqualTo(!isPng);
      assertThat(answer.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
      var digest = MessageDigest.getInstance("SHA-256").digest(answer.body());
      assertThat(HexFormat.of().formatHex(digest)).isEqualTo(sha256);
    }
  }

  @Test
  void only_the_first_bytes_make_an_image() {
    assertThat(ObjectRoute.type(bytes("<svg onload=alert(1)>")))
        .isEqualTo("application/octet-stream");
    assertThat(ObjectRoute.type(bytes("%PDF-1.7"))).isEqualTo("application/octet-stream");
    assertThat(ObjectRoute.type(bytes("GIF89a<script>"))).isEqualTo("image/gif");
    assertThat(ObjectRoute.type(bytes("RIFF1234WEBPVP8 "))).isEqualTo("image/webp");
    assertThat(ObjectRoute.type(bytes("RIFF1234AVI LIST"))).isEqualTo("application/octet-stream");
    assertThat(ObjectRoute.type(bytes("\u00ff\u00d8\u00ff\u00e0"))).isEqualTo("image/jpeg");
    assertThat(ObjectRoute.type(new byte[0])).isEqualTo("application/octet-stream");
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  @Test
  void many_may_ask_at_once() throws Exception {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var asked =
          IntStream.range(0, 60)
              .mapToObj(i -> (Callable<Integer>) () -> world.get("/api/v1/log").statusCode())
              .toList();
      for (var status : threads.invokeAll(asked)) {
        assertThat(status.get(20, TimeUnit.SECONDS)).isEqualTo(200);
      }
    }
  }

  @Test
  void a_bug_is_named_as_one_and_noted(@TempDir Path folder) throws Exception {
    var broken = new AtomicBoolean(true);
    try (var server =
        TestServer.start(
            folder,
            sources -> {
              if (broken.get()) {
                throw new IllegalStateException("private detail");
              }
              return sources;
            })) {
      var answer = server.get("/api/v1/sessions");
      assertThat(answer.statusCode()).isEqualTo(500);
      assertThat(answer.body())
          .isEqualTo("{\"error\":{\"message\":\"a bug in Clew; see recorder.log\"}}");
      assertThat(server.log.toString())
          .contains("/api/v1/sessions", "private detail", "at dev.clew");
      broken.set(false);
      assertThat(server.get("/api/v1/sessions").statusCode()).isEqualTo(200);
    }
  }

  @Test
  void a_store_that_cannot_be_read_is_said_so(@TempDir Path folder) throws Exception {
    try (var server = TestServer.start(folder)) {
      Files.delete(server.home.masterKey());
      var id = server.json("/api/v1/log?limit=1").path("items").path(0).path("step").asString();
      var answer = server.get("/api/v1/show?id=" + id);
      assertThat(answer.statusCode()).isEqualTo(500);
      assertThat(message(answer.body()))
          .startsWith("the store cannot be read")
          .contains("master.key");
    }
  }
}
