package dev.clew.recorder;

import dev.clew.event.RecordId;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.file.NoSuchFileException;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Takes hooks in: a frame is written to the spool before its client is answered, and one thread
/// stores what is there, in the order of the stamps, as many at once as have come meanwhile.
///
/// Memory is bounded: of frames beyond [#FRAMES], and of payloads over [#SMALL] bytes, only the
/// file's name is kept.
public final class HookIntake implements AutoCloseable {
  /// How many frames are held in memory at most.
  static final int FRAMES = 2048;

  /// The longest payload that is held in memory while it waits.
  static final int SMALL = 8 << 10;

  private static final int BATCH = 512;
  private static final long BATCH_BYTES = HookFrame.LONGEST;
  private static final long LOOK_NS = TimeUnit.MILLISECONDS.toNanos(250);
  private static final long GRAIN_NS = TimeUnit.MILLISECONDS.toNanos(50);
  private static final long RETRY_MS = 1000;
  private static final long SWEEP_NS = TimeUnit.MINUTES.toNanos(10);
  private static final long MS_NS = TimeUnit.MILLISECONDS.toNanos(1);

  private final Spool spool;
  private final Store store;
  private final HookReader reader;
  private final HookListener listener;
  private final Preparer preparer;
  private final Settling settling;
  private final InstantSource clock;
  private final PrintWriter log;
  private final Thread thread;

  /// Guarded by `this`, as all below: what waits, with the frames that are in memory.
  private final TreeMap<Spool.Name, Optional<HookFrame>> waiting = new TreeMap<>();

  private final Set<String> arriving = new HashSet<>();
  private final Set<String> unreadable = new HashSet<>();
  private int inMemory;
  private boolean closing;

  /// Belongs to the thread, as all below.
  private final OpenCalls calls = new OpenCalls();

  private long seen = Long.MIN_VALUE;

  private long lookedAt;
  private long sweptAt;
  private boolean unsettled;

  /// What is done when nothing has come for a moment.
  interface Settling {
    /// Signs what has been stored and makes it searchable.
    void settle() throws IOException, SQLException;
  }

  /// What the intake works with.
  ///
  /// @param preparer its own: the intake closes it
  record Parts(
      Spool spool,
      Store store,
      HookReader reader,
      HookListener listener,
      Preparer preparer,
      Settling settling,
      InstantSource clock,
      PrintWriter log) {}

  private HookIntake(Parts parts) {
    this.spool = parts.spool;
    this.store = parts.store;
    this.reader = parts.reader;
    this.listener = parts.listener;
    this.preparer = parts.preparer;
    this.settling = parts.settling;
    this.clock = parts.clock;
    this.log = parts.log;
    this.lookedAt = System.nanoTime() - LOOK_NS;
    this.sweptAt = System.nanoTime() - SWEEP_NS;
    this.thread = Thread.ofPlatform().daemon().name("hooks").unstarted(this::run);
  }

  /// Starts with what waits in the spool.
  static HookIntake start(Parts parts) throws IOException {
    parts.spool.retry();
    var intake = new HookIntake(parts);
    intake.thread.start();
    return intake;
  }

  /// Takes one frame from a client. On return it is safe from a death of this process, and whoever
  /// is to look around before a shell command runs has done so: the client may be answered.
  ///
  /// @throws IOException when it is no frame, or could not be kept: the client is not answered then
  public void take(InputStream in) throws IOException {
    var head = HookFrame.head(in);
    if (head.nonce().isEmpty() || head.length() < 0) {
      throw new HookFrame.NoFrameException("it does not say its name or its length");
    }
    var name = head.with(new byte[0]).spoolName();
    hold(name);
    Optional<HookFrame> frame = Optional.empty();
    try {
      if (head.waitMs() > 0 || head.follows() <= SMALL) {
        var payload = in.readNBytes((int) head.follows());
        if (payload.length != head.follows()) {
          throw new HookFrame.NoFrameException("it ends early");
        }
        frame = Optional.of(head.with(payload));
        spool.write(frame.get());
      } else {
        spool.put(name, in, head.with(new byte[0]).bytes(), head.follows());
      }
      if (head.waitMs() > 0 && frame.isPresent()) {
        before(frame.get());
      }
    } catch (IOException | RuntimeException e) {
      release(name);
      throw e;
    }
    offer(new Spool.Name(head.stampNs(), name), frame);
  }

  private void before(HookFrame frame) {
    var now = clock.instant();
    var stamp = Instant.ofEpochSecond(0, frame.stampNs());
    var until = (stamp.isAfter(now) ? now : stamp).plusMillis(frame.waitMs());
    try {
      var hook = reader.read(frame);
      var call = hook.call();
      if (call != null && hook.isWriterAboutToRun() && until.isAfter(now)) {
        listener.before(call, hook.envelope(), until);
      }
    } catch (RuntimeException e) {
      note("looking around before %s failed: %s".formatted(frame, e));
    }
  }

  private synchronized void hold(String name) {
    arriving.add(name);
  }

  private synchronized void release(String name) {
    arriving.remove(name);
  }

  private synchronized void offer(Spool.Name name, Optional<HookFrame> frame) {
    arriving.remove(name.file());
    var kept = frame.filter(each -> inMemory < FRAMES && each.payload().length <= SMALL);
    var before = waiting.put(name, kept);
    inMemory += (kept.isPresent() ? 1 : 0) - (before != null && before.isPresent() ? 1 : 0);
    notifyAll();
  }

  private void run() {
    try {
      while (!isClosing()) {
        step();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void step() throws InterruptedException {
    try {
      look();
      var names = next();
      if (names.isEmpty()) {
        unsettled |= listener.idle();
        settle();
        rest(LOOK_NS / MS_NS);
      } else {
        store(names);
      }
    } catch (IOException | SQLException e) {
      note("hooks cannot be stored, and wait in the spool: " + e);
      seen = Long.MIN_VALUE; // what was taken from memory is found on disk again
      pause();
    }
  }

  private void settle() throws IOException, SQLException {
    if (unsettled) {
      unsettled = false;
      settling.settle();
    }
  }

  private synchronized boolean isClosing() {
    return closing;
  }

  /// Waits until something comes.
  private synchronized void rest(long ms) throws InterruptedException {
    var end = System.nanoTime() + ms * MS_NS;
    for (var left = ms; left > 0 && waiting.isEmpty(); left = (end - System.nanoTime()) / MS_NS) {
      if (closing) {
        return;
      }
      wait(left);
    }
  }

  /// Waits, whatever comes.
  private synchronized void pause() throws InterruptedException {
    var end = System.nanoTime() + RETRY_MS * MS_NS;
    for (var left = RETRY_MS; left > 0 && !closing; left = (end - System.nanoTime()) / MS_NS) {
      wait(left);
    }
  }

  /// Finds what clients have put into the spool themselves, now and then.
  private void look() throws IOException {
    var now = System.nanoTime();
    if (now - sweptAt >= SWEEP_NS) {
      sweptAt = now;
      spool.sweep(clock.instant());
    }
    if (now - lookedAt < LOOK_NS) {
      return;
    }
    lookedAt = now;
    var changed = spool.changed();
    if (changed != seen) {
      var wall = Instant.now();
      var wallNs = wall.getEpochSecond() * 1000 * MS_NS + wall.getNano();
      // A change within the clock's grain of the last one has the same time.
      var listing = spool.list();
      var again = listing.writing() || Math.abs(wallNs - changed) < GRAIN_NS;
      seen = again ? Long.MIN_VALUE : changed;
      found(listing.frames());
    }
  }

  private synchronized void found(List<Spool.Name> names) {
    for (var name : names) {
      if (!arriving.contains(name.file()) && !unreadable.contains(name.file())) {
        waiting.putIfAbsent(name, Optional.empty());
      }
    }
  }

  /// The next names in line, with the frames that are in memory.
  private synchronized NavigableMap<Spool.Name, Optional<HookFrame>> next() {
    var batch = new TreeMap<Spool.Name, Optional<HookFrame>>();
    while (!waiting.isEmpty() && batch.size() < BATCH) {
      var first = waiting.pollFirstEntry();
      batch.put(first.getKey(), first.getValue());
      inMemory -= first.getValue().isPresent() ? 1 : 0;
    }
    return batch;
  }

  private synchronized void putBack(NavigableMap<Spool.Name, Optional<HookFrame>> names) {
    names.keySet().forEach(name -> waiting.putIfAbsent(name, Optional.empty()));
  }

  /// Stores these, in parts that fit into memory.
  private void store(NavigableMap<Spool.Name, Optional<HookFrame>> names)
      throws IOException, SQLException {
    try {
      while (!names.isEmpty()) {
        var taken = new ArrayList<Spool.Name>();
        var records = new ArrayList<Prepared>();
        var ids = new HashSet<RecordId>();
        for (long bytes = 0; bytes < BATCH_BYTES && !names.isEmpty(); ) {
          var entry = names.firstEntry();
          var name = entry.getKey();
          var frame = entry.getValue().isPresent() ? entry.getValue().get() : read(name);
          if (frame != null) {
            var prepared = prepared(name, frame, ids);
            if (prepared != null) {
              taken.add(name);
              records.addAll(prepared);
            }
            bytes += frame.payload().length;
          }
          names.remove(name);
        }
        append(records, taken);
      }
    } catch (IOException | SQLException | RuntimeException e) {
      putBack(names);
      throw e;
    }
  }

  private void append(List<Prepared> records, List<Spool.Name> taken)
      throws IOException, SQLException {
    if (!records.isEmpty()) {
      store.append(records, List.of(), _ -> List.of());
      unsettled = true;
    }
    for (var name : taken) {
      spool.remove(name);
    }
    synchronized (this) {
      if (!waiting.isEmpty()) {
        return;
      }
    }
    if (!records.isEmpty()) {
      store.refresh();
    }
  }

  /// The frame in a file; absent when the file has gone or cannot be read.
  private @Nullable HookFrame read(Spool.Name name) {
    try {
      return spool.read(name);
    } catch (HookFrame.NoFrameException e) {
      note(
          "%s in the spool is no hook: %s; it is kept as it is"
              .formatted(name.file(), e.getMessage()));
      return noFrame(name);
    } catch (NoSuchFileException e) {
      return null;
    } catch (IOException e) {
      leave(name, e);
      return null;
    }
  }

  private @Nullable HookFrame noFrame(Spool.Name name) {
    try {
      return HookReader.noFrame(name, spool.bytes(name));
    } catch (IOException e) {
      leave(name, e);
      return null;
    }
  }

  private void leave(Spool.Name name, IOException e) {
    note("%s in the spool cannot be read: %s".formatted(name.file(), e));
    synchronized (this) {
      unreadable.add(name.file());
    }
  }

  /// The records of a frame, none when it is stored already; absent when it was set aside.
  private @Nullable List<Prepared> prepared(Spool.Name name, HookFrame frame, Set<RecordId> ids)
      throws IOException, SQLException {
    try {
      var id = HookReader.id(frame.nonce());
      if (!ids.add(id) || store.knows(id)) {
        return List.of();
      }
      var hook = calls.tie(reader.read(frame));
      var records = new ArrayList<>(heard(hook));
      records.add(preparer.hook(hook));
      return records;
    } catch (RuntimeException e) {
      note("%s could not be taken, and stays in the spool: %s".formatted(frame, e));
      spool.setAside(name);
      return null;
    }
  }

  private List<Prepared> heard(HeardHook hook) {
    var call = hook.call();
    if (call == null) {
      return List.of();
    }
    try {
      return listener.heard(call, hook.envelope(), hook.id(), preparer);
    } catch (RuntimeException e) {
      note("looking around after %s failed: %s".formatted(hook.frame(), e));
      return List.of();
    }
  }

  private void note(String text) {
    log.println(clock.instant() + " " + text);
    log.flush();
  }

  /// Stops after the frames at hand; the rest waits in the spool.
  @Override
  public void close() {
    synchronized (this) {
      closing = true;
      notifyAll();
    }
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    preparer.close();
  }
}
