package dev.clew.recorder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.clew.testing.Answers;
import dev.clew.testing.ClaudeLines;
import dev.clew.testing.World;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a crash between two steps of a write leaves, put together from copies of a store before
/// (`old`) and after (`now`) an import: content, ledger and index each from one of the two.
class StoreRepairTest {
  private static final String SESSION = "5e551000-0000-4000-8000-000000000001";

  @TempDir private Path folder;
  private World world = new World(Path.of(""));
  private List<String> answers = List.of();

  @BeforeEach
  void import_in_two_steps() {
    world = new World(folder.resolve("world"));
    var lines = new ClaudeLines("u", SESSION, Instant.parse("2026-03-02T10:00:00Z"));
    lines.prompt("do it").bash("1", "toolu_1", "ls").result("toolu_1", "a", false);
    lines.raw("{\"type\":\"mode\",\"mode\":\"normal\"}").raw("{oops");
    write(lines);
    new Rig(world).run();
    World.copy(world.home().folder(), folder.resolve("old"));
    lines.bash("2", "toolu_2", "false").result("toolu_2", "no", true).text("3", "done", 30);
    lines.raw("{\"type\":\"tag\",\"tag\":\"x\"}").raw("{oops again");
    write(lines);
    import_and_copy_before_it_is_settled();
    World.copy(world.home().folder(), folder.resolve("now"));
    answers = Answers.of(world);
  }

  private void import_and_copy_before_it_is_settled() {
    var rig = new Rig(world);
    try (var store = rig.open()) {
      rig.run(
          store,
          List.of(world.transcripts()),
          Optional.empty(),
          () -> World.copy(world.home().folder(), folder.resolve("stored")));
    } catch (IOException | SQLException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private void write(ClaudeLines lines) {
    world.write(SESSION + ".jsonl", lines.lines().toArray(String[]::new));
  }

  /// Puts the home together from parts of the copies.
  private void assemble(String content, String ledger, String index) throws IOException {
    World.delete(world.home().folder());
    World.copy(folder.resolve(content), world.home().folder());
    World.delete(world.home().ledger());
    World.copy(folder.resolve(ledger).resolve("ledger"), world.home().ledger());
    for (var log : new String[] {"index.db-wal", "index.db-shm"}) {
      Files.deleteIfExists(world.home().folder().resolve(log));
    }
    World.copy(folder.resolve(index).resolve("index.db"), world.home().index());
  }

  private void open_and_close() {
    new Rig(world).run(new Path[0]);
  }

  private void everything_is_there_once() {
    open_and_close();
    var finding = new Rig(world).verify();
    assertThat(finding.firstBad()).isEmpty();
    assertThat(finding.entries()).isEqualTo(10);
    assertThat(Answers.difference(answers, Answers.of(world))).isEmpty();
    assertThat(new Rig(world).run().getFirst().status()).isEqualTo(FileResult.Status.UNCHANGED);
    assertThat(new Rig(world).verify().entries()).isEqualTo(10);
  }

  @Test
  void leaves_that_missed_the_ledger_are_appended_on_open() throws IOException {
    assemble("stored", "old", "old");
    everything_is_there_once();
  }

  @Test
  void records_that_missed_the_index_are_projected_on_open() throws IOException {
    assemble("now", "now", "old");
    everything_is_there_once();
  }

  @Test
  void a_deleted_index_is_built_anew() throws IOException {
    Files.delete(world.home().index());
    everything_is_there_once();
  }

  @Test
  void a_truncated_index_is_built_anew() throws IOException {
    try (var channel = Files.newByteChannel(world.home().index(), StandardOpenOption.WRITE)) {
      channel.truncate(10_000);
    }
    everything_is_there_once();
  }

  @Test
  void an_index_of_garbage_is_built_anew() throws IOException {
    Files.write(
        world.home().index(),
        "this is not a database, it is prose".repeat(99).getBytes(StandardCharsets.UTF_8));
    everything_is_there_once();
  }

  @Test
  void an_index_that_knows_more_than_the_content_is_built_anew() throws IOException {
    assemble("old", "old", "now");
    open_and_close();
    assertThat(new Rig(world).verify().entries()).isEqualTo(5);
    new Rig(world).run();
    everything_is_there_once();
  }

  @Test
  void a_ledger_that_lost_entries_below_its_pending_ones_is_refused_and_left_alone() {
    World.delete(world.home().ledger());
    var before = bytes(world.home().folder());
    assertThatThrownBy(() -> new Rig(world).open().close())
        .isInstanceOf(IOException.class)
        .hasMessageContaining("ledger")
        .hasMessageContaining("restore");
    assertThat(bytes(world.home().folder())).isEqualTo(before);
  }

  @Test
  void a_content_store_put_back_is_noted_as_a_gap_and_can_be_read_again() throws IOException {
    assemble("old", "now", "now");
    open_and_close();
    var gap = world.clew("verify", "--json").json().getFirst();
    assertThat(gap.path("entries").asInt()).isEqualTo(11);
    var indexed = Answers.of(world);
    world.clew("reindex");
    assertThat(Answers.difference(Answers.of(world), indexed)).isEmpty();
    new Rig(world).run();
    assertThat(Answers.difference(withoutStatus(answers), withoutStatus(Answers.of(world))))
        .isEmpty();
  }

  private static List<String> withoutStatus(List<String> all) {
    return all.stream().filter(answer -> !answer.startsWith("status")).toList();
  }

  @Test
  void a_failed_open_gives_the_lock_back() throws IOException {
    World.delete(world.home().ledger());
    assertThatThrownBy(() -> new Rig(world).open().close()).isInstanceOf(IOException.class);
    World.copy(folder.resolve("now/ledger"), world.home().ledger());
    everything_is_there_once();
  }

  /// The files of the ledger that hold anything.
  private static Map<String, String> bytes(Path home) {
    var files = new TreeMap<String, String>();
    try (var paths = Files.walk(home)) {
      for (var path : paths.filter(Files::isRegularFile).toList()) {
        var name = home.relativize(path).toString();
        if (name.startsWith("ledger") && Files.size(path) > 0) {
          files.put(name, HexFormat.of().formatHex(Files.readAllBytes(path)));
        }
      }
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return files;
  }
}
