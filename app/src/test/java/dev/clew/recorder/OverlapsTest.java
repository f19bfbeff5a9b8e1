package dev.clew.recorder;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clew.testing.ScriptedAgent;
import dev.clew.testing.World;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// `clew overlaps` after two agents and a person were at work in one work tree.
class OverlapsTest {
  private static final String FIRST = "one\ntwo\nthree\nfour\nfive\n";

  @TempDir private Path folder;
  private OriginRig rig;
  private ScriptedAgent.Call edit;
  private ScriptedAgent.Call write;

  @BeforeEach
  void begin() {
    rig = new OriginRig(folder);
    rig.git("init", "-q", "-b", "main").well();
    rig.save("a.txt", FIRST);
    rig.save("src/b.txt", "b\n");
    rig.save("c.txt", "c\n");
    rig.git("add", "-A").well();
    rig.git("commit", "-q", "-m", "first").well();
    rig.look();
    var one = rig.agent("one").prompt("tidy up");
    var two = rig.agent("two", true).prompt("add a test");
    two.bash("cat a.txt");
    edit = one.edit("a.txt", "two", "TWO");
    write = two.bash("printf 'one\\ntwo\\nthree\\nfour\\nFIVE\\n' > a.txt");
    one.edit("src/b.txt", "b", "B");
    rig.save("src/b.txt", "B\ntyped\n");
    rig.look();
    one.edit("c.txt", "c", "C"); // nobody else
    rig.look();
  }

  @AfterEach
  void end() {
    rig.close();
  }

  private World.Ran run(String... words) {
    var all = new ArrayList<>(List.of("overlaps", "-C", rig.root.toString()));
    all.addAll(List.of(words));
    var ran = rig.world().clew(all.toArray(String[]::new));
    assertThat(ran.exit().code()).as(ran.err()).isZero();
    return ran;
  }

  private List<JsonNode> json(String... words) {
    var all = new ArrayList<>(List.of(words));
    all.add("--json");
    return run(all.toArray(String[]::new)).json();
  }

  private List<String> files(String... words) {
    return json(words).stream()
        .map(row ->
            row.path("kind").asString()
                + " "
                + rig.root.relativize(Path.of(row.path("path").asString())))
        .toList();
  }

  @Test
  void files_that_several_changed_are_listed_with_who_did_and_what_was_lost() {
    assertThat(files()).containsExactly("same_file src/b.txt", "lost_update a.txt");

    var lost = json().getLast();
    assertThat(lost.path("together").asBoolean()).isTrue();
    assertThat(lost.path("sessions").size()).isEqualTo(2);
    var last = lost.path("sessions").get(1);
    assertThat(last.path("agent").asString()).isEqualTo("codex");
    assertThat(last.path("title").asString()).isEqualTo("add a test");
    assertThat(last.path("changes").asInt()).isEqualTo(1);
    var wrote = lost.path("writes").get(0);
    assertThat(wrote.path("kind").asString()).isEqualTo("lost_update");
    assertThat(wrote.path("by_step").asString()).isEqualTo(LiveRig.step(edit).hex());
    assertThat(wrote.path("by").asString()).isEqualTo("agent");
    assertThat(wrote.path("step").asString()).isEqualTo(last.path("steps").get(0).asString());
    assertThat(wrote.path("lost").asInt()).isEqualTo(1);
    assertThat(wrote.path("read_sha256").asString())
        .isNotEqualTo(wrote.path("found_sha256").asString());

    var same = json().getFirst();
    assertThat(same.path("sessions").findValuesAsString("agent"))
        .containsExactly("claude", "human");
    assertThat(same.path("writes").size()).isZero();
  }

  @Test
  void sessions_paths_times_and_kinds_narrow_it() {
    var two = json().getLast().path("sessions").get(1).path("session").asString();
    assertThat(files(two)).containsExactly("lost_update a.txt");
    assertThat(files("--path", "src")).containsExactly("same_file src/b.txt");
    assertThat(files("--path", "a.txt")).containsExactly("lost_update a.txt");
    assertThat(files("--path", "c.txt")).isEmpty();
    assertThat(files("--kind", "stale")).containsExactly("lost_update a.txt");
    assertThat(files("--kind", "stale_read")).isEmpty();
    assertThat(files("--since", "2999-01-01")).isEmpty();
    assertThat(files("--limit", "1")).containsExactly("same_file src/b.txt");
  }

  @Test
  void a_person_reads_who_lost_what_within_a_hundred_columns() {
    var out = run("--kind", "lost_update").out();
    assertThat(out)
        .contains("lost update", "a.txt", "1 line lost, 1 line back", "had last seen the file");
    assertThat(out.lines()).allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(100));
  }

  @Test
  void both_steps_and_what_is_new_tell_of_it_and_so_does_an_index_made_anew() {
    for (var step : List.of(LiveRig.step(edit).hex(), writer())) {
      var shown = rig.world().clew("show", step, "--json").json().getFirst();
      assertThat(shown.path("stale_writes").size()).as(step).isEqualTo(1);
      assertThat(rig.world().clew("show", step).out()).contains("lost update");
    }
    var before = json().toString();
    rig.reindex();
    assertThat(json().toString()).isEqualTo(before);
  }

  private String writer() {
    assertThat(write.tool()).isEqualTo("Bash");
    return json().getLast().path("writes").get(0).path("step").asString();
  }
}
