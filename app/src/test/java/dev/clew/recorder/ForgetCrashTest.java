package dev.clew.recorder;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clew.cost.PriceTable;
import dev.clew.event.SessionKey;
import dev.clew.testing.ClaudeLines;
import dev.clew.testing.World;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What a crash within an erasure leaves, put together from copies of the store at moments within
/// it: it has not happened, or the next opening finishes it.
class ForgetCrashTest {
  private static final String GONE = "5e551000-0000-4000-8000-000000000001";
  private static final String KEPT = "5e551000-0000-4000-8000-000000000002";
  private static final String WORD = "marzipanrhubarb";

  @TempDir private Path folder;
  private World world = new World(Path.of(""));
  private int moments;

  @BeforeEach
  void forget_and_copy_the_store_whenever_the_clock_is_asked() throws Exception {
    world = new World(folder.resolve("world"));
    var gone = new ClaudeLines("g", GONE, Instant.parse("2026-03-02T10:00:00Z"));
    gone.prompt("tell me of " + WORD).text("1", WORD, 30);
    world.write(GONE + ".jsonl", gone.lines().toArray(String[]::new));
    var kept = new ClaudeLines("k", KEPT, Instant.parse("2026-03-02T11:00:00Z"));
    kept.prompt("something else");
    world.write(KEPT + ".jsonl", kept.lines().toArray(String[]::new));
    world.importAll();
    world.clew("reindex");
    var home = world.home();
    var copies = new AtomicInteger(-1);
    var parts =
        new StoreParts(
            () -> {
              if (copies.get() >= 0) {
                World.copy(home.folder(), folder.resolve("moment" + copies.getAndIncrement()));
              }
              return World.NOW;
            },
            new SecureRandom(),
            Rig.interpreter(),
            PriceTable.builtIn(),
            () -> "test");
    try (var store =
        Store.open(home, HomeLock.tryTake(home).orElseThrow(), Keys.open(home), parts)) {
      var id = SessionKey.main("claude", GONE).id();
      var records = SessionRecords.of(Set.of(id), store);
      copies.set(0);
      store.erase(Erasure.ofSessions("session", records, List.of(id)));
      moments = copies.get();
      copies.set(-1);
    }
    assertThat(moments).isGreaterThanOrEqualTo(2);
  }

  private void assemble(int content, int ledger, int index) throws Exception {
    var home = world.home();
    World.delete(home.folder());
    World.copy(moment(content), home.folder());
    World.delete(home.ledger());
    World.copy(moment(ledger).resolve("ledger"), home.ledger());
    for (var suffix : List.of("", "-wal", "-shm")) {
      Files.deleteIfExists(home.folder().resolve("index.db" + suffix));
      if (index >= 0 && Files.exists(moment(index).resolve("index.db" + suffix))) {
        Files.copy(
            moment(index).resolve("index.db" + suffix), home.folder().resolve("index.db" + suffix));
      }
    }
  }

  private Path moment(int number) {
    return folder.resolve("moment" + (number == 1 ? moments - 1 : number));
  }

  private boolean isForgotten() {
    var sessions =
        world.clew("sessions", "--json").json().stream()
            .map(each -> each.path("agent_session").asString())
            .toList();
    assertThat(sessions).contains(KEPT);
    return !sessions.contains(GONE);
  }

  @ParameterizedTest
  @CsvSource({"1,0,0", "1,0,-1", "1,1,0", "1,1,-1", "1,1,1"})
  void an_erasure_that_was_committed_is_finished_by_the_next_opening(
      int content, int ledger, int index) throws Exception {
    assemble(content, ledger, index);
    new Rig(world).run();
    new Leftovers(world).text(WORD).areNone();
    assertThat(isForgotten()).isTrue();
    assertThat(new Rig(world).verify().firstBad()).isEqualTo(Optional.empty());
    assertThat(new Rig(world).verify().forgotten()).isEqualTo(2);
  }

  @Test
  void an_erasure_that_was_not_committed_has_not_happened() throws Exception {
    assemble(0, 0, 0);
    new Rig(world).run();
    assertThat(isForgotten()).isFalse();
    assertThat(new Rig(world).verify().firstBad()).isEqualTo(Optional.empty());
    assertThat(new Rig(world).verify().forgotten()).isZero();
  }
}
