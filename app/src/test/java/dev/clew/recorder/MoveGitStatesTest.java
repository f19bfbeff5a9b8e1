package dev.clew.recorder;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clew.cli.Exit;
import dev.clew.testing.ScriptedAgent;
import dev.clew.testing.TestGit;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// Moves while Git is in the middle of something, or stands elsewhere than it did: brought about by
/// Git itself. What the refusal names as the way out is followed, and leads out.
@EnabledOnOs(OS.LINUX)
class MoveGitStatesTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final Pattern QUOTED = Pattern.compile("'(git [^']*)'");

  @TempDir private Path folder;
  private MoveRig rig;
  private ScriptedAgent agent;
  private ScriptedAgent.Call edit;

  @BeforeEach
  void begin() throws Exception {
    rig = new MoveRig(folder);
    rig.live.save("a.txt", "one\ntwo\nthree\n").save("c.txt", "c\n").commit("begin");
    rig.live.git("switch", "-q", "-c", "side").save("c.txt", "side\n").commit("side 1");
    rig.live.save("c.txt", "side again\n").commit("side 2").git("switch", "-q", "main").up();
    agent = rig.live.agent();
    edit = agent.edit("a.txt", "two\n", "2\n");
    rig.live.after(agent);
  }

  @AfterEach
  void end() throws Exception {
    rig.close();
  }

  private String id() {
    return LiveRig.step(edit).hex();
  }

  private List<String> refused(String... words) {
    var files = rig.files();
    var ran = rig.run(words);
    assertThat(ran.exit()).as(ran.err()).isEqualTo(Exit.USAGE);
    assertThat(ran.err()).contains("--files");
    assertThat(rig.files()).isEqualTo(files);
    var found = new ArrayList<String>();
    var quoted = QUOTED.matcher(ran.err());
    while (quoted.find()) {
      found.add(quoted.group(1));
    }
    return found;
  }

  /// A state that Git is brought into by a command, and the command that a person is told to end it
  /// with.
  private record Doing(String begins, String says) {}

  @Test
  void while_git_is_in_the_middle_of_something_nothing_is_moved_and_the_way_out_leads_out() {
    rig.live.save("c.txt", "main\n").commit("main 1");
    for (var doing :
        List.of(
            new Doing("git merge side", "git merge --abort"),
            new Doing("git rebase side", "git rebase --abort"),
            new Doing("git rebase --apply side", "git rebase --abort"),
            new Doing(
                "GIT_SEQUENCE_EDITOR='sed -i s/^pick/edit/' git rebase -i HEAD~1",
                "git rebase --abort"),
            new Doing("git cherry-pick side", "git cherry-pick --abort"),
            new Doing(
                "git cherry-pick main..side || (echo mine >c.txt; git commit -qam resolved)",
                "git cherry-pick --abort"),
            new Doing("git revert HEAD~1..HEAD side", "git revert --abort"),
            new Doing("git format-patch -1 side --stdout | git am", "git am --abort"),
            new Doing("git bisect start", "git bisect reset"))) {
      var said = agent.run(doing.begins);
      var out = refused("undo", id(), "--yes");
      assertThat(out).as(doing + said).contains(doing.says);
      assertThat(refused("rewind", id() + "^", "--exact", "--yes")).as(said).isEqualTo(out);
      var files = rig.run("undo", id(), "--files", "--dry-run");
      assertThat(files.exit()).as(files.err()).isEqualTo(Exit.YES);
      assertThat(files.out()).contains("a.txt");
      assertThat(agent.run(doing.says)).doesNotContain("fatal", "error");
      assertThat(rig.run("undo", id(), "--dry-run").exit()).as(doing.begins).isEqualTo(Exit.YES);
      assertThat(TestGit.run(rig.root, "status", "--porcelain")).as(doing.begins).isEmpty();
    }
  }

  @Test
  void in_the_middle_of_a_merge_only_files_are_changed_and_the_merge_stays() {
    rig.live.save("c.txt", "main\n").commit("main 1");
    agent.run("git merge side");
    var marked = rig.live.text("c.txt");
    assertThat(marked).contains("<<<<<<<");

    rig.move(Exit.YES, "undo", id(), "--files");
    assertThat(rig.live.text("a.txt")).isEqualTo("one\ntwo\nthree\n");
    assertThat(rig.live.text("c.txt")).isEqualTo(marked);
    assertThat(agent.run("git merge --abort 2>&1; git status --porcelain -uno"))
        .as("the merge is still Git's to end")
        .doesNotContain("fatal");
  }

  @Test
  void while_a_git_command_holds_the_index_nothing_is_moved() throws Exception {
    var editing = folder.resolve("editing");
    var goOn = folder.resolve("go on");
    var builder = new ProcessBuilder("git", "commit", "-q", "-a").directory(rig.root.toFile());
    builder.environment().putAll(TestGit.ENVIRONMENT);
    builder
        .environment()
        .put(
            "GIT_EDITOR",
            ": > '%s'; until [ -e '%s' ]; do sleep 0.01; done; echo said >"
                .formatted(editing, goOn));
    var commit = builder.inheritIO().start();
    try {
      var deadline = System.nanoTime() + PATIENCE.toNanos();
      while (!Files.exists(editing)) {
        assertThat(System.nanoTime()).isLessThan(deadline);
        Thread.onSpinWait();
      }
      refused("undo", id(), "--yes");
      rig.move(Exit.YES, "undo", id(), "--files");
      rig.move(Exit.YES, "redo", "--files");
    } finally {
      Files.createFile(goOn);
      assertThat(commit.waitFor()).isZero();
    }
    assertThat(rig.run("undo", id(), "--dry-run").exit()).isEqualTo(Exit.YES);
  }

  @Test
  void where_head_has_moved_the_way_back_is_named_and_leads_back() {
    // By a commit on the same branch: no name leads back.
    rig.live.commit("since");
    leadsBack("--detach");
    agent.run("git switch -q main");
    // By another branch.
    rig.live.git("reset", "-q", "--hard", "HEAD~1").git("switch", "-q", "side");
    assertThat(leadsBack("main")).endsWith(" main");
    // From a commit that no branch was at.
    rig.live.git("switch", "-q", "--detach", "side~1");
    var other = rig.live.agent();
    edit = other.edit("a.txt", "three\n", "3\n");
    rig.live.after(other);
    rig.live.git("checkout", "-q", "a.txt").git("switch", "-q", "main");
    leadsBack("--detach");
  }

  private String leadsBack(String by) {
    var out = refused("rewind", id() + "^", "--yes");
    assertThat(out).hasSize(1).allSatisfy(command -> assertThat(command).contains(by));
    assertThat(agent.run(out.getFirst() + " -q")).isEmpty();
    var ran = rig.run("rewind", id() + "^", "--dry-run");
    assertThat(ran.exit()).as(ran.err()).isEqualTo(Exit.YES);
    return out.getFirst();
  }

  @Test
  void before_the_first_commit_moves_are_made_and_after_it_that_is_a_head_that_moved()
      throws Exception {
    rig.close();
    var other = new MoveRig(Files.createDirectory(folder.resolve("other")));
    rig = other;
    other.live.save("a.txt", "one\n").up();
    agent = other.live.agent();
    edit = agent.edit("a.txt", "one\n", "1\n");
    other.live.after(agent);
    other.move(Exit.YES, "rewind", id() + "^");
    assertThat(other.live.text("a.txt")).isEqualTo("one\n");
    other.move(Exit.YES, "redo");
    other.live.commit("the first");
    refused("rewind", id() + "^", "--yes");
    assertThat(MoveRig.texts(other.move(Exit.YES, "rewind", id() + "^", "--files")))
        .as("though the file has come back to that state in between")
        .containsExactly("write a.txt");
    assertThat(other.live.text("a.txt")).isEqualTo("one\n");
  }
}
