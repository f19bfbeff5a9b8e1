package dev.clew.recorder;

import dev.clew.content.ContentReader;
import dev.clew.content.Unsealer;
import dev.clew.index.IndexReader;
import dev.clew.index.OriginGroup;
import dev.clew.origin.lines.Fold;
import java.io.IOException;
import java.sql.SQLException;
import java.util.concurrent.locks.Lock;
import java.util.function.BooleanSupplier;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/// Makes the versions of files and whose their lines are, behind everything else.
///
/// Facts are read and folded without the store and handed over in small transactions, each with
/// from when on the next is due: after a crash it goes on there. What comes meanwhile, or late,
/// makes its workspaces due anew from its own time on.
final class OriginPass {
  /// Facts in one transaction, about.
  static final int BATCH = 256;

  private static final long RECENT = 64L << 20;

  private final Store store;
  private final Home home;
  private final Keys keys;
  private final Lock weaving;
  private final BooleanSupplier stopped;
  private final int batch;

  /// @param weaving held while the pass runs
  /// @param stopped asked before each transaction
  /// @param batch how many facts a transaction takes
  OriginPass(Store store, Home home, Keys keys, Lock weaving, BooleanSupplier stopped, int batch) {
    this.store = store;
    this.home = home;
    this.keys = keys;
    this.weaving = weaving;
    this.stopped = stopped;
    this.batch = batch;
  }

  /// Goes on until nothing is behind or it is told to stop.
  ///
  /// @param done hears from time to time how many versions have been made
  void run(LongConsumer done) throws IOException, SQLException, InterruptedException {
    weaving.lockInterruptibly();
    try {
      long made = 0;
      while (!stopped.getAsBoolean() && store.originsBehind()) {
        made += generation(made, done);
      }
    } finally {
      weaving.unlock();
    }
  }

  /// The same for one generation of the index: another is another file.
  private long generation(long before, LongConsumer done) throws IOException, SQLException {
    var generation = store.generation();
    long made = 0;
    try (var index = IndexReader.open(home.index());
        var content = ContentReader.open(home.content(), new Unsealer(keys.master()))) {
      var recent = new RecentBytes(RECENT);
      var group = next(index, generation);
      while (group != null) {
        while (!stopped.getAsBoolean() && store.dropVersions(generation, group)) {
          done.accept(before + made);
        }
        var facts = index.origins().facts(group, index.next(), batch);
        var past = new OriginPast(group, index, content, recent);
        var woven = new Fold(past).of(facts);
        if (!stopped.getAsBoolean()) {
          store.addOrigins(generation, woven);
        }
        made += woven.versions().size();
        done.accept(before + made);
        group = next(index, generation);
      }
    }
    return made;
  }

  private @Nullable OriginGroup next(IndexReader index, long generation) throws SQLException {
    return stopped.getAsBoolean() || store.generation() != generation
        ? null
        : index.origins().next().orElse(null);
  }
}
