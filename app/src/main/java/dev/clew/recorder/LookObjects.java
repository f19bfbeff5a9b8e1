package dev.clew.recorder;

import dev.clew.content.ContentReader;
import dev.clew.content.DamagedObjectException;
import dev.clew.content.SealedObject;
import dev.clew.content.Sealer;
import dev.clew.workspace.ObjectSink;
import dev.clew.workspace.ObjectSource;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The objects of one workspace: those that a look has just brought, sealed and waiting for a
/// record, and those that are stored. Safe for use by several threads.
final class LookObjects implements ObjectSink, ObjectSource, AutoCloseable {
  /// So many bytes wait at most; then they are stored in a record of their own.
  static final long MOST_BYTES = 16L << 20;

  private final Sealer sealer;
  private final ContentReader stored;
  private final boolean keep;
  private final Full full;
  private final Map<String, byte[]> plain = new HashMap<>();
  private final List<SealedObject> waiting = new ArrayList<>();
  private long bytes;

  /// Told when so much waits that it has to be stored.
  interface Full {
    /// Takes what waits, by [LookObjects#take], and stores it.
    void store() throws IOException;
  }

  /// @param keep whether contents may be kept at all
  LookObjects(Sealer sealer, ContentReader stored, boolean keep, Full full) {
    this.sealer = sealer;
    this.stored = stored;
    this.keep = keep;
    this.full = full;
  }

  @Override
  public void put(String sha256, @Nullable String blob, byte[] object) throws IOException {
    synchronized (this) {
      if (!keep || plain.putIfAbsent(sha256, object) != null) {
        return;
      }
      waiting.add(sealer.seal(object));
      bytes += object.length;
      if (bytes < MOST_BYTES) {
        return;
      }
    }
    full.store();
  }

  @Override
  public synchronized Optional<byte[]> read(String sha256) throws IOException {
    var here = plain.get(sha256);
    if (here != null) {
      return Optional.of(here);
    }
    try {
      return stored.object(HexFormat.of().parseHex(sha256));
    } catch (SQLException | DamagedObjectException e) {
      throw new IOException("object %s cannot be read".formatted(sha256), e);
    }
  }

  /// What waits, sealed. It can be read from here until it is [#stored].
  synchronized List<SealedObject> take() {
    var taken = List.copyOf(waiting);
    waiting.clear();
    bytes = 0;
    return taken;
  }

  /// What was taken was not stored.
  synchronized void putBack(List<SealedObject> taken) {
    waiting.addAll(0, taken);
  }

  /// Everything that was taken is durable.
  synchronized void stored() {
    if (waiting.isEmpty()) {
      plain.clear();
    }
  }

  @Override
  public synchronized void close() throws SQLException {
    sealer.close();
    stored.close();
  }
}
