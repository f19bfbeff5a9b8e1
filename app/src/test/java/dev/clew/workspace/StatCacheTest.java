package dev.clew.workspace;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a workspace knows of an earlier run.
class StatCacheTest {
  @TempDir private Path folder;
  private Rig rig;

  @BeforeEach
  void rig() throws IOException {
    rig = new Rig(folder);
    for (int i = 0; i < 8; i++) {
      rig.write("d" + i % 2 + "/f" + i, "text " + i);
    }
    rig.write("large", "some text in it\n".repeat(10_000));
  }

  private void save() throws IOException {
    rig.openUnwatched().look();
    // What was written a moment ago is not trusted: the clock has to go on first.
    while (!Stat.of(rig.root.resolve("large"))
        .settledBefore(System.currentTimeMillis() * 1_000_000)) {
      Thread.onSpinWait();
    }
    for (int i = 0; i < 2; i++) {
      rig.workspace.check();
    }
    rig.workspace.save(Instant.EPOCH);
    rig.close();
  }

  @Test
  void what_did_not_change_is_not_read_again_by_the_next_run() throws IOException {
    save();
    var tree = rig.workspace.tree().orElseThrow();
    rig.onPut =
        () -> {
          throw new AssertionError("nothing is new");
        };
    var look = rig.open().look();
    assertThat(look.before()).isEqualTo(tree);
    assertThat(look.after()).isEqualTo(tree);
    assertThat(look.files()).isEqualTo(9);
    assertThat(look.bytes()).isEqualTo(8 * 6 + 160_000);
    rig.close();
    rig.onPut = () -> {};
    rig.write("d0/f0", "other");
    assertThat(Rig.told(rig.open().look().changes())).containsExactly("modify d0/f0");
    rig.close();
  }

  @Test
  void a_cache_cut_at_any_byte_or_changed_in_any_byte_counts_as_absent() throws IOException {
    save();
    var tree = rig.workspace.tree().orElseThrow();
    var file = rig.cache.resolve("stat");
    var bytes = Files.readAllBytes(file);
    var random = new SplittableRandom(Long.getLong("seed", 1));
    for (int at = 0; at < bytes.length; at++) {
      var damaged = Arrays.copyOf(bytes, at);
      if (at % 2 == 1) {
        damaged = bytes.clone();
        damaged[at] ^= (byte) (1 + random.nextInt(255));
      }
      Files.write(file, damaged);
      assertThat(rig.openUnwatched().workspace.tree()).as("byte %d", at).isEmpty();
      if (at % 100 == 0) {
        assertThat(rig.look().after()).isEqualTo(tree);
      }
      rig.close();
    }
    Files.write(file, bytes);
    assertThat(rig.openUnwatched().workspace.tree()).contains(tree);
    rig.close();
  }

  @Test
  void a_cache_whose_trees_are_not_in_the_store_counts_as_absent() throws IOException {
    save();
    rig.objects.clear();
    var look = rig.open().look();
    assertThat(look.before()).isNull();
    assertThat(rig.content(look.after(), "d1/f1")).isEqualTo("text 1");
    rig.close();
  }

  @Test
  void a_cache_folder_that_cannot_be_written_stops_nothing_else() throws IOException {
    rig.openUnwatched().look();
    Files.createDirectories(rig.cache.resolve("stat/in the way"));
    assertThat(
            org.assertj.core.api.Assertions.catchThrowable(() -> rig.workspace.save(Instant.EPOCH)))
        .isInstanceOf(IOException.class);
    rig.write("d0/f0", "other");
    assertThat(Rig.told(rig.look().changes())).containsExactly("modify d0/f0");
    rig.close();
    assertThat(rig.open().look().before()).isNull();
    rig.close();
  }

  @Test
  void starting_over_makes_everything_anew() throws IOException {
    save();
    rig.open().look();
    rig.objects.clear();
    rig.workspace.startOver();
    var look = rig.look();
    assertThat(look.before()).isNull();
    assertThat(rig.files(look.after())).hasSize(9);
    rig.write("d0/f0", "other");
    var next = rig.look();
    assertThat(next.full()).isFalse();
    assertThat(Rig.told(next.changes())).containsExactly("modify d0/f0");
    rig.close();
  }
}
