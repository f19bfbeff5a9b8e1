package dev.clew.recorder;

import dev.clew.cost.PriceTable;
import dev.clew.ledger.CorruptLedgerException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

/// A store and the pass that makes the origins of lines, without threads.
final class OriginStore implements AutoCloseable {
  private static final PriceTable PRICES = PriceTable.builtIn();

  final Store store;
  final Keys keys;
  private final Home home;

  /// @param home made before, with its keys or without
  OriginStore(Home home, InstantSource clock, SecureRandom random) {
    this.home = home;
    try {
      keys = Keys.openOrCreate(home, random);
      var interpreter = new Interpreter(OriginRig.AGENTS);
      var parts = new StoreParts(clock, random, interpreter, PRICES, () -> "test");
      store = Store.open(home, HomeLock.tryTake(home).orElseThrow(), keys, parts);
    } catch (CorruptLedgerException e) {
      throw new AssertionError(e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }

  /// Takes these records.
  void append(List<Prepared> records) {
    try {
      store.append(records, List.of(), _ -> List.of());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }

  /// Brings the origins of lines up to date, so many facts at a time.
  void origins(int batch) {
    try {
      new OriginPass(
              store,
              home,
              keys,
              new Interpreter(OriginRig.AGENTS),
              new ReentrantLock(),
              () -> false,
              () -> false,
              batch)
          .run(_ -> {});
      store.refresh();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (SQLException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /// Builds the index anew.
  void reindex() {
    try {
      store.reindex();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public void close() {
    try {
      store.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }
}
