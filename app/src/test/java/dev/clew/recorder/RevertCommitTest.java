package dev.clew.recorder;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clew.cli.Exit;
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

/// `clew revert-commit` by real Git, beside a running recorder, after real hooks and real edits.
@EnabledOnOs(OS.LINUX)
class RevertCommitTest {
  @TempDir private Path folder;
  private RevertRig reverts;
  private LiveRig rig;

  @BeforeEach
  void begin() throws Exception {
    reverts = new RevertRig(folder);
    rig = reverts.live;
  }

  @AfterEach
  void end() throws Exception {
    reverts.close();
  }

  @Test
  void a_whole_commit_is_reverted_in_gits_words_and_names_its_session() {
    var agent = reverts.edited("a.txt", "two\n", "2\n");
    rig.commit("make it two");
    var commit = reverts.git("rev-parse", "HEAD");
    var last = reverts.revert(agent);
    assertThat(reverts.message())
        .isEqualTo(
            "Revert \"make it two\"\n\nThis reverts commit %s.\n\n%s"
                .formatted(commit, RevertRig.trailers(agent)));
    assertThat(last.path("commits").get(0).path("whole").asBoolean()).isTrue();
    assertThat(reverts.git("diff", "HEAD~2", "--stat")).isEmpty();
    assertThat(reverts.git("log", "-1", "--format=%an <%ae>"))
        .isEqualTo("A Person <person@example.org>");
    var shown = reverts.person.run("show", last.path("move").asString());
    assertThat(shown.out()).contains("rollback (revert-commit)", "a.txt by a person, exact (move)");
  }

  @Test
  void what_is_staged_or_changed_elsewhere_stays_so() {
    var agent = reverts.edited("a.txt", "two\n", "2\n");
    rig.commit("make it two");
    rig.save("b.txt", "staged\n").git("add", "b.txt").save("b.txt", "staged\nand not\n");
    rig.save("new.txt", "not in Git\n").save("added.txt", "x\n").git("add", "added.txt");
    var status = reverts.git("status", "--porcelain");
    var staged = reverts.git("diff", "--cached");
    reverts.revert(agent);
    assertThat(reverts.git("status", "--porcelain")).isEqualTo(status);
    assertThat(reverts.git("diff", "--cached")).isEqualTo(staged);
    assertThat(rig.text("b.txt")).isEqualTo("staged\nand not\n");
  }

  @Test
  void commits_of_an_agents_own_are_reverted_together_the_newest_first() {
    var agent = rig.agent();
    agent.edit("a.txt", "two\n", "2\n");
    agent.bash("git commit -q -a -m first");
    agent.edit("a.txt", "2\n", "II\n");
    agent.bash(
        "git rm -q b.txt && mkdir sub && echo c >sub/c.txt && git add sub && git commit -q -a -m second");
    rig.after(agent);
    reverts.revert(agent);
    assertThat(reverts.message())
        .startsWith("Revert the work of claude in session ")
        .contains(
            "This reverts commit %s.\nThis reverts commit %s."
                .formatted(reverts.git("rev-parse", "HEAD~1"), reverts.git("rev-parse", "HEAD~2")));
    assertThat(reverts.git("diff", "HEAD~3", "--stat")).isEmpty();
    assertThat(rig.root.resolve("sub")).doesNotExist();
  }

  @Test
  void of_a_mixed_commit_only_the_sessions_lines_go() {
    var agent = reverts.edited("a.txt", "two\n", "2\n");
    rig.save("a.txt", rig.text("a.txt") + "a person's\n").save("b.txt", "a person's, too\n");
    rig.awaitChange("b.txt");
    rig.commit("both");
    var commit = reverts.git("rev-parse", "HEAD");
    reverts.revert(agent);
    assertThat(reverts.message())
        .startsWith("Revert the work of claude in session ")
        .contains("This takes back what the session brought in commit " + commit + ".")
        .endsWith(RevertRig.trailers(agent));
    assertThat(rig.text("a.txt")).isEqualTo("one\ntwo\nthree\nfour\nfive\nsix\na person's\n");
    assertThat(rig.text("b.txt")).isEqualTo("a person's, too\n");
  }

  @Test
  void what_others_did_on_top_stays_also_where_the_file_was_renamed() {
    var agent = reverts.edited("a.txt", "two\n", "2\n");
    rig.commit("make it two");
    rig.git("mv", "a.txt", "moved.txt");
    rig.awaitChange("moved.txt");
    rig.save("moved.txt", rig.text("moved.txt") + "on top\n").commit("on top");
    var other = rig.agent();
    other.edit("moved.txt", "five\n", "5\n");
    rig.after(other);
    rig.commit("another agent's");
    reverts.revert(agent);
    assertThat(rig.text("moved.txt")).isEqualTo("one\ntwo\nthree\nfour\n5\nsix\non top\n");
    assertThat(reverts.message()).startsWith("Revert \"make it two\"");
  }

  @Test
  void rebased_and_squashed_commits_are_found() {
    var agent = reverts.edited("a.txt", "two\n", "2\n");
    rig.git("checkout", "-q", "-b", "side").commit("make it two");
    rig.git("checkout", "-q", "main").save("b.txt", "main has moved\n").commit("on main");
    rig.git("checkout", "-q", "side").git("rebase", "-q", "main");
    var last = reverts.revert(agent);
    assertThat(last.path("commits").get(0).path("id").asString())
        .isEqualTo(reverts.git("rev-parse", "HEAD~1"));
    assertThat(reverts.git("diff", "main", "--stat")).isEmpty();

    rig.git("reset", "-q", "--hard", "HEAD~1").git("checkout", "-q", "main");
    rig.git("merge", "-q", "--squash", "side").git("commit", "-q", "-m", "squashed");
    reverts.revert(agent);
    assertThat(reverts.message()).startsWith("Revert \"squashed\"");
    assertThat(reverts.git("diff", "HEAD~2", "--stat")).isEmpty();
  }

  @Test
  void what_was_taken_back_already_is_not_again() {
    var agent = reverts.edited("a.txt", "two\n", "2\n");
    rig.commit("make it two");
    reverts.revert(agent);
    assertThat(reverts.refused(agent.session())).contains("nothing is left of what", "make it two");
    rig.git("revert", "--no-edit", "HEAD");
    reverts.revert(agent);
    assertThat(rig.text("a.txt")).startsWith("one\ntwo\n");
  }

  @Test
  void work_that_is_not_committed_or_elsewhere_is_refused_with_the_way_out() {
    var agent = reverts.edited("a.txt", "two\n", "2\n");
    assertThat(reverts.refused(agent.session())).contains("no commit here", "clew undo s1");
    rig.git("checkout", "-q", "-b", "side").commit("make it two").git("checkout", "-q", "main");
    assertThat(reverts.refused(agent.session())).contains("do not lead to HEAD", "on side");
    assertThat(reverts.refused("nobody")).contains("nobody");
  }

  @Test
  void files_that_would_be_touched_must_be_committed_and_others_are_left_out() {
    var agent = rig.agent();
    agent.edit("a.txt", "two\n", "2\n");
    agent.edit("b.txt", "of b\n", "of the agent\n");
    rig.after(agent);
    rig.git("add", "a.txt").git("commit", "-q", "-m", "only a");
    rig.save("a.txt", rig.text("a.txt") + "wip\n");
    assertThat(reverts.refused(agent.session()))
        .contains("a.txt: changed and not committed", "clew undo");
    rig.git("add", "a.txt");
    assertThat(reverts.refused(agent.session())).contains("a.txt: changed and not committed");
    rig.git("reset", "-q").save("a.txt", reverts.git("show", "HEAD:a.txt") + "\n");
    var last = reverts.revert(agent);
    assertThat(last.path("left_out").get(0).asString()).isEqualTo("b.txt");
    assertThat(rig.text("b.txt")).startsWith("of the agent\n");
    assertThat(reverts.message()).startsWith("Revert \"only a\"");
  }

  @Test
  void while_git_is_at_work_nothing_is_reverted() throws IOException {
    var agent = reverts.edited("a.txt", "two\n", "2\n");
    rig.commit("make it two");
    for (var state :
        List.of("MERGE_HEAD", "CHERRY_PICK_HEAD", "REVERT_HEAD", "BISECT_START", "index.lock")) {
      var file =
          Files.writeString(
              rig.root.resolve(".git").resolve(state), reverts.git("rev-parse", "HEAD"));
      assertThat(reverts.run(agent.session(), "--yes").err())
          .as(state)
          .containsPattern("is in progress: end it|index is locked")
          .doesNotContain("--files");
      Files.delete(file);
    }
    reverts.revert(agent);
  }

  @Test
  void a_merge_that_the_session_resolved_is_refused() {
    rig.git("checkout", "-q", "-b", "side").save("a.txt", "side\n").commit("side");
    rig.git("checkout", "-q", "main").save("a.txt", "main\n").commit("main");
    var agent = rig.agent();
    agent.run("git merge side || true");
    agent.write("a.txt", "both, says the agent\n");
    agent.bash("git commit -q -a -m merged");
    rig.after(agent);
    assertThat(reverts.refused(agent.session())).contains("is a merge", "git revert -m 1");
  }

  @Test
  void a_merge_that_only_joined_is_no_part_of_it() {
    rig.git("checkout", "-q", "-b", "side");
    var agent = reverts.edited("a.txt", "two\n", "2\n");
    rig.commit("make it two").git("checkout", "-q", "main").save("b.txt", "b\n").commit("on main");
    rig.git("merge", "-q", "--no-ff", "--no-edit", "side");
    var last = reverts.revert(agent);
    assertThat(last.path("commits").valueStream().map(each -> each.path("subject").asString()))
        .containsExactly("make it two");
    assertThat(reverts.message()).startsWith("Revert \"make it two\"");
    assertThat(reverts.git("diff", "HEAD~1^1", "HEAD", "--stat")).as("main as before").isEmpty();
  }

  @Test
  void conflicts_are_marked_and_committed_once_resolved_or_taken_back() {
    var agent = reverts.edited("a.txt", "two\n", "2\n");
    rig.commit("make it two");
    rig.save("a.txt", rig.text("a.txt").replace("2\n", "zwei\n")).commit("a person's");
    var head = reverts.git("rev-parse", "HEAD");
    var made = reverts.run(agent.session(), "--yes");
    assertThat(made.exit()).isEqualTo(Exit.NO);
    assertThat(made.out()).contains("conflict  a.txt", "clew revert-commit --continue");
    assertThat(rig.text("a.txt")).startsWith("one\n<<<<<<< now\nzwei\n=======\ntwo\n>>>>>>>");
    assertThat(reverts.git("rev-parse", "HEAD")).isEqualTo(head);
    assertThat(reverts.run("--continue").err()).contains("conflict markers in a.txt");
    assertThat(reverts.status())
        .contains("waiting    a move in " + rig.root)
        .contains("conflict markers in 1 file: 'clew revert-commit --continue', or '--abort'");
    assertThat(reverts.run("--abort", "--dry-run").exit()).isEqualTo(Exit.YES);
    assertThat(rig.text("a.txt")).contains("<<<<<<< now");
    assertThat(reverts.run("--abort", "--yes").exit()).isEqualTo(Exit.YES);
    assertThat(reverts.git("status", "--porcelain")).isEmpty();
    assertThat(reverts.run("--continue").exit()).isEqualTo(Exit.USAGE);

    assertThat(reverts.run(agent.session(), "--yes").exit()).isEqualTo(Exit.NO);
    rig.save("a.txt", reverts.git("show", "HEAD:a.txt") + "\n");
    assertThat(reverts.run("--abort", "--yes").err()).contains("HEAD has these files as they are");
    assertThat(reverts.run(agent.session(), "--yes").exit()).isEqualTo(Exit.NO);
    rig.save("a.txt", "one\nboth\n");
    assertThat(reverts.run("--continue").exit()).isEqualTo(Exit.YES);
    assertThat(reverts.git("status", "--porcelain")).isEmpty();
    assertThat(reverts.git("show", "HEAD:a.txt")).isEqualTo("one\nboth");
    assertThat(reverts.message())
        .contains("This takes back what the session brought in commit")
        .endsWith(RevertRig.trailers(agent));
  }

  @Test
  void without_a_commit_the_files_are_staged() {
    var agent = reverts.edited("a.txt", "two\n", "2\n");
    rig.commit("make it two");
    var head = reverts.git("rev-parse", "HEAD");
    var made = reverts.run(agent.session(), "--yes", "--no-commit");
    assertThat(made.exit()).as(made.err()).isEqualTo(Exit.YES);
    assertThat(reverts.git("rev-parse", "HEAD")).isEqualTo(head);
    assertThat(reverts.git("status", "--porcelain")).isEqualTo("M  a.txt");
    assertThat(reverts.git("diff", "--cached", "HEAD~1", "--stat")).isEmpty();
  }

  @Test
  void work_of_a_linked_work_tree_is_reverted_where_it_was_merged() throws IOException {
    var tree = folder.toRealPath().resolve("user/linked");
    rig.git("worktree", "add", "-q", tree.toString(), "-b", "side");
    var agent = rig.agent(tree);
    agent.edit("a.txt", "two\n", "2\n");
    agent.bash("git commit -q -a -m linked");
    rig.after(agent);
    rig.git("merge", "-q", "side");
    rig.save("a.txt", rig.text("a.txt") + "on main\n").commit("on main");
    reverts.revert(agent);
    assertThat(reverts.message()).startsWith("Revert \"linked\"");
    assertThat(rig.text("a.txt")).isEqualTo("one\ntwo\nthree\nfour\nfive\nsix\non main\n");
    assertThat(TestGit.run(tree, "status", "--porcelain")).isEmpty();
  }

  @Test
  void names_and_modes_are_reverted_from_a_folder_below_also_without_a_recorder() throws Exception {
    var name = "ünï \"x\" y.txt";
    rig.save("sub/" + name, "u\n").commit("named");
    var agent = rig.agent();
    agent.bash("chmod +x 'sub/" + name + "' && ln -s a.txt link && echo more >>'sub/" + name + "'");
    rig.after(agent);
    rig.commit("a name").weave().down();
    var made =
        reverts.person.run(
            "revert-commit", "-C", rig.root.resolve("sub").toString(), "s1", "--yes");
    assertThat(made.exit()).as(made.err()).isEqualTo(Exit.YES);
    assertThat(reverts.git("status", "--porcelain")).isEmpty();
    assertThat(reverts.git("diff", "HEAD~2", "HEAD", "--stat")).isEmpty();
    assertThat(rig.root.resolve("link")).doesNotExist();
  }

  @Test
  void only_some_files_are_reverted_and_the_message_claims_no_more() {
    var agent = rig.agent();
    agent.edit("a.txt", "two\n", "2\n");
    agent.bash("git commit -q -a -m 'only a'");
    agent.edit("b.txt", "of b\n", "of the agent\n");
    agent.write("sub/c.txt", "c\n");
    agent.bash("git add -A && git commit -q -m 'b and c'");
    rig.after(agent);
    rig.save("sub/c.txt", "c\nnot committed\n");
    assertThat(reverts.refused(agent.session(), "--", "sub"))
        .contains("sub/c.txt: changed and not");
    assertThat(reverts.refused(agent.session(), "--", "new")).contains("nothing", "in new");
    assertThat(reverts.refused(agent.session(), "--", "../..")).contains("is not below");

    var last = reverts.revert(agent, "b.txt");
    assertThat(last.path("commits").valueStream().map(each -> each.path("subject").asString()))
        .containsExactly("b and c");
    assertThat(reverts.message())
        .startsWith("Revert the work of claude in session ")
        .contains(
            "This takes back what the session brought in commit "
                + reverts.git("rev-parse", "HEAD~1"))
        .doesNotContain("This reverts")
        .endsWith(RevertRig.trailers(agent));
    assertThat(rig.text("b.txt")).isEqualTo("of b\nand more\n");
    assertThat(rig.text("sub/c.txt")).isEqualTo("c\nnot committed\n");

    rig.git("mv", "a.txt", "moved.txt");
    rig.awaitChange("moved.txt");
    rig.git("commit", "-q", "-m", "moved");
    assertThat(reverts.revert(agent, "moved.txt").path("commits").get(0).path("subject").asString())
        .isEqualTo("only a");
    assertThat(reverts.message()).startsWith("Revert \"only a\"\n\nThis reverts commit ");
    assertThat(reverts.git("status", "--porcelain")).isEqualTo("M sub/c.txt");
  }

  @Test
  void a_question_is_asked_unless_told_otherwise() {
    var agent = reverts.edited("a.txt", "two\n", "2\n");
    rig.commit("make it two");
    var asked = reverts.run(agent.session());
    assertThat(asked.exit()).isEqualTo(Exit.USAGE);
    assertThat(asked.out())
        .contains("write     a.txt  +1 -1", "make it two", "  Revert \"make it two\"");
    assertThat(asked.err()).contains("--yes");
    assertThat(rig.text("a.txt")).contains("2\n");
  }
}
