package dev.clew.content;

import dev.clew.event.RecordId;
import dev.clew.event.SessionKey;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Writes `content.db`: one writer, one transaction per batch, durable when [#commit] returns.
///
/// A record, its objects, its future leaf and how far its file has been read become durable
/// together. The leaf waits in `pending_leaf` until the ledger has it, so a crash between the two
/// is repaired on open by appending it again.
public final class ContentWriter implements AutoCloseable {
  static final Schema SCHEMA = new Schema(ContentWriter.class, "schema.sql", 1);

  private static final int SHRINK_PAGES = 1024;

  private record StreamKey(SessionKey session, String kind, String mode, String name) {}

  private final Connection connection;
  private final PreparedStatement hasRecord;
  private final PreparedStatement hasTombstone;
  private final PreparedStatement findObject;
  private final PreparedStatement addObject;
  private final PreparedStatement addRecord;
  private final PreparedStatement addAttachment;
  private final PreparedStatement addLeaf;
  private final PreparedStatement addStream;
  private final PreparedStatement findStream;
  private final PreparedStatement putFile;
  private final PreparedStatement findFile;
  private final Map<StreamKey, Long> streams = new HashMap<>();
  private final LeafBatch leaves = new LeafBatch();
  private final SourceCounts counts;
  private final Forgotten forgotten;
  private long nextSeq;
  private long nextObject;
  private boolean anyForgotten;

  private ContentWriter(Connection connection) throws SQLException {
    this.connection = connection;
    counts = new SourceCounts(connection);
    forgotten = new Forgotten(connection);
    hasRecord = connection.prepareStatement("SELECT 1 FROM record WHERE source = ?");
    hasTombstone = connection.prepareStatement("SELECT 1 FROM tombstone WHERE source = ?");
    findObject = connection.prepareStatement("SELECT id FROM object WHERE sha256 = ?");
    addObject =
        connection.prepareStatement(
            "INSERT INTO object (id, sha256, size, dictionary, key_salt, data)"
                + " VALUES (?,?,?,?,?,?)");
    addRecord = connection.prepareStatement("INSERT INTO record VALUES (?,?,?,?,?,?,?)");
    addAttachment = connection.prepareStatement("INSERT OR IGNORE INTO attachment VALUES (?,?)");
    addLeaf = connection.prepareStatement("INSERT INTO pending_leaf VALUES (?,?,?)");
    addStream =
        connection.prepareStatement(
            "INSERT INTO stream (agent, agent_session, subagent, kind, mode, name)"
                + " VALUES (?,?,?,?,?,?)"
                + " RETURNING id");
    findStream =
        connection.prepareStatement(
            "SELECT id FROM stream WHERE agent = ? AND agent_session = ? AND subagent = ?"
                + " AND kind = ? AND mode = ? AND name = ?");
    findFile = connection.prepareStatement("SELECT * FROM source_file WHERE path = ?");
    putFile =
        connection.prepareStatement("REPLACE INTO source_file VALUES (?,?,?,?,?,?,?,?,?,?,?,?)");
    readCounters();
  }

  private void readCounters() throws SQLException {
    nextSeq = number("SELECT coalesce(max(seq) + 1, 0) FROM record");
    nextObject = number("SELECT coalesce(max(id) + 1, 1) FROM object");
    anyForgotten = number("SELECT EXISTS (SELECT 1 FROM tombstone)") > 0;
  }

  /// Opens or creates the database.
  public static ContentWriter open(Path file) throws SQLException {
    var connection = Database.writer(file);
    SCHEMA.prepare(connection, file.toString());
    SCHEMA.extend(connection, SourceCounts.RESOURCE);
    SCHEMA.extend(connection, Forgotten.RESOURCE);
    return new ContentWriter(connection);
  }

  /// The number that the next record gets; commits do not change it.
  public long nextSeq() {
    return nextSeq;
  }

  /// Leaves the numbers below `seq` without records: their payloads have been lost.
  public void skipTo(long seq) {
    nextSeq = Math.max(nextSeq, seq);
  }

  /// Whether the record is here already, or was and has been forgotten.
  public boolean knows(RecordId id) throws SQLException {
    return exists(hasRecord, id) || (anyForgotten && exists(hasTombstone, id));
  }

  private static boolean exists(PreparedStatement query, RecordId id) throws SQLException {
    query.setBytes(1, id.bytes());
    try (var rows = query.executeQuery()) {
      return rows.next();
    }
  }

  /// Adds a record, whose number must be [#nextSeq].
  ///
  /// @param leaf its ledger entry
  public void add(
      StoredRecord record, SealedObject payload, List<SealedObject> attachments, byte[] leaf)
      throws SQLException {
    if (record.seq() != nextSeq) {
      throw new IllegalArgumentException("record %d, expected %d".formatted(record.seq(), nextSeq));
    }
    addRecord.setLong(1, record.seq());
    addRecord.setBytes(2, record.id().bytes());
    addRecord.setLong(3, object(payload));
    addRecord.setBytes(4, record.salt());
    addRecord.setLong(5, stream(record));
    addRecord.setLong(6, record.position());
    addRecord.setLong(7, record.line());
    addRecord.executeUpdate();
    for (var attachment : attachments) {
      addAttachment.setLong(1, record.seq());
      addAttachment.setLong(2, object(attachment));
      addAttachment.executeUpdate();
    }
    leaves.add(record.seq(), leaf);
    nextSeq++;
  }

  private long object(SealedObject object) throws SQLException {
    findObject.setBytes(1, object.sha256());
    var found = id(findObject);
    if (found != null) {
      return found;
    }
    addObject.setLong(1, nextObject);
    addObject.setBytes(2, object.sha256());
    addObject.setLong(3, object.size());
    addObject.setInt(4, object.dictionary());
    addObject.setBytes(5, object.keySalt());
    addObject.setBytes(6, object.data());
    addObject.executeUpdate();
    return nextObject++;
  }

  private long stream(StoredRecord record) throws SQLException {
    var key = new StreamKey(record.session(), record.kind(), record.mode(), record.stream());
    var known = streams.get(key);
    if (known != null) {
      return known;
    }
    bind(findStream, key);
    var found = id(findStream);
    if (found == null) {
      bind(addStream, key);
      found = inserted(addStream);
    }
    streams.put(key, found);
    return found;
  }

  private static void bind(PreparedStatement statement, StreamKey key) throws SQLException {
    var subagent = key.session.subagent();
    statement.setString(1, key.session.agent());
    statement.setString(2, key.session.agentSession());
    statement.setString(3, subagent == null ? "" : subagent);
    statement.setString(4, key.kind);
    statement.setString(5, key.mode);
    statement.setString(6, key.name);
  }

  private static @Nullable Long id(PreparedStatement query) throws SQLException {
    try (var rows = query.executeQuery()) {
      return rows.next() ? rows.getLong(1) : null;
    }
  }

  private static long inserted(PreparedStatement insert) throws SQLException {
    var id = id(insert);
    if (id == null) {
      throw new IllegalStateException("an insert returned no id");
    }
    return id;
  }

  /// Notes how far a file has been read.
  public void put(SourceFile file) throws SQLException {
    putFile.setString(1, file.path());
    putFile.setString(2, file.agent());
    putFile.setLong(3, file.inode());
    putFile.setLong(4, file.size());
    putFile.setLong(5, file.modifiedMs());
    putFile.setLong(6, file.offset());
    putFile.setLong(7, file.lines());
    putFile.setLong(8, file.badLines());
    putFile.setLong(9, file.lineNumber());
    putFile.setString(10, file.session());
    putFile.setString(11, file.head());
    putFile.setInt(12, file.headLength());
    putFile.executeUpdate();
  }

  /// How far the file at `path` has been read; absent when it never was.
  public @Nullable SourceFile file(String path) throws SQLException {
    findFile.setString(1, path);
    try (var row = findFile.executeQuery()) {
      return row.next() ? ContentReader.sourceFile(row) : null;
    }
  }

  /// What became of the lines of the file at `path`; absent when it never was read.
  public @Nullable SourceCount count(String path) throws SQLException {
    return counts.count(path);
  }

  /// Notes what became of a file's lines; how many records it ever brought stays as it is.
  public void put(SourceCount count) throws SQLException {
    counts.put(count);
  }

  /// Notes that a file brought so many records more.
  public void brought(String path, long records) throws SQLException {
    counts.brought(path, records);
  }

  /// Notes what was not read at `path` and below it, in place of what was noted there before.
  public void replaceNotRead(String path, List<NotRead> found) throws SQLException {
    counts.replaceNotRead(path, found);
  }

  /// Destroys payloads and objects; what it does is durable with the next commit.
  public Eraser eraser() {
    anyForgotten = true;
    return new Eraser(connection);
  }

  /// Puts an object that cannot be opened aside. What has it stays, and reading that tells of the
  /// damage.
  public boolean quarantine(long object, String reason) throws SQLException {
    try (var move =
            connection.prepareStatement(
                "INSERT OR IGNORE INTO quarantine SELECT id, sha256, key_salt, data, ? FROM object"
                    + " WHERE id = ?");
        var empty = connection.prepareStatement("UPDATE object SET data = x'' WHERE id = ?")) {
      move.setString(1, reason);
      move.setLong(2, object);
      empty.setLong(1, object);
      return move.executeUpdate() > 0 && empty.executeUpdate() > 0;
    }
  }

  /// The object with this number, sealed; absent when there is none or it was destroyed.
  public @Nullable SealedObject sealed(long object) throws SQLException {
    try (var query =
        connection.prepareStatement(
            "SELECT %s FROM object o WHERE id = ?".formatted(ContentReader.OBJECT))) {
      query.setLong(1, object);
      try (var row = query.executeQuery()) {
        return row.next() ? ContentReader.sealed(row, 1) : null;
      }
    }
  }

  /// The trees that are held although no record tells of them any more, by an opaque name of the
  /// workspace.
  public Map<String, String> heldTrees() throws SQLException {
    return forgotten.heldTrees();
  }

  /// Holds these trees, and no others.
  public void hold(Map<String, String> trees) throws SQLException {
    forgotten.hold(trees);
  }

  /// The sessions of which nothing is taken, by id.
  public Map<String, ForgottenSession> forgottenSessions() throws SQLException {
    return forgotten.sessions();
  }

  /// Takes nothing of this session from now on.
  public void forget(String session, String reason) throws SQLException {
    forgotten.forget(session, reason);
  }

  /// Notes that a record of a forgotten session came and was not taken.
  public void refuse(String session, RecordId id) throws SQLException {
    anyForgotten = true;
    forgotten.refuse(session, id.bytes());
  }

  /// The values that are secrets whatever they look like, sealed.
  public List<SealedObject> secretValues() throws SQLException {
    return forgotten.values();
  }

  /// Adds one of them.
  public void addSecretValue(SealedObject sealed) throws SQLException {
    forgotten.addValue(sealed);
  }

  /// Notes that record `seq` stands for the erased record `was`.
  public void replaced(long seq, long was) throws SQLException {
    forgotten.replaced(seq, was);
  }

  /// Notes that an object which something that is kept names was destroyed on purpose.
  public void noteForgotten(byte[] sha256) throws SQLException {
    forgotten.noteObject(sha256);
  }

  /// Whether an erasure has been begun whose traces are not all gone.
  public boolean isErasing() throws SQLException {
    return forgotten.isErasing();
  }

  /// Notes that an erasure begins, or that its last trace is gone.
  public void erasing(boolean now) throws SQLException {
    forgotten.erasing(now);
  }

  /// Gives room that nothing uses back to the file system, in steps. A database that was made
  /// before that was possible is written anew if it is small; else the room is used for what comes
  /// next.
  public void shrink(long smallBytes) throws SQLException {
    connection.setAutoCommit(true);
    try (var statement = connection.createStatement()) {
      if (pragma("auto_vacuum") != 0) {
        for (var free = pragma("freelist_count"); free > 0; free = pragma("freelist_count")) {
          statement.execute("PRAGMA incremental_vacuum(" + SHRINK_PAGES + ")");
          emptyLog(statement);
          if (pragma("freelist_count") >= free) {
            break;
          }
        }
      } else if (pragma("freelist_count") * 4 > pragma("page_count")
          && pragma("page_count") * pragma("page_size") < smallBytes) {
        statement.execute("PRAGMA auto_vacuum = INCREMENTAL");
        statement.execute("VACUUM");
        emptyLog(statement);
      }
    } finally {
      connection.setAutoCommit(false);
    }
  }

  private long pragma(String name) throws SQLException {
    return number("PRAGMA " + name);
  }

  private static boolean emptyLog(Statement statement) throws SQLException {
    try (var row = statement.executeQuery("PRAGMA wal_checkpoint(TRUNCATE)")) {
      return row.next() && row.getInt(1) == 0;
    }
  }

  /// When housekeeping was last done, in epoch milliseconds; 0 when it never was.
  public long housekeptAt() throws SQLException {
    return number(
        "SELECT coalesce((SELECT CAST(value AS INTEGER) FROM meta WHERE key = 'housekept'), 0)");
  }

  /// Notes when it was done.
  public void housekeptAt(long ms) throws SQLException {
    try (var put = connection.prepareStatement("REPLACE INTO meta VALUES ('housekept', ?)")) {
      put.setString(1, Long.toString(ms));
      put.executeUpdate();
    }
  }

  /// Moves all that is committed from the write-ahead log to the database and empties the log;
  /// whether that could be done: a reader at work prevents it.
  public boolean emptyLog() throws SQLException {
    connection.setAutoCommit(true);
    try (var statement = connection.createStatement()) {
      return emptyLog(statement);
    } finally {
      connection.setAutoCommit(false);
    }
  }

  /// Makes everything added so far durable.
  public void commit() throws SQLException {
    if (!leaves.isEmpty()) {
      addLeaf.setLong(1, leaves.first());
      addLeaf.setLong(2, nextSeq);
      addLeaf.setBytes(3, leaves.bytes());
      addLeaf.executeUpdate();
      leaves.reset();
    }
    connection.commit();
  }

  /// Drops what was added since the last commit.
  public void rollback() throws SQLException {
    connection.rollback();
    streams.clear();
    leaves.reset();
    readCounters();
  }

  /// The leaves from number `from` on that may not be in the ledger yet, in order.
  public List<byte[]> pendingLeaves(long from) throws SQLException {
    try (var query =
        connection.prepareStatement(
            "SELECT first, leaves FROM pending_leaf WHERE next > ? ORDER BY first")) {
      query.setLong(1, from);
      var found = new ArrayList<byte[]>();
      try (var rows = query.executeQuery()) {
        while (rows.next()) {
          found.addAll(LeafBatch.read(rows.getBytes(2), Math.max(0, from - rows.getLong(1))));
        }
      }
      return found;
    }
  }

  /// Forgets the leaves below `size`: the ledger has them. Durable with the next commit.
  public void leavesAreInLedger(long size) throws SQLException {
    try (var delete = connection.prepareStatement("DELETE FROM pending_leaf WHERE next <= ?")) {
      delete.setLong(1, size);
      delete.executeUpdate();
    }
  }

  private long number(String sql) throws SQLException {
    try (var statement = connection.createStatement();
        var rows = statement.executeQuery(sql)) {
      rows.next();
      return rows.getLong(1);
    }
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
