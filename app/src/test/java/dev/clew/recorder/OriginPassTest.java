package dev.clew.recorder;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clew.index.IndexReader;
import dev.clew.index.VersionRow;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What agents, persons and Git do to files becomes versions, and lines with causes.
class OriginPassTest {
  @TempDir private Path folder;
  private OriginRig rig;
  private OriginScript script;

  @BeforeEach
  void begin() {
    rig = new OriginRig(folder);
    rig.save("f", "one\ntwo\nthree\n");
    rig.save("g", "alpha one\nbeta two\ngamma three\n");
    script = new OriginScript(rig, OriginScript.NOBODY);
    script.run("me git add -A\nme git commit -q -m first\nlook");
  }

  @AfterEach
  void end() {
    rig.close();
  }

  private List<String> blame(String path) {
    rig.origins();
    try (var blame = new OriginBlame(rig.home().index())) {
      return blame.of(rig.root, path).stream()
          .map(line ->
              "%s: %s %s%s"
                  .formatted(
                      line.text().replaceAll("say\\(\"|\"\\); // and no more|\n", ""),
                      line.origin().wire(),
                      script.name(line.step()),
                      line.note() == null ? "" : " " + line.note()))
          .toList();
    }
  }

  private List<String> history(String path) throws SQLException {
    rig.origins();
    try (var index = IndexReader.open(rig.home().index())) {
      assertThat(index.versions().behind()).isFalse();
      return index.versions().history(rig.root.resolve(path).toString()).stream()
          .map(OriginPassTest::text)
          .toList();
    }
  }

  private static String text(VersionRow row) {
    return "%s %s %s".formatted(row.kind(), row.op(), row.content() == null ? "-" : row.lines());
  }

  @Test
  void an_edit_is_the_steps_and_the_rest_was_there() throws SQLException {
    script.run("a line f @1 word\nlook");

    assertThat(blame("f"))
        .containsExactly("one: baseline nobody", "word: agent a1", "three: baseline nobody");
    assertThat(history("f")).containsExactly("seen modify 3", "baseline modify 3");
  }

  @Test
  void what_is_in_no_answer_about_lines_yet_is_told() {
    rig.origins();
    var well = rig.world().clew("status");
    assertThat(well.out()).doesNotContain("lines");
    assertThat(rig.world().clew("doctor").out()).contains("all that was recorded is in answers");

    script.run("a line f @1 word\nlook");
    assertThat(rig.world().clew("status").out())
        .contains("lines      1 change and 1 step in no answer about lines yet: " + rig.root);
    var told = rig.world().clew("status", "--json").json().getFirst();
    assertThat(told.path("lines_behind").asInt()).isEqualTo(2);
    assertThat(told.path("lines_due").get(0).asString()).isEqualTo(rig.root.toString());
    assertThat(rig.world().clew("doctor").out())
        .contains("1 change and 1 step in no answer", "clew blame");

    rig.origins();
    assertThat(rig.world().clew("status").out()).doesNotContain("lines");
  }

  @Test
  void a_person_and_two_agents_have_their_own_lines() {
    script.run("a line f @0 first\nlook\nme line f @1 typed\nlook\nb line f @2 last\nlook");

    assertThat(blame("f"))
        .containsExactly("first: agent a1", "typed: human nobody", "last: agent b1");
  }
}
