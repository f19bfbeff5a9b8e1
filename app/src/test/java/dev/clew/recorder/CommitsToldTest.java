package dev.clew.recorder;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clew.event.GitCommit;
import dev.clew.testing.TestGit;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Which commits are told after what real Git did.
class CommitsToldTest {
  @TempDir private Path folder;
  private CommitRig rig;

  @BeforeEach
  void begin() throws Exception {
    rig = new CommitRig(folder).init();
    rig.save("a.txt", "one\ntwo\nthree\n").save("src/b.txt", "b\n").commit("begin");
    rig.save("old.txt", "moved, and long enough\nto be known again\n").commit("second");
  }

  @AfterEach
  void end() throws Exception {
    rig.close();
  }

  /// What was told last is what Git lists, parents first.
  private void toldAre(int before, String... range) throws Exception {
    rig.look();
    var expected = new ArrayList<>(List.of("rev-list"));
    expected.addAll(List.of(range));
    var told = rig.told().stream().skip(before).map(GitCommit::id).toList();
    assertThat(told)
        .containsExactlyInAnyOrder(
            TestGit.run(rig.root, expected.toArray(String[]::new)).lines().toArray(String[]::new));
    var seen = new HashSet<String>();
    for (var commit : rig.told()) {
      assertThat(seen).doesNotContain(commit.id());
      seen.add(commit.id());
    }
    var position = new HashSet<String>();
    for (var id : told) {
      position.add(id);
      for (var parent : rig.ask("log", "-1", "--format=%P", id).split(" ", -1)) {
        assertThat(position.contains(parent) || !told.contains(parent)).isTrue();
      }
    }
  }

  @Test
  void what_was_there_at_first_sight_is_not_told() throws Exception {
    rig.up();

    assertThat(rig.told()).isEmpty();
  }

  @Test
  void a_commit_is_told_with_its_paths_and_their_contents() throws Exception {
    rig.up();
    rig.save("a.txt", "one\n2\nthree\n").save("new.txt", "n\n").remove("src/b.txt");
    rig.git("mv", "old.txt", "renamed.txt").save("run.sh", "x\n").git("add", "run.sh");
    rig.git("update-index", "--chmod=+x", "run.sh").git("add", "a.txt", "new.txt", "src/b.txt");
    rig.git("commit", "-q", "-m", "a subject\n\nand more");
    toldAre(0, "HEAD~1..HEAD");
    var commit = rig.told().getFirst();

    assertThat(commit.subject()).isEqualTo("a subject");
    assertThat(commit.author()).isEqualTo("A Person <person@example.org>");
    assertThat(commit.parents()).containsExactly(rig.ask("rev-parse", "HEAD~1"));
    assertThat(commit.repository()).isEqualTo(rig.root.resolve(".git").toString());
    assertThat(commit.notAll()).isNull();
    assertThat(rig.files(commit))
        .containsExactly(
            "modify a.txt = one\n2\nthree\n",
            "create new.txt = n\n",
            "rename old.txt > renamed.txt = moved, and long enough\nto be known again\n",
            "create run.sh = x\n",
            "delete src/b.txt = -");
    var change = commit.files().getFirst();
    assertThat(change.beforeBlobs()).containsExactly(rig.ask("rev-parse", "HEAD~1:a.txt"));
    assertThat(change.after()).isNotNull();
    assertThat(change.after().blob()).isEqualTo(rig.ask("rev-parse", "HEAD:a.txt"));
    assertThat(change.border()).hasSize(1);
    assertThat(rig.content(change.border().getFirst())).hasValue("one\ntwo\nthree\n");
    assertThat(commit.files().get(3).after().mode()).isEqualTo("100755");
  }

  @Test
  void several_commits_between_two_looks_are_all_told_also_those_that_were_amended_away()
      throws Exception {
    rig.up();
    rig.save("a.txt", "1\n").commit("first try");
    var lost = rig.ask("rev-parse", "HEAD");
    rig.save("a.txt", "2\n").git("commit", "-qa", "--amend", "-m", "amended");
    rig.save("a.txt", "3\n").commit("next");
    rig.look();

    assertThat(rig.told()).extracting(GitCommit::subject).contains("first try", "amended", "next");
    assertThat(rig.told()).extracting(GitCommit::id).contains(lost);
    assertThat(rig.files(rig.commitOf("first try"))).containsExactly("modify a.txt = 1\n");
    assertThat(rig.content(rig.commitOf("next").files().getFirst().after())).hasValue("3\n");
  }

  @Test
  void a_rename_with_an_edit_is_a_rename() throws Exception {
    rig.save("long.txt", "line\nline 2\nline 3\nline 4\nline 5\n").commit("long").up();
    rig.git("mv", "long.txt", "longer.txt");
    rig.save("longer.txt", "line\nline 2\nline 3\nline 4\nline five\n").commit("both");
    toldAre(0, "HEAD~1..HEAD");

    assertThat(rig.files(rig.told().getFirst()))
        .containsExactly(
            "rename long.txt > longer.txt = line\nline 2\nline 3\nline 4\nline five\n");
  }

  @Test
  void amends_are_told_again() throws Exception {
    rig.up().save("a.txt", "1\n").commit("one");
    toldAre(0, "HEAD~1..HEAD");
    rig.git("commit", "-q", "--amend", "-m", "reworded");
    toldAre(1, "HEAD~1..HEAD");
    rig.save("a.txt", "2\n").git("commit", "-qa", "--amend", "--no-edit");
    toldAre(2, "HEAD~1..HEAD");
    assertThat(rig.files(rig.told().getLast())).containsExactly("modify a.txt = 2\n");
  }

  /// Main and another branch with commits of their own.
  private void fork() throws Exception {
    rig.git("checkout", "-q", "-b", "topic");
    rig.save("t1.txt", "t1\n").commit("t1").save("t2.txt", "t2\n").commit("t2");
    rig.save("t3.txt", "t3\n").commit("t3");
    rig.git("checkout", "-q", "main").save("m.txt", "m\n").commit("m");
  }

  @Test
  void a_branch_that_was_there_is_told_when_it_is_checked_out_up_to_the_merge_base()
      throws Exception {
    fork();
    rig.up();
    rig.git("checkout", "-q", "topic");

    toldAre(0, "main..topic");
  }

  @Test
  void every_kind_of_rebase_is_told() throws Exception {
    fork();
    rig.git("checkout", "-q", "topic").up();
    rig.git("rebase", "-q", "main");
    toldAre(0, "main~1..topic");
    var before = rig.told().size();
    rig.git(
        "-c", "sequence.editor=sed -i '2s/pick/squash/;3s/pick/fixup/'", "rebase", "-qi", "main");
    rig.look();
    assertThat(rig.ask("rev-list", "--count", "main..topic")).isEqualTo("1");
    assertThat(rig.told().stream().skip(before).map(GitCommit::id))
        .contains(rig.ask("rev-parse", "HEAD"));
    rig.save("x.txt", "x\n").commit("x").save("y.txt", "y\n").commit("y").look();
    before = rig.told().size();
    rig.git("-c", "sequence.editor=sed -i '2{h;d};3{G}'", "rebase", "-qi", "main");
    rig.look();
    assertThat(rig.subjects(before)).contains("y", "x");
    rig.git("-c", "sequence.editor=sed -i 1d", "rebase", "-qi", "HEAD~2");
    rig.look();
    assertThat(rig.told()).extracting(GitCommit::id).contains(rig.ask("rev-parse", "HEAD"));
    rig.git("rebase", "-q", "--root", "--force-rebase").look();
    assertThat(rig.told()).extracting(GitCommit::id).contains(rig.ask("rev-parse", "HEAD"));
  }

  @Test
  void a_rebase_with_a_conflict_is_told_while_it_goes_on_and_when_it_ends() throws Exception {
    fork();
    rig.git("checkout", "-q", "topic").save("m.txt", "other\n").commit("clash").up();
    rig.gitFails("rebase", "-q", "main").look();
    assertThat(rig.subjects(0)).containsExactly("m", "t1", "t2", "t3");
    rig.save("m.txt", "resolved\n").git("add", "-A").git("rebase", "--continue");
    toldAre(4, "-1", "HEAD");
    assertThat(rig.files(rig.told().getLast())).containsExactly("modify m.txt = resolved\n");
    var before = rig.told().size();
    rig.gitFails("rebase", "-q", "main~1", "--onto", "main~2", "--exec", "false").look();
    rig.git("rebase", "--abort").look();
    assertThat(rig.ask("log", "-1", "--format=%s")).isEqualTo("clash");
    assertThat(rig.told().size()).isGreaterThanOrEqualTo(before);
  }

  @Test
  void cherry_picks_and_reverts_are_told() throws Exception {
    fork();
    rig.up();
    rig.git("cherry-pick", "topic~2..topic").look();
    assertThat(rig.subjects(0)).contains("t2", "t3");
    assertThat(rig.files(rig.commitOf("t3"))).containsExactly("create t3.txt = t3\n");
    rig.git("revert", "--no-edit", "HEAD").look();
    assertThat(rig.files(rig.told().getLast())).containsExactly("delete t3.txt = -");
    rig.git("cherry-pick", "-n", "topic~2").git("commit", "-q", "-m", "by hand").look();
    assertThat(rig.files(rig.told().getLast())).containsExactly("create t1.txt = t1\n");
  }

  @Test
  void a_cherry_pick_with_a_conflict_tells_the_commit_that_it_picks() throws Exception {
    fork();
    rig.git("checkout", "-q", "topic").save("m.txt", "other\n").commit("clash");
    rig.git("checkout", "-q", "main").up();
    rig.gitFails("cherry-pick", "topic").look();

    assertThat(rig.told()).extracting(GitCommit::subject).contains("clash");
    rig.git("cherry-pick", "--abort").look();
  }

  @Test
  void a_stash_is_told_with_its_index_and_what_was_untracked() throws Exception {
    rig.up();
    rig.save("a.txt", "staged\n").git("add", "a.txt").save("a.txt", "worked on\n");
    rig.save("u.txt", "untracked\n").git("stash", "-q", "-u").look();
    var told = rig.told();

    assertThat(told).hasSize(3);
    var contents = told.stream().flatMap(each -> rig.files(each).stream()).toList();
    assertThat(contents)
        .contains(
            "modify a.txt = staged\n", "modify a.txt = worked on\n", "create u.txt = untracked\n");
    rig.git("stash", "pop", "-q").look();
    assertThat(rig.told()).hasSize(3);
  }

  @Test
  void a_stash_from_before_first_sight_is_told_when_it_comes_back() throws Exception {
    rig.save("a.txt", "worked on\n").git("stash", "-q").up();
    rig.git("stash", "pop", "-q").look();

    assertThat(rig.told()).hasSize(2);
    assertThat(rig.told().stream().flatMap(each -> rig.files(each).stream()).toList())
        .contains("modify a.txt = worked on\n");
  }

  @Test
  void a_merge_tells_what_it_joins_and_each_parents_blobs() throws Exception {
    fork();
    rig.up();
    rig.git("merge", "-q", "-m", "merged", "topic");
    toldAre(0, "main~1..main");
    var merge = rig.commitOf("merged");

    assertThat(merge.parents()).hasSize(2);
    assertThat(rig.files(merge))
        .containsExactly(
            "create m.txt = m\n",
            "create t1.txt = t1\n",
            "create t2.txt = t2\n",
            "create t3.txt = t3\n");
    assertThat(merge.files().getFirst().beforeBlobs())
        .containsExactly(rig.ask("rev-parse", "main:m.txt"), null);
    rig.git("reset", "-q", "--hard", "HEAD~1").look();
    rig.git("merge", "-q", "--squash", "topic").git("commit", "-q", "-m", "squashed");
    rig.look();
    assertThat(rig.files(rig.told().getLast())).hasSize(3);
  }

  @Test
  void a_pull_tells_what_was_fetched_also_before_it_is_merged() throws Exception {
    var other = folder.resolve("other");
    TestGit.run(folder, "clone", "-q", rig.root.toString(), other.toString());
    rig.git("remote", "add", "origin", other.toString()).git("fetch", "-q", "origin");
    rig.git("branch", "-q", "-u", "origin/main").up();
    Files.writeString(other.resolve("theirs.txt"), "theirs\n");
    TestGit.run(other, "add", "-A");
    TestGit.run(other, "commit", "-q", "-m", "theirs");
    rig.git("fetch", "-q");
    toldAre(0, "main..origin/main");
    rig.save("ours.txt", "ours\n").commit("ours").git("pull", "-q", "--rebase");
    rig.look();
    assertThat(rig.told()).extracting(GitCommit::id).contains(rig.ask("rev-parse", "HEAD"));
    assertThat(rig.files(rig.told().getLast())).containsExactly("create ours.txt = ours\n");
  }

  @Test
  void branches_that_move_are_told_and_their_names_do_not_matter() throws Exception {
    rig.up();
    rig.git("checkout", "-q", "-b", "b").save("b.txt", "b\n").commit("on b");
    rig.git("checkout", "-q", "main").git("branch", "-q", "-D", "b").look();
    assertThat(rig.subjects(0)).containsExactly("on b");
    var tree = rig.ask("rev-parse", "HEAD^{tree}");
    var made = rig.ask("commit-tree", tree, "-p", "HEAD", "-m", "restacked");
    rig.git("update-ref", "refs/heads/stacked", made).look();
    assertThat(rig.subjects(1)).containsExactly("restacked");
    rig.git("branch", "-f", "stacked", "main").look();
    assertThat(rig.told()).hasSize(2);
  }

  @Test
  void a_repository_without_commits_tells_its_first_one_whole() throws Exception {
    var fresh = Files.createDirectories(folder.resolve("user/fresh"));
    TestGit.run(fresh, "init", "-q");
    rig.up(fresh);
    Files.writeString(fresh.resolve("x.txt"), "x\n");
    TestGit.run(fresh, "add", "-A");
    TestGit.run(fresh, "commit", "-q", "-m", "root");
    rig.look();

    assertThat(rig.files(rig.told().getFirst())).containsExactly("create x.txt = x\n");
    assertThat(rig.told().getFirst().parents()).isEmpty();
  }

  @Test
  void commits_made_while_nobody_looked_are_told_once_and_a_deleted_cache_doubles_nothing()
      throws Exception {
    rig.up().save("a.txt", "1\n").commit("one").look().down();
    rig.save("a.txt", "2\n").commit("two").up();
    assertThat(rig.subjects(0)).containsExactly("one", "two");
    rig.down();
    Files.delete(rig.known());
    rig.up().save("a.txt", "3\n").commit("three").look();
    rig.git("reset", "-q", "--hard", "HEAD~2").save("a.txt", "4\n").commit("four").look();
    assertThat(rig.subjects(0)).containsExactly("one", "two", "three", "four");
  }

  @Test
  void work_trees_of_one_repository_tell_a_commit_once() throws Exception {
    rig.up();
    rig.git("worktree", "add", "-q", "-b", "linked", "../linked");
    var linked = rig.root.resolveSibling("linked");
    rig.up(linked);
    Files.writeString(linked.resolve("l.txt"), "l\n");
    TestGit.run(linked, "add", "-A");
    TestGit.run(linked, "commit", "-q", "-m", "in the linked one");
    rig.look();
    assertThat(rig.subjects(0)).containsExactly("in the linked one");
    assertThat(rig.told().getFirst().root()).isEqualTo(linked.toString());
    assertThat(rig.told().getFirst().repository()).isEqualTo(rig.root.resolve(".git").toString());
    rig.up().git("merge", "-q", "linked").look();
    assertThat(rig.told()).hasSize(1);
  }

  @Test
  void a_work_tree_of_a_bare_repository_is_read() throws Exception {
    var bare = folder.resolve("bare.git");
    TestGit.run(folder, "clone", "-q", "--bare", rig.root.toString(), bare.toString());
    var tree = folder.resolve("user/tree");
    TestGit.run(bare, "worktree", "add", "-q", tree.toString(), "main");
    rig.up(tree);
    Files.writeString(tree.resolve("l.txt"), "l\n");
    TestGit.run(tree, "add", "-A");
    TestGit.run(tree, "commit", "-q", "-m", "from bare");
    rig.look();

    assertThat(rig.subjects(0)).containsExactly("from bare");
    assertThat(rig.told().getFirst().repository()).isEqualTo(bare.toString());
  }

  @Test
  void a_shallow_clone_ends_where_it_was_cut() throws Exception {
    var clone = folder.resolve("user/shallow");
    TestGit.run(folder, "clone", "-q", "--depth", "1", "file://" + rig.root, clone.toString());
    rig.up(clone);
    Files.writeString(clone.resolve("l.txt"), "l\n");
    TestGit.run(clone, "add", "-A");
    TestGit.run(clone, "commit", "-q", "-m", "on top");
    rig.look();

    assertThat(rig.subjects(0)).containsExactly("on top");
    assertThat(rig.files(rig.told().getFirst())).containsExactly("create l.txt = l\n");
  }

  @Test
  void what_a_partial_clone_does_not_have_is_not_fetched_and_said() throws Exception {
    rig.save("big.txt", "b".repeat(5000) + "\n").commit("big").save("big.txt", "c".repeat(5000));
    rig.commit("big again").git("config", "uploadpack.allowFilter", "true");
    var clone = folder.resolve("user/partial");
    TestGit.run(
        folder,
        "clone",
        "-q",
        "--no-checkout",
        "--filter=blob:none",
        "file://" + rig.root,
        clone.toString());
    TestGit.run(clone, "update-ref", "--no-deref", "HEAD", "main~1");
    rig.up(clone);
    TestGit.run(clone, "symbolic-ref", "HEAD", "refs/heads/main");
    rig.look();
    var commit = rig.commitOf("big again");

    assertThat(commit.files())
        .singleElement()
        .satisfies(file -> {
          assertThat(file.after().notKept()).isEqualTo("missing");
          assertThat(file.after().blob()).isEqualTo(rig.ask("rev-parse", "main:big.txt"));
        });
    rig.git("status", "-s");
    assertThat(
            TestGit.run(
                clone,
                "-c",
                "remote.origin.promisor=false",
                "rev-list",
                "--objects",
                "--missing=print",
                "HEAD"))
        .contains("?" + rig.ask("rev-parse", "main:big.txt"));
  }

  @Test
  void objects_of_another_repository_are_read() throws Exception {
    var clone = folder.resolve("user/sharing");
    TestGit.run(folder, "clone", "-q", "--shared", rig.root.toString(), clone.toString());
    rig.up(clone);
    Files.writeString(clone.resolve("a.txt"), "changed\n");
    TestGit.run(clone, "commit", "-qam", "changed");
    rig.look();

    assertThat(rig.content(rig.told().getFirst().files().getFirst().border().getFirst()))
        .hasValue("one\ntwo\nthree\n");
  }

  @Test
  void a_repository_with_sha256_is_read_and_its_blobs_are_named_as_everywhere() throws Exception {
    var fresh = Files.createDirectories(folder.resolve("user/wide"));
    TestGit.run(fresh, "init", "-q", "--object-format=sha256");
    Files.writeString(fresh.resolve("a.txt"), "one\ntwo\nthree\n");
    TestGit.run(fresh, "add", "-A");
    TestGit.run(fresh, "commit", "-q", "-m", "root");
    rig.up(fresh);
    Files.writeString(fresh.resolve("a.txt"), "x\n");
    TestGit.run(fresh, "commit", "-qam", "next");
    rig.look();
    var file = rig.told().getFirst().files().getFirst();

    assertThat(rig.files(rig.told().getFirst())).containsExactly("modify a.txt = x\n");
    assertThat(file.beforeBlobs()).containsExactly(rig.ask("rev-parse", "HEAD:a.txt"));
  }

  @Test
  void without_reflogs_what_is_there_is_told() throws Exception {
    rig.git("config", "core.logAllRefUpdates", "false")
        .git("reflog", "expire", "--expire=all", "--all");
    Files.deleteIfExists(rig.root.resolve(".git/logs/HEAD"));
    rig.up().save("a.txt", "1\n").commit("one").save("a.txt", "2\n").commit("two");

    toldAre(0, "HEAD~2..HEAD");
  }

  @Test
  void a_history_that_was_replaced_as_a_whole_is_not_told() throws Exception {
    rig.save("a.txt", "1\n").commit("third").up();
    rig.git("filter-branch", "-f", "--msg-filter", "sed s/^/x/", "--", "--all");
    rig.git("update-ref", "-d", "refs/original/refs/heads/main");
    rig.git("reflog", "expire", "--expire=now", "--all").git("gc", "-q", "--prune=now").look();

    assertThat(rig.told()).isEmpty();
    assertThat(rig.missed()).singleElement().asString().contains("history was replaced");
    rig.save("a.txt", "2\n").commit("after").look();
    assertThat(rig.subjects(0)).containsExactly("after");
  }

  @Test
  void a_submodule_is_told_as_a_repository_of_its_own() throws Exception {
    rig.up();
    rig.git(
        "-c", "protocol.file.allow=always", "submodule", "add", "-q", rig.root.toString(), "sub");
    rig.git("commit", "-qm", "sub").look();
    var files = rig.told().getFirst().files();

    assertThat(files).extracting(each -> each.path()).containsExactly(".gitmodules", "sub");
    assertThat(files.getLast().after().notKept()).isEqualTo("repository");
    assertThat(files.getLast().after().mode()).isEqualTo("160000");
  }

  @Test
  void of_sensitive_and_large_files_no_content_and_no_name_is_kept() throws Exception {
    rig.save(".env", "TOKEN=old\n").commit("env").up();
    rig.save(".env", "TOKEN=hidden\n").save("large.bin", "x".repeat(33 << 20));
    rig.save("chunked.txt", "line of text\n".repeat(20_000)).commit("both").look();
    var files = rig.told().getFirst().files();

    assertThat(files)
        .extracting(each -> each.path() + " " + each.after().notKept())
        .containsExactly(".env sensitive", "chunked.txt null", "large.bin size");
    assertThat(files.getFirst().after().blob()).isNull();
    assertThat(files.getFirst().beforeBlobs()).doesNotContain(rig.ask("rev-parse", "HEAD~1:.env"));
    assertThat(files.getFirst().beforeBlobs()).doesNotContainNull().hasSize(1);
    assertThat(files.get(1).after().pieces()).isNotNull();
    assertThat(rig.content(files.get(1).after())).hasValue("line of text\n".repeat(20_000));
  }

  @Test
  void what_clewignore_leaves_out_is_left_out_of_commits() throws Exception {
    rig.save(".clewignore", "secret/\n*.log\n").commit("ignore").up();
    rig.save("secret/x.txt", "x\n").save("src/y.log", "y\n").save("z.txt", "z\n");
    rig.commit("some").look();

    assertThat(rig.files(rig.told().getFirst())).containsExactly("create z.txt = z\n");
  }

  @Test
  void in_capture_mode_metadata_nothing_of_a_content_is_kept() throws Exception {
    rig.with(new Settings(CaptureMode.METADATA, Settings.DEFAULT.redactionLevel(), Map.of())).up();
    rig.save("a.txt", "hidden\n").commit("a subject").look();
    var commit = rig.told().getFirst();
    var file = commit.files().getFirst();

    assertThat(commit.id()).isEqualTo(rig.ask("rev-parse", "HEAD"));
    assertThat(commit.subject()).startsWith("⟦text:");
    assertThat(file.path()).startsWith("⟦text:");
    assertThat(file.after().notKept()).isEqualTo("metadata");
    assertThat(file.after().blob()).isNull();
    assertThat(file.beforeBlobs()).doesNotContain(rig.ask("rev-parse", "HEAD~1:a.txt"));
  }

  @Test
  void names_of_files_may_be_any_bytes() throws Exception {
    rig.up();
    rig.save("Käse \"x\"/ü.txt", "k\n").save("-dash", "d\n").save("a b", "ab\n");
    rig.commit("names").look();

    assertThat(rig.files(rig.told().getFirst()))
        .containsExactlyInAnyOrder(
            "create Käse \"x\"/ü.txt = k\n", "create -dash = d\n", "create a b = ab\n");
  }

  @Test
  void what_a_commit_held_at_a_forgotten_path_goes_and_nothing_else() throws Exception {
    rig.up();
    rig.save("a.txt", "rhubarb\n").save("keep.txt", "kept\n").save("src/b.txt", "kept\n");
    rig.commit("both").look();
    var files = rig.told().getFirst().files();
    rig.forget(new ForgetOrder.Contents(rig.root.resolve("a.txt").toString()));

    assertThat(rig.content(files.getFirst().after())).isEmpty();
    assertThat(rig.content(files.getFirst().border().getFirst())).isEmpty();
    assertThat(rig.content(files.get(1).after())).hasValue("kept\n");
  }

  @Test
  void git_is_not_touched() throws Exception {
    fork();
    rig.up();
    rig.git("merge", "-q", "-m", "merged", "topic").save("a.txt", "x\n").git("stash", "-q");
    var before = Digest.of(rig.root);
    rig.look();

    assertThat(rig.told()).isNotEmpty();
    assertThat(Digest.of(rig.root)).isEqualTo(before);
  }
}
