package dev.clew.recorder;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clew.content.Database;
import dev.clew.testing.ClaudeLines;
import dev.clew.testing.World;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// Whatever is changed in a store behind the recorder's back, `verify` says no and names the first
/// entry that is not as it was recorded.
class StoreTamperTest {
  private static final String SESSION = "5e551000-0000-4000-8000-000000000001";
  private static final int ENTRIES = 40;
  private static final int BAD = 17;

  @TempDir private Path folder;
  private World world = new World(Path.of(""));

  @BeforeEach
  void record() {
    world = new World(folder);
    var lines = new ClaudeLines("u", SESSION, Instant.parse("2026-03-02T10:00:00Z"));
    for (var i = 0; i < ENTRIES; i++) {
      lines.prompt("prompt number " + i);
    }
    world.write(SESSION + ".jsonl", lines.lines().toArray(String[]::new));
    new Rig(world).run();
    var whole = world.clew("verify", "--json");
    assertThat(whole.exit().code()).isZero();
    assertThat(whole.json().getFirst().path("entries").asInt()).isEqualTo(ENTRIES);
  }

  private JsonNode firstBad(String... options) {
    var arguments = new ArrayList<>(List.of("verify", "--json"));
    arguments.addAll(List.of(options));
    var ran = world.clew(arguments.toArray(String[]::new));
    assertThat(ran.exit().code()).as(ran.out() + ran.err()).isEqualTo(1);
    var finding = ran.json().getFirst();
    assertThat(finding.path("ok").asBoolean()).isFalse();
    var bad = finding.path("first_bad");
    assertThat(bad.path("file").asString()).isNotEmpty();
    assertThat(bad.path("expected")).isNotEqualTo(bad.path("found"));
    arguments.remove("--json");
    assertThat(world.clew(arguments.toArray(String[]::new)).out()).startsWith("BROKEN");
    return bad;
  }

  private void sql(String statement) throws SQLException {
    try (var connection = Database.writer(world.home().content());
        var change = connection.createStatement()) {
      assertThat(change.executeUpdate(statement)).isPositive();
      connection.commit();
    }
  }

  private void entryIsNamed(String statement) throws SQLException {
    sql(statement);
    assertThat(firstBad().path("entry").asInt(-1)).as(statement).isEqualTo(BAD);
  }

  private static String object(int seq) {
    return "(SELECT object FROM record WHERE seq = " + seq + ")";
  }

  @Test
  void a_payload_with_a_flipped_bit() throws SQLException {
    entryIsNamed(
        "UPDATE object SET data = substr(data, 1, 9) || x'00' || substr(data, 11) WHERE id = "
            + object(BAD));
  }

  @Test
  void a_payload_that_was_exchanged_for_another_of_this_store() throws SQLException {
    entryIsNamed("UPDATE record SET object = " + object(3) + " WHERE seq = " + BAD);
  }

  @Test
  void a_salt() throws SQLException {
    entryIsNamed("UPDATE record SET salt = zeroblob(16) WHERE seq = " + BAD);
  }

  @Test
  void a_record_id() throws SQLException {
    entryIsNamed("UPDATE record SET source = zeroblob(16) WHERE seq = " + BAD);
  }

  @Test
  void a_key_salt() throws SQLException {
    entryIsNamed("UPDATE object SET key_salt = zeroblob(16) WHERE id = " + object(BAD));
  }

  @Test
  void a_key_salt_of_the_wrong_length() throws SQLException {
    entryIsNamed("UPDATE object SET key_salt = x'0102' WHERE id = " + object(BAD));
  }

  @Test
  void a_size() throws SQLException {
    entryIsNamed("UPDATE object SET size = 9999999999 WHERE id = " + object(BAD));
  }

  @Test
  void a_dictionary_number() throws SQLException {
    entryIsNamed("UPDATE object SET size = 3 WHERE id = " + object(BAD));
  }

  @Test
  void a_kind_or_a_mode() throws SQLException {
    sql("UPDATE stream SET mode = 'metadata'");
    assertThat(firstBad().path("entry").asInt(-1)).isZero();
    sql("UPDATE stream SET mode = 'content', kind = 'claude.malformed-json'");
    assertThat(firstBad().path("entry").asInt(-1)).isZero();
  }

  @Test
  void a_removed_record() throws SQLException {
    entryIsNamed("DELETE FROM record WHERE seq = " + BAD);
  }

  @Test
  void two_records_that_changed_places() throws SQLException {
    sql("UPDATE record SET seq = 1000 WHERE seq = " + BAD);
    sql("UPDATE record SET seq = " + BAD + " WHERE seq = 20");
    entryIsNamed("UPDATE record SET seq = 20 WHERE seq = 1000");
  }

  @Test
  void a_record_without_an_entry() throws SQLException {
    sql(
        "INSERT INTO record SELECT 40, zeroblob(16), object, salt, stream, position, line"
            + " FROM record WHERE seq = 1");
    assertThat(firstBad().path("entry").asInt(-1)).isEqualTo(ENTRIES);
  }

  @Test
  void every_file_of_the_ledger_with_a_flipped_bit() throws IOException {
    var changed = 0;
    try (var files = Files.walk(world.home().ledger())) {
      for (var file : files.filter(Files::isRegularFile).toList()) {
        var bytes = Files.readAllBytes(file);
        if (bytes.length > 0) {
          var copy = bytes.clone();
          copy[bytes.length / 2] ^= 1;
          Files.write(file, copy);
          firstBad();
          Files.write(file, bytes);
          changed++;
        }
      }
    }
    assertThat(changed).isPositive();
    assertThat(world.clew("verify").exit().code()).isZero();
  }

  /// All but the history of checkpoints, which is thinned itself: decision 0021.
  @Test
  void every_file_of_the_ledger_cut_short_or_gone() throws IOException {
    try (var files = Files.walk(world.home().ledger())) {
      for (var file : files.filter(Files::isRegularFile).toList()) {
        var bytes = Files.readAllBytes(file);
        if (bytes.length > 0 && !file.endsWith("checkpoints")) {
          Files.write(file, Arrays.copyOf(bytes, bytes.length / 2));
          assertThat(world.clew("verify").exit().code()).as("%s cut", file).isEqualTo(1);
          Files.delete(file);
          assertThat(world.clew("verify").exit().code()).as("%s gone", file).isEqualTo(1);
          Files.write(file, bytes);
        }
      }
    }
    assertThat(world.clew("verify").exit().code()).isZero();
  }

  @Test
  void a_store_put_back_against_a_checkpoint_kept_elsewhere() throws IOException {
    World.copy(world.home().folder(), folder.resolve("old"));
    var more = new ClaudeLines("more", SESSION, Instant.parse("2026-03-02T11:00:00Z"));
    world.write("x/" + SESSION + ".jsonl", more.prompt("later").lines().toArray(String[]::new));
    new Rig(world).run();
    var kept = folder.resolve("kept.txt");
    Files.copy(
        world.home().ledger().resolve("checkpoint"), kept, StandardCopyOption.REPLACE_EXISTING);
    var whole = world.clew("verify", "--json", "--checkpoint", kept.toString());
    assertThat(whole.exit().code()).isZero();
    assertThat(whole.json().getFirst().path("unanchored").asInt()).isZero();
    World.delete(world.home().folder());
    World.copy(folder.resolve("old"), world.home().folder());
    assertThat(world.clew("verify").exit().code()).isZero();
    firstBad("--checkpoint", kept.toString());
  }

  @Test
  void a_kept_checkpoint_that_is_none_is_an_error_and_no_verdict() throws IOException {
    var kept = Files.writeString(folder.resolve("kept.txt"), "something else\n");
    var ran = world.clew("verify", "--checkpoint", kept.toString());
    assertThat(ran.exit().code()).isEqualTo(2);
    assertThat(ran.err()).contains("kept.txt");
  }
}
