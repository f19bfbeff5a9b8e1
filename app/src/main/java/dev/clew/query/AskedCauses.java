package dev.clew.query;

import dev.clew.event.Confidence;
import dev.clew.event.OriginClass;
import dev.clew.event.SpanId;
import dev.clew.index.CauseRow;
import dev.clew.index.VersionReader;
import dev.clew.origin.lines.Claimed;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The causes of an answer: those of the index, and those that come up when a question is asked and
/// are kept nowhere.
final class AskedCauses implements Claimed.Book {
  /// Of lines that differ from the last version that is known.
  static final String NOT_SEEN_YET = "not_seen_yet";

  /// Of lines that were there when the workspace was first looked at.
  static final String FIRST_LOOK = "first_look";

  /// Of lines that a commit has, where no version is known that has them.
  static final String GIT = "git";

  private final VersionReader versions;
  private final Warm warm;
  private final Map<Long, CauseRow> rows = new HashMap<>();

  AskedCauses(VersionReader versions, Warm warm) {
    this.versions = versions;
    this.warm = warm;
  }

  /// Nobody has looked since these lines came.
  long notSeenYet() {
    return make(OriginClass.UNKNOWN, Confidence.UNKNOWN, NOT_SEEN_YET, null);
  }

  /// There when the workspace was first looked at.
  long firstLook() {
    return make(OriginClass.BASELINE, Confidence.EXACT, FIRST_LOOK, null);
  }

  /// A commit has them, and no version is known that has.
  long ofCommit(String commit) {
    return make(OriginClass.VCS, Confidence.EXACT, GIT, commit);
  }

  private long make(
      OriginClass origin, Confidence confidence, String evidence, @Nullable String commit) {
    return add(
        CauseRow.of(
            origin,
            confidence,
            null,
            null,
            null,
            List.of(evidence),
            List.of(),
            commit,
            null,
            null,
            null));
  }

  @Override
  public long add(CauseRow row) {
    rows.putIfAbsent(row.id(), row);
    return row.id();
  }

  @Override
  public long disagree(List<Long> causes) {
    var evidence = new LinkedHashSet<String>();
    var candidates = new LinkedHashSet<SpanId>();
    for (var id : causes) {
      var row = row(id);
      if (row.step() != null) {
        candidates.add(new SpanId(row.step()));
      }
      candidates.addAll(row.candidates());
      evidence.addAll(row.evidence());
    }
    return add(
        CauseRow.of(
            OriginClass.UNKNOWN,
            Confidence.UNKNOWN,
            null,
            null,
            null,
            List.copyOf(evidence),
            List.copyOf(candidates),
            null,
            null,
            null,
            null));
  }

  @Override
  public long noted(long base, String note, long by) {
    var row = row(base);
    var step = row(by).step();
    return add(
        CauseRow.of(
            row.origin(),
            row.confidence(),
            row.session(),
            row.step(),
            row.at(),
            row.evidence(),
            row.candidates(),
            row.commit(),
            row.base() == null ? Long.valueOf(base) : row.base(),
            note,
            step));
  }

  @Override
  public CauseRow row(long id) {
    try {
      load(List.of(id));
    } catch (SQLException e) {
      throw new IllegalStateException(e.getMessage(), e);
    }
    var row = rows.get(id);
    if (row == null) {
      throw new IllegalStateException(
          "no cause %d in the index, though lines have it".formatted(id));
    }
    return row;
  }

  private void load(Collection<Long> ids) throws SQLException {
    var wanted = new ArrayList<Long>();
    for (var id : ids) {
      if (!rows.containsKey(id)) {
        wanted.add(id);
      }
    }
    if (!wanted.isEmpty()) {
      rows.putAll(warm.causes(versions, wanted));
    }
  }

  /// The rows of these causes.
  Map<Long, CauseRow> of(Collection<Long> ids) throws SQLException {
    load(ids);
    var found = new HashMap<Long, CauseRow>();
    for (var id : ids) {
      var row = rows.get(id);
      if (row != null) {
        found.put(id, row);
      }
    }
    return found;
  }
}
