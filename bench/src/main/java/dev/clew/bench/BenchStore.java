package dev.clew.bench;

import dev.clew.content.ContentReader;
import dev.clew.content.ContentWriter;
import dev.clew.content.DamagedObjectException;
import dev.clew.content.MasterKey;
import dev.clew.content.SealedObject;
import dev.clew.content.Sealer;
import dev.clew.content.SharedSealer;
import dev.clew.content.StoredRecord;
import dev.clew.content.Unsealer;
import dev.clew.event.RecordId;
import dev.clew.event.SessionKey;
import dev.clew.workspace.ObjectSink;
import dev.clew.workspace.ObjectSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A content store that takes a workspace's objects as the recorder does: sealed, as attachments of
/// a record, each batch one durable transaction.
final class BenchStore implements ObjectSink, ObjectSource, AutoCloseable {
  private static final long BATCH = 8L << 20;

  private final Path file;
  private final SharedSealer sealer;
  private final Object writing = new Object();
  private final ContentWriter writer;
  private final ContentReader reader;
  private final Set<String> known = new HashSet<>();
  private final List<SealedObject> waiting = new ArrayList<>();
  private long waitingBytes;
  private long sealedBytes;

  BenchStore(Path file) throws SQLException {
    this.file = file;
    var key = new MasterKey(new byte[32]);
    var random = new SecureRandom();
    sealer = new SharedSealer(() -> Sealer.light(key, random));
    writer = ContentWriter.open(file);
    reader = ContentReader.open(file, new Unsealer(key));
  }

  @Override
  public void put(String sha256, @Nullable String blob, byte[] bytes) throws IOException {
    synchronized (this) {
      if (!known.add(sha256)) {
        return;
      }
    }
    if (add(sealer.seal(HexFormat.of().parseHex(sha256), bytes))) {
      commit();
    }
  }

  private synchronized boolean add(SealedObject sealed) {
    waiting.add(sealed);
    waitingBytes += sealed.size();
    sealedBytes += sealed.data().length;
    return waitingBytes >= BATCH;
  }

  private synchronized List<SealedObject> take() {
    var taken = List.copyOf(waiting);
    waiting.clear();
    waitingBytes = 0;
    return taken;
  }

  @Override
  public Optional<byte[]> read(String sha256) throws IOException {
    try {
      return reader.object(HexFormat.of().parseHex(sha256));
    } catch (SQLException | DamagedObjectException e) {
      throw new IOException(e);
    }
  }

  /// Makes everything durable that was taken.
  void commit() throws IOException {
    synchronized (writing) {
      var taken = take();
      if (!taken.isEmpty()) {
        commit(taken);
      }
    }
  }

  private void commit(List<SealedObject> taken) throws IOException {
    try {
      var seq = writer.nextSeq();
      var id = RecordId.derive("clew", Long.toString(seq));
      var record =
          new StoredRecord(
              seq,
              id,
              SessionKey.main("clew", "bench"),
              "clew.workspace",
              "content",
              "bench",
              0,
              0,
              new byte[16]);
      writer.add(record, sealer.seal(id.bytes(), id.bytes()), taken, new byte[64]);
      writer.commit();
    } catch (SQLException e) {
      throw new IOException(e);
    }
  }

  /// Size of the database, with all that was made durable.
  long size() throws IOException {
    try {
      writer.emptyLog();
    } catch (SQLException e) {
      throw new IOException(e);
    }
    return Files.size(file);
  }

  /// Size of all sealed objects.
  long sealedBytes() {
    return sealedBytes;
  }

  @Override
  public void close() throws SQLException {
    reader.close();
    writer.close();
    sealer.close();
  }
}
