package dev.clew.recorder;

import dev.clew.content.ContentReader;
import dev.clew.content.DamagedObjectException;
import dev.clew.content.Unsealer;
import dev.clew.event.Event;
import dev.clew.index.RecordTerms;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Lock;
import java.util.function.BooleanSupplier;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/// Indexes the text of records that are stored and cannot be searched yet, behind everything else.
///
/// Records are read and cut into terms without the write lock and handed over in small transactions
/// under it, so that an import waits for a moment at most. How far it has come is kept in the index
/// with each of them: after a crash it goes on there.
final class TextPass {
  /// Records in one transaction.
  static final int BATCH = 1024;

  private static final long WORTH_MERGING = 16 * BATCH;

  private final Store store;
  private final Home home;
  private final Keys keys;
  private final Interpreter interpreter;
  private final Lock writing;
  private final BooleanSupplier stopped;
  private final int batch;

  /// @param writing held while the store is used
  /// @param stopped asked before each transaction
  /// @param batch how many records a transaction takes
  TextPass(
      Store store,
      Home home,
      Keys keys,
      Interpreter interpreter,
      Lock writing,
      BooleanSupplier stopped,
      int batch) {
    this.store = store;
    this.home = home;
    this.keys = keys;
    this.interpreter = interpreter;
    this.writing = writing;
    this.stopped = stopped;
    this.batch = batch;
  }

  /// Records from number `from` to before `to`.
  ///
  /// @param made the generation of the index that they are read for
  private record Range(long made, long from, long to) {}

  /// Goes on until no text is behind or it is told to stop.
  ///
  /// @param left hears from time to time how many records are left
  void run(LongConsumer left) throws IOException, SQLException, InterruptedException {
    long done = 0;
    try (var reader = ContentReader.open(home.content(), new Unsealer(keys.master()))) {
      for (var range = next(left); range != null; range = next(left)) {
        var terms = terms(reader, range);
        writing.lockInterruptibly();
        try {
          if (!stopped.getAsBoolean()) {
            store.addTexts(range.made, range.from, range.to, terms);
          }
        } finally {
          writing.unlock();
        }
        done += range.to - range.from;
      }
    }
    var more = done >= WORTH_MERGING;
    while (more) {
      more = merge();
    }
  }

  private @Nullable Range next(LongConsumer left) throws InterruptedException {
    writing.lockInterruptibly();
    try {
      if (stopped.getAsBoolean() || store.textBehind() == 0) {
        return null;
      }
      left.accept(store.textBehind());
      var from = store.textNext();
      return new Range(store.generation(), from, from + Math.min(batch, store.textBehind()));
    } finally {
      writing.unlock();
    }
  }

  private List<RecordTerms> terms(ContentReader reader, Range range) throws SQLException {
    var terms = new ArrayList<RecordTerms>();
    for (var entry : reader.entries(range.from, (int) (range.to - range.from))) {
      var record = entry.record();
      if (record.seq() < range.to) {
        terms.add(RecordTerms.of(record.seq(), record.mode(), events(reader, entry)));
      }
    }
    return terms;
  }

  /// A damaged record has no text to find; `verify` lists it.
  private List<Event> events(ContentReader reader, ContentReader.Entry entry) {
    try {
      return interpreter.events(reader, entry);
    } catch (DamagedObjectException e) {
      return List.of();
    }
  }

  private boolean merge() throws SQLException, InterruptedException {
    writing.lockInterruptibly();
    try {
      return !stopped.getAsBoolean() && store.mergeTexts();
    } finally {
      writing.unlock();
    }
  }
}
