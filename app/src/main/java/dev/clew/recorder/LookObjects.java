package dev.clew.recorder;

import dev.clew.content.ContentReader;
import dev.clew.content.DamagedObjectException;
import dev.clew.content.SealedObject;
import dev.clew.content.SharedSealer;
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
  static final long MOST_BYTES = 8L << 20;

  private final SharedSealer sealer;
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
  LookObjects(SharedSealer sealer, ContentReader stored, boolean keep, Full full) {
    this.sealer = sealer;
    this.stored = stored;
    this.keep = keep;
    this.full = full;
  }

  @Override
  public void put(String sha256, @Nullable String blob, byte[] object) throws IOException {
    if (keep && isNew(sha256, object) && add(sealed(sha256, object))) {
      full.store();
    }
  }

  private synchronized boolean isNew(String sha256, byte[] object) {
    return plain.putIfAbsent(sha256, object) == null;
  }

  private SealedObject sealed(String sha256, byte[] object) {
    try {
      return sealer.seal(HexFormat.of().parseHex(sha256), object);
    } catch (RuntimeException | Error e) {
      forget(sha256);
      throw e;
    }
  }

  private synchronized void forget(String sha256) {
    plain.remove(sha256);
  }

  /// Whether so much waits now that it has to be stored.
  private synchronized boolean add(SealedObject sealed) {
    waiting.add(sealed);
    bytes += sealed.size();
    return bytes >= MOST_BYTES;
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

  /// What was taken is durable.
  synchronized void stored(List<SealedObject> taken) {
    taken.forEach(each -> plain.remove(HexFormat.of().formatHex(each.sha256())));
  }

  @Override
  public synchronized void close() throws SQLException {
    sealer.close();
    stored.close();
  }
}
