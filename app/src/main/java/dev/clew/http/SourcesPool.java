package dev.clew.http;

import dev.clew.query.QueryException;
import dev.clew.query.Sources;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Keeps a few sources open for the next requests: opening them costs more than most answers.
///
/// Every request has its own while it runs. The lock guards `idle` and `generation`.
final class SourcesPool implements AutoCloseable {
  private static final int MOST = 4;

  private final Supplier<Sources> opener;
  private final Object lock = new Object();
  private final Deque<Sources> idle = new ArrayDeque<>();
  private long generation;

  SourcesPool(Supplier<Sources> opener) {
    this.opener = opener;
  }

  /// Something that is read from the sources.
  interface Reading<T> {
    T read(Sources sources) throws QueryException, IOException, SQLException, RefusedException;
  }

  /// What `reading` reads. Sources are used again only after a reading that went well.
  <T> T with(Reading<T> reading)
      throws QueryException, IOException, SQLException, RefusedException {
    long taken;
    Sources sources;
    synchronized (lock) {
      taken = generation;
      sources = idle.poll();
    }
    var open = sources == null ? opener.get() : sources;
    var kept = false;
    try {
      var read = reading.read(open);
      kept = giveBack(open, taken);
      return read;
    } finally {
      if (!kept) {
        open.close();
      }
    }
  }

  private boolean giveBack(Sources sources, long taken) {
    synchronized (lock) {
      return taken == generation && idle.size() < MOST && idle.offer(sources);
    }
  }

  /// Closes what is open: the files behind it have been replaced.
  void renew() throws SQLException {
    @Nullable Sources next;
    do {
      synchronized (lock) {
        generation++;
        next = idle.poll();
      }
      if (next != null) {
        next.close();
      }
    } while (next != null);
  }

  @Override
  public void close() throws SQLException {
    renew();
  }
}
