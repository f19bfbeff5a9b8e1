package dev.clew.recorder;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clew.content.Database;
import dev.clew.testing.ClaudeLines;
import dev.clew.testing.World;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// What is too old or too much goes, oldest first; proofs stay, and nothing comes back by itself.
class HousekeepingTest {
  private static final String OLD = "5e551000-0000-4000-8000-000000000001";
  private static final String MIDDLE = "5e551000-0000-4000-8000-000000000002";
  private static final String NEW = "5e551000-0000-4000-8000-000000000003";

  @TempDir private Path folder;
  private World world = new World(Path.of(""));
  private ClaudeLines old = new ClaudeLines("", "", Instant.EPOCH);

  @BeforeEach
  void import_three_sessions() {
    world = new World(folder);
    old = lines("o", OLD, Duration.ofDays(300));
    write(OLD, old);
    write(MIDDLE, lines("m", MIDDLE, Duration.ofDays(50)));
    write(NEW, lines("n", NEW, Duration.ofHours(2)));
    world.importAll();
  }

  private static ClaudeLines lines(String name, String session, Duration ago) {
    var lines = new ClaudeLines(name, session, World.NOW.minus(ago));
    var random = new SecureRandom();
    for (var i = 0; i < 20; i++) {
      var bytes = new byte[12_000];
      random.nextBytes(bytes);
      var text = Base64.getEncoder().encodeToString(bytes).replaceAll("(.{5})", "$1 ");
      lines.prompt("prompt %d of %s".formatted(i, name)).text(name + i, text, 30);
    }
    return lines;
  }

  private void write(String session, ClaudeLines lines) {
    world.write(session + ".jsonl", lines.lines().toArray(String[]::new));
  }

  private JsonNode gc(String... more) {
    var words = new ArrayList<>(List.of("gc", "--json"));
    words.addAll(List.of(more));
    var ran = world.clew(words.toArray(String[]::new));
    assertThat(ran.exit().code()).as(ran.err()).isZero();
    return ran.json().getFirst();
  }

  private List<String> sessions() {
    return world.clew("sessions", "--json").json().stream()
        .map(each -> each.path("agent_session").asString())
        .toList();
  }

  private void config(String key, String value) {
    var ran = world.clew("config", key, value);
    assertThat(ran.exit().code()).as(ran.err()).isZero();
  }

  private void verified(int entries) {
    var ran = world.clew("verify", "--json");
    assertThat(ran.exit().code()).as(ran.out()).isZero();
    assertThat(ran.json().getFirst().path("entries").asInt()).isEqualTo(entries);
  }

  @Test
  void without_bounds_nothing_goes() {
    assertThat(gc().path("expired_records").asInt()).isZero();
    assertThat(sessions()).containsExactly(NEW, MIDDLE, OLD);
    verified(120);
  }

  @Test
  void what_ended_before_the_retention_goes_and_the_ledger_still_verifies() {
    config("retention", "100d");
    var told = gc("--dry-run");
    assertThat(sessions()).contains(OLD);
    var done = gc();
    assertThat(done.path("expired_sessions").asInt()).isEqualTo(1);
    assertThat(done.path("expired_records").asInt()).isEqualTo(40);
    assertThat(told.path("expired_bytes")).isEqualTo(done.path("expired_bytes"));
    assertThat(done.path("freed_bytes").asLong()).isGreaterThan(200_000);
    assertThat(sessions()).containsExactly(NEW, MIDDLE);
    verified(121);
    assertThat(gc().path("expired_records").asInt()).isZero();
    verified(121);
    assertThat(world.clew("fsck").out()).startsWith("ok");
  }

  @Test
  void what_expired_is_not_brought_back_by_an_import_but_what_comes_anew_is_taken() {
    config("retention", "100d");
    gc();
    world.importAll();
    assertThat(sessions()).containsExactly(NEW, MIDDLE);
    var again = new ClaudeLines("a", OLD, World.NOW.minus(Duration.ofMinutes(5)));
    again.prompt("taken up again");
    var lines = new ArrayList<>(old.lines());
    lines.addAll(again.lines());
    world.write(OLD + ".jsonl", lines.toArray(String[]::new));
    world.importAll();
    assertThat(sessions()).containsExactly(OLD, NEW, MIDDLE);
    assertThat(world.clew("sessions", "--json").json().getFirst().path("turns").asInt())
        .isEqualTo(1);
  }

  @Test
  void over_the_quota_the_oldest_go_first_and_never_one_of_today() throws Exception {
    var size = StoreSize.of(world.home()).used();
    config("quota", Math.max(1, size / 1_000_000) + "MB");
    gc();
    assertThat(StoreSize.of(world.home()).used()).isLessThan(size + 100_000);
    var settings = world.home().config();
    Files.writeString(settings, Files.readString(settings).replaceAll("[0-9]+MB", "1MB"));
    for (var i = 0; i < 3; i++) {
      gc();
    }
    assertThat(sessions()).contains(NEW);
    assertThat(sessions().indexOf(OLD)).isNegative();
  }

  @Test
  void temporary_files_go_when_they_are_an_hour_old() throws Exception {
    var stale = Files.createFile(world.home().spool().resolve(".01.hook.r"));
    Files.setLastModifiedTime(stale, FileTime.from(World.NOW.minus(Duration.ofHours(2))));
    var fresh = Files.createFile(world.home().spool().resolve(".02.hook.r"));
    Files.setLastModifiedTime(fresh, FileTime.from(World.NOW.minus(Duration.ofMinutes(2))));
    assertThat(gc().path("files").asInt()).isEqualTo(1);
    assertThat(stale).doesNotExist();
    assertThat(fresh).exists();
  }

  @Test
  void objects_that_nothing_needs_go() throws Exception {
    try (var connection = Database.writer(world.home().content());
        var add = connection.createStatement()) {
      add.executeUpdate(
          "INSERT INTO object SELECT 100000, randomblob(32), NULL, size, dictionary, key_salt, data"
              + " FROM object WHERE id = 1");
      connection.commit();
    }
    assertThat(gc().path("unreachable_objects").asInt()).isEqualTo(1);
    assertThat(gc().path("unreachable_objects").asInt()).isZero();
    verified(120);
  }

  @Test
  void du_tells_where_the_bytes_are() throws Exception {
    var parts = world.clew("du", "--json").json();
    var sum = parts.stream().mapToLong(each -> each.path("bytes").asLong()).sum();
    assertThat(sum).isEqualTo(StoreSize.of(world.home()).total());
    var bySession = world.clew("du", "--by", "session", "--json").json();
    assertThat(bySession)
        .hasSize(3)
        .allSatisfy(each -> assertThat(each.path("records").asInt()).isEqualTo(40));
    assertThat(world.clew("du", "--by", "agent", "--json").json()).hasSize(1);
    assertThat(world.clew("du", "--by", "repo", "--json").json().getFirst().path("key").asString())
        .isEqualTo("/src/app");
    assertThat(world.clew("du").out()).contains("claude.line");
  }

  @Test
  void settings_are_checked_and_shown() {
    assertThat(world.clew("config", "retention").out()).isEqualTo("off\n");
    config("retention", "400d");
    config("quota", "20gb");
    assertThat(world.clew("config", "retention").out()).isEqualTo("400d\n");
    assertThat(world.clew("config", "quota").out()).isEqualTo("20GB\n");
    config("redaction_level", "strict");
    assertThat(world.clew("config", "quota").out()).isEqualTo("20GB\n");
    assertThat(world.clew("config", "retention", "soon").exit().code()).isEqualTo(2);
    assertThat(world.clew("config", "unset", "quota").exit().code()).isZero();
    assertThat(world.clew("config", "quota").out()).isEqualTo("off\n");
  }
}
