package dev.clew.recorder;

import dev.clew.capture.Transcripts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/// Reads agents' files into the store.
///
/// One thread, the caller's, reads and writes; workers prepare chunks of lines in between, in
/// order, at most [#AHEAD] at a time: memory does not grow with the size of a file.
public final class Importer {
  private static final int AHEAD = 16;

  private final Store store;
  private final List<Transcripts> adapters;
  private final FileIntake intake;
  private final ExecutorService workers;
  private final BooleanSupplier stopped;
  private final ThreadLocal<Preparer> preparers;
  private final Map<Path, FileTime> touched = new HashMap<>();

  /// An importer whose lines are prepared by `workers`, each with its own preparer, until `stopped`
  /// says so.
  Importer(
      Store store,
      List<Transcripts> adapters,
      ExecutorService workers,
      BooleanSupplier stopped,
      Supplier<Preparer> preparers) {
    this.store = store;
    this.adapters = adapters;
    this.intake = new FileIntake(adapters);
    this.workers = workers;
    this.stopped = stopped;
    this.preparers = ThreadLocal.withInitial(preparers);
  }

  /// Imports files, and the transcripts in folders.
  ///
  /// @param agent forces this agent's format on every file
  /// @throws InterruptedException when the import was told to stop; what is done stays done
  public void run(List<Path> paths, Optional<String> agent, ImportListener listener)
      throws IOException, SQLException, InterruptedException {
    var forced = agent.flatMap(this::adapter);
    var files = new ArrayList<Path>();
    var batch = new ImportBatch(store, listener, AHEAD);
    for (var path : paths) {
      try {
        var found = Found.at(path);
        files.addAll(found.files());
        found.failed().forEach(batch::skip);
        batch.leave(found);
      } catch (IOException e) {
        batch.skip(FileResult.of(path, FileResult.Status.FAILED, "cannot be read: " + why(e)));
      }
    }
    batch.expect(files.size(), bytes(files));
    for (var file : files) {
      stopIfTold();
      read(file, forced, batch);
    }
    batch.finish();
    store.settle();
  }

  /// Reads files that may have changed, and brings what they told before all readers.
  ///
  /// @return files to look at again after a while: a length that is as it was, with another time,
  ///   mostly means that a write is under way, and reading the whole file again would be for
  ///   nothing
  /// @throws InterruptedException when the recorder closes; what is done stays done
  Set<Path> follow(Collection<Path> files, ImportListener listener)
      throws IOException, SQLException, InterruptedException {
    var batch = new ImportBatch(store, listener, AHEAD);
    var again = new HashSet<Path>();
    for (var file : files) {
      stopIfTold();
      if (!Files.exists(file)) {
        touched.remove(file);
      } else if (isTouched(file)) {
        again.add(file);
      } else {
        read(file, Optional.empty(), batch);
      }
    }
    batch.finish();
    store.refresh();
    return again;
  }

  /// Whether the file's time is another, for the first time, and nothing else is.
  private boolean isTouched(Path file) throws SQLException {
    var known = store.file(file.toString());
    try {
      var attributes = Files.readAttributes(file, BasicFileAttributes.class);
      var time = attributes.lastModifiedTime();
      return known != null
          && FileIntake.isSameFile(known, attributes)
          && known.modifiedMs() != time.toMillis()
          && !time.equals(touched.put(file, time));
    } catch (IOException e) {
      return false; // reading it says so
    }
  }

  private void stopIfTold() throws InterruptedException {
    if (Thread.interrupted() || stopped.getAsBoolean()) {
      throw new InterruptedException("import stopped");
    }
  }

  /// The message; the kinds of the file system's own exceptions are half of theirs.
  private static String why(IOException e) {
    return e.getClass().equals(IOException.class) ? String.valueOf(e.getMessage()) : e.toString();
  }

  private Optional<Transcripts> adapter(String agent) {
    return adapters.stream().filter(each -> each.agent().equals(agent)).findFirst();
  }

  /// The names of the agents whose files can be imported.
  public List<String> agents() {
    return adapters.stream().map(Transcripts::agent).toList();
  }

  private static long bytes(List<Path> files) {
    return files.stream().mapToLong(file -> file.toFile().length()).sum();
  }

  private void read(Path path, Optional<Transcripts> forced, ImportBatch batch)
      throws SQLException, IOException, InterruptedException {
    FileIntake.Decision decision;
    try {
      decision = intake.decide(path, store.file(path.toString()), forced);
    } catch (IOException e) {
      batch.skip(FileResult.of(path, FileResult.Status.FAILED, "cannot be read: " + e));
      return;
    }
    switch (decision) {
      case FileIntake.Decision.Unchanged unchanged -> batch.unchanged(unchanged);
      case FileIntake.Decision.Skip skip ->
          batch.skip(FileResult.of(path, FileResult.Status.SKIPPED, skip.reason()));
      case FileIntake.Decision.Read read -> read(read.plan(), batch);
    }
  }

  private void read(FileIntake.Plan plan, ImportBatch batch)
      throws IOException, SQLException, InterruptedException {
    FileReading file;
    try {
      file = new FileReading(plan, store.count(plan.path().toString()));
    } catch (IOException e) {
      batch.skip(FileResult.of(plan.path(), FileResult.Status.FAILED, "cannot be read: " + e));
      return;
    }
    try (var in = FileIntake.open(plan);
        var lines = new Lines(in, plan.from())) {
      for (var chunk = lines.chunk(); !chunk.isEmpty(); chunk = lines.chunk()) {
        stopIfTold();
        var part = file.next(chunk);
        if (!part.lines().isEmpty()) {
          batch.add(workers.submit(prepare(part)));
        }
      }
      if (in instanceof UnpackedStream packed) {
        packed.failure().ifPresent(file::fail);
      }
    } catch (IOException e) {
      file.fail("cannot be read: " + e);
    }
    batch.end(file);
  }

  private Callable<FileReading.Prepared> prepare(FileReading.Part part) {
    return () -> part.prepare(preparers.get());
  }

  /// The cause of a worker's failure, as what it is.
  static RuntimeException unexpected(ExecutionException e) {
    return e.getCause() instanceof RuntimeException bug ? bug : new IllegalStateException(e);
  }
}
