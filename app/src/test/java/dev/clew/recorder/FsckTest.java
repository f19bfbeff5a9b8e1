package dev.clew.recorder;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clew.content.Database;
import dev.clew.testing.Cases;
import dev.clew.testing.ClaudeLines;
import dev.clew.testing.World;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// Damage of any kind is found, named with its place and with what to do, and never a crash.
class FsckTest {
  private static final String SESSION = "5e551000-0000-4000-8000-000000000001";

  @TempDir private Path folder;
  private World world = new World(Path.of(""));

  @BeforeEach
  void import_a_session() {
    world = new World(folder.resolve("world"));
    var lines = new ClaudeLines("f", SESSION, Instant.parse("2026-03-02T10:00:00Z"));
    for (var i = 0; i < 20; i++) {
      lines.prompt("prompt " + i).bash("m" + i, "toolu_" + i, "echo " + i);
      lines.result("toolu_" + i, "line " + i, false);
    }
    world.write(SESSION + ".jsonl", lines.lines().toArray(String[]::new));
    world.importAll();
  }

  private List<JsonNode> fsck(int exit, String... more) {
    var words = new java.util.ArrayList<>(List.of("fsck", "--json"));
    words.addAll(List.of(more));
    var ran = world.clew(words.toArray(String[]::new));
    assertThat(ran.exit().code()).as(ran.out() + ran.err()).isEqualTo(exit);
    return ran.json();
  }

  private void sql(Path database, String statement) throws SQLException {
    try (var connection = Database.writer(database);
        var change = connection.createStatement()) {
      assertThat(change.executeUpdate(statement)).isPositive();
      connection.commit();
    }
  }

  @Test
  void a_whole_store_is_ok() {
    assertThat(fsck(0)).isEmpty();
    assertThat(world.clew("fsck").out()).startsWith("ok");
  }

  @Test
  void a_damaged_object_is_named_put_aside_and_everything_else_can_still_be_read()
      throws SQLException {
    sql(
        world.home().content(),
        "UPDATE object SET data = substr(data, 1, 9) || zeroblob(8) || substr(data, 18)"
            + " WHERE id = (SELECT object FROM record WHERE seq = 7)");
    var found = fsck(1, "--repair");
    assertThat(found).hasSize(1);
    assertThat(found.getFirst().path("file").asString()).isEqualTo("content.db");
    assertThat(found.getFirst().path("place").asString()).contains("record 7");
    assertThat(found.getFirst().path("advice").asString()).contains("--repair");
    assertThat(fsck(1).getFirst().path("found").asString()).isEqualTo("it was put aside");
    assertThat(world.clew("sessions", "--json").json().getFirst().path("turns").asInt())
        .isEqualTo(20);
    assertThat(world.clew("reindex").exit().code()).isZero();
    assertThat(world.clew("search", "prompt", "--json").json()).hasSizeGreaterThan(15);
    for (var step : world.clew("log", "--json").json()) {
      assertThat(world.clew("show", step.path("step").asString()).exit().code()).isLessThan(4);
    }
  }

  @Test
  void rows_that_are_gone_are_missed() throws SQLException {
    sql(world.home().content(), "DELETE FROM record WHERE seq = 3");
    assertThat(fsck(1)).anyMatch(each -> each.path("place").asString().contains("entry 3"));
  }

  @Test
  void an_object_that_is_gone_is_missed() throws SQLException {
    sql(
        world.home().content(),
        "DELETE FROM object WHERE id = (SELECT object FROM record WHERE seq = 5)");
    assertThat(fsck(1)).anyMatch(each -> each.path("place").asString().equals("record 5"));
  }

  @Test
  void a_damaged_ledger_is_named() throws IOException {
    try (var files = Files.walk(world.home().ledger())) {
      var tail = files.filter(each -> each.getFileName().toString().startsWith("tail")).findFirst();
      flip(tail.orElseThrow(), 300);
    }
    assertThat(fsck(1)).anyMatch(each -> each.path("file").asString().equals("ledger"));
  }

  @Test
  void files_that_others_may_read_are_named_and_closed() throws IOException {
    Files.setPosixFilePermissions(
        world.home().masterKey(), PosixFilePermissions.fromString("rw-r--r--"));
    var found = fsck(1, "--repair");
    assertThat(found).hasSize(1);
    assertThat(found.getFirst().path("file").asString()).isEqualTo("keys/master.key");
    assertThat(fsck(0)).isEmpty();
  }

  @Test
  void a_torn_hook_in_the_spool_is_named() throws IOException {
    var file = world.home().spool().resolve("01234567890123456789-" + "0".repeat(32) + ".hook");
    Files.write(file, new byte[] {'x'});
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    assertThat(fsck(1).getFirst().path("file").asString()).startsWith("spool/");
  }

  @Test
  void whatever_is_flipped_or_cut_off_is_found_or_harmless_and_nothing_crashes() {
    World.copy(world.home().folder(), folder.resolve("whole"));
    Cases.forAll(
        24,
        random -> {
          World.delete(world.home().folder());
          World.copy(folder.resolve("whole"), world.home().folder());
          var file = file(random);
          try {
            if (random.nextInt(4) == 0) {
              cut(file, random.nextLong(Files.size(file)));
            } else {
              for (var i = 0; i < 1 + random.nextInt(40); i++) {
                flip(file, random.nextLong(Files.size(file)));
              }
            }
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
          var ran = world.clew("fsck", "--json");
          assertThat(ran.exit().code()).as(file + ran.err()).isLessThan(2);
        });
  }

  private Path file(RandomGenerator random) {
    try (var files = Files.walk(world.home().folder())) {
      var all =
          files
              .filter(Files::isRegularFile)
              .filter(each -> each.toFile().length() > 0)
              .filter(each -> !each.startsWith(world.home().folder().resolve("keys")))
              .sorted()
              .toList();
      return all.get(random.nextInt(all.size()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void cut(Path file, long length) throws IOException {
    try (var channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.truncate(length);
    }
  }

  private static void flip(Path file, long at) throws IOException {
    try (var channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      var one = ByteBuffer.allocate(1);
      channel.read(one, at);
      one.put(0, (byte) (one.get(0) ^ 0x10)).flip();
      channel.write(one, at);
    }
  }

  @Test
  void a_store_of_a_newer_version_is_refused_by_name() throws SQLException {
    try (var connection = Database.writer(world.home().content());
        var change = connection.createStatement()) {
      change.executeUpdate("PRAGMA user_version = 99");
      connection.commit();
    }
    var ran = world.clew("import", world.transcripts().toString());
    assertThat(ran.exit().code()).isEqualTo(3);
    assertThat(ran.err()).contains("format version 1, found 99");
  }

  @Test
  void a_store_without_the_tables_that_came_later_is_extended() throws SQLException {
    for (var table :
        List.of("forgotten_session", "replacement", "forgotten_object", "secret_value")) {
      try (var connection = Database.writer(world.home().content());
          var change = connection.createStatement()) {
        change.executeUpdate("DROP TABLE " + table);
        connection.commit();
      }
    }
    assertThat(fsck(0)).isEmpty();
    assertThat(world.clew("forget", "--session", SESSION, "--yes").exit().code()).isZero();
  }
}
