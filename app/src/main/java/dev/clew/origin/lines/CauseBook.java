package dev.clew.origin.lines;

import dev.clew.event.Confidence;
import dev.clew.event.OriginClass;
import dev.clew.event.SpanId;
import dev.clew.event.WorkspaceChange;
import dev.clew.index.CauseRow;
import dev.clew.index.Seen;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// The causes that facts have, and those that come out of them.
public final class CauseBook implements Claimed.Book {
  /// The evidence of what was there when the workspace was first looked at.
  static final String FIRST_LOOK = "first_look";

  /// The evidence of what came between two looks that do not meet.
  static final String GAP = "gap";

  /// The evidence of what comes after bytes that are not kept.
  static final String NOT_KEPT = "not_kept";

  /// The evidence of what came through Git.
  static final String GIT = "git";

  /// The evidence of what a move brought back.
  private static final String MOVE = "move";

  /// Gives causes that the index has.
  public interface Known {
    /// Causes by id, those that others add a note to among them.
    Map<Long, CauseRow> causes(Collection<Long> ids) throws IOException;
  }

  private final Known past;
  private final Map<Long, CauseRow> made = new HashMap<>();
  private final Map<Long, CauseRow> known = new HashMap<>();

  /// Goes on from causes that are known.
  public CauseBook(Known past) {
    this.past = past;
  }

  /// Those that were made.
  public Collection<CauseRow> made() {
    return made.values();
  }

  /// Of what a change brought.
  long of(Seen<WorkspaceChange> seen) {
    var change = seen.what();
    return change.origin() == OriginClass.VCS
        ? ofCommit(change.commit())
        : add(
            CauseRow.of(
                change.origin(),
                change.confidence(),
                seen.session(),
                seen.step(),
                seen.at(),
                change.evidence(),
                change.candidates(),
                change.commit(),
                null,
                null,
                null));
  }

  /// Of what a commit brought, whoever had it checked out.
  long ofCommit(@Nullable String commit) {
    return add(
        CauseRow.of(
            OriginClass.VCS,
            Confidence.EXACT,
            null,
            null,
            null,
            List.of(GIT),
            List.of(),
            commit,
            null,
            null,
            null));
  }

  /// Of what was there when the repository was first looked at.
  long first() {
    return add(
        CauseRow.of(
            OriginClass.BASELINE,
            Confidence.EXACT,
            null,
            null,
            null,
            List.of(FIRST_LOOK),
            List.of(),
            null,
            null,
            null,
            null));
  }

  /// Of what was there before a change, and had not been seen to come.
  long gap(@Nullable Long at) {
    return unknown(at, List.of(GAP), List.of(), null);
  }

  /// Of what a change left where the bytes before it are not known: what is new cannot be told.
  long notKept(Seen<WorkspaceChange> seen) {
    var change = seen.what();
    var step = seen.step();
    var candidates = step == null ? change.candidates() : List.of(new SpanId(step));
    return unknown(seen.at(), List.of(NOT_KEPT), candidates, change.commit());
  }

  private long unknown(
      @Nullable Long at, List<String> evidence, List<SpanId> candidates, @Nullable String commit) {
    return add(
        CauseRow.of(
            OriginClass.UNKNOWN,
            Confidence.UNKNOWN,
            null,
            null,
            at,
            evidence,
            candidates,
            commit,
            null,
            null,
            null));
  }

  @Override
  public long add(CauseRow row) {
    made.putIfAbsent(row.id(), row);
    return row.id();
  }

  @Override
  public CauseRow row(long id) {
    var row = made.getOrDefault(id, known.get(id));
    if (row == null) {
      try {
        known.putAll(past.causes(List.of(id)));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      row = known.get(id);
    }
    if (row == null) {
      throw new IllegalStateException("no cause %d, though lines have it".formatted(id));
    }
    return row;
  }

  @Override
  public long disagree(List<Long> causes) {
    var rows = causes.stream().map(this::row).toList();
    var bases = rows.stream().map(CauseBook::base).distinct().toList();
    if (bases.size() == 1) {
      return bases.getFirst(); // they differ in what was done to the line without changing it
    }
    var candidates = new TreeSet<SpanId>(Comparator.comparing(SpanId::hex));
    var evidence = new TreeSet<String>();
    for (var row : rows) {
      var step = row.step();
      if (step != null) {
        candidates.add(new SpanId(step));
      }
      candidates.addAll(row.candidates());
      evidence.addAll(row.evidence());
    }
    return unknown(null, List.copyOf(evidence), List.copyOf(candidates), null);
  }

  private static long base(CauseRow row) {
    var base = row.base();
    return base == null ? row.id() : base;
  }

  @Override
  public long noted(long base, String note, long by) {
    var row = row(base);
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
            base(row),
            note,
            row(by).step()));
  }

  /// Whether a content came back, or was put together of what was there: through Git, or by a move.
  static boolean isBroughtBack(WorkspaceChange change) {
    return isGits(change) || change.evidence().contains(MOVE);
  }

  /// Whether it is what Git made.
  static boolean isGits(WorkspaceChange change) {
    return change.origin() == OriginClass.VCS || change.evidence().contains(GIT);
  }
}
