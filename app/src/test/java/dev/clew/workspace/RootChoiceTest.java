package dev.clew.workspace;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Which folder is the workspace.
class RootChoiceTest {
  @TempDir private Path folder;
  private Rig rig;
  private Path clewHome;

  @BeforeEach
  void rig() throws IOException {
    rig = new Rig(folder);
    clewHome = Files.createDirectories(rig.home.resolve(".clew"));
  }

  private RootChoice of(Path cwd) {
    return RootChoice.of(cwd, rig.home, clewHome);
  }

  private Path root(Path cwd) {
    return ((RootChoice.Root) of(cwd)).folder();
  }

  private RootChoice.Refusal refusal(Path cwd) {
    return ((RootChoice.Refused) of(cwd)).refusal();
  }

  @Test
  void home_and_what_holds_it_or_clews_own_folder_is_refused_with_an_explanation()
      throws IOException {
    assertThat(refusal(Path.of("/"))).isEqualTo(RootChoice.Refusal.FILE_SYSTEM);
    assertThat(refusal(rig.home)).isEqualTo(RootChoice.Refusal.HOME);
    assertThat(refusal(rig.home.getParent())).isEqualTo(RootChoice.Refusal.HOME);
    assertThat(refusal(clewHome)).isEqualTo(RootChoice.Refusal.CLEW_HOME);
    assertThat(refusal(rig.home.resolve("gone"))).isEqualTo(RootChoice.Refusal.NO_FOLDER);
    var elsewhere = Files.createDirectories(folder.toRealPath().resolve("data/clew"));
    assertThat(((RootChoice.Refused) RootChoice.of(elsewhere.getParent(), rig.home, elsewhere)))
        .matches(refused -> refused.refusal() == RootChoice.Refusal.CLEW_HOME)
        .matches(refused -> refused.text().contains("Clew's own folder"));
  }

  @Test
  void a_link_to_home_is_home() throws IOException {
    var link = Files.createSymbolicLink(folder.resolve("link"), rig.home);
    assertThat(refusal(link)).isEqualTo(RootChoice.Refusal.HOME);
  }

  @Test
  void the_root_is_the_nearest_work_tree_else_the_folder_itself() throws IOException {
    var deep = Files.createDirectories(rig.root.resolve("a/b"));
    assertThat(root(deep)).isEqualTo(deep);
    rig.git("init", "-q");
    assertThat(root(deep)).isEqualTo(rig.root);
    var nested = Files.createDirectories(rig.root.resolve("nested/x"));
    rig.run(nested.getParent(), "git", "init", "-q");
    assertThat(root(nested)).isEqualTo(nested.getParent());
    assertThat(refusal(rig.root.resolve(".git"))).isEqualTo(RootChoice.Refusal.GIT_FOLDER);
    rig.run(rig.home, "git", "init", "-q", "--bare", "bare.git");
    assertThat(refusal(rig.home.resolve("bare.git"))).isEqualTo(RootChoice.Refusal.GIT_FOLDER);
  }

  @Test
  void a_home_that_is_a_repository_does_not_swallow_the_folders_in_it() throws IOException {
    rig.run(rig.home, "git", "init", "-q");
    assertThat(root(rig.root)).isEqualTo(rig.root);
    assertThat(refusal(rig.home)).isEqualTo(RootChoice.Refusal.HOME);
  }

  @Test
  void nested_repositories_submodules_and_work_trees_are_noted_and_are_roots_of_their_own()
      throws IOException {
    rig.git("init", "-q");
    rig.write("file", "text");
    rig.git("add", "-A");
    rig.git("commit", "-qm", "one");
    var library = Files.createDirectories(rig.home.resolve("library"));
    rig.run(library, "git", "init", "-q");
    Files.writeString(library.resolve("lib"), "text");
    rig.run(library, "git", "add", "-A");
    rig.run(library, "git", "commit", "-qm", "one");
    rig.git(
        "-c", "protocol.file.allow=always", "submodule", "add", "-q", library.toString(), "sub");
    rig.git("worktree", "add", "-q", "tree");
    rig.run(rig.root, "git", "init", "-q", "nested");
    try (var open = rig.open()) {
      var files = rig.files(open.look().after());
      for (var name : new String[] {"sub", "tree", "nested"}) {
        assertThat(files.get(name).kind()).isEqualTo(Kind.REPOSITORY);
        assertThat(files.get(name).version().notKept()).isEqualTo("repository");
        assertThat(root(rig.root.resolve(name))).isEqualTo(rig.root.resolve(name));
      }
      assertThat(files).containsOnlyKeys(".gitmodules", "file", "nested", "sub", "tree");
      rig.write("sub/lib", "changed");
      rig.write("nested/new", "new");
      assertThat(rig.look().changes()).isEmpty();
      assertThat(rig.workspace.check().changes()).isEmpty();
      rig.run(rig.root, "sh", "-c", "mkdir plain && echo x > plain/x");
      assertThat(Rig.told(rig.look().changes())).containsExactly("create plain/x");
      rig.run(rig.root.resolve("plain"), "git", "init", "-q");
      assertThat(Rig.told(rig.look().changes())).containsExactly("create plain", "delete plain/x");
      Rig.delete(rig.root.resolve("plain/.git"));
      assertThat(Rig.told(rig.workspace.check().changes()))
          .containsExactly("delete plain", "create plain/x");
    }
    var linked = (RootChoice.Root) of(rig.root.resolve("tree"));
    var git = linked.git().orElseThrow();
    assertThat(git.common()).isEqualTo(rig.root.resolve(".git"));
    assertThat(git.own()).isEqualTo(rig.root.resolve(".git/worktrees/tree"));
    assertThat(GitState.of(git).branch()).contains("tree");
  }
}
