package dev.clew.workspace;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clew.testing.Cases;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Workspaces of many files, and large ones.
class LargeWorkspaceTest {
  @TempDir private Path folder;
  private Rig rig;

  @BeforeEach
  void rig() throws IOException {
    rig = new Rig(folder);
  }

  @AfterEach
  void close() {
    rig.close();
  }

  @Test
  void many_files_are_looked_at_as_one() throws IOException {
    var count = Cases.soaking() ? 100_000 : 3_000;
    for (int i = 0; i < count; i++) {
      if (i % 100 == 0) {
        Files.createDirectories(rig.root.resolve("d" + i / 100));
      }
      Files.writeString(rig.root.resolve("d" + i / 100 + "/f" + i), "text " + i);
    }
    var look = rig.open().look();
    assertThat(look.files()).isEqualTo(count);
    assertThat(look.after()).isEqualTo(rig.cold());
    var made = rig.made;
    rig.write("d3/f317", "changed");
    assertThat(Rig.told(rig.look().changes())).containsExactly("modify d3/f317");
    assertThat(rig.made - made).isLessThan(8);
  }

  @Test
  void a_large_folder_is_spread_so_that_an_edit_costs_little() throws IOException {
    for (int i = 0; i < 10_000; i++) {
      Files.writeString(rig.root.resolve("f" + i), "text " + i);
    }
    rig.open().look();
    var bytes = rig.madeBytes;
    rig.write("f77", "changed");
    rig.look(rig.root.resolve("f77"));
    assertThat(rig.madeBytes - bytes).isLessThan(10_000);
    assertThat(rig.trees().entries(rig.workspace.tree().orElseThrow())).hasSize(10_000);
    var entry = rig.trees().entry(rig.workspace.tree().orElseThrow(), "f77").orElseThrow();
    assertThat(entry).isEqualTo(rig.workspace.entry("f77").orElseThrow());
  }

  @Test
  void blob_ids_are_those_of_git() throws IOException {
    rig.git("init", "-q");
    rig.write("small", "text\n");
    rig.write("large", "some line of text\n".repeat(20_000));
    var files = rig.files(rig.open().look().after());
    for (var name : List.of("small", "large")) {
      assertThat(files.get(name).blob().orElseThrow())
          .isEqualTo(rig.git("hash-object", "--no-filters", name).strip());
    }
    assertThat(files.get("large").pieces()).isPresent();
  }
}
