package dev.clew.workspace.restore;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.clew.event.FileVersion;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckoutTest {
  @TempDir private Path folder;
  private final Map<String, FileVersion> files = new TreeMap<>();
  private final Map<String, byte[]> contents = new TreeMap<>();

  private void file(String path, String mode, String content) {
    var key = "%s %s".formatted(mode, path);
    contents.put(key, content.getBytes(ISO_8859_1));
    files.put(path, new FileVersion(key, null, content.length(), mode, null));
  }

  private final class Held implements Checkout.Source {
    @Override
    public Optional<byte[]> read(FileVersion version) {
      return Optional.ofNullable(contents.get(version.sha256()));
    }

    @Override
    public void close() {}
  }

  private List<Outcome> write(Path into, String... folders) throws Exception {
    try (var checkout = Checkout.into(into, 3)) {
      return checkout.write(List.of(folders), files, Held::new);
    }
  }

  private List<String> names(Path root) throws IOException {
    try (var walk = Files.walk(root)) {
      return walk.map(path -> root.relativize(path).toString())
          .filter(name -> !name.isEmpty())
          .sorted()
          .toList();
    }
  }

  @Test
  void a_state_is_written_with_its_modes_links_and_empty_folders() throws Exception {
    file("a", "100644", "plain \u00ff\u0000 bytes\r\n");
    file("deep/er/run", "100755", "#!/bin/sh\n");
    file("deep/link", "120000", "../nowhere");
    file("empty", "100644", "");
    file("large", "100644", "0123456789".repeat(30_000));
    var root = folder.resolve("not/there/yet");
    assertThat(write(root, "deep", "left/empty")).isEmpty();
    assertThat(names(root))
        .containsExactly(
            "a",
            "deep",
            "deep/er",
            "deep/er/run",
            "deep/link",
            "empty",
            "large",
            "left",
            "left/empty");
    assertThat(root.resolve("a")).hasBinaryContent("plain \u00ff\0 bytes\r\n".getBytes(ISO_8859_1));
    assertThat(Files.isExecutable(root.resolve("deep/er/run"))).isTrue();
    assertThat(Files.isExecutable(root.resolve("a"))).isFalse();
    assertThat(Files.readSymbolicLink(root.resolve("deep/link"))).hasToString("../nowhere");
    assertThat(root.resolve("large")).hasContent("0123456789".repeat(30_000));
  }

  @Test
  void names_are_written_byte_for_byte() throws Exception {
    file("caf\u00e9/\u65e5\u672c", "100644", "one");
    file("Case", "100644", "two");
    file("case", "100644", "three");
    file("\"\\377\\n\\\"\"", "100644", "four");
    file(" blank\n", "100644", "five");
    assertThat(write(folder.resolve("root"))).isEmpty();
    var listed =
        new ProcessBuilder(
                "find", folder.resolve("root").toString(), "-type", "f", "-printf", "%P|")
            .start();
    assertThat(new String(listed.getInputStream().readAllBytes(), ISO_8859_1).split("\\|"))
        .containsExactlyInAnyOrder(
            new String("caf\u00e9/\u65e5\u672c".getBytes(UTF_8), ISO_8859_1),
            "Case",
            "case",
            "\u00ffn\"",
            " blank\n");
  }

  @Test
  void nothing_is_written_outside_the_folder_or_into_one_of_gits() throws Exception {
    var secret = Files.createDirectory(folder.resolve("outside"));
    file("way", "120000", secret.toString());
    file("way/in", "100644", "through a link");
    file("../up", "100644", "above");
    file("/abs", "100644", "absolute");
    file(".git/hooks/pre-commit", "100755", "hook");
    file("sub/.GIT/config", "100644", "config");
    file("fine", "100644", "fine");
    var left = write(folder.resolve("root"), "../other", ".git/refs");
    assertThat(left.stream().map(Outcome::path))
        .contains("../up", "/abs", ".git/hooks/pre-commit", "sub/.GIT/config", "../other");
    assertThat(left).noneMatch(Outcome::isDone);
    assertThat(names(folder.resolve("root"))).contains("fine").noneMatch(n -> n.contains("it"));
    assertThat(names(folder)).noneMatch(name -> name.startsWith("up") || name.startsWith("other"));
    assertThat(names(secret)).isEmpty();
  }

  @Test
  void a_folder_that_has_something_is_left_alone() throws Exception {
    file("a", "100644", "ours");
    Files.writeString(folder.resolve("theirs"), "theirs");
    assertThatThrownBy(() -> write(folder)).isInstanceOf(FileAlreadyExistsException.class);
    assertThatThrownBy(() -> write(folder.resolve("theirs")))
        .isInstanceOf(FileAlreadyExistsException.class);
    assertThat(names(folder)).containsExactly("theirs");
    var empty = Files.createDirectory(folder.resolve("empty"));
    assertThat(write(empty)).isEmpty();
    assertThat(names(empty)).containsExactly("a");
  }

  @Test
  void what_is_not_kept_or_gone_is_told() throws Exception {
    files.put(".env", new FileVersion("0".repeat(64), null, 4, "100644", "sensitive"));
    files.put("gone", new FileVersion("1".repeat(64), "2".repeat(40), 4, "100644", null));
    file("here", "100644", "here");
    assertThat(write(folder.resolve("root")))
        .containsExactly(
            new Outcome(".env", "its bytes are not kept: sensitive"),
            new Outcome("gone", "its bytes are no longer in the store"));
    assertThat(names(folder.resolve("root"))).containsExactly("here");
  }

  @Test
  void what_was_written_is_taken_away_again_and_nothing_else() throws Exception {
    file("a/b/c", "100644", "c");
    file("a/link", "120000", "b");
    file("d/e", "100644", "e");
    var root = folder.resolve("root");
    try (var checkout = Checkout.into(root, 2)) {
      checkout.write(List.of("empty"), files, Held::new);
      Files.writeString(root.resolve("d/theirs"), "theirs");
      checkout.discard();
    }
    assertThat(names(root)).containsExactly("d", "d/theirs");
    Files.delete(root.resolve("d/theirs"));
    Files.delete(root.resolve("d"));
    try (var checkout = Checkout.into(root, 2)) {
      checkout.write(List.of(), files, Held::new);
      checkout.discard();
    }
    assertThat(root).as("it was there before").isEmptyDirectory();
  }

  @Test
  void it_ends_where_a_source_fails_and_can_be_taken_away() throws Exception {
    for (var i = 0; i < 500; i++) {
      file("folder-%d/file".formatted(i % 50) + i, "100644", "content " + i);
    }
    var opened = new ArrayList<Checkout.Source>();
    var root = folder.resolve("root");
    try (var checkout = Checkout.into(root, 4)) {
      assertThatThrownBy(() ->
              checkout.write(
                  List.of(),
                  files,
                  () -> {
                    synchronized (opened) {
                      opened.add(new Held());
                      if (opened.size() == 2) {
                        throw new IOException("the store is damaged");
                      }
                      return opened.getLast();
                    }
                  }))
          .hasMessage("the store is damaged");
      checkout.discard();
    }
    assertThat(Files.exists(root, LinkOption.NOFOLLOW_LINKS)).isFalse();
  }
}
