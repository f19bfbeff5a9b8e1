package dev.clew.recorder;

import dev.clew.content.SourceCount;
import dev.clew.content.SourceCount.Amount;
import dev.clew.event.RecordId;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Counts what becomes of a file's lines while it is read.
///
/// What was new is known only when records are stored, so parts are counted then and not before.
final class FileCounts {
  private static final int REPORTED = 20;

  private final SourceCount base;
  private final Set<String> sessions;
  private final List<String> firstBad;
  private SourceCount.Lines lines;
  private boolean openLine;
  private long records;
  private long brought;
  private long glued;
  private long redactions;
  private Amount kept;
  private Amount omitted;

  /// Goes on from what was counted before.
  ///
  /// @param before absent for a file that never was read
  /// @param fromStart whether the file is read from its first byte
  FileCounts(String path, @Nullable SourceCount before, boolean fromStart) {
    base = before == null || fromStart ? SourceCount.none(path) : before;
    sessions = new TreeSet<>(base.sessions());
    firstBad = new ArrayList<>(base.firstBad());
    lines = base.lines();
    openLine = base.openLine();
    records = base.records();
    glued = base.glued();
    redactions = base.redactions();
    kept = base.kept();
    omitted = base.omitted();
  }

  /// Counts a part, whose records are stored now.
  ///
  /// @param fresh records that are new; those of the part are taken out: whatever comes after them
  ///   under the same id is known by then
  void add(FileReading.Prepared part, Set<RecordId> fresh) {
    var next = 0;
    for (var i = 0; i < part.values().length; i++) {
      var values = part.records().subList(next, next + part.values()[i]);
      next += values.size();
      var isNew = 0;
      for (var record : values) {
        sessions.add(record.sessionId());
        isNew += fresh.remove(record.id()) ? take(record) : 0;
      }
      line(values, isNew > 0, i > 0 || part.beginsLine());
    }
    openLine = part.openLine();
  }

  private int take(Prepared record) {
    var removed = record.removed();
    records++;
    brought++;
    redactions += removed.secrets();
    omitted = omitted.plus(removed.omitted());
    for (var attachment : record.attachments()) {
      kept = kept.plus(new Amount(1, attachment.size()));
    }
    return 1;
  }

  /// @param begins whether the line begins here, or goes on from what was taken of it before
  private void line(List<Prepared> values, boolean isNew, boolean begins) {
    if (!values.isEmpty() && values.getFirst().isBad()) {
      if (firstBad.size() < REPORTED) {
        var bad = values.getFirst();
        firstBad.add(bad.line() + " " + RecordKind.reason(bad.kind()));
      }
    }
    if (!begins) {
      glued += values.size();
      return;
    }
    glued += Math.max(0, values.size() - 1);
    lines = lines.plus(kind(values, isNew));
  }

  private static SourceCount.Lines kind(List<Prepared> values, boolean isNew) {
    if (values.isEmpty()) {
      return new SourceCount.Lines(0, 0, 1, 0);
    }
    if (values.getFirst().isBad()) {
      return new SourceCount.Lines(0, 0, 0, 1);
    }
    return isNew ? new SourceCount.Lines(1, 0, 0, 0) : new SourceCount.Lines(0, 1, 0, 0);
  }

  /// The counts of a reading that has ended.
  SourceCount settled() {
    return new SourceCount(
        base.path(),
        sessions,
        lines,
        openLine,
        records,
        glued,
        0,
        kept,
        omitted,
        redactions,
        firstBad);
  }

  /// How many records it has brought since this was asked last.
  long takeBrought() {
    var taken = brought;
    brought = 0;
    return taken;
  }
}
