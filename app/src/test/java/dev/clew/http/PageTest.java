package dev.clew.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clew.recorder.ImportListener;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The page in a real browser, served by a real server from a store with our own sessions: one with
/// turns, failures, edits and a sub-agent, and one whose every text tries to run or to break it.
class PageTest {
  private static final Path SESSIONS = Path.of("src/test/fixtures/page");

  @TempDir Path folder;

  @Test
  void everything_on_the_page_works_and_hostile_text_does_nothing() throws Exception {
    try (var server = TestServer.withBuiltPage(folder)) {
      server.recorder.importPaths(
          List.of(SESSIONS.toAbsolutePath()), Optional.empty(), ImportListener.none());
      var address = server.server.url() + "/#token=" + TestServer.TOKEN;
      var browsed = browse(address);
      assertThat(browsed.code()).as(browsed.output()).isZero();
    }
  }

  private record Browsed(int code, String output) {}

  /// Runs the browser's checks.
  private Browsed browse(String address) throws IOException, InterruptedException {
    var screenshots = folder.resolve("screenshots").toString();
    var process =
        new ProcessBuilder("node", "../web/e2e/page.mjs", address, screenshots)
            .redirectErrorStream(true)
            .start();
    var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Browsed(process.waitFor(), output);
  }
}
