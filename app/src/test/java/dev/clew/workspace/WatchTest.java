package dev.clew.workspace;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clew.testing.Cases;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a watched workspace sees without looking at everything.
class WatchTest {
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
  void a_file_in_folders_made_a_moment_ago_is_never_missed() throws IOException {
    rig.open().look();
    for (int i = 0; i < 50; i++) {
      rig.run("sh", "-c", "mkdir -p a%1$d/b/c && echo %1$d > a%1$d/b/c/file".formatted(i));
      var look = rig.look();
      assertThat(look.full()).isFalse();
      assertThat(Rig.told(look.changes())).containsExactly("create a" + i + "/b/c/file");
    }
    assertThat(rig.workspace.check().missed()).isEmpty();
  }

  @Test
  void a_file_written_while_the_look_runs_is_in_this_look_or_the_next() throws IOException {
    rig.open().look();
    Cases.forAll(
        20,
        random -> {
          var name = "n" + random.nextLong();
          var once = new AtomicBoolean();
          rig.onPut =
              () -> {
                if (!once.getAndSet(true)) {
                  write(name + "/late/file");
                }
              };
          write(name + "/early");
          write(name + "/deep/er/early");
          look();
          rig.onPut = () -> {};
          look();
          assertThat(rig.workspace.entry(name + "/late/file")).isPresent();
        });
  }

  private void write(String path) {
    try {
      rig.write(path, path);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private void look() {
    try {
      assertThat(rig.look().full()).isFalse();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void more_changes_than_the_system_keeps_make_the_look_full_and_are_a_gap() throws IOException {
    rig.write("d/first", "first");
    rig.open().look();
    for (int i = 0; i < 2000; i++) {
      rig.write("d/f" + i, "text " + i);
    }
    var look = rig.look();
    assertThat(look.full()).isTrue();
    assertThat(look.gaps()).extracting(Gap::reason).containsExactly("watch_overflow");
    assertThat(look.changes()).hasSize(2000);
    rig.write("d/f7", "again");
    var next = rig.look();
    assertThat(next.full()).isFalse();
    assertThat(Rig.told(next.changes())).containsExactly("modify d/f7");
  }

  @Test
  void folders_beyond_what_may_be_watched_make_every_look_full_and_are_a_gap() throws IOException {
    rig.limits = new Limits(1 << 20, 1000, 1 << 30, 3, 2);
    for (int i = 0; i < 5; i++) {
      rig.write("d" + i + "/file", "text");
    }
    var first = rig.open().look();
    assertThat(first.gaps()).extracting(Gap::reason).containsExactly("watch_limit");
    assertThat(rig.workspace.isWatched()).isFalse();
    rig.write("d4/file", "other");
    var look = rig.look();
    assertThat(look.full()).isTrue();
    assertThat(Rig.told(look.changes())).containsExactly("modify d4/file");
    assertThat(look.gaps()).isEmpty();
  }

  @Test
  void a_check_finds_what_the_system_does_not_tell_of_and_says_so() throws IOException {
    var mapped = rig.write("mapped", "aaaa");
    rig.write("other", "text");
    rig.open().look();
    try (var channel =
        FileChannel.open(mapped, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      var view = channel.map(FileChannel.MapMode.READ_WRITE, 0, 4);
      look();
      view.put(0, (byte) 'b');
      view.force();
    }
    rig.write("other", "told");
    var check = rig.workspace.check();
    assertThat(Rig.told(check.changes())).containsExactly("modify mapped", "modify other");
    assertThat(check.missed()).containsExactly("mapped");
    assertThat(rig.workspace.check().changes()).isEmpty();
  }

  @Test
  void a_hint_is_looked_at_though_nothing_was_told() throws IOException {
    var mapped = rig.write("mapped", "aaaa");
    rig.open().look();
    try (var channel =
        FileChannel.open(mapped, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      look();
      var view = channel.map(FileChannel.MapMode.READ_WRITE, 0, 4);
      view.put(0, (byte) 'b');
      view.force();
    }
    assertThat(Rig.told(rig.look(mapped).changes())).containsExactly("modify mapped");
    var link = Files.createSymbolicLink(folder.resolve("link"), rig.root);
    rig.write("new/file", "text");
    assertThat(rig.look(link.resolve("new/file"), Path.of("/nowhere/x")).changes()).hasSize(1);
  }

  @Test
  void moved_folders_are_followed_under_their_new_names() throws IOException {
    rig.write("old/deep/file", "text one");
    rig.write("into/file", "text two");
    rig.open().look();
    Files.move(rig.root.resolve("old"), rig.root.resolve("into/new"));
    assertThat(Rig.told(rig.look().changes()))
        .containsExactly("rename old/deep/file -> into/new/deep/file");
    rig.write("into/new/deep/file", "text three");
    assertThat(Rig.told(rig.look().changes())).containsExactly("modify into/new/deep/file");
    Files.move(rig.root.resolve("into/new"), rig.root.resolve("old"));
    rig.write("old/deep/file", "text four");
    assertThat(Rig.told(rig.look().changes()))
        .containsExactly("delete into/new/deep/file", "create old/deep/file");
    rig.write("old/deep/file", "text five");
    assertThat(Rig.told(rig.look().changes())).containsExactly("modify old/deep/file");
  }

  @Test
  void a_root_that_was_replaced_is_looked_at_anew() throws IOException {
    rig.write("a", "one");
    rig.open().look();
    Files.move(rig.root, folder.resolve("away"));
    Files.createDirectory(rig.root);
    rig.write("b", "two");
    assertThat(Rig.told(rig.look().changes())).containsExactly("delete a", "create b");
    rig.write("c", "three");
    var look = rig.look();
    assertThat(look.full()).isFalse();
    assertThat(Rig.told(look.changes())).containsExactly("create c");
  }

  @Test
  void ignored_folders_are_neither_entered_nor_watched() throws IOException {
    rig.limits = new Limits(1 << 20, 1000, 1 << 30, 10, 2);
    rig.write(".gitignore", "node_modules/\n");
    for (int i = 0; i < 50; i++) {
      rig.write("node_modules/m" + i + "/index.js", "text");
    }
    var look = rig.open().look();
    assertThat(look.files()).isEqualTo(1);
    assertThat(rig.workspace.isWatched()).isTrue();
    rig.write("node_modules/m7/index.js", "other");
    assertThat(rig.look().changes()).isEmpty();
  }
}
