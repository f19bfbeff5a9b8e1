package dev.clew.query;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clew.event.SessionKey;
import dev.clew.event.SpanId;
import dev.clew.recorder.Looks;
import dev.clew.testing.Cases;
import dev.clew.testing.ClaudeLines;
import dev.clew.testing.World;
import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// Transcripts and hooks held against each other: each call is captured or missing for a reason.
class CaptureProofTest {
  private static final String ID = "5e551000-0000-4000-8000-00000000000a";
  private static final SessionKey SESSION = SessionKey.main("claude", ID);
  private static final Instant START = Instant.parse("2026-03-02T10:00:00Z");

  @TempDir private Path folder;
  private final AtomicInteger worlds = new AtomicInteger();
  private World world = new World(Path.of(""));

  private void world() {
    world = new World(folder.resolve("world-" + worlds.incrementAndGet()));
  }

  private static String call(int n) {
    return "toolu_" + n;
  }

  private static String step(int n) {
    return SpanId.ofToolCall(SESSION, call(n)).hex();
  }

  /// A transcript of so many shell calls, one a second from [#START] on.
  private void transcript(int calls) {
    var lines = new ClaudeLines("c", ID, START).prompt("do it");
    for (var n = 0; n < calls; n++) {
      lines.bash("m" + n, call(n), "make " + n).result(call(n), "made", false);
    }
    lines.text("end", "Done.", 3);
    world.write(ID + ".jsonl", lines.lines().toArray(String[]::new));
    world.importAll();
  }

  private Looks looks() {
    return new Looks(world, "/work", SESSION);
  }

  private static Instant at(int n) {
    return START.plusSeconds(1 + 2L * n);
  }

  private static void before(Looks looks, int n) {
    looks.hook(at(n), "PreToolUse", payload("PreToolUse", n, ""));
  }

  private static void after(Looks looks, int n) {
    looks.hook(
        at(n).plusMillis(400),
        "PostToolUse",
        payload("PostToolUse", n, ",\"tool_response\":{\"stdout\":\"made\",\"stderr\":\"\"}"));
  }

  private static String payload(String event, int n, String more) {
    return "{\"session_id\":\"%s\",\"cwd\":\"/src\",\"hook_event_name\":\"%s\",\"tool_name\":\"Bash\",\"tool_input\":{\"command\":\"make %d\"},\"tool_use_id\":\"%s\"%s}"
        .formatted(ID, event, n, call(n), more);
  }

  private JsonNode status() {
    return world.clew("status", "--json").json().getFirst().path("sessions").get(0);
  }

  private static JsonNode gap(JsonNode session, String reason) {
    return StreamSupport.stream(session.path("gaps").spliterator(), false)
        .filter(each -> each.path("reason").asString().startsWith(reason))
        .findFirst()
        .orElseThrow(() -> new AssertionError(session));
  }

  @Test
  void one_hook_event_of_n_dropped_is_named_exactly() {
    Cases.forAll(
        5,
        random -> {
          world();
          var calls = 3 + random.nextInt(5);
          transcript(calls);
          var dropped = random.nextInt(2 * calls);
          var looks = looks();
          for (var n = 0; n < calls; n++) {
            if (dropped != 2 * n) {
              before(looks, n);
            }
            if (dropped != 2 * n + 1) {
              after(looks, n);
            }
          }
          looks.store();
          var session = status();
          assertThat(session.path("source").asString()).isEqualTo("hooks");
          assertThat(session.path("expected").asInt()).isEqualTo(calls);
          assertThat(session.path("captured").asInt()).isEqualTo(calls - 1);
          var gap =
              gap(
                  session,
                  dropped % 2 == 0
                      ? "the hook before the call did not come"
                      : "the hook after the call did not come");
          assertThat(gap.path("steps").size()).isEqualTo(1);
          assertThat(gap.path("steps").get(0).asString()).isEqualTo(step(dropped / 2));
        });
  }

  @Test
  void all_hooks_heard_means_nothing_is_missing() {
    world();
    transcript(3);
    var looks = looks();
    for (var n = 0; n < 3; n++) {
      before(looks, n);
      after(looks, n);
    }
    looks.store();
    var session = status();
    assertThat(session.path("captured").asInt()).isEqualTo(3);
    assertThat(session.path("gaps").size()).isZero();
    assertThat(session.path("last_hook_at").asString()).isEqualTo(at(2).plusMillis(400).toString());
    assertThat(world.clew("status").out())
        .contains("3 of 3 calls captured in 1 session")
        .contains("captured 3 of 3");
  }

  @Test
  void calls_before_the_first_hook_and_after_the_last_say_so() {
    world();
    transcript(4);
    var looks = looks();
    before(looks, 1);
    after(looks, 1);
    before(looks, 2);
    after(looks, 2);
    looks.store();
    var session = status();
    assertThat(session.path("captured").asInt()).isEqualTo(2);
    assertThat(gap(session, "made before the first hook").path("steps").get(0).asString())
        .isEqualTo(step(0));
    assertThat(gap(session, "made after the last hook").path("steps").get(0).asString())
        .isEqualTo(step(3));
  }

  @Test
  void a_session_from_before_hooks_were_heard_is_known_by_its_transcript() {
    world();
    transcript(2);
    var session = status();
    assertThat(session.path("source").asString()).isEqualTo("transcript");
    assertThat(session.path("captured").asInt()).isEqualTo(2);
    assertThat(session.path("gaps").size()).isZero();
  }

  @Test
  void a_sandboxed_session_of_which_no_hook_comes_is_a_gap() {
    world();
    transcript(2);
    var other = SessionKey.main("claude", "5e551000-0000-4000-8000-00000000000b");
    new Looks(world, "/work", other)
        .hook(
            START.minusSeconds(60),
            "SessionStart",
            "{\"session_id\":\"5e551000-0000-4000-8000-00000000000b\",\"cwd\":\"/src/app\",\"hook_event_name\":\"SessionStart\",\"source\":\"startup\"}")
        .store();
    var session = status();
    assertThat(session.path("captured").asInt()).isZero();
    assertThat(gap(session, "no hook of this session came").path("count").asInt()).isEqualTo(2);
  }

  @Test
  void what_the_recorder_missed_is_told_with_its_reason() {
    world();
    transcript(1);
    var looks = looks();
    before(looks, 0);
    after(looks, 0);
    looks.missed(
        SpanId.ofToolCall(SESSION, call(0)), "spool", "the hook waited while nothing listened");
    looks.look(at(0).plusSeconds(1), null, "check", "3".repeat(64));
    looks.store();
    var session = status();
    assertThat(session.path("captured").asInt()).isEqualTo(1);
    assertThat(session.path("late").asInt()).isEqualTo(1);
    assertThat(gap(session, "spool: the hook waited").path("steps").get(0).asString())
        .isEqualTo(step(0));
  }
}
