package dev.clew.recorder;

import dev.clew.content.ContentReader;
import dev.clew.content.Unsealer;
import dev.clew.index.IndexReader;
import dev.clew.index.OriginGroup;
import dev.clew.origin.lines.Fold;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.concurrent.locks.Lock;
import java.util.function.BooleanSupplier;
import java.util.function.LongConsumer;

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
  private final BooleanSupplier importing;
  private final Interpreter interpreter;
  private final int batch;

  /// @param weaving held while the pass runs
  /// @param stopped asked before each transaction
  /// @param importing whether an import is under way, which is not to be held up: what transcripts
  ///   tell then waits
  /// @param batch how many facts a transaction takes
  OriginPass(
      Store store,
      Home home,
      Keys keys,
      Interpreter interpreter,
      Lock weaving,
      BooleanSupplier stopped,
      BooleanSupplier importing,
      int batch) {
    this.interpreter = interpreter;
    this.importing = importing;
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
      var more = true;
      while (more && !stopped.getAsBoolean() && store.originsBehind()) {
        var generation = store.generation();
        made += generation(generation, made, done);
        more = store.generation() != generation; // another index is another file
      }
    } finally {
      weaving.unlock();
    }
  }

  /// Goes on until nothing more is to be done in this index.
  private long generation(long generation, long before, LongConsumer done)
      throws IOException, SQLException {
    long made = 0;
    try (var index = IndexReader.open(home.index());
        var content = ContentReader.open(home.content(), new Unsealer(keys.master()))) {
      var recent = new RecentBytes(RECENT);
      var told = new ToldPass(index, content, interpreter);
      var more = 0;
      find(index, content, generation);
      while (more >= 0 && !stopped.getAsBoolean() && store.generation() == generation) {
        store.settleTold(generation, false);
        var group = index.origins().next();
        more =
            group.isPresent()
                ? seen(index, content, recent, generation, group.get())
                : importing.getAsBoolean() ? -1 : told(told, generation);
        made += Math.max(more, 0);
        done.accept(before + made);
      }
    }
    return made;
  }

  /// Where an object has come without which versions were made, they are made anew: a look's
  /// contents may come with another record than what it tells.
  private void find(IndexReader index, ContentReader content, long generation) throws SQLException {
    var below = index.next();
    var found = new ArrayList<String>();
    for (var object : index.origins().missing()) {
      if (OriginPast.has(content, object)) {
        found.add(object);
      }
    }
    if (!stopped.getAsBoolean()) {
      store.foundMissing(generation, below, found);
    }
  }

  private int seen(
      IndexReader index,
      ContentReader content,
      RecentBytes recent,
      long generation,
      OriginGroup group)
      throws IOException, SQLException {
    var more = true;
    while (more && !stopped.getAsBoolean()) {
      more = store.dropVersions(generation, group);
    }
    var facts = index.origins().facts(group, index.next(), batch);
    var past = new OriginPast(group, index, content, recent, keys.redaction().bytes());
    var woven = new Fold(past).of(facts);
    if (!stopped.getAsBoolean()) {
      store.addOrigins(generation, woven.without(past.missing()));
    }
    return woven.versions().size();
  }

  /// @return how many versions were made; -1 where nothing is left to do
  private int told(ToldPass pass, long generation) throws SQLException {
    var batch = pass.next();
    if (batch.isEmpty()) {
      return store.settleTold(generation, true) ? 0 : -1;
    }
    if (!stopped.getAsBoolean()) {
      store.addTold(generation, batch.get());
    }
    return batch.get().versions().size();
  }
}
