package dev.clew.recorder;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clew.cli.Exit;
import dev.clew.event.SessionKey;
import dev.clew.testing.ScriptedAgent;
import dev.clew.testing.TestGit;
import dev.clew.testing.World;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// `clew revert-commit` by real Git, beside a running recorder, after real hooks and real edits.
@EnabledOnOs(OS.LINUX)
class RevertCommitTest {
  @TempDir private Path folder;
  private LiveRig rig;
  private Person person;

  @BeforeEach
  void begin() throws Exception {
    rig = new LiveRig(folder);
    person = new Person(rig);
    rig.save("a.txt", "one\ntwo\nthree\nfour\nfive\nsix\n").save("b.txt", "of b\nand more\n");
    rig.commit("begin").up();
  }

  @AfterEach
  void end() throws Exception {
    rig.close();
  }

  private World.Ran run(String... words) {
    rig.weave();
    var all = new ArrayList<>(List.of("revert-commit"));
    all.addAll(List.of(words));
    return person.run(all);
  }

  private String git(String... words) {
    return TestGit.run(rig.root, words).strip();
  }

  private String message() {
    return git("log", "-1", "--format=%B");
  }

  private static String trailers(ScriptedAgent agent) {
    var session = SessionKey.main("claude", agent.session());
    return "Reverted-Trace-Id: %s\nReverted-Agent-Id: %s"
        .formatted(session.traceId(), agent.session());
  }

  /// Reverts, and checks that the preview said the same and changed nothing; the last row.
  private JsonNode revert(ScriptedAgent agent) {
    var before = git("status", "--porcelain") + git("rev-parse", "HEAD");
    var dry = run(agent.session(), "--dry-run", "--json");
    assertThat(dry.exit()).as(dry.err()).isEqualTo(Exit.YES);
    assertThat(git("status", "--porcelain") + git("rev-parse", "HEAD")).isEqualTo(before);
    var made = run(agent.session(), "--yes", "--json");
    assertThat(made.exit()).as(made.err()).isEqualTo(Exit.YES);
    var shown = dry.json();
    var done = made.json();
    assertThat(done.subList(0, done.size() - 1)).isEqualTo(shown.subList(0, shown.size() - 1));
    var last = done.getLast();
    assertThat(last.path("message")).isEqualTo(shown.getLast().path("message"));
    assertThat(last.path("commit").asString()).isEqualTo(git("rev-parse", "HEAD"));
    assertThat(message()).isEqualTo(last.path("message").asString().strip());
    assertThat(git("diff", "HEAD~1", "HEAD", "--name-only").lines().sorted().toList())
        .isEqualTo(
            done.subList(0, done.size() - 1).stream()
                .filter(row -> !row.path("action").asString().equals("keep"))
                .map(row -> row.path("path").asString())
                .sorted()
                .toList());
    return last;
  }

  private String refused(String... words) {
    var before = git("status", "--porcelain") + git("rev-parse", "HEAD");
    var all = new ArrayList<>(List.of(words));
    all.add("--yes");
    var ran = run(all.toArray(String[]::new));
    assertThat(ran.exit()).as(ran.out()).isNotEqualTo(Exit.YES);
    assertThat(git("status", "--porcelain") + git("rev-parse", "HEAD")).isEqualTo(before);
    return ran.err();
  }

  private ScriptedAgent edited(String path, String from, String to) {
    var agent = rig.agent();
    agent.edit(path, from, to);
    rig.after(agent);
    return agent;
  }

  @Test
  void a_whole_commit_is_reverted_in_gits_words_and_names_its_session() {
    var agent = edited("a.txt", "two\n", "2\n");
    rig.commit("make it two");
    var commit = git("rev-parse", "HEAD");
    var last = revert(agent);
    assertThat(message())
        .isEqualTo(
            "Revert \"make it two\"\n\nThis reverts commit %s.\n\n%s"
                .formatted(commit, trailers(agent)));
    assertThat(last.path("commits").get(0).path("whole").asBoolean()).isTrue();
    assertThat(git("diff", "HEAD~2", "--stat")).isEmpty();
    assertThat(git("log", "-1", "--format=%an <%ae>")).isEqualTo("A Person <person@example.org>");
    var shown = person.run("show", last.path("move").asString());
    assertThat(shown.out()).contains("rollback (revert-commit)", "a.txt by a person, exact (move)");
  }

  @Test
  void what_is_staged_or_changed_elsewhere_stays_so() {
    var agent = edited("a.txt", "two\n", "2\n");
    rig.commit("make it two");
    rig.save("b.txt", "staged\n").git("add", "b.txt").save("b.txt", "staged\nand not\n");
    rig.save("new.txt", "not in Git\n").save("added.txt", "x\n").git("add", "added.txt");
    var status = git("status", "--porcelain");
    var staged = git("diff", "--cached");
    revert(agent);
    assertThat(git("status", "--porcelain")).isEqualTo(status);
    assertThat(git("diff", "--cached")).isEqualTo(staged);
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
    revert(agent);
    assertThat(message())
        .startsWith("Revert the work of claude in session ")
        .contains(
            "This reverts commit %s.\nThis reverts commit %s."
                .formatted(git("rev-parse", "HEAD~1"), git("rev-parse", "HEAD~2")));
    assertThat(git("diff", "HEAD~3", "--stat")).isEmpty();
    assertThat(rig.root.resolve("sub")).doesNotExist();
  }

  @Test
  void of_a_mixed_commit_only_the_sessions_lines_go() {
    var agent = edited("a.txt", "two\n", "2\n");
    rig.save("a.txt", rig.text("a.txt") + "a person's\n").save("b.txt", "a person's, too\n");
    rig.awaitChange("b.txt");
    rig.commit("both");
    var commit = git("rev-parse", "HEAD");
    revert(agent);
    assertThat(message())
        .startsWith("Revert the work of claude in session ")
        .contains("This takes back what the session brought in commit " + commit + ".")
        .endsWith(trailers(agent));
    assertThat(rig.text("a.txt")).isEqualTo("one\ntwo\nthree\nfour\nfive\nsix\na person's\n");
    assertThat(rig.text("b.txt")).isEqualTo("a person's, too\n");
  }

  @Test
  void what_others_did_on_top_stays_also_where_the_file_was_renamed() {
    var agent = edited("a.txt", "two\n", "2\n");
    rig.commit("make it two");
    rig.git("mv", "a.txt", "moved.txt");
    rig.awaitChange("moved.txt");
    rig.save("moved.txt", rig.text("moved.txt") + "on top\n").commit("on top");
    var other = rig.agent();
    other.edit("moved.txt", "five\n", "5\n");
    rig.after(other);
    rig.commit("another agent's");
    revert(agent);
    assertThat(rig.text("moved.txt")).isEqualTo("one\ntwo\nthree\nfour\n5\nsix\non top\n");
    assertThat(message()).startsWith("Revert \"make it two\"");
  }

  @Test
  void rebased_and_squashed_commits_are_found() {
    var agent = edited("a.txt", "two\n", "2\n");
    rig.git("checkout", "-q", "-b", "side").commit("make it two");
    rig.git("checkout", "-q", "main").save("b.txt", "main has moved\n").commit("on main");
    rig.git("checkout", "-q", "side").git("rebase", "-q", "main");
    var last = revert(agent);
    assertThat(last.path("commits").get(0).path("id").asString())
        .isEqualTo(git("rev-parse", "HEAD~1"));
    assertThat(git("diff", "main", "--stat")).isEmpty();

    rig.git("reset", "-q", "--hard", "HEAD~1").git("checkout", "-q", "main");
    rig.git("merge", "-q", "--squash", "side").git("commit", "-q", "-m", "squashed");
    revert(agent);
    assertThat(message()).startsWith("Revert \"squashed\"");
    assertThat(git("diff", "HEAD~2", "--stat")).isEmpty();
  }

  @Test
  void what_was_taken_back_already_is_not_again() {
    var agent = edited("a.txt", "two\n", "2\n");
    rig.commit("make it two");
    revert(agent);
    assertThat(refused(agent.session())).contains("nothing is left of what", "make it two");
    rig.git("revert", "--no-edit", "HEAD");
    revert(agent);
    assertThat(rig.text("a.txt")).startsWith("one\ntwo\n");
  }

  @Test
  void work_that_is_not_committed_or_elsewhere_is_refused_with_the_way_out() {
    var agent = edited("a.txt", "two\n", "2\n");
    assertThat(refused(agent.session())).contains("no commit here", "clew undo s1");
    rig.git("checkout", "-q", "-b", "side").commit("make it two").git("checkout", "-q", "main");
    assertThat(refused(agent.session())).contains("do not lead to HEAD", "on side");
    assertThat(refused("nobody")).contains("nobody");
  }

  @Test
  void files_that_would_be_touched_must_be_committed_and_others_are_left_out() {
    var agent = rig.agent();
    agent.edit("a.txt", "two\n", "2\n");
    agent.edit("b.txt", "of b\n", "of the agent\n");
    rig.after(agent);
    rig.git("add", "a.txt").git("commit", "-q", "-m", "only a");
    rig.save("a.txt", rig.text("a.txt") + "wip\n");
    assertThat(refused(agent.session())).contains("a.txt: changed and not committed", "clew undo");
    rig.git("add", "a.txt");
    assertThat(refused(agent.session())).contains("a.txt: changed and not committed");
    rig.git("reset", "-q").save("a.txt", git("show", "HEAD:a.txt") + "\n");
    var last = revert(agent);
    assertThat(last.path("left_out").get(0).asString()).isEqualTo("b.txt");
    assertThat(rig.text("b.txt")).startsWith("of the agent\n");
    assertThat(message()).startsWith("Revert \"only a\"");
  }

  @Test
  void while_git_is_at_work_nothing_is_reverted() throws IOException {
    var agent = edited("a.txt", "two\n", "2\n");
    rig.commit("make it two");
    for (var state :
        List.of("MERGE_HEAD", "CHERRY_PICK_HEAD", "REVERT_HEAD", "BISECT_START", "index.lock")) {
      var file =
          Files.writeString(rig.root.resolve(".git").resolve(state), git("rev-parse", "HEAD"));
      assertThat(run(agent.session(), "--yes").err())
          .as(state)
          .containsPattern("is in progress: end it|index is locked")
          .doesNotContain("--files");
      Files.delete(file);
    }
    revert(agent);
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
    assertThat(refused(agent.session())).contains("is a merge", "git revert -m 1");
  }

  @Test
  void conflicts_are_marked_and_committed_once_resolved_or_taken_back() {
    var agent = edited("a.txt", "two\n", "2\n");
    rig.commit("make it two");
    rig.save("a.txt", rig.text("a.txt").replace("2\n", "zwei\n")).commit("a person's");
    var head = git("rev-parse", "HEAD");
    var made = run(agent.session(), "--yes");
    assertThat(made.exit()).isEqualTo(Exit.NO);
    assertThat(made.out()).contains("conflict  a.txt", "clew revert-commit --continue");
    assertThat(rig.text("a.txt")).startsWith("one\n<<<<<<< now\nzwei\n=======\ntwo\n>>>>>>>");
    assertThat(git("rev-parse", "HEAD")).isEqualTo(head);
    assertThat(run("--continue").err()).contains("conflict markers in a.txt");
    assertThat(run("--abort", "--yes").exit()).isEqualTo(Exit.YES);
    assertThat(git("status", "--porcelain")).isEmpty();
    assertThat(run("--continue").exit()).isEqualTo(Exit.USAGE);

    assertThat(run(agent.session(), "--yes").exit()).isEqualTo(Exit.NO);
    rig.save("a.txt", git("show", "HEAD:a.txt") + "\n");
    assertThat(run("--abort", "--yes").err()).contains("HEAD has these files as they are");
    assertThat(run(agent.session(), "--yes").exit()).isEqualTo(Exit.NO);
    rig.save("a.txt", "one\nboth\n");
    assertThat(run("--continue").exit()).isEqualTo(Exit.YES);
    assertThat(git("status", "--porcelain")).isEmpty();
    assertThat(git("show", "HEAD:a.txt")).isEqualTo("one\nboth");
    assertThat(message())
        .contains("This takes back what the session brought in commit")
        .endsWith(trailers(agent));
  }

  @Test
  void hooks_of_the_user_run_and_may_refuse() throws IOException {
    var agent = edited("a.txt", "two\n", "2\n");
    rig.commit("make it two");
    rig.save("b.txt", "staged\n").git("add", "b.txt");
    var hook = rig.root.resolve(".git/hooks/pre-commit");
    Files.createDirectories(hook.getParent());
    Files.writeString(hook, "#!/bin/sh\ngit diff --cached --name-only >&2\nexit 1\n");
    Files.setPosixFilePermissions(hook, PosixFilePermissions.fromString("rwxr-xr-x"));
    var tried = run(agent.session(), "--yes");
    assertThat(tried.exit()).isEqualTo(Exit.NO);
    assertThat(tried.err()).contains("  a.txt").doesNotContain("b.txt");
    assertThat(git("status", "--porcelain")).isEqualTo("M a.txt\nM  b.txt");
    assertThat(run("--abort", "--yes").exit()).isEqualTo(Exit.YES);
    assertThat(git("status", "--porcelain")).isEqualTo("M  b.txt");

    assertThat(run(agent.session(), "--yes").exit()).isEqualTo(Exit.NO);
    Files.delete(hook);
    assertThat(run("--continue").exit()).isEqualTo(Exit.YES);
    assertThat(message()).startsWith("Revert \"make it two\"");
    assertThat(git("status", "--porcelain")).isEqualTo("M  b.txt");
    assertThat(run("--continue").exit()).as("nothing is open").isEqualTo(Exit.USAGE);
  }

  @Test
  void without_a_commit_the_files_are_staged() {
    var agent = edited("a.txt", "two\n", "2\n");
    rig.commit("make it two");
    var head = git("rev-parse", "HEAD");
    var made = run(agent.session(), "--yes", "--no-commit");
    assertThat(made.exit()).as(made.err()).isEqualTo(Exit.YES);
    assertThat(git("rev-parse", "HEAD")).isEqualTo(head);
    assertThat(git("status", "--porcelain")).isEqualTo("M  a.txt");
    assertThat(git("diff", "--cached", "HEAD~1", "--stat")).isEmpty();
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
    revert(agent);
    assertThat(message()).startsWith("Revert \"linked\"");
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
    var made = person.run("revert-commit", "-C", rig.root.resolve("sub").toString(), "s1", "--yes");
    assertThat(made.exit()).as(made.err()).isEqualTo(Exit.YES);
    assertThat(git("status", "--porcelain")).isEmpty();
    assertThat(git("diff", "HEAD~2", "HEAD", "--stat")).isEmpty();
    assertThat(rig.root.resolve("link")).doesNotExist();
  }

  @Test
  void a_question_is_asked_unless_told_otherwise() {
    var agent = edited("a.txt", "two\n", "2\n");
    rig.commit("make it two");
    var asked = run(agent.session());
    assertThat(asked.exit()).isEqualTo(Exit.USAGE);
    assertThat(asked.out())
        .contains("write     a.txt  +1 -1", "make it two", "  Revert \"make it two\"");
    assertThat(asked.err()).contains("--yes");
    assertThat(rig.text("a.txt")).contains("2\n");
  }
}
