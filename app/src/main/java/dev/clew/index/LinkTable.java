package dev.clew.index;

import dev.clew.event.Event;
import dev.clew.event.RecordId;
import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/// The names of records, and the names that records say they follow.
///
/// A name is noted for good, so whoever asks for one that is here already need not be noted: what
/// is asked for and never comes does not depend on the order of arrival.
final class LinkTable {
  private final PreparedStatement addName;
  private final PreparedStatement hasName;
  private final PreparedStatement addWanted;
  private final Set<Long> names = new HashSet<>();
  private final Map<Long, Set<Long>> wanted = new HashMap<>();

  LinkTable(Connection connection) throws SQLException {
    addName = connection.prepareStatement("INSERT OR IGNORE INTO name VALUES (?)");
    hasName = connection.prepareStatement("SELECT 1 FROM name WHERE id = ?");
    addWanted = connection.prepareStatement("INSERT OR IGNORE INTO wanted VALUES (?,?)");
  }

  void add(long session, Event.RecordLinked event) {
    var agent = event.header().session().agent();
    names.add(number(agent, event.name()));
    for (var parent : event.parents()) {
      wanted.computeIfAbsent(number(agent, parent), _ -> new HashSet<>()).add(session);
    }
  }

  /// 64 bits of a hash: a name that two records share by accident would hide one loss.
  private static long number(String agent, String name) {
    return ByteBuffer.wrap(RecordId.derive(agent, "name", name).bytes()).getLong();
  }

  void flush() throws SQLException {
    for (var name : names) {
      addName.setLong(1, name);
      addName.executeUpdate();
    }
    for (var entry : wanted.entrySet()) {
      if (!names.contains(entry.getKey()) && !isHere(entry.getKey())) {
        for (var session : entry.getValue()) {
          addWanted.setLong(1, session);
          addWanted.setLong(2, entry.getKey());
          addWanted.executeUpdate();
        }
      }
    }
    names.clear();
    wanted.clear();
  }

  private boolean isHere(long name) throws SQLException {
    hasName.setLong(1, name);
    try (var row = hasName.executeQuery()) {
      return row.next();
    }
  }
}
