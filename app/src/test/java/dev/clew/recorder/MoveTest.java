package dev.clew.recorder;

import static dev.clew.recorder.LiveRig.step;
import static org.assertj.core.api.Assertions.assertThat;

import dev.clew.cli.Exit;
import dev.clew.event.Event;
import dev.clew.event.SessionKey;
import dev.clew.testing.ScriptedAgent;
import dev.clew.testing.TestGit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// Moves beside a running recorder, in a real repository, after real hooks and real edits.
@EnabledOnOs(OS.LINUX)
class MoveTest {
  @TempDir private Path folder;
  private MoveRig rig;

  @BeforeEach
  void begin() throws Exception {
    rig = new MoveRig(folder);
    rig.live.save("a.txt", "one\ntwo\nthree\nfour\nfive\nsix\n").save("b.txt", "b\n");
    rig.live.save(".gitignore", "out/\n").save("run.sh", "#!/bin/sh\n");
    Files.createDirectories(rig.root.resolve("out"));
    assertThat(rig.root.resolve("run.sh").toFile().setExecutable(true)).isTrue();
    rig.live.commit("begin").up();
  }

  @AfterEach
  void end() throws Exception {
    rig.close();
  }

  private static String id(ScriptedAgent.Call call) {
    return step(call).hex();
  }

  @Test
  void what_a_person_has_changed_made_or_has_ignored_stays() {
    var agent = rig.live.agent();
    var edit = agent.edit("a.txt", "two\n", "2\n");
    rig.live.after(agent);
    rig.live
        .save("b.txt", "a person's\n")
        .save("wip.txt", "not in Git\n")
        .save("out/x", "ignored\n");
    rig.live.awaitChange("wip.txt");
    rig.live.save("a.txt", rig.live.text("a.txt") + "a person's\n");
    rig.live.awaitTexts("human exact outside_intervals a.txt");

    assertThat(MoveRig.texts(rig.move(Exit.YES, "rewind", id(edit) + "^")))
        .containsExactly("write a.txt", "keep b.txt", "keep wip.txt");
    assertThat(rig.live.text("a.txt")).isEqualTo("one\ntwo\nthree\nfour\nfive\nsix\na person's\n");
    assertThat(rig.live.text("b.txt")).isEqualTo("a person's\n");
    assertThat(rig.live.text("wip.txt")).isEqualTo("not in Git\n");
    assertThat(rig.live.text("out/x")).isEqualTo("ignored\n");
  }

  @Test
  void exactly_is_the_tree_as_it_was_and_ignored_files_stay_all_the_same() {
    var agent = rig.live.agent();
    var begun = rig.files();
    var edit = agent.edit("a.txt", "two\n", "2\n");
    rig.live.after(agent);
    rig.live.save("wip.txt", "not in Git\n");
    rig.live.awaitChange("wip.txt");
    var later = rig.files();

    assertThat(MoveRig.texts(rig.move(Exit.YES, "rewind", id(edit) + "^", "--exact")))
        .containsExactly("write a.txt", "delete wip.txt");
    assertThat(rig.files()).isEqualTo(begun);
    rig.move(Exit.YES, "redo");
    assertThat(rig.files()).as("it can be taken back").isEqualTo(later);
  }

  @Test
  void where_head_has_moved_only_files_are_moved_and_only_if_that_is_said() {
    var agent = rig.live.agent();
    var edit = agent.edit("a.txt", "two\n", "2\n");
    rig.live.after(agent);
    rig.live.commit("a commit since");
    var refused = rig.run("rewind", id(edit) + "^", "--yes");
    assertThat(refused.exit()).isEqualTo(Exit.USAGE);
    assertThat(refused.err()).contains("HEAD was at", "git switch --detach", "--files");
    assertThat(rig.live.text("a.txt")).contains("2\n");

    rig.move(Exit.YES, "rewind", id(edit) + "^", "--files");
    assertThat(rig.live.text("a.txt")).contains("two\n");
  }

  @Test
  void while_git_is_at_work_nothing_is_moved_unless_that_is_said() throws IOException {
    var agent = rig.live.agent();
    var edit = agent.edit("a.txt", "two\n", "2\n");
    rig.live.after(agent);
    for (var state : List.of("MERGE_HEAD", "CHERRY_PICK_HEAD", "rebase-merge", "index.lock")) {
      var file = rig.root.resolve(".git").resolve(state);
      if (state.equals("rebase-merge")) {
        Files.createDirectory(file);
      } else {
        Files.writeString(file, TestGit.run(rig.root, "rev-parse", "HEAD"));
      }
      var refused = rig.run("undo", id(edit), "--yes");
      assertThat(refused.exit()).as(state).isEqualTo(Exit.USAGE);
      assertThat(refused.err()).as(state).contains("--files");
      Files.delete(file);
    }
    Files.writeString(rig.root.resolve(".git/index.lock"), "");
    rig.move(Exit.YES, "undo", id(edit), "--files");
    assertThat(rig.live.text("a.txt")).contains("two\n");
  }

  @Test
  void deleted_files_modes_and_folders_come_back_and_made_ones_go() {
    var agent = rig.live.agent();
    var begun = rig.files();
    var call =
        agent.bash("rm b.txt run.sh && chmod +x a.txt && mkdir -p new/deep && echo x > new/deep/x");
    rig.live.after(agent);

    assertThat(MoveRig.texts(rig.move(Exit.YES, "undo", id(call))))
        .containsExactly("mode a.txt", "write b.txt", "delete new/deep/x", "write run.sh");
    assertThat(rig.files()).isEqualTo(begun);
  }

  @Test
  void what_another_session_did_to_the_same_lines_since_is_a_conflict_to_be_resolved() {
    var one = rig.live.agent();
    var first = one.edit("a.txt", "two\n", "2\n");
    rig.live.after(one);
    var other = rig.live.agent();
    other.edit("a.txt", "2\n", "zwei\n");
    rig.live.after(other);
    var before = rig.files();

    var rows = rig.move(Exit.NO, "undo", id(first));
    assertThat(MoveRig.texts(rows)).containsExactly("conflict a.txt");
    assertThat(rows.getFirst().path("reason").asString()).isEqualTo("a conflict is marked");
    assertThat(rig.live.text("a.txt"))
        .startsWith("one\n<<<<<<< now\nzwei\n=======\ntwo\n>>>>>>> before");
    var open = rig.run("undo", "--continue");
    assertThat(open.exit()).isEqualTo(Exit.NO);
    assertThat(open.err()).contains("a.txt");
    assertThat(rig.run("undo", "--abort", "--yes").exit()).isEqualTo(Exit.YES);
    assertThat(rig.files()).isEqualTo(before);
    assertThat(rig.run("undo", "--continue").exit()).isEqualTo(Exit.USAGE);

    rig.move(Exit.NO, "undo", id(first));
    rig.live.save("a.txt", "one\nresolved\n");
    assertThat(rig.run("undo", "--continue").exit()).isEqualTo(Exit.YES);
    assertThat(rig.run("undo", "--continue").exit()).isEqualTo(Exit.USAGE);
    assertThat(rig.live.text("a.txt")).isEqualTo("one\nresolved\n");
  }

  @Test
  void a_move_taken_back_gives_the_tree_exactly_and_keeps_what_was_done_since() {
    var agent = rig.live.agent();
    var call =
        agent.bash("mv b.txt c.txt && echo c >> c.txt && rm run.sh && sed -i s/two/2/ a.txt");
    rig.live.after(agent);
    var before = rig.files();
    rig.move(Exit.YES, "undo", id(call));
    assertThat(rig.live.text("b.txt")).isEqualTo("b\n");
    rig.move(Exit.YES, "redo");
    assertThat(rig.files()).isEqualTo(before);

    rig.move(Exit.YES, "redo"); // takes the last move back, which was that one
    rig.live.save("a.txt", rig.live.text("a.txt") + "since\n");
    rig.move(Exit.YES, "redo");
    assertThat(rig.live.text("a.txt")).isEqualTo("one\n2\nthree\nfour\nfive\nsix\nsince\n");
  }

  @Test
  void what_was_undone_and_redone_is_still_its_agents_or_its_persons() {
    var agent = rig.live.agent();
    var begun = rig.files();
    var edit = agent.edit("a.txt", "two\n", "2\n");
    agent.write("made.txt", "made\n");
    rig.live.after(agent);
    rig.move(Exit.YES, "undo", SessionKey.main("claude", agent.session()).id());
    rig.move(Exit.YES, "redo");
    rig.live.save("wip.txt", "a person's\n").save("b.txt", "a person's\n");
    rig.live.awaitChange("wip.txt");
    rig.move(Exit.YES, "rewind", id(edit) + "^", "--exact");
    assertThat(rig.files()).isEqualTo(begun);
    rig.move(Exit.YES, "redo");

    assertThat(MoveRig.texts(rig.move(Exit.YES, "rewind", id(edit) + "^")))
        .containsExactly("write a.txt", "keep b.txt", "delete made.txt", "keep wip.txt");
    assertThat(rig.live.text("b.txt")).isEqualTo("a person's\n");
    assertThat(rig.live.text("a.txt")).isEqualTo("one\ntwo\nthree\nfour\nfive\nsix\n");
  }

  @Test
  void one_session_is_taken_back_and_the_other_stays() {
    var one = rig.live.agent();
    one.edit("a.txt", "one\n", "1\n");
    one.edit("b.txt", "b\n", "B\n");
    rig.live.after(one);
    var other = rig.live.agent();
    other.edit("a.txt", "six\n", "6\n");
    rig.live.after(other);

    var session = SessionKey.main("claude", one.session()).id();
    assertThat(MoveRig.texts(rig.move(Exit.YES, "undo", session, "--", "a.txt")))
        .as("one file of it")
        .containsExactly("write a.txt");
    assertThat(rig.live.text("a.txt")).isEqualTo("one\ntwo\nthree\nfour\nfive\n6\n");
    assertThat(rig.live.text("b.txt")).isEqualTo("B\n");
    assertThat(MoveRig.texts(rig.move(Exit.YES, "undo", session))).containsExactly("write b.txt");
    rig.move(Exit.YES, "redo");
    assertThat(MoveRig.texts(rig.move(Exit.YES, "keep", session, "--", "a.txt")))
        .containsExactly("write b.txt");
    assertThat(rig.live.text("b.txt")).isEqualTo("b\n");
  }

  @Test
  void a_move_is_a_step_of_the_persons_and_nobody_else_did_what_it_does() {
    var agent = rig.live.agent();
    var edit = agent.edit("a.txt", "two\n", "2\n");
    rig.live.after(agent);
    var known = LiveRig.changes(rig.live.events()).size();
    var order = rig.run("undo", id(edit), "--yes", "--json");
    assertThat(order.exit()).as(order.err()).isEqualTo(Exit.YES);
    var step = order.json().getLast().path("move").asString();
    rig.live.save("b.txt", "a sign\n");
    var changes = rig.live.awaitChange("b.txt");

    assertThat(LiveRig.texts(changes.subList(known, changes.size())))
        .containsExactly("human exact move a.txt", "human exact outside_intervals b.txt");
    var moved = changes.get(known);
    assertThat(moved.session().agent()).isEqualTo("human");
    assertThat(java.util.Objects.requireNonNull(moved.step()).hex()).isEqualTo(step);
    assertThat(rig.live.events())
        .anyMatch(each ->
            each instanceof Event.SessionStarted started
                && started.header().session().agent().equals("human"));
    var shown = rig.run("show", step);
    assertThat(shown.exit()).as(shown.err()).isEqualTo(Exit.YES);
    assertThat(shown.out()).containsPattern("title +undo " + id(edit));
    assertThat(shown.out()).contains("rollback (undo)", "a.txt by a person, exact (move)");
  }

  @Test
  void the_conversation_is_told_how_it_goes_on_from_the_first_prompt_that_is_taken_back() {
    var id = "01e5a1de-0000-4000-8000-00000000c1e3";
    rig.live.after(rig.live.agent()); // the workspace has been looked at
    var agent = new ScriptedAgent(rig.live.client(), rig.live.home().folder(), rig.root, id);
    agent.start().prompt("number the lines");
    var first = agent.edit("a.txt", "two\n", "2\n");
    rig.live.after(agent);
    agent.prompt("all of them");
    var second = agent.edit("a.txt", "six\n", "6\n");
    rig.live.after(agent);
    var session = SessionKey.main("claude", id).id();

    var undone = rig.run("undo", id(second), "--yes");
    assertThat(undone.exit()).as(undone.err()).isEqualTo(Exit.YES);
    assertThat(undone.out())
        .contains(
            "claude --resume " + id + "\n",
            "claude --resume " + id + " --fork-session",
            "prompt 2",
            "/rewind",
            "all of them");
    var rewound = rig.run("rewind", id(first) + "^", "--yes", "--json");
    assertThat(rewound.exit()).as(rewound.err()).isEqualTo(Exit.YES);
    var told = rewound.json().getLast().path("conversations");
    assertThat(told.valueStream().map(each -> each.path("session").asString()))
        .containsExactly(session);
    assertThat(told.path(0).path("number").asInt()).isEqualTo(1);
    assertThat(told.path(0).path("prompt").asString()).isEqualTo("number the lines");
    assertThat(rig.live.text("a.txt")).isEqualTo("one\ntwo\nthree\nfour\nfive\nsix\n");
    assertThat(told.path(0).path("copy").asString()).endsWith("--fork-session");
  }

  @Test
  void lines_that_come_back_have_the_origins_that_they_had() {
    var one = rig.live.agent();
    var first = one.edit("a.txt", "two\n", "2\n");
    rig.live.after(one);
    var other = rig.live.agent();
    var second = other.edit("a.txt", "2\n", "zwei\n");
    rig.live.after(other);
    rig.move(Exit.YES, "undo", id(second));
    assertThat(rig.live.text("a.txt")).startsWith("one\n2\n");

    var lines = rig.person.whole("blame", "a.txt");
    assertThat(lines.get(0).path("class").asString()).isEqualTo("baseline");
    assertThat(lines.get(1).path("class").asString()).isEqualTo("agent");
    assertThat(lines.get(1).path("step").asString()).isEqualTo(id(first));
  }
}
