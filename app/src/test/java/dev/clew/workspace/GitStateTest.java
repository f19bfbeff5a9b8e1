package dev.clew.workspace;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clew.event.GitMove;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What Git's small files say, and what they say that Git did.
class GitStateTest {
  @TempDir private Path folder;
  private Rig rig;

  @BeforeEach
  void repository() throws IOException {
    rig = new Rig(folder);
    rig.git("init", "-q");
    commit("base", "one\n");
  }

  private String commit(String file, String text) throws IOException {
    rig.write(file, text);
    rig.git("add", "-A");
    rig.git("commit", "-qm", "commit " + file);
    return rig.git("rev-parse", "HEAD").strip();
  }

  private GitState state() {
    return GitState.of(GitFolder.of(rig.root).orElseThrow());
  }

  private interface Act {
    void run() throws IOException;
  }

  /// What it did, index aside.
  private List<GitMove> moves(Act act) throws IOException {
    var before = state();
    act.run();
    return GitState.moves("/w", before, state()).stream()
        .filter(move -> !move.what().equals("index"))
        .toList();
  }

  private static List<String> told(List<GitMove> moves) {
    return moves.stream()
        .map(move -> move.what() + " " + move.name() + " " + move.operation())
        .toList();
  }

  @Test
  void head_branch_and_refs_are_read_loose_and_packed() throws IOException {
    rig.git("tag", "v1");
    rig.git("branch", "side/one");
    var head = rig.git("rev-parse", "HEAD").strip();
    for (var pack : new boolean[] {false, true}) {
      if (pack) {
        rig.git("pack-refs", "--all");
      }
      var state = state();
      assertThat(state.head()).contains(head);
      assertThat(state.branch()).contains("main");
      assertThat(state.refs())
          .containsOnlyKeys("refs/heads/main", "refs/heads/side/one", "refs/tags/v1")
          .containsEntry("refs/heads/main", head);
    }
  }

  @Test
  void a_commit_moves_head_and_its_branch_and_git_says_how() throws IOException {
    var before = rig.git("rev-parse", "HEAD").strip();
    var moves = moves(() -> commit("a", "text"));
    var after = rig.git("rev-parse", "HEAD").strip();
    assertThat(moves)
        .containsExactly(
            new GitMove("/w", "head", "main", before, after, "commit: commit a"),
            new GitMove("/w", "branch", "main", before, after, "commit: commit a"));
    assertThat(told(moves(() -> rig.git("commit", "-q", "--amend", "-m", "better"))))
        .containsExactly("head main commit (amend): better", "branch main commit (amend): better");
  }

  @Test
  void switching_branches_moves_head_only() throws IOException {
    rig.git("branch", "other");
    assertThat(told(moves(() -> rig.git("checkout", "-q", "other"))))
        .containsExactly("head other checkout: moving from main to other");
    var detached = moves(() -> rig.git("checkout", "-q", "--detach"));
    assertThat(detached.getFirst().what()).isEqualTo("head");
    assertThat(state().branch()).isEmpty();
    assertThat(state().head()).contains(rig.git("rev-parse", "main").strip());
  }

  @Test
  void a_merge_in_conflict_is_seen_to_begin_and_to_end() throws IOException {
    rig.git("checkout", "-qb", "side");
    commit("base", "side\n");
    rig.git("checkout", "-q", "main");
    commit("base", "main\n");
    var begun = moves(() -> rig.run("sh", "-c", "git merge side || true"));
    assertThat(told(begun)).contains("merge MERGE_HEAD null");
    var look = rig.open().look();
    assertThat(look.state("check", java.util.Optional.of(state())).branch()).isEqualTo("main");
    rig.close();
    assertThat(told(moves(() -> rig.git("merge", "--abort")))).contains("merge MERGE_HEAD null");
    assertThat(told(moves(() -> rig.run("sh", "-c", "git cherry-pick side || true"))))
        .contains("cherry_pick CHERRY_PICK_HEAD null");
    rig.git("cherry-pick", "--abort");
    assertThat(told(moves(() -> rig.run("sh", "-c", "git rebase side || true"))))
        .contains("rebase rebase-merge null");
    assertThat(told(moves(() -> rig.git("rebase", "--abort"))))
        .contains("rebase rebase-merge null");
    assertThat(told(moves(() -> rig.git("bisect", "start")))).contains("bisect BISECT_START null");
  }

  @Test
  void a_stash_is_told_with_its_own_words() throws IOException {
    rig.write("base", "changed\n");
    var pushed = moves(() -> rig.git("stash", "push", "-m", "later"));
    assertThat(told(pushed)).contains("stash null On main: later");
    assertThat(told(moves(() -> rig.git("stash", "pop")))).contains("stash null null");
  }

  @Test
  void a_reset_to_the_same_commit_is_a_move_that_gits_log_tells() throws IOException {
    var moves = moves(() -> rig.git("reset", "-q", "--hard"));
    assertThat(told(moves)).contains("head main reset: moving to HEAD");
  }

  @Test
  void nothing_happened_is_no_move() throws IOException {
    assertThat(moves(() -> rig.git("log"))).isEmpty();
    assertThat(moves(() -> rig.git("pack-refs", "--all"))).isEmpty();
  }

  @Test
  void a_repository_without_commits_and_damaged_files_have_no_head() throws IOException {
    var empty = Files.createDirectories(rig.home.resolve("empty"));
    rig.run(empty, "git", "init", "-q", "-b", "trunk");
    var state = GitState.of(GitFolder.of(empty).orElseThrow());
    assertThat(state.head()).isEmpty();
    assertThat(state.branch()).contains("trunk");
    Files.write(empty.resolve(".git/HEAD"), new byte[] {0, (byte) 0xff, '\n'});
    Files.writeString(empty.resolve(".git/packed-refs"), "garbage\n^x\n");
    assertThat(GitState.of(GitFolder.of(empty).orElseThrow()).head()).isEmpty();
    Files.writeString(empty.resolve(".git/HEAD"), "ref: refs/../../outside\n");
    assertThat(GitState.of(GitFolder.of(empty).orElseThrow()).head()).isEmpty();
  }

  @Test
  void a_commit_in_the_index_only_is_a_move_of_the_index() throws IOException {
    rig.write("new", "text");
    var before = state();
    rig.git("add", "new");
    assertThat(GitState.moves("/w", before, state()))
        .containsExactly(new GitMove("/w", "index", null, null, null, null));
  }
}
