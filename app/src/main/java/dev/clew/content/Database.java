package dev.clew.content;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Properties;

/// Opens the SQLite files of a store, all with the same settings.
public final class Database {
  private Database() {}

  /// A connection for the store's one writer: write-ahead log, deleted bytes overwritten, every
  /// commit synced to disk before it returns.
  public static Connection writer(Path file) throws SQLException {
    return open(file, false, "FULL");
  }

  /// A writer whose commits may be lost on power failure but never torn: for data that can be
  /// rebuilt.
  public static Connection rebuildable(Path file) throws SQLException {
    return open(file, false, "NORMAL");
  }

  /// A connection that only reads, and sees what was committed when each statement began.
  public static Connection reader(Path file) throws SQLException {
    return open(file, true, "NORMAL");
  }

  /// Makes the file, and those beside it, their owner's only. SQLite gives the files that it makes
  /// beside a database the mode of the database.
  private static void closeToOthers(Path file) throws SQLException {
    if (!file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      return;
    }
    var owner = PosixFilePermissions.fromString("rw-------");
    try {
      if (!Files.exists(file)) {
        Files.createFile(file, PosixFilePermissions.asFileAttribute(owner));
      }
      for (var suffix : new String[] {"", "-wal", "-shm"}) {
        var path = file.resolveSibling(file.getFileName() + suffix);
        if (Files.exists(path)) {
          Files.setPosixFilePermissions(path, owner);
        }
      }
    } catch (IOException e) {
      throw new SQLException("%s: %s".formatted(file, e.getMessage()), e);
    }
  }

  /// Makes a new file one that can give room back, which cannot be had later.
  private static void prepare(Path file) throws SQLException {
    try {
      if (Files.size(file) > 0) {
        return;
      }
    } catch (IOException e) {
      throw new SQLException("%s: %s".formatted(file, e.getMessage()), e);
    }
    try (var connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        var statement = connection.createStatement()) {
      statement.execute("PRAGMA page_size = 16384");
      statement.execute("PRAGMA auto_vacuum = INCREMENTAL");
      statement.execute("VACUUM"); // writes both down
    }
  }

  private static Connection open(Path file, boolean readOnly, String synchronous)
      throws SQLException {
    var properties = new Properties();
    properties.setProperty("busy_timeout", "10000");
    // Else the driver asks for the last row id after every statement.
    properties.setProperty("jdbc.get_generated_keys", "false");
    if (readOnly) {
      properties.setProperty("open_mode", "1"); // SQLITE_OPEN_READONLY
    } else {
      properties.setProperty("journal_mode", "WAL");
      properties.setProperty("synchronous", synchronous);
      properties.setProperty("secure_delete", "on");
      properties.setProperty("temp_store", "MEMORY");
      properties.setProperty("cache_size", "-32768");
      properties.setProperty("page_size", "16384");
      properties.setProperty("wal_autocheckpoint", "4096");
    }
    if (!readOnly) {
      closeToOthers(file);
      prepare(file);
    }
    var connection = DriverManager.getConnection("jdbc:sqlite:" + file, properties);
    if (!readOnly) {
      connection.setAutoCommit(false);
    }
    return connection;
  }
}
