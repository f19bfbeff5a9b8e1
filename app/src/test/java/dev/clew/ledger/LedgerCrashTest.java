package dev.clew.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import dev.clew.testing.Cases;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/// Whatever step a crash interrupts: nothing acknowledged is lost, and the log goes on.
class LedgerCrashTest {
  private static final Path FOLDER = Path.of("/ledger");

  private final LogKey key = TestLog.key();

  @Test
  void a_crash_at_any_step_loses_nothing_that_was_acknowledged() {
    Cases.forAll(
        60,
        random -> {
          var world = new World(random);
          for (int life = 0; life < 6; life++) {
            world.live();
          }
        });
  }

  /// A ledger over several lives, and what its user was told.
  private final class World {
    final RandomGenerator random;
    final FaultyDisk disk = new FaultyDisk();
    final List<byte[]> sent = new ArrayList<>();
    final List<Checkpoint> released = new ArrayList<>();
    int acknowledged;

    World(RandomGenerator random) {
      this.random = random;
    }

    void live() {
      disk.crashAfter(random.nextInt(5) == 0 ? random.nextInt(12) : random.nextInt(250));
      try {
        work();
      } catch (FaultyDisk.PowerCut e) {
        disk.restart(random);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      // Sometimes the next life is the first to see what the crash left.
      if (random.nextBoolean()) {
        checkAll();
      }
    }

    void work() throws IOException {
      var ledger = Ledger.open(FOLDER, key, disk, TestLog.check());
      checkAgainstSent(ledger);
      while (true) {
        if (random.nextInt(4) == 0) {
          released.add(ledger.checkpoint());
        } else {
          int count = random.nextInt(3) == 0 ? random.nextInt(5000) : 1 + random.nextInt(300);
          var batch = TestLog.entries(ledger.size(), count, random);
          sent.addAll(batch);
          long first = ledger.append(batch);
          assertThat(first).isEqualTo(acknowledged);
          acknowledged += batch.size();
        }
      }
    }

    void checkAll() {
      try {
        var ledger = Ledger.open(FOLDER, key, disk, TestLog.check());
        checkAgainstSent(ledger);
        var verification =
            new LedgerVerifier(FOLDER, key.verifier(), disk)
                .verify((_, _) -> {}, released.stream().reduce((_, last) -> last));
        assertThat(verification).isInstanceOf(Verification.Intact.class);
        for (var checkpoint : released) {
          assertThat(ledger.root(checkpoint.size())).isEqualTo(checkpoint.root());
        }
        assertNoLeftovers(ledger);
      } catch (IOException e) {
        fail(e);
      }
    }

    /// What survived is a beginning of what was sent, with everything acknowledged in it.
    void checkAgainstSent(Ledger ledger) throws IOException {
      assertThat(ledger.size()).isBetween((long) acknowledged, (long) sent.size());
      for (int i = acknowledged; i < ledger.size(); i++) {
        assertThat(ledger.entry(i)).isEqualTo(sent.get(i));
      }
      if (acknowledged > 0) {
        int i = random.nextInt(acknowledged);
        assertThat(ledger.entry(i)).isEqualTo(sent.get(i));
      }
      while (sent.size() > ledger.size()) {
        sent.removeLast();
      }
      acknowledged = sent.size();
    }

    void assertNoLeftovers(Ledger ledger) {
      assertThat(disk.files())
          .noneMatch(path -> path.startsWith(FOLDER.resolve("tmp")))
          .filteredOn(path -> path.getFileName().toString().startsWith("tail."))
          .hasSize(1);
      var wanted = ledger.lastCheckpoint().map(Checkpoint::size).orElse(0L);
      assertThat(disk.files())
          .filteredOn(path -> path.toString().contains(".p/"))
          .as("partial tiles of %d only", wanted)
          .allMatch(path -> isWidthOf(path, wanted));
    }

    private boolean isWidthOf(Path path, long size) {
      var level = path.getName(2).toString();
      int shift = level.equals("entries") ? 0 : 8 * Integer.parseInt(level);
      return path.getFileName().toString().equals(Long.toString((size >> shift) & 255));
    }
  }

  @Test
  void after_a_failed_write_the_ledger_stops() throws IOException {
    var disk = new FaultyDisk();
    var ledger = Ledger.open(FOLDER, key, disk, EntryCheck.any());
    disk.crashAfter(0);
    assertThatThrownBy(() -> ledger.append(List.of(new byte[] {1})))
        .isInstanceOf(FaultyDisk.PowerCut.class);
    disk.crashAfter(Long.MAX_VALUE);
    assertThatThrownBy(() -> ledger.append(List.of(new byte[] {1})))
        .hasMessageContaining("open it again");
    assertThat(Ledger.open(FOLDER, key, disk, EntryCheck.any()).size()).isZero();
  }
}
