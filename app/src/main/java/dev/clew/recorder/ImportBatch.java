package dev.clew.recorder;

import dev.clew.content.NotRead;
import dev.clew.content.SourceFile;
import dev.clew.event.RecordId;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Takes prepared parts in the order of the files, stores them in batches that may span files, and
/// tells of a file when what it told is durable.
final class ImportBatch {
  private static final int RECORDS = 4096;
  private static final long BYTES = 16L << 20;

  /// Either a part of a file that workers prepare, or the end of the file.
  private record Item(@Nullable Future<FileReading.Prepared> part, @Nullable FileReading end) {}

  private final Store store;
  private final ImportListener listener;
  private final int ahead;
  private final Deque<Item> waiting = new ArrayDeque<>();
  private final List<Prepared> records = new ArrayList<>();
  private final List<FileReading.Prepared> parts = new ArrayList<>();
  private final List<Found> left = new ArrayList<>();
  private final List<String> read = new ArrayList<>();
  private final List<NotRead> notRead = new ArrayList<>();
  private final Set<FileReading> ended = new LinkedHashSet<>();
  private final List<SourceFile> files = new ArrayList<>();
  private final List<FileResult> results = new ArrayList<>();
  private long bytes;
  private int filesExpected;
  private long bytesExpected;
  private int filesDone;
  private long bytesDone;

  ImportBatch(Store store, ImportListener listener, int ahead) {
    this.store = store;
    this.listener = listener;
    this.ahead = ahead;
  }

  void expect(int fileCount, long byteCount) {
    filesExpected = fileCount;
    bytesExpected = byteCount;
    tell();
  }

  void add(Future<FileReading.Prepared> part)
      throws IOException, SQLException, InterruptedException {
    waiting.add(new Item(part, null));
    take(ahead);
  }

  void end(FileReading file) throws IOException, SQLException, InterruptedException {
    waiting.add(new Item(null, file));
    take(ahead);
  }

  /// Takes note of what is not read at a path. Whatever is skipped there later comes to it.
  void leave(Found found) {
    left.add(found);
  }

  void skip(FileResult result) {
    note(result);
    filesDone++;
    listener.done(result);
    tell();
  }

  private void note(FileResult result) {
    switch (result.status()) {
      case SKIPPED, FAILED ->
          notRead.add(
              new NotRead(
                  result.path().toString(),
                  Objects.requireNonNullElse(result.reason(), "not read"),
                  1,
                  result.path().toFile().length()));
      case IMPORTED, UNCHANGED, EXTENDED -> read.add(result.path().toString());
    }
  }

  void unchanged(FileIntake.Decision.Unchanged file) {
    var known = file.known();
    bytesDone += known.size();
    skip(
        new FileResult(
            Path.of(known.path()),
            known.agent(),
            FileResult.Status.UNCHANGED,
            known.lines(),
            known.badLines(),
            0,
            Set.of(file.session().id()),
            List.of(),
            0,
            known.offset() < known.size()
                ? "the last line is incomplete: %d bytes wait for the rest"
                    .formatted(known.size() - known.offset())
                : null));
  }

  void finish() throws IOException, SQLException, InterruptedException {
    take(0);
    store();
    for (var found : left) {
      var there =
          Stream.concat(
                  found.notRead().stream(),
                  notRead.stream().filter(each -> Path.of(each.path()).startsWith(found.at())))
              .distinct()
              .toList();
      store.noteNotRead(found.at().toString(), there);
    }
    if (left.isEmpty()) {
      noteEach();
    }
  }

  /// What became of single files, when no folder was searched.
  private void noteEach() throws SQLException {
    for (var path : read) {
      store.noteNotRead(path, List.of());
    }
    for (var each : notRead) {
      store.noteNotRead(each.path(), List.of(each));
    }
  }

  /// Takes parts until no more than `most` wait.
  private void take(int most) throws IOException, SQLException, InterruptedException {
    while (waiting.size() > most) {
      var item = waiting.remove();
      if (item.end != null) {
        var state = state(item.end);
        if (state != null) {
          files.add(state);
        }
        var result = item.end.result();
        note(result);
        results.add(result);
        ended.add(item.end);
      } else if (item.part != null) {
        take(item.part);
      }
      if (records.size() >= RECORDS || bytes >= BYTES) {
        store();
      }
    }
  }

  /// A file that has gone meanwhile is looked at again next time.
  private static @Nullable SourceFile state(FileReading file) {
    try {
      return file.state();
    } catch (IOException e) {
      file.fail("it went away while it was read: " + e);
      return null;
    }
  }

  private void take(Future<FileReading.Prepared> part)
      throws IOException, SQLException, InterruptedException {
    try {
      var prepared = part.get();
      var before = bytes;
      prepared.file().count(prepared);
      records.addAll(prepared.records());
      parts.add(prepared);
      for (var record : prepared.records()) {
        bytes += record.payload().size();
      }
      bytesDone += bytes - before;
    } catch (ExecutionException e) {
      throw Importer.unexpected(e);
    }
  }

  /// What becomes of the lines of the files at hand, when these records of theirs are new.
  private List<Store.Count> count(Set<RecordId> fresh) {
    var counted = new LinkedHashSet<>(ended);
    for (var part : parts) {
      part.file().counts().add(part, fresh);
      counted.add(part.file());
    }
    return counted.stream()
        .map(file ->
            new Store.Count(
                file.plan().path().toString(),
                ended.contains(file) && !file.failed() ? file.counts().settled() : null,
                file.counts().takeBrought()))
        .toList();
  }

  private void store() throws IOException, SQLException {
    store.append(records, files, this::count);
    records.clear();
    parts.clear();
    ended.clear();
    files.clear();
    bytes = 0;
    filesDone += results.size();
    results.forEach(listener::done);
    results.clear();
    tell();
  }

  private void tell() {
    listener.progress(
        new ImportListener.Progress(
            filesExpected, filesDone, bytesExpected, Math.min(bytesDone, bytesExpected)));
  }
}
