package dev.clew.recorder;

import dev.clew.content.SourceCount;
import dev.clew.content.SourceFile;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// One file while it is read: what has been taken from it and where that leaves off.
final class FileReading {
  private static final int REPORTED = 20;

  private final FileIntake.Plan plan;
  private final boolean beginsLine;
  private final FileCounts counts;
  private final Set<String> sessions = new TreeSet<>();
  private final List<FileResult.BadLine> bad = new ArrayList<>();
  private long lineNumber;
  private long offset;
  private long lines;
  private long badLines;
  private int redactions;
  private @Nullable String reason;
  private boolean failed;

  /// @param counted what was counted of the file before; absent when it never was read
  FileReading(FileIntake.Plan plan, @Nullable SourceCount counted) throws IOException {
    this.plan = plan;
    this.counts = new FileCounts(plan.path().toString(), counted, plan.from() == 0);
    this.beginsLine = FileIntake.beginsLine(plan);
    this.offset = plan.from();
    var before = plan.before();
    if (before != null) {
      lineNumber = before.lineNumber();
      lines = before.lines();
      badLines = before.badLines();
    }
  }

  FileIntake.Plan plan() {
    return plan;
  }

  void fail(String why) {
    reason = why;
    failed = true;
  }

  /// Some lines of the file, numbered.
  record Part(FileReading file, List<Lines.Line> lines, long firstNumber, boolean beginsLine) {
    FileReading.Prepared prepare(Preparer preparer) {
      var records = new ArrayList<dev.clew.recorder.Prepared>(lines.size());
      var values = new int[lines.size()];
      var full = 0;
      for (var i = 0; i < lines.size(); i++) {
        var made = preparer.prepare(file.plan.source(), lines.get(i), firstNumber + i);
        records.addAll(made);
        values[i] = made.size();
        full += made.isEmpty() || (i == 0 && !beginsLine) ? 0 : 1;
      }
      var last = lines.getLast();
      return new FileReading.Prepared(
          file,
          records,
          values,
          beginsLine,
          !last.terminated(),
          full,
          last.offset() + last.length() + (last.terminated() ? 1 : 0));
    }
  }

  /// The records of a part.
  ///
  /// @param values how many records each of its lines has, in order
  /// @param beginsLine whether its first line begins with it
  /// @param openLine whether its last line has no line feed yet
  /// @param lines how many lines they come from
  /// @param end the first byte after them
  record Prepared(
      FileReading file,
      List<dev.clew.recorder.Prepared> records,
      int[] values,
      boolean beginsLine,
      boolean openLine,
      int lines,
      long end) {}

  /// Numbers the next lines. An unfinished last line is left for later.
  Part next(List<Lines.Line> chunk) {
    var first = lineNumber + 1;
    var begins = chunk.getFirst().offset() != plan.from() || beginsLine;
    var last = chunk.getLast();
    var taken = chunk;
    if (!last.terminated() && !isWhole(last)) {
      taken = chunk.subList(0, chunk.size() - 1);
      reason = "the last line is incomplete: %d bytes wait for the rest".formatted(last.length());
    }
    lineNumber += taken.stream().filter(Lines.Line::terminated).count();
    return new Part(this, taken, first, begins);
  }

  private static boolean isWhole(Lines.Line line) {
    if (line.bytes().length != line.length()) {
      return false;
    }
    try {
      return Json.values(line.bytes()).stream().allMatch(value -> value.node().isObject());
    } catch (Json.MalformedException e) {
      return false;
    }
  }

  /// Counts a part that is about to be stored.
  void count(Prepared part) {
    lines += part.lines;
    offset = part.end;
    for (var record : part.records) {
      sessions.add(record.sessionId());
      redactions += record.removed().secrets();
      if (record.isBad()) {
        badLines++;
        if (bad.size() < REPORTED) {
          bad.add(new FileResult.BadLine(record.line(), RecordKind.reason(record.kind())));
        }
      }
    }
  }

  /// What is known of the file from now on; absent when reading it failed: it is read again then.
  @Nullable SourceFile state() throws IOException {
    return failed ? null : FileIntake.state(plan, offset, lines, badLines, lineNumber);
  }

  /// What becomes of its lines.
  FileCounts counts() {
    return counts;
  }

  boolean failed() {
    return failed;
  }

  FileResult result() {
    var status = plan.before() == null ? FileResult.Status.IMPORTED : FileResult.Status.EXTENDED;
    return new FileResult(
        plan.path(),
        plan.source().adapter().agent(),
        failed ? FileResult.Status.FAILED : status,
        lines,
        badLines,
        offset - plan.from(),
        sessions,
        bad,
        redactions,
        reason);
  }
}
