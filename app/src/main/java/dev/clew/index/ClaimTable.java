package dev.clew.index;

import dev.clew.event.Event;
import dev.clew.event.LineRange;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.stream.Collectors;

/// The rows of `claim`: what other tools say of lines. Each event is a row of its own.
final class ClaimTable {
  private final PreparedStatement insert;
  private final PathTable paths;
  private final OriginTable origins;

  ClaimTable(Connection connection, PathTable paths, OriginTable origins) throws SQLException {
    this.paths = paths;
    this.origins = origins;
    insert =
        connection.prepareStatement(
            "INSERT OR IGNORE INTO claim VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)");
  }

  void add(long seq, Event.LinesClaimed event) throws SQLException {
    var header = event.header();
    var claim = event.claim();
    insert.setLong(1, seq);
    insert.setInt(2, header.ordinal());
    insert.setString(3, header.record().hex());
    SessionTable.setLong(insert, 4, header.at() == null ? null : header.at().toEpochMilli());
    insert.setString(5, claim.form());
    insert.setLong(6, paths.id(claim.root()));
    insert.setLong(
        7,
        paths.id(claim.path().startsWith("/") ? claim.path() : claim.root() + "/" + claim.path()));
    insert.setString(8, claim.repository());
    insert.setString(9, claim.commit());
    insert.setString(10, claim.blob());
    insert.setString(
        11, claim.lines().stream().map(LineRange::toString).collect(Collectors.joining(",")));
    insert.setString(12, claim.by().wire());
    insert.setString(13, claim.author());
    insert.setString(14, claim.tool());
    insert.setString(15, claim.conversation());
    insert.setString(16, claim.call());
    insert.setString(17, claim.model());
    insert.setString(18, claim.person());
    insert.setString(19, claim.url());
    insert.executeUpdate();
    if (claim.blob() != null) {
      origins.claimed(paths.id(claim.root()), claim.blob());
    }
  }
}
