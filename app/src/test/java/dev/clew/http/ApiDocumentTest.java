package dev.clew.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clew.event.Confidence;
import dev.clew.event.OriginClass;
import dev.clew.event.SessionKey;
import dev.clew.event.SpanId;
import dev.clew.event.StaleWrite;
import dev.clew.query.Questions;
import dev.clew.query.Shapes;
import dev.clew.recorder.ImportListener;
import dev.clew.recorder.Looks;
import dev.clew.testing.Golden;
import dev.clew.testing.SchemaCheck;
import dev.clew.testing.World;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The description of the API is what is served, what is committed, and true.
class ApiDocumentTest {
  private static final List<Path> SESSIONS =
      List.of(Path.of("src/test/fixtures/page"), Path.of("src/test/fixtures/capture"));
  private static final JsonNode DOCUMENT = JsonMapper.shared().readTree(ApiDocument.text());

  @TempDir private Path folder;

  @Test
  void the_committed_document_is_the_present_one() {
    Golden.check("../../../../docs/api/openapi.json", ApiDocument.text());
  }

  @Test
  void every_question_parameter_and_field_is_described() {
    for (var question : Questions.all()) {
      assertThat(question.rows()).as("the shapes of '%s'", question.name()).isNotEmpty();
    }
    for (var shape : Shapes.all().values()) {
      assertThat(shape.fields())
          .as(shape.name())
          .isNotEmpty()
          .allSatisfy(field -> assertThat(field.summary()).isNotBlank())
          .extracting("name")
          .doesNotHaveDuplicates();
    }
  }

  private static final SessionKey LOOKING =
      SessionKey.main("claude", "5e551000-0000-4000-8000-00000000000c");

  @Test
  void every_reference_leads_somewhere_and_every_shape_is_used() {
    var referred = DOCUMENT.findValues("$ref").stream().map(JsonNode::asString).toList();
    assertThat(referred)
        .allSatisfy(ref -> assertThat(DOCUMENT.at(ref.substring(1)).isObject()).as(ref).isTrue());
    for (var name : DOCUMENT.at("/components/schemas").propertyNames()) {
      assertThat(referred).contains("#/components/schemas/" + name);
    }
    for (var parameter : DOCUMENT.findValues("parameters")) {
      assertThat(parameter.values())
          .allSatisfy(each -> assertThat(each.path("description").asString()).isNotBlank());
    }
  }

  @Test
  void real_answers_are_as_the_document_says() throws Exception {
    look();
    try (var server = TestServer.start(folder)) {
      server.recorder.importPaths(
          SESSIONS.stream().map(Path::toAbsolutePath).toList(),
          Optional.empty(),
          ImportListener.none());
      server.recorder.weaveOrigins(_ -> {});
      assertThat(server.get("/api/v1/openapi.json").body()).isEqualTo(ApiDocument.text());
      for (var question : Questions.all()) {
        for (var query : queries(question.name(), server)) {
          var answer = server.json("/api/v1/" + question.name() + query);
          assertThat(answer.path("items").size()).as(question.name() + query).isPositive();
          var schema =
              DOCUMENT
                  .path("paths")
                  .path("/" + question.name())
                  .at("/get/responses/200/content/application~1json/schema");
          assertThat(SchemaCheck.faults(DOCUMENT, schema, answer))
              .as(question.name() + query)
              .isEmpty();
        }
      }
    }
  }

  private static Path seen(TestServer server) throws Exception {
    return server.home.folder().resolveSibling("work/a.txt").toRealPath();
  }

  /// A workspace with a file of which an agent changed a line.
  private void look() throws Exception {
    var real = folder.toRealPath();
    var work = Files.createDirectories(real.resolve("work"));
    var session = LOOKING;
    var start = Instant.parse("2026-11-20T11:00:00Z");
    var looks = new Looks(new World(real), work.toString(), session);
    Files.writeString(work.resolve("a.txt"), "one\ntwo\n");
    looks.real(start, null, "session_start");
    Files.writeString(work.resolve("a.txt"), "one\n2\n");
    var step = SpanId.ofToolCall(session, "toolu_look");
    looks.changed(step, "a.txt", looks.file("one\ntwo\n"), looks.file("one\n2\n"));
    var typed = looks.file("one\n2\ntyped\n");
    looks.changed(
        null, "a.txt", null, looks.file("one\n2\n"), typed, OriginClass.HUMAN, Confidence.EXACT);
    looks.stale(
        step,
        new StaleWrite(
            work.toString(),
            "a.txt",
            StaleWrite.How.REWRITE,
            looks.file("one\n2\n"),
            step,
            start,
            typed,
            looks.file("one\n"),
            OriginClass.HUMAN,
            null,
            null,
            start.plusSeconds(1),
            1,
            0));
    looks.real(start.plusSeconds(2), step, "after");
    looks.store();
  }

  @Test
  void what_show_prints_is_as_the_schema_beside_the_format_says() throws Exception {
    var schema =
        JsonMapper.shared()
            .readTree(Files.readString(Path.of("../docs/formats/event.schema.json")));
    try (var server = TestServer.start(folder)) {
      server.recorder.importPaths(
          SESSIONS.stream().map(Path::toAbsolutePath).toList(),
          Optional.empty(),
          ImportListener.none());
      for (var query : queries("show", server)) {
        for (var item : server.json("/api/v1/show" + query).path("items").values()) {
          assertThat(SchemaCheck.faults(schema, schema, item)).as(query).isEmpty();
        }
      }
    }
  }

  /// Queries that ask for everything there is.
  private static List<String> queries(String question, TestServer server) throws Exception {
    var queries = new ArrayList<String>();
    var sessions = server.json("/api/v1/sessions").path("items");
    switch (question) {
      case "show" -> {
        for (var session : sessions.values()) {
          queries.add("?id=" + session.path("session").asString());
        }
        for (var step : server.json("/api/v1/log?limit=5000").path("items").values()) {
          queries.add("?id=" + step.path("step").asString());
          if (step.has("turn")) {
            queries.add("?id=" + step.path("turn").asString());
          }
        }
      }
      case "files" -> queries.add("?session=7a1e0000");
      case "outline" -> {
        for (var session : sessions.values()) {
          queries.add("?session=" + session.path("session").asString());
        }
      }
      case "diff" -> queries.add("?a=7a1e0000");
      case "blame" -> queries.add("?file=" + seen(server));
      case "why" -> queries.add("?of=" + seen(server) + ":2");
      case "stats" -> {
        queries.add("");
        queries.add("?lines=true&folder=" + seen(server).getParent());
      }
      case "log" -> {
        queries.add("");
        queries.add("?path=" + seen(server));
      }
      case "rewind" -> queries.add("?to=" + LOOKING.id() + "%5E&exact=true");
      case "undo", "keep", "redo" -> {} // rows as of rewind; MoveTest asks them
      case "search" -> queries.add("?q=the");
      default -> queries.add("");
    }
    return queries;
  }
}
