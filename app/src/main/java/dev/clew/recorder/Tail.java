package dev.clew.recorder;

import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.WatchService;
import java.sql.SQLException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;

/// Follows agents' folders: what is written there is in the index within a moment.
///
/// One thread waits until the system tells of changes, reads what has been added to the files, and
/// goes on waiting. While much is written it takes breaks, so that what comes in small pieces is
/// read in larger ones. What fails is tried again later and told in [Following]; nothing ends the
/// thread but [#close].
public final class Tail implements AutoCloseable {
  /// The shortest time from one look at the files to the next.
  private static final Duration BREATH = Duration.ofMillis(40);

  /// How long after the last change what is left to do is done.
  private static final Duration SETTLE = Duration.ofSeconds(1);

  /// The longest break.
  private static final Duration BREAK = Duration.ofMillis(250);

  private static final Duration LONGEST = Duration.ofSeconds(60);
  private static final Duration FOREVER = Duration.ofDays(1);
  private static final Duration SCAN = Duration.ofSeconds(2);
  private static final int MOST_PROBLEMS = 20;
  private static final String STORE = "store";

  private final FolderWatch watch;
  private final Reading reading;
  private final Consumer told;
  private final Thread thread;
  private final SequencedMap<String, String> problems = new LinkedHashMap<>();
  private final Set<Path> later = new LinkedHashSet<>();
  private long laterSince;
  private boolean settled = true;
  private Duration patience = SETTLE;
  private Following last = Following.NOTHING;

  /// What reads files that may have changed.
  interface Reading {
    /// Reads them; those that must be looked at again after a while.
    Set<Path> read(Set<Path> files, ImportListener listener)
        throws IOException, SQLException, InterruptedException;

    /// Does what can wait until nothing changes for a moment.
    void settle() throws IOException, SQLException;
  }

  /// Is told when what there is to say about following has changed.
  interface Consumer {
    void accept(Following now) throws IOException;
  }

  private Tail(FolderWatch watch, Reading reading, Consumer told) {
    this.watch = watch;
    this.reading = reading;
    this.told = told;
    this.thread = Thread.ofPlatform().daemon().name("tail").unstarted(this::run);
  }

  /// Begins to follow `folders`, which need not exist yet: no change after the return is missed.
  static Tail start(List<Path> folders, Reading reading, Consumer told) {
    var watch = new FolderWatch(folders, service(), Found::isTranscript, SCAN);
    return start(watch, reading, told);
  }

  static Tail start(FolderWatch watch, Reading reading, Consumer told) {
    var tail = new Tail(watch, reading, told);
    watch.begin();
    tail.tell();
    tail.thread.start();
    return tail;
  }

  /// The JDK itself only looks every few seconds where it has no native way, and at one thread a
  /// folder: our own scan is no worse.
  private static Optional<WatchService> service() {
    try {
      var linux = System.getProperty("os.name").toLowerCase(Locale.ROOT).startsWith("linux");
      return linux ? Optional.of(FileSystems.getDefault().newWatchService()) : Optional.empty();
    } catch (IOException e) {
      return Optional.empty(); // the limit of instances is reached: the scan does its work
    }
  }

  private void run() {
    try {
      while (true) {
        step();
      }
    } catch (ClosedWatchServiceException | InterruptedException e) {
      // The recorder closes.
    }
  }

  private void step() throws InterruptedException {
    var changed = watch.next(settled && later.isEmpty() ? FOREVER : patience);
    var began = System.nanoTime();
    if (!later.isEmpty() && began - laterSince >= patience.toNanos()) {
      changed.addAll(later);
      later.clear();
    }
    if (!changed.isEmpty()) {
      read(changed);
      settled = false;
    } else if (!settled) {
      settle();
    }
    tell();
    var took = Duration.ofNanos(System.nanoTime() - began).multipliedBy(2);
    watch.rest(took.compareTo(BREATH) < 0 ? BREATH : took.compareTo(BREAK) > 0 ? BREAK : took);
  }

  private void read(Set<Path> changed) throws InterruptedException {
    try {
      postpone(reading.read(changed, new Heard()));
      patience = SETTLE;
      problems.remove(STORE);
    } catch (IOException | SQLException | RuntimeException e) {
      failed(e);
      postpone(changed);
    }
  }

  /// What failed is tried again: soon, then at longer and longer intervals.
  private void failed(Exception e) {
    problem(STORE, "not stored yet, will be tried again: " + e);
    patience = patience.compareTo(LONGEST) < 0 ? patience.multipliedBy(2) : patience;
  }

  private void postpone(Set<Path> files) {
    later.addAll(files);
    laterSince = System.nanoTime();
  }

  private void settle() {
    try {
      reading.settle();
      settled = true;
      patience = SETTLE;
      problems.remove(STORE);
    } catch (IOException | SQLException | RuntimeException e) {
      failed(e);
    }
  }

  private void problem(String place, String what) {
    problems.put(place, what);
    if (problems.size() > MOST_PROBLEMS) {
      problems.pollFirstEntry();
    }
  }

  /// Keeps what could not be read.
  private final class Heard implements ImportListener {
    @Override
    public void done(FileResult result) {
      var place = result.path().toString();
      if (result.status() == FileResult.Status.FAILED && Files.exists(result.path())) {
        problem(place, String.valueOf(result.reason()));
      } else {
        problems.remove(place);
      }
    }

    @Override
    public void progress(Progress progress) {}
  }

  /// Tells how following goes, when that has changed.
  private void tell() {
    problems.keySet().removeIf(each -> !each.equals(STORE) && !Files.exists(Path.of(each)));
    var now =
        new Following(
            watch.states(),
            watch.watched(),
            watch.scanned(),
            watch.scanned() > 0 ? watch.unwatchedBecause() : "",
            new LinkedHashMap<>(problems));
    if (now.equals(last)) {
      return;
    }
    try {
      told.accept(now);
      last = now;
    } catch (IOException e) {
      problem(STORE, "the state of following is not written: " + e);
    }
  }

  /// Stops; what is being read is read to its end first.
  @Override
  public void close() throws IOException {
    watch.close();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
