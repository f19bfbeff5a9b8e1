package dev.clew.diff;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.clew.testing.Cases;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Real Git applies our patches and gets the newer content byte for byte.
class GitApplyTest {
  private static final int FILES = 20;

  @TempDir Path folder;

  @Test
  void git_applies_patches_of_random_edits() {
    Cases.forAll(
        25,
        random -> {
          var patch = new ByteArrayOutputStream();
          var expected = new HashMap<String, byte[]>();
          var context = random.nextInt(5);
          var home = fresh(random);
          for (int i = 0; i < FILES; i++) {
            var name = "f" + i;
            var lines = RandomText.lines(random);
            var before = random.nextInt(8) == 0 ? null : bytes(lines);
            var after = random.nextInt(8) == 0 ? null : bytes(RandomText.edited(random, lines));
            write(home.resolve(name), before);
            patch.writeBytes(LineDiff.of(before, after).unified("a/" + name, "b/" + name, context));
            if (after != null) {
              expected.put(name, after);
            }
          }
          apply(home, patch.toByteArray(), context);
          assertSame(home, expected);
        });
  }

  @Test
  void git_applies_patches_of_files_with_strange_names() throws IOException {
    var names =
        List.of(
            "with space",
            "tab\tname",
            "quo\"te",
            "back\\slash",
            "na\u00efve",
            "line\nbreak",
            "end ");
    var patch = new ByteArrayOutputStream();
    var expected = new HashMap<String, byte[]>();
    var home = Files.createDirectory(folder.resolve("names"));
    for (var name : names) {
      for (var kind : List.of("changed", "created", "deleted")) {
        var file = kind + name;
        var before = kind.equals("created") ? null : "old\n".getBytes(ISO_8859_1);
        var after = kind.equals("deleted") ? null : "new\n".getBytes(ISO_8859_1);
        write(home.resolve(file), before);
        patch.writeBytes(LineDiff.of(before, after).unified("a/" + file, "b/" + file, 3));
        if (after != null) {
          expected.put(file, after);
        }
      }
    }
    apply(home, patch.toByteArray(), 3);
    assertSame(home, expected);
  }

  private Path fresh(RandomGenerator random) {
    try {
      return Files.createTempDirectory(folder, "case" + random.nextInt(1000));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] bytes(List<String> lines) {
    return String.join("", lines).getBytes(ISO_8859_1);
  }

  private static void write(Path file, byte @Nullable [] content) {
    try {
      if (content != null) {
        Files.write(file, content);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void assertSame(Path home, Map<String, byte[]> expected) {
    try (var files = Files.list(home)) {
      var found = new HashMap<String, String>();
      for (var file : files.filter(each -> !each.endsWith("the.patch")).toList()) {
        found.put(file.getFileName().toString(), Files.readString(file, ISO_8859_1));
      }
      var wanted = new HashMap<String, String>();
      expected.forEach((name, content) -> wanted.put(name, new String(content, ISO_8859_1)));
      assertThat(found).isEqualTo(wanted);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void apply(Path home, byte[] patch, int context) {
    write(home.resolve("the.patch"), patch);
    if (patch.length == 0) {
      return;
    }
    var zero = context == 0 ? "--unidiff-zero" : "--whitespace=nowarn";
    var git =
        new ProcessBuilder("git", "apply", "--whitespace=nowarn", zero, "the.patch")
            .directory(home.toFile())
            .redirectErrorStream(true);
    git.environment().keySet().removeIf(name -> name.startsWith("GIT_"));
    git.environment().put("HOME", home.toString());
    git.environment().put("XDG_CONFIG_HOME", home.toString());
    git.environment().put("GIT_CONFIG_NOSYSTEM", "1");
    git.environment().put("GIT_CEILING_DIRECTORIES", home.resolve("..").normalize().toString());
    try {
      var process = git.start();
      process.getOutputStream().close();
      var said = new String(process.getInputStream().readAllBytes(), ISO_8859_1);
      assertThat(process.waitFor()).as(said + "\n" + new String(patch, ISO_8859_1)).isZero();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
