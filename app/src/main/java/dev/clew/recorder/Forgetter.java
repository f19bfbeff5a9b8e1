package dev.clew.recorder;

import dev.clew.index.IndexReader;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// Carries out what is to be forgotten: finds what is concerned, has it erased, and tells which
/// copies others hold. The caller sees to it that no import runs.
final class Forgetter {
  private final Home home;
  private final Store store;
  private final AgentCopies copies;

  Forgetter(Home home, Store store, Path userHome) {
    this.home = home;
    this.store = store;
    this.copies = new AgentCopies(home, userHome);
  }

  /// @param onlyCount whether to tell what would be done, and do nothing
  Forgetting forget(ForgetOrder order, boolean onlyCount) throws IOException, SQLException {
    return switch (order) {
      case ForgetOrder.Session session -> session(session.id(), onlyCount);
      case ForgetOrder.Secret _ -> throw new IOException("not yet");
      case ForgetOrder.Contents _ -> throw new IOException("not yet");
    };
  }

  private Forgetting session(String id, boolean onlyCount) throws IOException, SQLException {
    var sessions = withSubagents(id);
    var records = SessionRecords.of(sessions, store);
    var erasure = Erasure.ofSessions("session", records, List.copyOf(sessions));
    var found = copies.ofSessions(sessions);
    var erased = onlyCount ? store.count(erasure) : store.erase(erasure);
    return new Forgetting(erased, 0, List.copyOf(sessions), found);
  }

  private Set<String> withSubagents(String id) throws SQLException {
    var ids = new LinkedHashSet<String>();
    ids.add(id);
    try (var index = IndexReader.open(home.index())) {
      for (var found : index.sessionsLike(id)) {
        for (var row : index.sessions(index.withSubagents(found))) {
          ids.add(row.id());
        }
      }
    }
    return ids;
  }
}
