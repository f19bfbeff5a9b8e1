package dev.clew.query;

import dev.clew.index.CauseRow;
import dev.clew.index.IndexReader;
import dev.clew.index.StepAuthor;
import dev.clew.index.VersionReader;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;

/// What answers about lines read over and over, kept for the next one.
final class Warm {
  private static final int MOST = 100_000;

  private final Map<Long, CauseRow> causes = new HashMap<>();
  private final Map<Long, StepAuthor> authors = new HashMap<>();
  private long state = -1;

  /// Causes are named by what they say, so they never change.
  Map<Long, CauseRow> causes(VersionReader versions, Collection<Long> ids) throws SQLException {
    var missing = new HashSet<>(ids);
    missing.removeAll(causes.keySet());
    if (causes.size() + missing.size() > MOST) {
      causes.clear();
      missing.addAll(ids);
    }
    if (!missing.isEmpty()) {
      causes.putAll(versions.causes(missing));
    }
    return some(causes, ids);
  }

  /// What is told of steps may change with every record that comes.
  Map<Long, StepAuthor> authors(IndexReader index, Collection<Long> steps) throws SQLException {
    var now = index.state();
    if (now != state || authors.size() + steps.size() > MOST) {
      authors.clear();
      state = now;
    }
    var missing = new HashSet<>(steps);
    missing.removeAll(authors.keySet());
    if (!missing.isEmpty()) {
      authors.putAll(index.authors(missing));
    }
    return some(authors, steps);
  }

  private static <T> Map<Long, T> some(Map<Long, T> all, Collection<Long> keys) {
    var some = new HashMap<Long, T>();
    for (var key : keys) {
      var value = all.get(key);
      if (value != null) {
        some.put(key, value);
      }
    }
    return some;
  }
}
