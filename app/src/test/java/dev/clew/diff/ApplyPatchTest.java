package dev.clew.diff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.clew.testing.Samples;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// Scenarios: a folder, a patch, and the folder after it; a patch that is refused leaves it as it
/// was, or as the changes before the one that failed left it.
class ApplyPatchTest {
  private static final Path OURS = Path.of("src/test/fixtures/diff/apply-patch");

  /// The scenarios that must fail, by a word of their names.
  private static final String FAILS = ".*(rejects|requires|fails|failure).*";

  @TestFactory
  Stream<DynamicTest> a_patch_leaves_what_the_scenario_says() throws IOException {
    var patches = new ArrayList<>(Samples.files("codex-apply-patch", "patch.txt"));
    try (var paths = Files.walk(OURS)) {
      paths.filter(path -> path.endsWith("patch.txt")).sorted().forEach(patches::add);
    }
    return patches.stream()
        .map(patch -> dynamicTest(patch.getParent().toString(), () -> check(patch.getParent())));
  }

  private static void check(Path scenario) throws IOException {
    var tree = new Tree(read(scenario.resolve("input")));
    var failed = false;
    try {
      ApplyPatch.parse(text(scenario.resolve("patch.txt"))).apply(tree);
    } catch (ApplyPatch.PatchException e) {
      failed = true;
    }
    assertThat(tree.files).isEqualTo(read(scenario.resolve("expected")));
    assertThat(failed).isEqualTo(scenario.getFileName().toString().matches(FAILS));
  }

  private record Tree(Map<String, String> files) implements ApplyPatch.Target {
    @Override
    public Optional<String> read(String path) {
      return Optional.ofNullable(files.get(path));
    }

    @Override
    public void write(String path, String content) {
      files.put(path, content);
    }

    @Override
    public void delete(String path) {
      files.remove(path);
    }
  }

  private static Map<String, String> read(Path folder) throws IOException {
    var files = new TreeMap<String, String>();
    if (Files.isDirectory(folder)) {
      try (var paths = Files.walk(folder)) {
        paths
            .filter(Files::isRegularFile)
            .forEach(path -> files.put(folder.relativize(path).toString(), text(path)));
      }
    }
    return files;
  }

  private static String text(Path file) {
    try {
      return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
