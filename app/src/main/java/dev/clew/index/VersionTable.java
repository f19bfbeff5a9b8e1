package dev.clew.index;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;

/// The rows of `version` and `commit_version`: what the fold over the facts made.
final class VersionTable {
  private final PreparedStatement add;
  private final PreparedStatement addCommit;
  private final PathTable paths;

  VersionTable(Connection connection, PathTable paths) throws SQLException {
    this.paths = paths;
    add = connection.prepareStatement("INSERT INTO version VALUES (" + "?,".repeat(22) + "?)");
    addCommit = connection.prepareStatement("REPLACE INTO commit_version VALUES (?,?,?,?,?)");
  }

  void add(NewVersion version) throws SQLException {
    var row = version.row();
    var content = row.content();
    add.setLong(1, row.id());
    SessionTable.setLong(add, 2, row.root() == null ? null : paths.id(row.root()));
    add.setLong(3, paths.id(row.path()));
    add.setLong(4, version.seq());
    add.setInt(5, version.ordinal());
    add.setLong(6, row.at() == null ? 0 : row.at());
    add.setString(7, row.session());
    SessionTable.setLong(add, 8, row.step());
    add.setString(9, row.kind());
    add.setString(10, row.op());
    Blobs.set(add, 11, content == null ? null : content.sha256());
    Blobs.set(add, 12, content == null ? null : content.blob());
    Blobs.set(add, 13, content == null ? null : content.pieces());
    add.setLong(14, content == null ? 0 : content.size());
    add.setString(15, content == null ? null : content.mode());
    add.setString(16, content == null ? null : content.notKept());
    SessionTable.setLong(add, 17, row.predecessor());
    add.setLong(18, row.cause());
    add.setInt(19, row.lines());
    add.setBoolean(20, row.coarse());
    add.setBytes(21, version.runs());
    SessionTable.setLong(add, 22, version.runsBase());
    add.setString(23, row.commit());
    add.executeUpdate();
  }

  void add(CommitVersion link) throws SQLException {
    addCommit.setString(1, link.commit());
    addCommit.setLong(2, paths.id(link.file()));
    addCommit.setLong(3, link.version());
    addCommit.setLong(4, paths.id(link.root()));
    addCommit.setLong(5, link.at());
    addCommit.executeUpdate();
  }
}
