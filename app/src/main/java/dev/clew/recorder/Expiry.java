package dev.clew.recorder;

import dev.clew.capture.workspace.WorkspaceRecords;
import dev.clew.content.ContentReader;
import dev.clew.content.Unsealer;
import dev.clew.index.IndexReader;
import dev.clew.index.SessionAge;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Decides which sessions go because of their age, or because the store has become too large: whole
/// sessions with their sub-agents, the longest ended first, never one of the last day.
///
/// Looks at workspaces that belong to no session go by the time when they were taken.
final class Expiry {
  private static final Duration FRESH = Duration.ofDays(1);

  private final Home home;
  private final Store store;
  private final Keys keys;

  Expiry(Home home, Store store, Keys keys) {
    this.home = home;
    this.store = store;
    this.keys = keys;
  }

  /// What is to go.
  ///
  /// @param sessions how many sessions, sub-agents not counted
  record Due(long sessions, BitSet records) {}

  /// A session with all that was started from it.
  private static final class Tree {
    private final Set<String> ids = new HashSet<>();
    private long lastAt = Long.MIN_VALUE;
    private long bytes;
  }

  Due due(Keeping keeping, Instant now) throws IOException, SQLException {
    if (!keeping.isBounded()) {
      return new Due(0, new BitSet());
    }
    var trees = trees();
    var going = new HashSet<String>();
    var cut = keeping.days().map(days -> now.minus(Duration.ofDays(days)).toEpochMilli());
    var old = trees.stream().filter(tree -> cut.isPresent() && tree.lastAt < cut.get()).toList();
    old.forEach(tree -> going.addAll(tree.ids));
    long sessions = old.size();
    if (keeping.bytes().isPresent()) {
      sessions += overQuota(keeping.bytes().get(), now, trees, going);
    }
    var records = new BitSet();
    var own = ownSessions();
    store.leaves(leaf -> {
      var isOld =
          cut.isPresent()
              && leaf.kind().equals(WorkspaceRecords.KIND)
              && own.contains(leaf.session())
              && leaf.at().toEpochMilli() < cut.get();
      if (going.contains(leaf.session()) || isOld) {
        records.set(Math.toIntExact(leaf.seq()));
      }
    });
    return new Due(sessions, records);
  }

  private List<Tree> trees() throws SQLException {
    var trees = new LinkedHashMap<String, Tree>();
    for (var age : ages()) {
      if (!age.agent().equals("clew")) {
        var tree = trees.computeIfAbsent(age.top(), top -> new Tree());
        tree.ids.add(age.id());
        var at = age.lastAt();
        tree.lastAt = Math.max(tree.lastAt, at == null ? Long.MIN_VALUE : at);
      }
    }
    // Of one that tells no time nobody can say that it is old.
    trees.values().removeIf(tree -> tree.lastAt == Long.MIN_VALUE);
    return List.copyOf(trees.values());
  }

  private List<SessionAge> ages() throws SQLException {
    try (var index = IndexReader.open(home.index())) {
      return index.ages();
    }
  }

  private Set<String> ownSessions() throws SQLException {
    var own = new HashSet<String>();
    for (var age : ages()) {
      if (age.agent().equals("clew")) {
        own.add(age.id());
      }
    }
    return own;
  }

  /// Adds the oldest sessions until the rest fits; how many. What an index and a ledger take beside
  /// the sealed bytes is shared out among the sessions.
  private long overQuota(long quota, Instant now, List<Tree> trees, Set<String> going)
      throws IOException, SQLException {
    var used = StoreSize.of(home).used();
    var bySession = sealedBytes();
    var sealed = bySession.values().stream().mapToLong(Long::longValue).sum();
    var share = sealed == 0 ? 1.0 : (double) used / sealed;
    double left = used;
    for (var id : going) {
      left -= bySession.getOrDefault(id, 0L) * share;
    }
    var waiting = new ArrayList<Tree>();
    for (var tree : trees) {
      tree.bytes = tree.ids.stream().mapToLong(id -> bySession.getOrDefault(id, 0L)).sum();
      if (!going.containsAll(tree.ids) && tree.lastAt < now.minus(FRESH).toEpochMilli()) {
        waiting.add(tree);
      }
    }
    waiting.sort(Comparator.comparingLong((Tree tree) -> tree.lastAt));
    long sessions = 0;
    for (var tree : waiting) {
      if (left <= quota) {
        break;
      }
      left -= tree.bytes * share;
      going.addAll(tree.ids);
      sessions++;
    }
    return sessions;
  }

  /// The sealed bytes of each session's records.
  private Map<String, Long> sealedBytes() throws IOException, SQLException {
    try (var reader = ContentReader.open(home.content(), new Unsealer(keys.master()))) {
      var sizes = reader.sealedSizes();
      var bytes = new HashMap<String, Long>();
      store.leaves(leaf -> {
        var size = sizes.getOrDefault(leaf.seq(), 0L);
        bytes.merge(leaf.session(), size, Long::sum);
      });
      return bytes;
    }
  }
}
