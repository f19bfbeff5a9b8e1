package dev.clew.recorder;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.WatchService;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What is seen of changes in folders, with the system's own watch and with the scan in its place.
class FolderWatchTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  @TempDir private Path folder;
  private Path root;

  @BeforeEach
  void findRoot() throws IOException {
    folder = folder.toRealPath();
    root = folder.resolve("agent/projects");
  }

  private FolderWatch watch(boolean natively) throws IOException {
    Optional<WatchService> service =
        natively ? Optional.of(FileSystems.getDefault().newWatchService()) : Optional.empty();
    return new FolderWatch(List.of(root), service, Found::isTranscript, Duration.ofMillis(20));
  }

  private static Path write(Path file, String text) throws IOException {
    Files.createDirectories(file.getParent());
    return Files.writeString(file, text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }

  /// Waits until every one of these files was told of.
  private static Set<Path> until(FolderWatch watch, Path... files) throws InterruptedException {
    var seen = new LinkedHashSet<Path>();
    var deadline = Instant.now().plus(PATIENCE);
    while (!seen.containsAll(List.of(files))) {
      assertThat(Instant.now()).as("seen %s", seen).isBefore(deadline);
      seen.addAll(watch.next(Duration.ofMillis(200)));
    }
    return seen;
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void a_file_in_a_folder_made_a_moment_ago_is_seen_and_so_is_all_that_follows(boolean natively)
      throws Exception {
    Files.createDirectories(root);
    try (var watch = watch(natively)) {
      watch.begin();
      var file = write(root.resolve("2026/11/20/a.jsonl"), "1\n");
      until(watch, file);
      write(file, "2\n");
      until(watch, file);
      var beside = write(file.resolveSibling("b.jsonl"), "1\n");
      write(file.resolveSibling("notes.txt"), "1\n");
      assertThat(until(watch, beside)).noneMatch(each -> each.endsWith("notes.txt"));
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void a_folder_that_is_not_there_yet_is_watched_when_it_comes_and_when_it_comes_again(
      boolean natively) throws Exception {
    try (var watch = watch(natively)) {
      assertThat(watch.begin()).isEmpty();
      assertThat(watch.states()).containsEntry(root, false);
      var file = write(root.resolve("p/a.jsonl"), "1\n");
      until(watch, file);
      assertThat(watch.states()).containsEntry(root, true);
      dev.clew.testing.World.delete(folder.resolve("agent"));
      var gone = Instant.now().plus(PATIENCE);
      while (watch.states().containsValue(true)) {
        assertThat(Instant.now()).isBefore(gone);
        watch.next(Duration.ofMillis(100));
      }
      write(root.resolve("p/a.jsonl"), "2\n");
      until(watch, file);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void a_folder_is_followed_under_its_new_name(boolean natively) throws Exception {
    write(root.resolve("old/deep/a.jsonl"), "1\n");
    Files.createDirectories(root.resolve("into"));
    try (var watch = watch(natively)) {
      watch.begin();
      var moved = root.resolve("into/new");
      Files.move(root.resolve("old"), moved);
      var file = moved.resolve("deep/a.jsonl");
      until(watch, file);
      write(file, "2\n");
      until(watch, file);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void a_root_that_is_a_link_is_followed_to_where_it_leads_now(boolean natively) throws Exception {
    var first = write(folder.resolve("first/a.jsonl"), "1\n");
    var second = write(folder.resolve("second/b.jsonl"), "1\n");
    Files.createDirectories(root.getParent());
    Files.createSymbolicLink(root, first.getParent());
    try (var watch = watch(natively)) {
      assertThat(watch.begin()).containsExactly(first);
      write(first, "2\n");
      until(watch, first);
      Files.delete(root);
      Files.createSymbolicLink(root, second.getParent());
      until(watch, second);
      write(second, "2\n");
      until(watch, second);
    }
  }

  @Test
  void a_file_that_is_a_link_is_looked_at() throws Exception {
    var real = write(folder.resolve("elsewhere/a.jsonl"), "1\n");
    Files.createDirectories(root);
    var link = Files.createSymbolicLink(root.resolve("a.jsonl"), real);
    try (var watch = watch(true)) {
      assertThat(watch.begin()).containsExactly(link);
      assertThat(watch.scanned()).isOne();
      write(real, "2\n");
      until(watch, link);
    }
  }

  @Test
  void more_changes_than_the_system_keeps_are_found_by_a_search() throws Exception {
    Files.createDirectories(root);
    try (var watch = watch(true)) {
      watch.begin();
      var files = new Path[2000];
      for (var i = 0; i < files.length; i++) {
        files[i] = write(root.resolve("f%04d.jsonl".formatted(i)), "1\n");
      }
      until(watch, files);
    }
  }
}
