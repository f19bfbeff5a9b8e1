package dev.clew.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// The page's files.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PageFilesTest {
  private TestServer world;

  @BeforeAll
  void start(@TempDir Path folder) throws Exception {
    world = TestServer.start(folder);
  }

  @AfterAll
  void stop() throws Exception {
    world.close();
  }

  @Test
  void files_have_their_types() throws Exception {
    for (var each :
        Map.of(
                "/", "text/html; charset=utf-8",
                "/index.html", "text/html; charset=utf-8",
                "/icon.svg", "image/svg+xml",
                "/assets/index-abc123.js", "text/javascript; charset=utf-8")
            .entrySet()) {
      var answer = world.get(each.getKey());
      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(answer.headers().firstValue("Content-Type")).contains(each.getValue());
    }
    assertThat(world.get("/assets/index-abc123.js").headers().firstValue("Cache-Control"))
        .contains("public, max-age=31536000, immutable");
  }

  @Test
  void a_file_that_has_not_changed_is_not_sent_again() throws Exception {
    var first = world.get("/");
    assertThat(first.headers().firstValue("Cache-Control")).contains("no-cache");
    var tag = first.headers().firstValue("ETag").orElseThrow();
    var again = world.request("/").header("If-None-Match", tag).build();
    var second = world.send(again, BodyHandlers.ofString());
    assertThat(second.statusCode()).isEqualTo(304);
    assertThat(second.body()).isEmpty();
    var other = world.request("/").header("If-None-Match", "\"other\"").build();
    assertThat(world.send(other, BodyHandlers.ofString()).statusCode()).isEqualTo(200);
  }

  @Test
  void no_name_leads_out_of_the_folder() throws Exception {
    for (var path :
        List.of(
            "/../outside.txt",
            "/..%2foutside.txt",
            "/%2e%2e/outside.txt",
            "/%2e%2e%2foutside.txt",
            "/assets/../../outside.txt",
            "/assets/..%5c..%5coutside.txt",
            "/assets/%2e%2e/%2e%2e/outside.txt",
            "/..;/outside.txt",
            "/assets/..;a=b/../outside.txt",
            "//outside.txt",
            "/./../outside.txt",
            "/\\..\\outside.txt",
            "/%00/outside.txt",
            "/index.html%00.js",
            "/..%c0%afoutside.txt",
            "/%252e%252e/outside.txt",
            "/" + TestServer.FIXTURES + "/outside.txt",
            "/assets/",
            "/assets",
            "/.",
            "/secret",
            "/.hidden.txt",
            "/web/index.html",
            "/dev/clew/Main.class")) {
      var answer =
          world.raw(
              "GET " + path + " HTTP/1.1",
              "Host: 127.0.0.1:" + world.server.port(),
              "Connection: close");
      assertThat(answer).as(path).doesNotContain("outside\n", "no extension");
      assertThat(answer).as(path).matches("(?s)HTTP/1.1 (40[04]|200 OK.*<title>Clew).*");
    }
  }

  @Test
  void without_a_page_its_place_says_how_to_build_it(@TempDir Path folder) throws Exception {
    try (var bare = TestServer.withoutPage(folder)) {
      assertThat(bare.get("/").body()).contains("./dev build");
      assertThat(bare.get("/").headers().firstValue("Content-Type"))
          .contains("text/plain; charset=utf-8");
      assertThat(bare.get("/assets/index-abc123.js").statusCode()).isEqualTo(404);
      assertThat(bare.get("/api/v1/sessions").statusCode()).isEqualTo(200);
    }
  }
}
