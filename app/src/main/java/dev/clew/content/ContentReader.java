package dev.clew.content;

import dev.clew.event.RecordId;
import dev.clew.event.SessionKey;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Reads `content.db`. Each call sees what had been committed when it began; not safe for use by
/// several threads at once.
public final class ContentReader implements AutoCloseable {
  /// What [#sealed] reads.
  static final String OBJECT = "o.sha256, o.size, o.dictionary, o.key_salt, o.data";

  private static final String RECORD =
      "SELECT r.seq, r.source, r.salt, r.position, r.line, s.agent, s.agent_session, s.subagent,"
          + " s.kind, s.mode, s.name, "
          + OBJECT
          + " FROM record r JOIN stream s ON s.id = r.stream JOIN object o ON o.id = r.object";

  private final Connection connection;
  private final Unsealer unsealer;
  private @Nullable PreparedStatement objects;

  /// A record with its payload as it lies on disk.
  ///
  /// @param sealed absent when the payload has been forgotten
  public record Entry(StoredRecord record, @Nullable SealedObject sealed) {}

  /// Reads the database with keys under `unsealer`.
  public ContentReader(Connection connection, Unsealer unsealer) {
    this.connection = connection;
    this.unsealer = unsealer;
  }

  /// Opens the database in `file`.
  public static ContentReader open(Path file, Unsealer unsealer) throws SQLException {
    return new ContentReader(Database.reader(file), unsealer);
  }

  /// Up to `limit` records from number `from` on, in ledger order.
  public List<Entry> entries(long from, int limit) throws SQLException {
    try (var query =
        connection.prepareStatement(RECORD + " WHERE r.seq >= ? ORDER BY r.seq LIMIT ?")) {
      query.setLong(1, from);
      query.setInt(2, limit);
      var entries = new ArrayList<Entry>();
      try (var row = query.executeQuery()) {
        while (row.next()) {
          entries.add(entry(row));
        }
      }
      return entries;
    }
  }

  /// The record with number `seq`; empty when there is none.
  public Optional<Entry> entry(long seq) throws SQLException {
    return entries(seq, 1).stream().filter(found -> found.record().seq() == seq).findFirst();
  }

  /// The payload; empty when it has been forgotten.
  public Optional<byte[]> payload(Entry entry) throws DamagedObjectException {
    var sealed = entry.sealed();
    return sealed == null ? Optional.empty() : Optional.of(unsealer.unseal(sealed));
  }

  /// The bytes of the object with this SHA-256; empty when there is none or it was forgotten.
  public Optional<byte[]> object(byte[] sha256) throws SQLException, DamagedObjectException {
    if (objects == null) {
      objects = connection.prepareStatement("SELECT " + OBJECT + " FROM object o WHERE sha256 = ?");
    }
    return object(objects, sha256);
  }

  /// The bytes of the object with this SHA-256, if a record carries it beside its payload.
  public Optional<byte[]> attachment(byte[] sha256) throws SQLException, DamagedObjectException {
    try (var query =
        connection.prepareStatement(
            "SELECT "
                + OBJECT
                + " FROM object o WHERE sha256 = ?"
                + " AND EXISTS (SELECT 1 FROM attachment a WHERE a.object = o.id)")) {
      return object(query, sha256);
    }
  }

  private Optional<byte[]> object(PreparedStatement query, byte[] sha256)
      throws SQLException, DamagedObjectException {
    query.setBytes(1, sha256);
    try (var row = query.executeQuery()) {
      var sealed = row.next() ? sealed(row, 1) : null;
      return sealed == null ? Optional.empty() : Optional.of(unsealer.unseal(sealed));
    }
  }

  /// The objects that record `seq` carries beside its payload.
  public List<SealedObject> attachments(long seq) throws SQLException {
    try (var query =
        connection.prepareStatement(
            "SELECT "
                + OBJECT
                + " FROM attachment a JOIN object o ON o.id = a.object WHERE a.seq = ?")) {
      query.setLong(1, seq);
      var found = new ArrayList<SealedObject>();
      try (var row = query.executeQuery()) {
        while (row.next()) {
          var sealed = sealed(row, 1);
          if (sealed != null) {
            found.add(sealed);
          }
        }
      }
      return found;
    }
  }

  /// Every file that has been read, by path.
  public List<SourceFile> files() throws SQLException {
    try (var statement = connection.createStatement();
        var rows = statement.executeQuery("SELECT * FROM source_file ORDER BY path")) {
      var files = new ArrayList<SourceFile>();
      while (rows.next()) {
        files.add(sourceFile(rows));
      }
      return files;
    }
  }

  /// What became of the lines of every file that has been read, by path.
  public List<SourceCount> counts() throws SQLException {
    return new SourceCounts(connection).all();
  }

  /// Files that were found and not read, by path.
  public List<NotRead> notRead() throws SQLException {
    return new SourceCounts(connection).notRead();
  }

  /// How many records there are.
  public long size() throws SQLException {
    try (var statement = connection.createStatement();
        var rows = statement.executeQuery("SELECT coalesce(max(seq) + 1, 0) FROM record")) {
      rows.next();
      return rows.getLong(1);
    }
  }

  /// How many records are here; fewer than [#size] when payloads have been lost.
  public long records() throws SQLException {
    return number("SELECT count(*) FROM record");
  }

  /// How many sealed bytes each record has and carries, by its number. An object that several have
  /// counts for the first.
  public Map<Long, Long> sealedSizes() throws SQLException {
    var sizes = new HashMap<Long, Long>();
    var counted = new BitSet();
    try (var statement = connection.createStatement();
        var row =
            statement.executeQuery(
                "SELECT r.seq, o.id, length(o.data) FROM record r JOIN object o ON o.id = r.object"
                    + " UNION ALL SELECT a.seq, o.id, length(o.data) FROM attachment a"
                    + " JOIN object o ON o.id = a.object")) {
      while (row.next()) {
        var object = row.getInt(2);
        if (!counted.get(object)) {
          counted.set(object);
          sizes.merge(row.getLong(1), row.getLong(3), Long::sum);
        }
      }
    }
    return sizes;
  }

  /// How many records came by each stream, and how many sealed bytes they take.
  public List<StreamSize> streamSizes() throws SQLException {
    var sizes = new HashMap<Long, long[]>();
    var counted = new BitSet();
    try (var statement = connection.createStatement()) {
      try (var row =
          statement.executeQuery(
              "SELECT r.stream, o.id, length(o.data) FROM record r"
                  + " JOIN object o ON o.id = r.object")) {
        while (row.next()) {
          var sums = sizes.computeIfAbsent(row.getLong(1), stream -> new long[3]);
          sums[0]++;
          sums[1] += counted.get(row.getInt(2)) ? 0 : row.getLong(3);
          counted.set(row.getInt(2));
        }
      }
      try (var row =
          statement.executeQuery(
              "SELECT r.stream, o.id, length(o.data) FROM attachment a"
                  + " JOIN record r ON r.seq = a.seq JOIN object o ON o.id = a.object")) {
        while (row.next()) {
          var sums = sizes.computeIfAbsent(row.getLong(1), stream -> new long[3]);
          sums[2] += counted.get(row.getInt(2)) ? 0 : row.getLong(3);
          counted.set(row.getInt(2));
        }
      }
      return streamSizes(sizes, statement);
    }
  }

  private static List<StreamSize> streamSizes(Map<Long, long[]> sizes, Statement statement)
      throws SQLException {
    var found = new ArrayList<StreamSize>();
    try (var row =
        statement.executeQuery("SELECT id, agent, agent_session, subagent, kind FROM stream")) {
      while (row.next()) {
        var sums = sizes.get(row.getLong(1));
        if (sums != null) {
          var subagent = row.getString(4);
          found.add(
              new StreamSize(
                  new SessionKey(
                      row.getString(2), row.getString(3), subagent.isEmpty() ? null : subagent),
                  row.getString(5),
                  sums[0],
                  sums[1],
                  sums[2]));
        }
      }
    }
    return found;
  }

  /// The numbers of the records of this kind that were not erased, in ledger order.
  public List<Long> recordsOf(String kind) throws SQLException {
    try (var query =
        connection.prepareStatement(
            "SELECT r.seq FROM record r WHERE r.object <> 0"
                + " AND r.stream IN (SELECT id FROM stream WHERE kind = ?) ORDER BY r.seq")) {
      query.setString(1, kind);
      var found = new ArrayList<Long>();
      try (var row = query.executeQuery()) {
        while (row.next()) {
          found.add(row.getLong(1));
        }
      }
      return found;
    }
  }

  /// Whether the record was erased on purpose: nothing is left of its payload, and its id is noted.
  public boolean isErased(Entry entry) throws SQLException {
    if (entry.sealed() != null) {
      return false;
    }
    try (var query = connection.prepareStatement("SELECT 1 FROM tombstone WHERE source = ?")) {
      query.setBytes(1, entry.record().id().bytes());
      try (var row = query.executeQuery()) {
        return row.next();
      }
    }
  }

  /// The sessions of which nothing is taken, by id.
  public Map<String, ForgottenSession> forgottenSessions() throws SQLException {
    return new Forgotten(connection).sessions();
  }

  /// Whether there is an object with this SHA-256.
  public boolean has(byte[] sha256) throws SQLException {
    try (var query = connection.prepareStatement("SELECT 1 FROM object WHERE sha256 = ?")) {
      query.setBytes(1, sha256);
      try (var row = query.executeQuery()) {
        return row.next();
      }
    }
  }

  /// Whether the object with this SHA-256 was destroyed on purpose.
  public boolean isForgotten(byte[] sha256) throws SQLException {
    return new Forgotten(connection).isForgotten(sha256);
  }

  /// The values that are secrets whatever they look like, sealed.
  public List<SealedObject> secretValues() throws SQLException {
    return new Forgotten(connection).values();
  }

  /// How many of them no file brought: notes of Clew's own about what is missing and what was
  /// destroyed, and records that stand for erased ones.
  public long gaps() throws SQLException {
    var gaps = "SELECT id FROM stream WHERE agent = 'clew' OR name LIKE 'clew/%'";
    return number("SELECT EXISTS (" + gaps + ")") == 0
        ? 0
        : number("SELECT count(*) FROM record WHERE stream IN (" + gaps + ")")
            + new Forgotten(connection).replacements(gaps);
  }

  private long number(String sql) throws SQLException {
    try (var statement = connection.createStatement();
        var rows = statement.executeQuery(sql)) {
      rows.next();
      return rows.getLong(1);
    }
  }

  private static Entry entry(ResultSet row) throws SQLException {
    var subagent = row.getString(8);
    var session =
        new SessionKey(row.getString(6), row.getString(7), subagent.isEmpty() ? null : subagent);
    return new Entry(
        new StoredRecord(
            row.getLong(1),
            RecordId.of(row.getBytes(2)),
            session,
            row.getString(9),
            row.getString(10),
            row.getString(11),
            row.getLong(4),
            row.getLong(5),
            row.getBytes(3)),
        sealed(row, 12));
  }

  /// The object in a row, absent when it was forgotten.
  ///
  /// @param first the number of the first of its columns, which are [#OBJECT]
  static @Nullable SealedObject sealed(ResultSet row, int first) throws SQLException {
    var key = row.getBytes(first + 3);
    return key == null
        ? null
        : new SealedObject(
            row.getBytes(first),
            row.getLong(first + 1),
            row.getInt(first + 2),
            key,
            row.getBytes(first + 4));
  }

  static SourceFile sourceFile(ResultSet row) throws SQLException {
    return new SourceFile(
        row.getString(1),
        row.getString(2),
        row.getLong(3),
        row.getLong(4),
        row.getLong(5),
        row.getLong(6),
        row.getLong(7),
        row.getLong(8),
        row.getLong(9),
        row.getString(10),
        row.getString(11),
        row.getInt(12));
  }

  @Override
  public void close() throws SQLException {
    connection.close();
    unsealer.close();
  }
}
