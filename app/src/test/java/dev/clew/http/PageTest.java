package dev.clew.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clew.event.Confidence;
import dev.clew.event.OriginClass;
import dev.clew.event.SessionKey;
import dev.clew.event.SpanId;
import dev.clew.recorder.ImportListener;
import dev.clew.recorder.Looks;
import dev.clew.testing.World;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
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
    seen();
    try (var server = TestServer.withBuiltPage(folder)) {
      server.recorder.importPaths(
          List.of(SESSIONS.toAbsolutePath()), Optional.empty(), ImportListener.none());
      var address = server.server.url() + "/#token=" + TestServer.TOKEN;
      var browsed = browse(address);
      assertThat(browsed.code()).as(browsed.output()).isZero();
    }
  }

  /// What was seen in the workspace of the session with the most steps: what a step did, what a
  /// person did before it, and what was missed.
  private void seen() {
    var session = SessionKey.main("claude", "7a1e0000-1111-4222-8333-000000000000");
    var step = SpanId.ofToolCall(session, "toolu_7a1e_4");
    var at = Instant.parse("2026-11-03T09:01:00Z");
    var looks = new Looks(new World(folder), "/home/ada/loom", session);
    looks
        .changed(
            null, "NOTES.md", null, null, looks.file("mine\n"), OriginClass.HUMAN, Confidence.EXACT)
        .look(at, step, "before", "1".repeat(64));
    looks
        .changed(
            step,
            "generated.txt",
            null,
            looks.file("one\ntwo\n"),
            looks.file("one\n2\n"),
            OriginClass.AGENT,
            Confidence.INFERRED)
        .changed(step, "picture.png", null, looks.file(new byte[] {1, 0, 2}, "100644"))
        .missed(step, "watcher", "the system's queue overflowed")
        .look(at.plusSeconds(1), step, "after", "2".repeat(64));
    looks.store();
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
