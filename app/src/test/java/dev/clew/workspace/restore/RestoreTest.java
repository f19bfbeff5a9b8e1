package dev.clew.workspace.restore;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.clew.testing.World;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RestoreTest {
  @TempDir Path folder;
  private Path root;
  private Path journal;

  @BeforeEach
  void make() throws IOException {
    root = Files.createDirectory(folder.resolve("root"));
    journal = folder.resolve("journal");
  }

  private List<Outcome> apply(Order... orders) throws IOException {
    var outcomes = new Restore(journal).apply(root, "7", List.of(orders));
    assertThat(journal).doesNotExist();
    try (var names = Files.list(root)) {
      assertThat(names.map(path -> path.getFileName().toString()))
          .noneMatch(name -> name.startsWith(".clew-move-"));
    }
    return outcomes;
  }

  private static Order write(String path, State before, String content) {
    return new Order(path, before, Trees.file(content, false), () -> content.getBytes(UTF_8));
  }

  private static Order remove(String path, State before) {
    return new Order(path, before, new State.Nothing(), null);
  }

  @Test
  void files_are_written_changed_and_removed() throws IOException {
    Files.writeString(root.resolve("a"), "old");
    Files.writeString(root.resolve("b"), "gone");
    assertThat(
            apply(
                write("a", Trees.file("old", false), "new"),
                remove("b", Trees.file("gone", false)),
                write("deep/er/c", new State.Nothing(), "made")))
        .allMatch(Outcome::isDone);
    assertThat(root.resolve("a")).hasContent("new");
    assertThat(root.resolve("b")).doesNotExist();
    assertThat(root.resolve("deep/er/c")).hasContent("made");
  }

  @Test
  void what_was_changed_meanwhile_is_left_alone() throws IOException {
    Files.writeString(root.resolve("a"), "a person's");
    Files.writeString(root.resolve("b"), "a person's");
    Files.writeString(root.resolve("c"), "a person's");
    assertThat(
            apply(
                write("a", Trees.file("old", false), "new"),
                remove("b", Trees.file("old", false)),
                write("c", new State.Nothing(), "new")))
        .noneMatch(Outcome::isDone);
    for (var name : List.of("a", "b", "c")) {
      assertThat(root.resolve(name)).hasContent("a person's");
    }
  }

  @Test
  void what_is_saved_between_the_look_and_the_swap_is_given_back() throws IOException {
    Files.writeString(root.resolve("a"), "old");
    var outcomes =
        new Restore(
                journal,
                reached -> {
                  if (reached.equals("staged")) {
                    Trees.save(root.resolve("a"), "old");
                  }
                })
            .apply(root, "7", List.of(write("a", Trees.file("old", false), "new")));
    assertThat(outcomes).allMatch(Outcome::isDone);
    var again =
        new Restore(
                journal,
                reached -> {
                  if (reached.equals("staged")) {
                    Trees.save(root.resolve("a"), "a person's");
                  }
                })
            .apply(root, "8", List.of(write("a", Trees.file("new", false), "newer")));
    assertThat(again).extracting(Outcome::left).containsExactly("it was changed meanwhile");
    assertThat(root.resolve("a")).hasContent("a person's");
  }

  @Test
  void modes_links_and_folders_come_back() throws IOException {
    Files.writeString(root.resolve("run"), "#!/bin/sh\n");
    Files.setPosixFilePermissions(
        root.resolve("run"), PosixFilePermissions.fromString("rw-r-----"));
    Files.createSymbolicLink(root.resolve("link"), Path.of("/nowhere"));
    Files.createDirectories(root.resolve("empty/er"));
    assertThat(
            apply(
                new Order(
                    "run",
                    Trees.file("#!/bin/sh\n", false),
                    Trees.file("#!/bin/sh\n", true),
                    () -> "#!/bin/sh\n".getBytes(UTF_8)),
                new Order(
                    "link", Trees.link("/nowhere"), Trees.link("run"), () -> "run".getBytes(UTF_8)),
                new Order("empty", new State.Folder(), new State.Nothing(), null),
                new Order("empty/er", new State.Folder(), new State.Nothing(), null),
                new Order("new/folder", new State.Nothing(), new State.Folder(), null)))
        .allMatch(Outcome::isDone);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(root.resolve("run"))))
        .isEqualTo("rwxr-x---");
    assertThat(Files.readSymbolicLink(root.resolve("link"))).isEqualTo(Path.of("run"));
    assertThat(root.resolve("empty")).doesNotExist();
    assertThat(root.resolve("new/folder")).isEmptyDirectory();
  }

  @Test
  void a_folder_makes_way_for_a_file_and_back() throws IOException {
    Files.createDirectories(root.resolve("x"));
    Files.writeString(root.resolve("x/in"), "in");
    assertThat(
            apply(
                remove("x/in", Trees.file("in", false)),
                new Order("x", new State.Folder(), new State.Nothing(), null),
                write("x", new State.Nothing(), "file")))
        .allMatch(Outcome::isDone);
    assertThat(root.resolve("x")).hasContent("file");
    assertThat(
            apply(remove("x", Trees.file("file", false)), write("x/in", new State.Nothing(), "in")))
        .allMatch(Outcome::isDone);
    assertThat(root.resolve("x/in")).hasContent("in");
  }

  @Test
  void a_folder_with_somebody_elses_file_stays() throws IOException {
    Files.createDirectories(root.resolve("x"));
    Files.writeString(root.resolve("x/ignored"), "a person's");
    assertThat(apply(new Order("x", new State.Folder(), new State.Nothing(), null)))
        .extracting(Outcome::left)
        .containsExactly("something is in it");
    assertThat(root.resolve("x/ignored")).hasContent("a person's");
  }

  @Test
  void nothing_is_written_outside_or_into_git() throws IOException {
    var outside = Files.createDirectory(folder.resolve("outside"));
    Files.createSymbolicLink(root.resolve("link"), outside);
    Files.createDirectories(root.resolve(".git/hooks"));
    for (var path :
        List.of(
            "../outside/x",
            "/etc/x",
            "a/../../x",
            "",
            "a//b",
            "./a",
            ".git/hooks/x",
            ".GIT/x",
            "sub/.git/config",
            "sub/.gi\u200ct/config",
            "GIT~1/config",
            ".git./x",
            ".git::$INDEX/x",
            "link/x",
            ".clew-move-7/x")) {
      var outcome = apply(write(path, new State.Nothing(), "x")).getFirst();
      assertThat(outcome.isDone()).describedAs(path).isFalse();
      assertThat(outcome.left()).isNotBlank();
    }
    assertThat(outside).isEmptyDirectory();
    assertThat(root.resolve(".git/hooks")).isEmptyDirectory();
    assertThat(folder.resolve("x")).doesNotExist();
  }

  @Test
  void a_folder_that_becomes_a_link_while_the_move_is_made_is_not_followed() throws IOException {
    var hooks = Files.createDirectories(root.resolve(".git/hooks"));
    for (var target : List.of(Files.createDirectory(folder.resolve("outside")), hooks)) {
      for (var point : List.of("planned", "staged", "taken 0", "swapped 0", "swapped 1")) {
        Files.createDirectories(root.resolve("d/in"));
        for (var name : List.of("a", "b", "in/c")) {
          Files.writeString(root.resolve("d").resolve(name), "old");
        }
        World.copy(root.resolve("d"), target);
        var before = Trees.of(target);
        var away = root.resolve("away");
        var outcomes =
            new Restore(
                    journal,
                    reached -> {
                      if (reached.equals(point)) {
                        replace(root.resolve("d"), away, target);
                      }
                    })
                .apply(
                    root,
                    "7",
                    List.of(
                        remove("d/b", Trees.file("old", false)),
                        write("d/a", Trees.file("old", false), "new"),
                        write("d/in/c", Trees.file("old", false), "new"),
                        write("d/made/e", new State.Nothing(), "new")));
        assertThat(Trees.of(target)).as("%s, %s", target, point).isEqualTo(before);
        assertThat(outcomes).as(point).anyMatch(each -> !each.isDone());
        assertThat(journal).doesNotExist();
        Files.delete(root.resolve("d"));
        World.delete(away);
        World.delete(target);
        Files.createDirectory(target);
      }
    }
  }

  private static void replace(Path from, Path away, Path target) {
    try {
      Files.move(from, away);
      Files.createSymbolicLink(from, target);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void a_link_in_the_place_of_the_workspace_is_not_followed() throws IOException {
    Files.writeString(root.resolve("a"), "old");
    var link = Files.createSymbolicLink(folder.resolve("link"), root);
    assertThatThrownBy(() ->
            new Restore(journal)
                .apply(link, "7", List.of(write("a", Trees.file("old", false), "new"))))
        .isInstanceOf(IOException.class);
    assertThat(Trees.of(root)).isEqualTo(java.util.Map.of("a", "f:old"));
    assertThat(journal).doesNotExist();
  }

  @Test
  void names_that_differ_in_case_or_form_alone_are_different_files() throws IOException {
    var names = List.of("Readme", "README", "readme", "\u00fc", "u\u0308");
    for (var name : names) {
      assertThat(apply(write(name, new State.Nothing(), name))).allMatch(Outcome::isDone);
    }
    assertThat(Trees.of(root)).hasSize(names.size());
    assertThat(
            apply(
                write("Readme", Trees.file("Readme", false), "one"),
                remove("README", Trees.file("README", false)),
                remove("\u00fc", Trees.file("\u00fc", false))))
        .allMatch(Outcome::isDone);
    assertThat(Trees.of(root))
        .isEqualTo(
            java.util.Map.of("Readme", "f:one", "readme", "f:readme", "u\u0308", "f:u\u0308"));
  }

  @Test
  void names_that_are_no_text_are_kept_byte_for_byte() throws IOException {
    for (var path :
        List.of(
            "\"\\377.txt\"", "-rf", "sp ace", "ü/é/e\u0301", "👩‍👩‍👧", "\"\\\"q\\\"\"", "a\nb")) {
      assertThat(apply(write(path, new State.Nothing(), path))).allMatch(Outcome::isDone);
      assertThat(apply(remove(path, Trees.file(path, false)))).allMatch(Outcome::isDone);
    }
  }

  @Test
  void when_contents_cannot_be_prepared_nothing_changes() throws IOException {
    Files.writeString(root.resolve("a"), "old");
    var broken =
        new Order(
            "b",
            new State.Nothing(),
            Trees.file("other", false),
            () -> "not what its hash says".getBytes(UTF_8));
    var good = write("a", Trees.file("old", false), "new");
    assertThatThrownBy(() -> new Restore(journal).apply(root, "7", List.of(good, broken)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("reads back");
    assertThat(Trees.of(root)).isEqualTo(java.util.Map.of("a", "f:old"));
    assertThat(journal).doesNotExist();
  }

  @Test
  void a_pipe_in_the_way_is_left_alone() throws Exception {
    new ProcessBuilder("mkfifo", root.resolve("pipe").toString()).start().waitFor();
    assertThat(apply(write("pipe", Trees.file("x", false), "y")))
        .extracting(Outcome::left)
        .containsExactly("it was changed meanwhile");
  }
}
