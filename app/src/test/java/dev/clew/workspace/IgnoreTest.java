package dev.clew.workspace;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clew.testing.Cases;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What ignore rules leave out.
class IgnoreTest {
  private static final List<String> NAMES = List.of("a", "b", "c", "x.log", "y.txt", "out", "Ä");
  private static final List<String> RULES =
      List.of(
          "*.log",
          "!x.log",
          "out/",
          "/a",
          "a/b",
          "**/c",
          "c/**",
          "!b",
          "*",
          "!*/",
          "y.*",
          "[ab]",
          "/out/*",
          "!/out/b",
          "a/**/b",
          "# comment",
          "",
          "x.log   ",
          "\\!b",
          "Ä");

  @TempDir private Path folder;
  private int number;

  @Test
  void the_snapshot_has_what_git_would_add_and_what_is_tracked() {
    Cases.forAll(25, this::compareWithGit);
  }

  private void compareWithGit(RandomGenerator random) {
    try (var rig = new Rig(Files.createDirectory(folder.resolve("case" + number++)))) {
      rig.git("init", "-q");
      Files.writeString(rig.home.resolve(".gitconfig"), "[core]\n\texcludesFile = ~/own rules\n");
      Files.writeString(rig.home.resolve("own rules"), rules(random, 1));
      Files.writeString(rig.root.resolve(".git/info/exclude"), rules(random, 1));
      for (int i = random.nextInt(40); i > 0; i--) {
        file(rig, random);
      }
      rig.open();
      for (int round = 0; round < 3; round++) {
        for (int i = random.nextInt(4); i > 0; i--) {
          ruleFile(rig, random);
        }
        if (random.nextBoolean()) {
          track(rig, random);
        }
        file(rig, random);
        var look = random.nextBoolean() ? rig.look() : rig.workspace.check();
        assertThat(rig.files(look.after()).keySet()).isEqualTo(byGit(rig));
        assertThat(look.after()).isEqualTo(rig.cold());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String rules(RandomGenerator random, int least) {
    var rules = new StringBuilder();
    for (int i = random.nextInt(least, 4); i > 0; i--) {
      rules.append(RULES.get(random.nextInt(RULES.size()))).append('\n');
    }
    return rules.toString();
  }

  private static void file(Rig rig, RandomGenerator random) {
    try {
      rig.write(somewhere(random), "text " + random.nextInt());
    } catch (IOException e) {
      // A file stands where a folder should, or the other way round: no file, then.
    }
  }

  private static void ruleFile(Rig rig, RandomGenerator random) throws IOException {
    var at = rig.root.resolve(somewhere(random));
    var in = Files.isDirectory(at) ? at : rig.root;
    Files.writeString(in.resolve(".gitignore"), rules(random, 0));
  }

  private static void track(Rig rig, RandomGenerator random) throws IOException {
    var path = somewhere(random);
    if (Files.isRegularFile(rig.root.resolve(path))) {
      if (random.nextInt(3) == 0) {
        rig.git("rm", "-q", "--cached", "--ignore-unmatch", path);
      } else {
        rig.git("add", "-f", path);
      }
    }
  }

  private static String somewhere(RandomGenerator random) {
    var path = new StringBuilder(NAMES.get(random.nextInt(NAMES.size())));
    for (int depth = random.nextInt(4); depth > 0; depth--) {
      path.append('/').append(NAMES.get(random.nextInt(NAMES.size())));
    }
    return path.toString();
  }

  private static Set<String> byGit(Rig rig) throws IOException {
    var listed = rig.git("ls-files", "-z", "--cached", "--others", "--exclude-standard");
    var files = new TreeSet<>(List.of(listed.split("\0", -1)));
    files.removeIf(path -> path.isEmpty() || !Files.exists(rig.root.resolve(path)));
    return files;
  }

  @Test
  void every_place_of_rules_counts_and_a_rule_that_goes_lets_files_come_back() throws IOException {
    try (var rig = new Rig(folder)) {
      rig.git("init", "-q");
      Files.createDirectories(rig.home.resolve(".config/git"));
      Files.writeString(rig.home.resolve(".config/git/ignore"), "*.global\n");
      Files.writeString(rig.root.resolve(".git/info/exclude"), "*.exclude\n");
      rig.write(".gitignore", "*.root\n");
      rig.write("sub/.gitignore", "*.nested\n!kept.root\n");
      rig.write(".clewignore", "*.clew\n");
      for (var name : List.of("a.global", "a.exclude", "a.root", "a.nested", "a.clew")) {
        rig.write(name, name);
        rig.write("sub/" + name, name);
      }
      rig.write("sub/kept.root", "kept");
      var files = rig.files(rig.open().look().after()).keySet();
      assertThat(files)
          .containsExactlyInAnyOrder(
              ".clewignore", ".gitignore", "a.nested", "sub/.gitignore", "sub/kept.root");
      rig.write("sub/.gitignore", "");
      assertThat(Rig.told(rig.look().changes()))
          .containsExactly(
              "modify sub/.gitignore",
              "create sub/a.nested no_longer_ignored",
              "delete sub/kept.root ignored");
      rig.write("sub/.gitignore", "*.nested\n");
      assertThat(Rig.told(rig.look().changes()))
          .containsExactly("modify sub/.gitignore", "delete sub/a.nested ignored");
    }
  }

  @Test
  void a_file_that_is_tracked_and_ignored_is_part_of_the_snapshot() throws IOException {
    try (var rig = new Rig(folder)) {
      rig.git("init", "-q");
      rig.write(".gitignore", "vendor/\n*.jar\n");
      rig.write("vendor/deep/tracked.txt", "tracked");
      rig.write("vendor/deep/other.txt", "not");
      rig.write("wrapper.jar", "not yet");
      rig.git("add", "-f", "vendor/deep/tracked.txt");
      var files = rig.files(rig.open().look().after());
      assertThat(files).containsOnlyKeys(".gitignore", "vendor/deep/tracked.txt");
      rig.git("add", "-f", "wrapper.jar");
      assertThat(Rig.told(rig.look().changes()))
          .containsExactly("create wrapper.jar no_longer_ignored");
      for (var version : List.of("2", "3", "4")) {
        rig.git("update-index", "--index-version", version);
        assertThat(rig.workspace.check().changes()).isEmpty();
        assertThat(rig.cold()).isEqualTo(rig.workspace.tree().orElseThrow());
      }
      rig.git("rm", "-q", "--cached", "wrapper.jar");
      assertThat(Rig.told(rig.look().changes())).containsExactly("delete wrapper.jar ignored");
      Files.write(rig.root.resolve(".git/index"), new byte[] {1, 2, 3});
      assertThat(rig.look().gaps()).extracting(Gap::reason).containsExactly("index");
    }
  }
}
