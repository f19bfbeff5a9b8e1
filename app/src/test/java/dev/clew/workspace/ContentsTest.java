package dev.clew.workspace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.clew.testing.Cases;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Contents and trees come back as they were, and damage is told.
class ContentsTest {
  @TempDir private Path folder;

  @Test
  void contents_of_any_size_come_back_byte_for_byte() throws IOException {
    try (var rig = new Rig(folder)) {
      rig.open().look();
      Cases.forAll(40, random -> roundTrip(rig, random));
    }
  }

  private static void roundTrip(Rig rig, RandomGenerator random) {
    var bytes = new byte[random.nextInt(10) == 0 ? 900_000 : random.nextInt(150_000)];
    switch (random.nextInt(3)) {
      case 0 -> random.nextBytes(bytes);
      case 1 -> Arrays.fill(bytes, (byte) random.nextInt());
      default -> {
        for (int i = 0; i < bytes.length; i++) {
          bytes[i] = (byte) "text of a file\n".charAt(random.nextInt(15));
        }
      }
    }
    try {
      Files.write(rig.root.resolve("file"), bytes);
      rig.look();
      var entry = rig.workspace.entry("file").orElseThrow();
      assertThat(new Contents(rig::object).of(entry)).hasValue(bytes);
      assertThat(entry.size()).isEqualTo(bytes.length);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void a_thousand_one_line_edits_of_a_large_file_cost_little() throws IOException {
    try (var rig = new Rig(folder)) {
      var random = new java.util.SplittableRandom(5);
      var text = new StringBuilder();
      while (text.length() < 1_000_000) {
        text.append(Long.toString(random.nextLong() >>> 1, 36)).append(" of this line\n");
      }
      var edits = Cases.soaking() ? 1000 : 100;
      rig.write("large", text.toString());
      rig.open().look();
      var before = rig.madeBytes;
      for (int i = 0; i < edits; i++) {
        text.insert(text.indexOf("\n", random.nextInt(text.length() - 100)) + 1, i + "\n");
        rig.write("large", text.toString());
        rig.look();
      }
      assertThat((rig.madeBytes - before) / edits).isLessThan(64 << 10);
      assertThat(rig.content(rig.workspace.tree().orElseThrow(), "large"))
          .isEqualTo(text.toString());
    }
  }

  @Test
  void bytes_that_are_no_tree_are_told_apart_wherever_they_are_damaged() throws IOException {
    try (var rig = new Rig(folder)) {
      rig.write("file", "text");
      rig.write("large", "text\n".repeat(20_000));
      var id = rig.open().look().after();
      var tree = rig.object(id).orElseThrow();
      for (int at = 0; at < tree.length; at++) {
        try {
          TreeObject.of(Arrays.copyOf(tree, at));
          var changed = tree.clone();
          changed[at] ^= 0x15;
          TreeObject.of(changed);
        } catch (DamagedTreeException e) {
          assertThat(e).hasMessageContaining("tree");
        }
      }
      assertThatThrownBy(() -> TreeObject.of("no tree".getBytes(StandardCharsets.UTF_8)))
          .isInstanceOf(DamagedTreeException.class);
      rig.objects.remove(id);
      assertThatThrownBy(() -> rig.trees().entry(id, "file")).isInstanceOf(IOException.class);
      var large = rig.workspace.entry("large").orElseThrow();
      rig.objects.remove(large.pieces().orElseThrow());
      assertThat(new Contents(rig::object).of(large)).isEmpty();
    }
  }
}
