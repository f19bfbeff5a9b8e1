package dev.clew.recorder;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clew.testing.Answers;
import dev.clew.testing.World;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Numbers and times that no agent writes: kept, answered, and never in the way of other records.
class HostileNumbersTest {
  private static final String SESSION = "5e551000-0000-4000-8000-000000000001";

  private static final List<String> COMMANDS =
      List.of("sessions", "log", "show last", "cost", "files last", "status", "verify");

  @TempDir private Path folder;

  private static String call(int number, String tokens) {
    return """
    {"type":"assistant","uuid":"u%1$d","sessionId":"%2$s","timestamp":"2026-03-02T10:00:0%1$d.000Z",\
    "requestId":"r%1$d","message":{"id":"m%1$d","model":"claude-opus-4-5","content":[],"usage":\
    {"input_tokens":%3$s,"output_tokens":%3$s,"cache_read_input_tokens":%3$s,\
    "cache_creation_input_tokens":%3$s,"cache_creation":{"ephemeral_1h_input_tokens":%3$s}}}}\
    """
        .formatted(number, SESSION, tokens);
  }

  private World imported(String... lines) {
    var world = new World(folder);
    world.write(SESSION + ".jsonl", lines);
    var result = new Rig(world).run().getFirst();
    assertThat(result.status()).isEqualTo(FileResult.Status.IMPORTED);
    assertThat(result.lines()).isEqualTo(lines.length);
    assertThat(new Rig(world).verify().entries()).isEqualTo(lines.length);
    var answers = Answers.of(world);
    assertThat(world.clew("reindex").exit().code()).isZero();
    assertThat(Answers.difference(answers, Answers.of(world))).isEmpty();
    return world;
  }

  @Test
  void negative_tokens_count_for_nothing() {
    var world = imported(call(1, "-5"), call(2, "7"), call(3, "-9223372036854775808"));
    var tokens = world.clew("sessions", "--json").json().getFirst().path("tokens");
    assertThat(tokens.path("output").asLong()).isEqualTo(7);
    assertThat(tokens.path("cache_write_5m").asLong()).isZero();
  }

  @Test
  void tokens_beyond_any_sum_do_not_stop_the_store() {
    var world =
        imported(
            call(1, "9223372036854775807"),
            call(2, "9223372036854775807"),
            call(3, "99999999999999999999999999"),
            call(4, "1e400"),
            call(5, "1.5"),
            call(6, "\"12\""),
            call(7, "{}"));
    for (var command : COMMANDS) {
      assertThat(world.clew(command.split(" ", -1)).exit().code()).as(command).isZero();
    }
  }

  @Test
  void times_at_the_ends_of_time_are_kept() {
    var line = call(1, "1");
    var world =
        imported(
            line.replace("2026-03-02T10:00:01.000Z", "+1000000000-12-31T23:59:59.999999999Z"),
            line.replace("u1", "u2")
                .replace("2026-03-02T10:00:01.000Z", "-1000000000-01-01T00:00:00Z"),
            line.replace("u1", "u3")
                .replace("2026-03-02T10:00:01.000Z", "+292278994-08-17T07:12:55.807Z"),
            line.replace("u1", "u4").replace("2026-03-02T10:00:01.000Z", "yesterday"),
            line.replace("u1", "u5").replace("\"2026-03-02T10:00:01.000Z\"", "1772445601000"));
    for (var command : COMMANDS) {
      assertThat(world.clew(command.split(" ", -1)).exit().code()).as(command).isZero();
    }
  }
}
