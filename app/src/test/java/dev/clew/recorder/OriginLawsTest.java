package dev.clew.recorder;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clew.content.ContentReader;
import dev.clew.content.DamagedObjectException;
import dev.clew.content.SourceCount;
import dev.clew.content.Unsealer;
import dev.clew.cost.PriceTable;
import dev.clew.testing.Cases;
import dev.clew.testing.World;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Versions, runs and causes are a function of the set of events: whenever they are made, in
/// whatever order the records come, however often, and wherever the pass is stopped.
class OriginLawsTest {
  private static final int CASES = 6;
  private static final int LENGTH = 24;
  private static final SecureRandom RANDOM = new SecureRandom();

  @TempDir private Path folder;
  private int number;

  private Path next() {
    try {
      return Files.createDirectories(folder.resolve("case" + number++));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Things that happened, and what came of them when each was taken at once.
  private OriginRig made(RandomGenerator random, boolean live) {
    var rig = new OriginRig(next());
    var script = new OriginScript(rig, OriginScript.NOBODY);
    for (var operation : OriginFuzz.script(random, LENGTH)) {
      script.one(operation);
      if (live) {
        rig.origins();
      }
    }
    rig.look();
    rig.origins();
    return rig;
  }

  private static void pass(Store store, World world, int transactions, int batch) {
    var asked = new AtomicInteger();
    try {
      new OriginPass(
              store,
              world.home(),
              Keys.open(world.home()),
              new Interpreter(OriginRig.AGENTS),
              new ReentrantLock(),
              () -> asked.getAndIncrement() >= transactions,
              () -> false,
              batch)
          .run(_ -> {});
    } catch (IOException | SQLException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  static void pass(Store store, World world) {
    pass(store, world, Integer.MAX_VALUE, OriginPass.BATCH);
  }

  /// The records of a store.
  static List<Prepared> records(Home home) {
    var records = new ArrayList<Prepared>();
    try (var reader = ContentReader.open(home.content(), new Unsealer(Keys.open(home).master()))) {
      for (var entry : reader.entries(0, Integer.MAX_VALUE)) {
        var record = entry.record();
        var sealed = entry.sealed();
        if (sealed != null) {
          var commitments = new Commitments();
          records.add(
              new Prepared(
                  record.id(),
                  record.session(),
                  record.session().id(),
                  "",
                  record.kind(),
                  record.stream(),
                  record.position(),
                  record.line(),
                  sealed,
                  reader.attachments(record.seq()),
                  record.salt(),
                  commitments.toSource(record.salt(), record.id()),
                  commitments.toPayload(record.salt(), reader.payload(entry).orElseThrow()),
                  CaptureMode.CONTENT,
                  new Interpreter(OriginRig.AGENTS).events(reader, entry),
                  new Prepared.Removed(0, SourceCount.Amount.NONE)));
        }
      }
      return records;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (SQLException | DamagedObjectException e) {
      throw new AssertionError(e);
    }
  }

  /// A store with the same keys.
  static Store open(World world) {
    try {
      var home = world.home().create();
      var parts =
          new StoreParts(
              InstantSource.fixed(World.NOW),
              RANDOM,
              new Interpreter(OriginRig.AGENTS),
              PriceTable.builtIn(),
              () -> "test");
      return Store.open(
          home, HomeLock.tryTake(home).orElseThrow(), Keys.openOrCreate(home, RANDOM), parts);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }

  /// The lines of the one that the other does not have, where there are any.
  private static void same(String one, String other) {
    if (!one.equals(other)) {
      var less = new ArrayList<>(one.lines().toList());
      less.removeAll(other.lines().toList());
      var more = new ArrayList<>(other.lines().toList());
      more.removeAll(one.lines().toList());
      throw new AssertionError(
          "found%n%s%nexpected%n%s".formatted(String.join("\n", less), String.join("\n", more)));
    }
  }

  private World like(OriginRig rig) {
    return like(rig.home(), next());
  }

  /// A world in `folder` whose store will have the same keys.
  static World like(Home home, Path folder) {
    var world = new World(folder);
    try {
      Files.createDirectories(world.home().folder());
      World.copy(home.folder().resolve("keys"), world.home().folder().resolve("keys"));
    } catch (RuntimeException | IOException e) {
      throw new AssertionError(e);
    }
    return world;
  }

  @Test
  void made_at_once_later_or_anew_they_are_the_same() {
    Cases.forAll(
        CASES,
        random -> {
          try (var rig = made(random, true)) {
            var live = OriginDigest.of(rig.home().index());
            assertThat(live).isNotEmpty();
            rig.store().reindex();
            pass(rig.store(), rig.world());
            same(OriginDigest.of(rig.home().index()), live);
            rig.store().reindex();
            pass(rig.store(), rig.world(), Integer.MAX_VALUE, 3);
            same(OriginDigest.of(rig.home().index()), live);
          } catch (IOException | SQLException e) {
            throw new AssertionError(e);
          }
        });
  }

  @Test
  void in_any_order_and_doubled_they_are_the_same() {
    Cases.forAll(
        CASES,
        random -> {
          try (var rig = made(random, false)) {
            var expected = OriginDigest.of(rig.home().index());
            var records = records(rig.home());
            var shuffled = new ArrayList<>(records);
            shuffled.addAll(records.subList(0, random.nextInt(records.size())));
            Collections.shuffle(shuffled, new Random(random.nextLong()));
            var world = like(rig);
            try (var store = open(world)) {
              for (int from = 0; from < shuffled.size(); ) {
                var to = Math.min(shuffled.size(), from + 1 + random.nextInt(20));
                store.append(shuffled.subList(from, to), List.of(), _ -> List.of());
                pass(store, world, random.nextInt(8), 1 + random.nextInt(8));
                from = to;
              }
              pass(store, world);
              same(OriginDigest.of(world.home().index()), expected);
            }
          } catch (IOException | SQLException e) {
            throw new AssertionError(e);
          }
        });
  }

  @Test
  void stopped_between_any_two_transactions_the_pass_goes_on_there() {
    Cases.forAll(
        CASES / 2,
        random -> {
          try (var rig = made(random, false)) {
            var expected = OriginDigest.of(rig.home().index());
            rig.store().reindex();
            for (var i = 0; i < 6; i++) {
              pass(rig.store(), rig.world(), 2 + random.nextInt(20), 1 + random.nextInt(8));
              var crashed = new World(next());
              World.copy(rig.home().folder(), crashed.home().folder()); // with its log
              Files.deleteIfExists(crashed.home().folder().resolve("lock"));
              try (var store = open(crashed)) {
                pass(store, crashed, Integer.MAX_VALUE, 5);
                same(OriginDigest.of(crashed.home().index()), expected);
              }
            }
          } catch (IOException | SQLException e) {
            throw new AssertionError(e);
          }
        });
  }
}
