package dev.clew.recorder;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clew.event.SessionKey;
import dev.clew.event.SpanId;
import dev.clew.testing.ClaudeLines;
import dev.clew.testing.World;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// What hooks told, as it is shown: alone, and together with the transcript that comes later.
class HooksShownTest {
  @TempDir private Path folder;

  private JsonNode shown(World world, String id) {
    var ran = world.clew("show", id, "--json");
    assertThat(ran.exit().code()).as(ran.err()).isZero();
    return ran.json().getFirst();
  }

  @Test
  void a_call_is_one_step_with_the_word_of_both() throws Exception {
    var rig = new LiveRig(folder);
    String session;
    String id;
    try (rig) {
      rig.save("a.txt", "one\n").commit("begin").up();
      var agent = rig.agent();
      session = agent.session();
      agent.prompt("say hello");
      id = agent.bash("echo hello").id();
      agent.stop().end();
      rig.after(agent);
    }
    var world = new World(folder.toRealPath());
    var step = SpanId.ofToolCall(SessionKey.main("claude", session), id).hex();

    var alone = shown(world, step);
    assertThat(alone.path("status").asString()).isEqualTo("ok");
    assertThat(alone.path("title").asString()).isEqualTo("echo hello");
    assertThat(alone.path("command").path("stdout").asString()).contains("hello");
    assertThat(alone.path("permission_checks").path(0).path("result").asString())
        .isEqualTo("allowed");
    assertThat(alone.path("sources").values())
        .filteredOn(source -> source.path("kind").asString().equals("claude.hook"))
        .extracting(source -> source.path("hook").asString())
        .containsExactlyInAnyOrder("PreToolUse", "PostToolUse");
    var whole = shown(world, session);
    assertThat(whole.path("turns").asInt()).isEqualTo(1);
    assertThat(whole.path("started").size()).isEqualTo(1);
    assertThat(whole.path("ended").size()).isEqualTo(1);
    assertThat(whole.path("permission_checks").path(0).path("asked").asString()).isEqualTo("Bash");

    var lines = new ClaudeLines("n", session, Instant.now());
    lines
        .prompt("say hello")
        .bash("m", id, "echo hello")
        .result(id, "hello, said the transcript", false);
    world.write("p/" + session + ".jsonl", lines.lines().toArray(String[]::new));
    world.importAll();

    var both = shown(world, step);
    assertThat(both.path("output").asString()).isEqualTo("hello, said the transcript");
    assertThat(both.path("permission_checks").size()).isEqualTo(1);
    assertThat(both.path("sources").values())
        .extracting(source -> source.path("kind").asString())
        .contains("claude.line", "claude.hook");
    assertThat(shown(world, session).path("turns").asInt()).isEqualTo(1);
    assertThat(world.clew("log", session, "--json").json())
        .filteredOn(row -> row.path("step").asString().equals(step))
        .hasSize(1);
  }
}
