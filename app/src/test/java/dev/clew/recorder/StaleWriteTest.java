package dev.clew.recorder;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clew.event.OriginClass;
import dev.clew.testing.ScriptedAgent;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Agents and people who work in one work tree, one step between two of another's.
class StaleWriteTest {
  private static final String FIRST = "one\ntwo\nthree\nfour\nfive\n";

  @TempDir private Path folder;
  private OriginRig rig;
  private ScriptedAgent one;
  private ScriptedAgent two;

  @BeforeEach
  void begin() {
    rig = new OriginRig(folder);
    rig.git("init", "-q", "-b", "main").well();
    rig.save("a.txt", FIRST);
    rig.save("b.txt", "b\n");
    rig.git("add", "-A").well();
    rig.git("commit", "-q", "-m", "first").well();
    rig.look();
    one = rig.agent("one");
    two = rig.agent("two");
  }

  @AfterEach
  void end() {
    rig.close();
  }

  private List<String> warnings() {
    rig.look();
    return Stales.of(rig.home(), OriginRig.AGENTS).stream().map(Stales::text).toList();
  }

  @Test
  void a_file_rewritten_from_what_was_read_before_another_agents_edit_loses_that_edit() {
    two.read("a.txt");
    one.read("a.txt");
    var edit = one.edit("a.txt", "two", "TWO");
    var write = two.write("a.txt", FIRST.replace("five", "FIVE"));

    assertThat(warnings()).containsExactly("two rewrite a.txt over agent one: 1 lost, 1 back");
    var stale = Stales.of(rig.home(), OriginRig.AGENTS).getFirst();
    assertThat(stale.step()).isEqualTo(LiveRig.step(write));
    assertThat(stale.write().byStep()).isEqualTo(LiveRig.step(edit));
    assertThat(stale.write().losesUpdate()).isTrue();
    assertThat(stale.write().readStep()).isNotNull();
  }

  @Test
  void nothing_is_said_where_the_new_version_was_read_in_between() {
    two.read("a.txt");
    one.edit("a.txt", "two", "TWO");
    two.read("a.txt");
    two.write("a.txt", FIRST.replace("five", "FIVE"));

    assertThat(warnings()).isEmpty();
  }

  @Test
  void what_was_read_before_the_recorder_was_started_again_is_known() {
    two.read("a.txt");
    one.read("a.txt");
    rig.restart();
    rig.look();
    one.edit("a.txt", "two", "TWO");
    rig.restart();
    rig.look();
    two.write("a.txt", FIRST.replace("five", "FIVE"));

    assertThat(warnings()).containsExactly("two rewrite a.txt over agent one: 1 lost, 1 back");
    var stale = Stales.of(rig.home(), OriginRig.AGENTS).getFirst();
    assertThat(stale.write().readStep()).isNotNull();
    assertThat(stale.write().bySession()).isNotNull();
  }

  @Test
  void what_was_read_of_the_new_version_before_a_restart_or_while_none_ran_is_known_too() {
    two.read("a.txt");
    one.edit("a.txt", "two", "TWO");
    two.bash("cat a.txt");
    rig.restart();
    rig.look();
    two.write("a.txt", FIRST);
    assertThat(warnings()).isEmpty();

    two.read("a.txt");
    rig.settle();
    rig.save("a.txt", FIRST + "typed\n");
    rig.restart();
    two.read("a.txt"); // nothing has been compared yet
    rig.look();
    two.write("a.txt", FIRST);
    assertThat(warnings()).isEmpty();
  }

  @Test
  void what_a_person_saved_while_no_recorder_ran_is_lost_as_well() {
    two.read("a.txt");
    rig.restart();
    rig.save("a.txt", FIRST + "typed\n");
    rig.look();
    two.write("a.txt", FIRST);

    assertThat(warnings()).hasSize(1);
    assertThat(warnings().getFirst())
        .startsWith("two rewrite a.txt over")
        .endsWith("1 lost, 0 back");
  }

  @Test
  void a_command_that_shows_the_file_counts_as_reading() {
    for (var command : List.of("cat a.txt", "sed -n 1,3p a.txt", "git diff", "head -3 *.txt")) {
      two.read("a.txt");
      one.edit("a.txt", "three", "three " + command.length());
      two.bash(command);
      two.write("a.txt", FIRST);
      assertThat(warnings()).as(command).isEmpty();
    }
  }

  @Test
  void a_command_that_does_not_show_the_file_does_not() {
    two.read("a.txt");
    one.edit("a.txt", "two", "TWO");
    two.bash("cat b.txt; ls; grep -c x b.txt; echo a.txt");
    two.read("b.txt");
    two.write("a.txt", FIRST);

    assertThat(warnings()).containsExactly("two rewrite a.txt over agent one: 1 lost, 1 back");
  }

  @Test
  void an_edit_that_found_its_text_loses_nothing() {
    two.read("a.txt");
    one.edit("a.txt", "two", "TWO");
    two.edit("a.txt", "five", "FIVE");
    two.multiEdit("a.txt", "one", "ONE", "four", "FOUR");
    one.edit("a.txt", "three", "THREE");

    assertThat(warnings()).isEmpty();
    assertThat(rig.text("a.txt")).isEqualTo("ONE\nTWO\nTHREE\nFOUR\nFIVE\n");
  }

  @Test
  void what_a_person_saved_in_between_is_lost_as_well() {
    one.read("a.txt");
    rig.save("a.txt", FIRST + "typed\n");
    one.write("a.txt", FIRST.replace("one", "1"));

    assertThat(warnings()).containsExactly("one rewrite a.txt over human: 1 lost, 0 back");
  }

  @Test
  void what_a_person_saved_and_the_agent_read_is_not() {
    one.read("a.txt");
    rig.save("a.txt", FIRST + "typed\n");
    rig.look();
    one.read("a.txt");
    one.write("a.txt", FIRST.replace("one", "1"));

    assertThat(warnings()).isEmpty();
  }

  @Test
  void a_file_rewritten_with_all_that_others_did_is_stale_and_loses_nothing() {
    two.read("a.txt");
    one.edit("a.txt", "two", "TWO");
    two.write("a.txt", FIRST.replace("two", "TWO").replace("five", "FIVE"));

    assertThat(warnings()).containsExactly("two rewrite a.txt over agent one: 0 lost, 0 back");
    assertThat(Stales.of(rig.home(), OriginRig.AGENTS).getFirst().write().losesUpdate()).isFalse();
  }

  @Test
  void a_redirect_over_anothers_lines_is_told_and_one_that_keeps_them_is_not() {
    two.bash("cat a.txt");
    one.edit("a.txt", "two", "TWO");
    two.bash("printf 'one\\ntwo\\nthree\\n' > a.txt");
    assertThat(warnings()).containsExactly("two command a.txt over agent one: 1 lost, 1 back");

    one.edit("a.txt", "three", "THREE");
    two.bash("printf 'more\\n' >> a.txt");
    two.bash("sed -i 's/one/1/' a.txt");
    assertThat(warnings()).hasSize(1);
  }

  @Test
  void who_never_read_a_file_is_warned_only_where_something_is_lost() {
    one.edit("a.txt", "two", "TWO");
    two.write("b.txt", "other\n");
    one.write("new.txt", "by one\n");
    two.write("new.txt", "by one\nand two\n");
    assertThat(warnings()).isEmpty();

    one.read("new.txt");
    one.write("new.txt", "by one\nand two\nonce more\n");
    rig.agent("three").write("new.txt", "by three\n");
    assertThat(warnings()).isEmpty(); // three began after it was there
    var last = rig.agent("four");
    one.read("new.txt");
    one.write("new.txt", "by one again\n");
    last.write("new.txt", "by four\n");
    assertThat(warnings()).containsExactly("four rewrite new.txt over agent one: 1 lost, 0 back");
    assertThat(Stales.only(Stales.of(rig.home(), OriginRig.AGENTS)).readStep()).isNull();
  }

  @Test
  void a_file_that_another_changed_since_it_was_read_is_taken_away() {
    two.read("a.txt");
    one.edit("a.txt", "two", "TWO\nzwei");
    two.bash("rm a.txt");

    assertThat(warnings()).containsExactly("two delete a.txt over agent one: 2 lost, 0 back");
  }

  @Test
  void what_came_back_to_what_was_read_is_not_stale() {
    two.read("a.txt");
    one.edit("a.txt", "two", "TWO");
    one.edit("a.txt", "TWO", "two");
    two.write("a.txt", FIRST.replace("five", "FIVE"));

    assertThat(warnings()).isEmpty();
  }

  @Test
  void a_subagent_is_a_conversation_of_its_own() {
    var sub = one.subagent("helper");
    sub.read("a.txt");
    one.edit("a.txt", "two", "TWO");
    sub.write("a.txt", FIRST);

    assertThat(warnings()).containsExactly("helper rewrite a.txt over agent one: 1 lost, 1 back");
  }

  @Test
  void its_own_writes_are_no_surprise_to_it_and_a_warning_comes_once() {
    two.read("a.txt");
    one.edit("a.txt", "two", "TWO");
    two.write("a.txt", FIRST);
    two.write("a.txt", FIRST + "six\n");
    two.bash("printf 'seven\\n' > a.txt");
    assertThat(warnings()).hasSize(1);
  }

  @Test
  void each_of_two_who_overwrite_each_other_is_warned() {
    one.read("a.txt");
    two.read("a.txt");
    one.write("a.txt", FIRST + "by one\n");
    two.write("a.txt", FIRST + "by two\n");
    one.write("a.txt", FIRST + "by one\nand more\n");

    assertThat(warnings())
        .containsExactly(
            "two rewrite a.txt over agent one: 1 lost, 0 back",
            "one rewrite a.txt over agent two: 1 lost, 1 back");
    assertThat(Stales.of(rig.home(), OriginRig.AGENTS).getFirst().write().by())
        .isEqualTo(OriginClass.AGENT);
  }
}
