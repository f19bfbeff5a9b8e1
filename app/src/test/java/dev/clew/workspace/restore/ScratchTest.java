package dev.clew.workspace.restore;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.clew.event.FileVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScratchTest {
  @TempDir private Path folder;
  private Path place;
  private Scratch scratch;

  @BeforeEach
  void open() throws IOException {
    place = Files.createDirectory(folder.resolve("scratch"));
    scratch = new Scratch(place, 2);
  }

  @AfterEach
  void close() throws IOException {
    scratch.close();
    assertThat(place).doesNotExist();
  }

  /// Contents stand for themselves.
  private static final class Told implements Checkout.Source {
    @Override
    public Optional<byte[]> read(FileVersion version) {
      return Optional.of(version.sha256().getBytes(UTF_8));
    }

    @Override
    public void close() {}
  }

  private Path become(String... pathsAndContents) throws Exception {
    var files = new TreeMap<String, FileVersion>();
    for (var i = 0; i < pathsAndContents.length; i += 2) {
      var content = pathsAndContents[i + 1];
      files.put(
          pathsAndContents[i], new FileVersion(content, null, content.length(), "100644", null));
    }
    return scratch.become(Set.of(), files, Told::new);
  }

  private static Map<String, String> files(Path root) throws IOException {
    var files = new TreeMap<String, String>();
    try (var walk = Files.walk(root)) {
      for (var file :
          walk.filter(each -> Files.isRegularFile(each, LinkOption.NOFOLLOW_LINKS)).toList()) {
        files.put(root.relativize(file).toString(), Files.readString(file));
      }
    }
    return files;
  }

  @Test
  void only_what_differs_is_written() throws Exception {
    var root = become("a", "1", "d/b", "2", "d/c", "3");
    assertThat(scratch.written()).isEqualTo(3);
    assertThat(become("a", "1", "d/b", "two", "new/e", "5")).isEqualTo(root);
    assertThat(files(root)).isEqualTo(Map.of("a", "1", "d/b", "two", "new/e", "5"));
    assertThat(scratch.written()).isEqualTo(5);
    assertThat(become("a", "1")).isEqualTo(root);
    assertThat(files(root)).isEqualTo(Map.of("a", "1"));
    assertThat(root.resolve("d")).doesNotExist();
    assertThat(scratch.written()).isEqualTo(5);
    assertThat(become("a/now", "a folder", "d", "a file")).isEqualTo(root);
    assertThat(files(root)).isEqualTo(Map.of("a/now", "a folder", "d", "a file"));
  }

  @Test
  void what_a_command_changed_is_put_back_and_what_it_made_stays() throws Exception {
    var root = become("a", "1", "b", "2", "c", "3");
    Files.writeString(root.resolve("a"), "9");
    Files.delete(root.resolve("b"));
    assertThat(root.resolve("c").toFile().setExecutable(true)).isTrue();
    Files.writeString(root.resolve("cache"), "built");
    assertThat(become("a", "1", "b", "2", "c", "3")).isEqualTo(root);
    assertThat(files(root)).isEqualTo(Map.of("a", "1", "b", "2", "c", "3", "cache", "built"));
    assertThat(Files.isExecutable(root.resolve("c"))).isFalse();
  }

  @Test
  void where_something_is_in_the_way_a_new_folder_is_begun_and_no_link_is_followed()
      throws Exception {
    var outside = Files.createDirectory(folder.resolve("outside"));
    Files.writeString(outside.resolve("b"), "theirs");
    var root = become("a", "1", "d/b", "2");
    Files.delete(root.resolve("d/b"));
    Files.delete(root.resolve("d"));
    Files.createSymbolicLink(root.resolve("d"), outside);
    var other = become("a", "1", "d/c", "3");
    assertThat(files(other)).isEqualTo(Map.of("a", "1", "d/c", "3"));
    Files.createDirectory(other.resolve("new"));
    assertThat(files(become("a", "1", "new", "4"))).isEqualTo(Map.of("a", "1", "new", "4"));
    assertThat(files(outside)).isEqualTo(Map.of("b", "theirs"));
  }
}
