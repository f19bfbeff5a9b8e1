package dev.clew.recorder;

import dev.clew.capture.workspace.WorkspaceRecord;
import dev.clew.capture.workspace.WorkspaceRecord.Missed;
import dev.clew.capture.workspace.WorkspaceRecord.Told;
import dev.clew.content.SealedObject;
import dev.clew.event.CommitFile;
import dev.clew.event.FileOp;
import dev.clew.event.FileVersion;
import dev.clew.event.GitCommit;
import dev.clew.workspace.Commit;
import dev.clew.workspace.CommitContents;
import dev.clew.workspace.CommitReading;
import dev.clew.workspace.Difference;
import dev.clew.workspace.GitFile;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Tells the new commits of one order: a record for each, or several where it has many files.
final class CommitTelling {
  /// So many files of one commit are told; and so many in one record.
  private static final int FILES = 20_000;

  private static final int PART = 2_000;

  /// So many records, or so many bytes of contents, become durable together.
  private static final int BATCH = 500;

  private static final long BATCH_BYTES = 8L << 20;

  private final CommitOrder order;
  private final LookStore.Place place;
  private final String repository;
  private final CommitReading reading;
  private final CommitContents contents;
  private final LookObjects objects;
  private final LookStore records;
  private final KnownCommits known;
  private final Predicate<String> left;
  private final Set<String> blobs;
  private final Set<String> fresh = new HashSet<>();
  private final List<LookStore.Carried> batch = new ArrayList<>();
  private final List<String> done = new ArrayList<>();
  private long bytes;
  private long number;

  /// @param blobs whose contents have been told by records that are durable; added to
  /// @param left whether a path is left out, as in a look at the workspace
  CommitTelling(
      CommitOrder order,
      LookStore.Place place,
      String repository,
      CommitReading reading,
      CommitContents contents,
      LookObjects objects,
      LookStore records,
      KnownCommits known,
      Set<String> blobs,
      Predicate<String> left) {
    this.order = order;
    this.place = place;
    this.repository = repository;
    this.reading = reading;
    this.contents = contents;
    this.objects = objects;
    this.records = records;
    this.known = known;
    this.blobs = blobs;
    this.left = left;
    this.number = order.number();
  }

  /// Tells `range`, parents first.
  void tell(CommitReading.Range range) throws IOException, SQLException {
    for (var commit : range.commits()) {
      if (number >= order.number() + CommitOrder.NUMBERS - FILES / PART - 1) {
        missed("there are more commits than are told of one move");
        break;
      }
      tell(commit);
      done.add(commit.id());
      if (batch.size() >= BATCH || bytes >= BATCH_BYTES) {
        flush();
      }
    }
    flush();
    var older = new ArrayList<String>();
    for (var commit : range.commits()) {
      commit.parents().stream().filter(each -> !isKnown(each)).forEach(older::add);
    }
    known.addBorder(older);
    if (range.more()) {
      missed("there are more commits than are told of one move: the newest were");
    }
  }

  /// Says that something of the repository's commits is not told.
  void missed(String reason) throws IOException, SQLException {
    records.store(
        place,
        new WorkspaceRecord(
            records.name(),
            number++,
            null,
            order.at(),
            place.nobody(),
            List.of(),
            List.of(),
            List.of(),
            List.of(new Told<>(place.nobody(), null, new Missed("commits", reason))),
            0));
  }

  private boolean isKnown(String commit) {
    return known.isTold(commit) || known.border().contains(commit);
  }

  private void flush() throws IOException, SQLException {
    records.store(place, List.copyOf(batch));
    known.addTold(done);
    blobs.addAll(fresh);
    fresh.clear();
    batch.clear();
    done.clear();
    bytes = 0;
  }

  private void tell(Commit commit) throws IOException {
    String notAll = null;
    var differences = List.<Difference>of();
    try {
      var found = reading.differences(commit, FILES);
      differences = found.list();
      notAll = found.more() ? "only the first %d files are told".formatted(FILES) : null;
    } catch (IOException e) {
      notAll = "what it changed cannot be read: " + e.getMessage();
    }
    var part = 0;
    var from = 0;
    do {
      var to = Math.min(differences.size(), from + PART);
      var files = new ArrayList<CommitFile>();
      for (var difference : differences.subList(from, to)) {
        if (!left.test(difference.path())) {
          files.add(file(difference));
        }
      }
      var isLast = to == differences.size();
      add(commit, part++, files, isLast ? notAll : null);
      from = to;
    } while (from < differences.size());
  }

  private void add(Commit commit, int part, List<CommitFile> files, @Nullable String notAll) {
    var taken = objects.take();
    for (var each : taken) {
      bytes += each.data().length;
    }
    var what =
        new GitCommit(
            order.root().toString(),
            repository,
            commit.id(),
            commit.parents(),
            commit.author(),
            commit.authoredAt(),
            commit.committedAt(),
            commit.subject(),
            files,
            notAll);
    var record =
        new WorkspaceRecord(
            "commit:%s:%d".formatted(commit.id(), part),
            number++,
            null,
            order.at(),
            place.nobody(),
            List.of(),
            List.of(),
            List.of(),
            List.of(new Told<>(place.nobody(), null, what)),
            List.of(),
            List.of(),
            taken.size());
    batch.add(new LookStore.Carried(record, List.<SealedObject>copyOf(taken)));
    objects.stored(taken);
  }

  private CommitFile file(Difference difference) throws IOException {
    var path = difference.path();
    var before = difference.before();
    var names = new ArrayList<@Nullable String>();
    var border = new ArrayList<FileVersion>();
    for (var i = 0; i < before.size(); i++) {
      var its = before.get(i);
      var at = i == 0 && difference.from() != null ? difference.from() : path;
      names.add(contents.name(at, its));
      if (its != null && !blobs.contains(its.blob()) && fresh.add(its.blob())) {
        var version = contents.version(at, its);
        if (!border.contains(version)) {
          border.add(version);
        }
      }
    }
    var after = difference.after();
    if (after != null) {
      fresh.add(after.blob());
    }
    return new CommitFile(
        path,
        difference.from(),
        op(difference),
        Collections.unmodifiableList(names),
        after == null ? null : contents.version(path, after),
        List.copyOf(border));
  }

  private static FileOp op(Difference difference) {
    if (difference.from() != null) {
      return FileOp.RENAME;
    }
    if (difference.after() == null) {
      return FileOp.DELETE;
    }
    for (@Nullable GitFile each : difference.before()) {
      if (!Objects.equals(each, difference.after())) {
        return each == null ? FileOp.CREATE : FileOp.MODIFY;
      }
    }
    return FileOp.CREATE;
  }
}
