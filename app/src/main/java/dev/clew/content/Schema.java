package dev.clew.content;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;

/// A database's tables, as a resource of statements, with the version written into the file.
///
/// @param resource where the statements are, seen from `owner`
/// @param version the version that this program writes, kept in `PRAGMA user_version`
public record Schema(Class<?> owner, String resource, int version) {

  /// A file of another format version.
  public static final class OtherVersionException extends SQLException {
    private static final long serialVersionUID = 1;

    OtherVersionException(String message) {
      super(message);
    }
  }

  /// Creates the tables in an empty database, or checks that the file's version is ours.
  ///
  /// @throws OtherVersionException when another version wrote the file, naming both
  public void prepare(Connection connection, String file) throws SQLException {
    var found = versionOf(connection);
    if (found == 0) {
      create(connection);
    } else if (found != version) {
      throw new OtherVersionException(
          "%s: expected format version %d, found %d: use the Clew that wrote it"
              .formatted(file, version, found));
    }
  }

  /// The version in the file; 0 when it is empty.
  public static int versionOf(Connection connection) throws SQLException {
    try (var statement = connection.createStatement();
        var rows = statement.executeQuery("PRAGMA user_version")) {
      rows.next();
      return rows.getInt(1);
    }
  }

  private void create(Connection connection) throws SQLException {
    run(connection, resource);
    try (var statement = connection.createStatement()) {
      statement.executeUpdate("PRAGMA user_version = " + version);
    }
    connection.commit();
  }

  /// Runs the statements of another resource of the owner's: tables that came later and change no
  /// format, made where they are missing.
  public void extend(Connection connection, String more) throws SQLException {
    run(connection, more);
    connection.commit();
  }

  private void run(Connection connection, String statements) throws SQLException {
    try (var in = owner.getResourceAsStream(statements);
        var statement = connection.createStatement()) {
      if (in == null) {
        throw new IllegalStateException("no resource " + statements);
      }
      for (var sql : new String(in.readAllBytes(), StandardCharsets.UTF_8).split(";", -1)) {
        if (!sql.isBlank()) {
          statement.executeUpdate(sql);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
