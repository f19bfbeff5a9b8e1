package dev.clew.recorder;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clew.index.IndexReader;
import dev.clew.testing.ClaudeLines;
import dev.clew.testing.World;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Text that follows behind an import, and what a crash leaves of it.
class TextPassTest {
  private static final String SESSION = "5e551000-0000-4000-8000-000000000001";
  private static final int RECORDS = 700;
  private static final int BATCH = 64;

  @TempDir private Path folder;
  private World world = new World(Path.of(""));

  @BeforeEach
  void import_more_than_is_indexed_at_once() {
    world = new World(folder.resolve("world"));
    write(RECORDS);
    new Rig(world).run();
  }

  private void write(int records) {
    var lines = new ClaudeLines("t", SESSION, Instant.parse("2026-03-02T10:00:00Z"));
    IntStream.range(0, records).forEach(i -> lines.prompt("word%d every".formatted(i)));
    world.write(SESSION + ".jsonl", lines.lines().toArray(String[]::new));
  }

  /// Indexes `batches` batches at most, as the recorder does it.
  private void pass(Store store, int batches)
      throws IOException, SQLException, InterruptedException {
    var asked = new AtomicInteger();
    var pass =
        new TextPass(
            store,
            world.home(),
            Keys.open(world.home()),
            Rig.interpreter(),
            new ReentrantLock(),
            () -> asked.getAndIncrement() >= 2 * batches, // once to begin a batch, once to end it
            BATCH);
    pass.run(_ -> {});
  }

  private long behind() throws SQLException {
    try (var index = IndexReader.open(world.home().index())) {
      return index.textBehind();
    }
  }

  private List<String> found() {
    return world.clew("search", "every", "--json").out().lines().toList();
  }

  @Test
  void a_large_import_leaves_text_behind_and_a_search_fetches_it() throws Exception {
    assertThat(behind()).isEqualTo(RECORDS);
    assertThat(world.clew("status").out()).contains("700 records cannot be searched yet");
    assertThat(found()).hasSize(RECORDS);
    assertThat(behind()).isZero();
    assertThat(world.clew("status").out()).doesNotContain("cannot be searched");
  }

  @Test
  void a_search_beside_a_writer_says_what_is_missing() throws Exception {
    try (var store = new Rig(world).open()) {
      pass(store, 2);
      var ran = world.clew("search", "every", "--json");
      assertThat(ran.out().lines()).hasSize(2 * BATCH);
      assertThat(ran.err()).contains("text of %d records is not indexed".formatted(RECORDS - 128));
      assertThat(world.clew("search", "word699").err()).contains("not indexed yet");
    }
  }

  @Test
  void a_pass_that_is_killed_between_any_two_batches_goes_on_there() throws Exception {
    for (var batches = 0; batches <= RECORDS / BATCH + 1; batches += 3) {
      var crashed = new World(folder.resolve("crashed" + batches));
      try (var store = new Rig(world).open()) {
        pass(store, batches);
        World.copy(world.home().folder(), crashed.home().folder()); // with its write-ahead log
      }
      var ran = crashed.clew("search", "every", "--json");
      assertThat(ran.out().lines()).hasSize(RECORDS).doesNotHaveDuplicates();
      assertThat(crashed.clew("search", "word699", "--json").out().lines()).hasSize(1);
      new Rig(world).run();
      try (var store = new Rig(world).open()) {
        store.reindex();
      }
    }
  }

  @Test
  void a_few_records_more_are_found_at_once() throws Exception {
    found();
    write(RECORDS + 5);
    new Rig(world).run();
    assertThat(behind()).isZero();
    assertThat(world.clew("search", "word704", "--json").out().lines()).hasSize(1);
  }

  @Test
  void a_few_records_more_wait_for_those_that_are_behind() throws Exception {
    write(RECORDS + 5);
    new Rig(world).run();
    assertThat(behind()).isEqualTo(RECORDS + 5);
    assertThat(found()).hasSize(RECORDS + 5);
  }

  @Test
  void text_read_before_the_index_was_built_anew_is_dropped() throws Exception {
    try (var store = new Rig(world).open()) {
      pass(store, 1);
      store.addTexts(store.generation(), 0, BATCH, List.of());
      assertThat(store.textNext()).isEqualTo(BATCH);
      store.reindex();
      assertThat(store.textNext()).isZero();
      store.addTexts(store.generation(), BATCH, 2 * BATCH, List.of());
      assertThat(store.textNext()).isZero();
    }
    assertThat(found()).hasSize(RECORDS);
  }

  @Test
  void an_index_of_an_earlier_version_is_built_anew() throws Exception {
    try (var connection = dev.clew.content.Database.rebuildable(world.home().index())) {
      connection.setAutoCommit(true);
      try (var statement = connection.createStatement()) {
        statement.execute("DROP TABLE text");
        statement.execute("PRAGMA user_version = 1");
      }
    }
    var early = world.clew("sessions");
    assertThat(early.exit().code()).isEqualTo(3);
    assertThat(early.err()).contains("clew reindex");
    assertThat(found()).hasSize(RECORDS);
    assertThat(world.clew("sessions").exit().code()).isZero();
    assertThat(Files.exists(world.home().index())).isTrue();
  }
}
