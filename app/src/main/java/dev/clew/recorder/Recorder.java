package dev.clew.recorder;

import dev.clew.capture.Agents;
import dev.clew.capture.Transcripts;
import dev.clew.capture.claims.ClaimRecords;
import dev.clew.content.Sealer;
import dev.clew.cost.PriceTable;
import dev.clew.ledger.CorruptLedgerException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongConsumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Takes in what agents leave behind: the one writer of a store.
///
/// Safe for use by several threads; one import runs at a time, the others wait for it. What is
/// followed is read in between.
public final class Recorder implements AutoCloseable {
  private static final Duration DAY = Duration.ofDays(1);

  private final Home home;
  private final Store store;
  private final Settings settings;
  private final Forgetter forgetter;
  private final Housekeeping housekeeping;
  private final InstantSource clock;
  private final ExecutorService workers;
  private final Importer importer;
  private final AtomicBoolean closing;
  private final ReentrantLock importing;
  private final HookDoor door;
  private @Nullable Tail tail;
  private @Nullable Door hooks;
  private final TextPass text;
  private final Semaphore textWork = new Semaphore(1);
  private final OriginPass origins;
  private final ReentrantLock weaving;
  private final Semaphore originWork = new Semaphore(1);
  private final AtomicReference<Optional<ImportListener.Progress>> progress =
      new AtomicReference<>(Optional.empty());

  private Recorder(
      Home home,
      Store store,
      Settings settings,
      Forgetter forgetter,
      Housekeeping housekeeping,
      InstantSource clock,
      ExecutorService workers,
      Importer importer,
      TextPass text,
      OriginPass origins,
      ReentrantLock importing,
      ReentrantLock weaving,
      AtomicBoolean closing,
      HookDoor door) {
    this.door = door;
    this.closing = closing;
    this.home = home;
    this.importing = importing;
    this.text = text;
    this.origins = origins;
    this.weaving = weaving;
    this.store = store;
    this.settings = settings;
    this.forgetter = forgetter;
    this.housekeeping = housekeeping;
    this.clock = clock;
    this.workers = workers;
    this.importer = importer;
    store.whenOriginsAreDue(originWork::release);
  }

  /// What a recorder needs from its surroundings.
  ///
  /// @param environment the process environment, searched for known secrets
  /// @param userHome the user's home folder, searched for known secrets
  public record Surroundings(
      InstantSource clock,
      SecureRandom random,
      Map<String, String> environment,
      Path userHome,
      int workers) {}

  /// Opens the store in `home` for writing, or makes it; `lock` goes with the recorder.
  public static Recorder open(Home home, HomeLock lock, Agents agents, Surroundings surroundings)
      throws IOException, SQLException, CorruptLedgerException {
    try {
      return openLocked(home, lock, agents, surroundings);
    } catch (IOException | SQLException | RuntimeException e) {
      lock.close();
      throw e;
    }
  }

  private static Recorder openLocked(
      Home home, HomeLock lock, Agents agents, Surroundings surroundings)
      throws IOException, SQLException, CorruptLedgerException {
    var random = surroundings.random();
    var keys = Keys.openOrCreate(home, random);
    var settings = Settings.load(home.config());
    var redactor =
        new CurrentRedactor(
            home,
            keys,
            settings.redactionLevel(),
            surroundings.environment(),
            surroundings.userHome());
    var interpreter = new Interpreter(agents);
    var parts =
        new StoreParts(
            surroundings.clock(),
            random,
            interpreter,
            prices(home),
            () -> redactor.get().version());
    var store = Store.open(home, lock, keys, parts);
    var workers =
        Executors.newFixedThreadPool(
            surroundings.workers(), Thread.ofPlatform().daemon().name("prepare-", 0).factory());
    var closing = new AtomicBoolean();
    Supplier<Preparer> preparers =
        () ->
            new Preparer(
                redactor,
                keys.hash(),
                settings,
                interpreter,
                new Sealer(keys.master(), random),
                random);
    var importer = new Importer(store, files(agents), workers, closing::get, preparers);
    var importing = new ReentrantLock(true);
    var text =
        new TextPass(store, home, keys, interpreter, importing, closing::get, TextPass.BATCH);
    var weaving = new ReentrantLock(true);
    var origins =
        new OriginPass(
            store,
            home,
            keys,
            interpreter,
            weaving,
            closing::get,
            () -> importing.isLocked() && !importing.isHeldByCurrentThread(),
            OriginPass.BATCH);
    return new Recorder(
        home,
        store,
        settings,
        new Forgetter(home, store, keys, interpreter, redactor, random, surroundings.userHome()),
        new Housekeeping(home, store, keys, surroundings.clock()),
        surroundings.clock(),
        workers,
        importer,
        text,
        origins,
        importing,
        weaving,
        closing,
        log -> {
          var workspaces =
              new Workspaces(
                  new Workspaces.Parts(
                      home,
                      surroundings.userHome(),
                      surroundings.environment(),
                      store,
                      keys,
                      settings,
                      preparers.get(),
                      random,
                      surroundings.clock(),
                      log,
                      agents));
          var intake =
              HookIntake.start(
                  new HookIntake.Parts(
                      new Spool(home.spool()),
                      store,
                      new HookReader(agents),
                      workspaces,
                      preparers.get(),
                      store::settle,
                      surroundings.clock(),
                      log));
          return new Door(intake, workspaces);
        });
  }

  /// What is read from files: agents' transcripts, and other tools' claims.
  private static List<Transcripts> files(Agents agents) {
    return Stream.concat(agents.transcripts().stream(), ClaimRecords.files().stream()).toList();
  }

  /// The prices for a store: the built-in ones, and the user's own before them.
  public static PriceTable prices(Home home) throws IOException {
    var builtIn = PriceTable.builtIn();
    return Files.exists(home.prices()) ? builtIn.overriddenBy(home.prices()) : builtIn;
  }

  /// Imports files and folders; see [Importer#run].
  public void importPaths(List<Path> paths, Optional<String> agent, ImportListener listener)
      throws IOException, SQLException, InterruptedException {
    importing.lockInterruptibly();
    try {
      importer.run(paths, agent, new Watched(listener));
    } finally {
      progress.set(Optional.empty());
      importing.unlock();
      textWork.release();
      originWork.release();
    }
  }

  /// How many records' text cannot be searched yet.
  public long textBehind() {
    importing.lock();
    try {
      return store.textBehind();
    } finally {
      importing.unlock();
    }
  }

  /// Indexes the text that is behind.
  ///
  /// @param left hears from time to time how many records are left
  public void indexText(LongConsumer left) throws IOException, SQLException, InterruptedException {
    text.run(left);
  }

  /// Indexes text whenever some is behind, until the recorder closes.
  public void followText() throws IOException, SQLException, InterruptedException {
    while (!closing.get()) {
      textWork.acquire();
      textWork.drainPermits();
      text.run(_ -> {});
      originWork.release(); // what transcripts tell waits while text is written
    }
  }

  /// How many steps tell of files and have not been replayed yet.
  public long toldBehind() throws SQLException {
    return store.toldBehind();
  }

  /// Makes the versions of files that are behind, with whose their lines are.
  ///
  /// @param done hears from time to time how many have been made
  public void weaveOrigins(LongConsumer done)
      throws IOException, SQLException, InterruptedException {
    origins.run(done);
  }

  /// Makes them whenever some are behind, until the recorder closes.
  public void followOrigins() throws IOException, SQLException, InterruptedException {
    while (!closing.get()) {
      originWork.acquire();
      originWork.drainPermits();
      origins.run(_ -> {});
    }
  }

  /// Passes on what it hears and keeps the last of it.
  private final class Watched implements ImportListener {
    private final ImportListener listener;

    Watched(ImportListener listener) {
      this.listener = listener;
    }

    @Override
    public void done(FileResult result) {
      listener.done(result);
    }

    @Override
    public void progress(Progress now) {
      progress.set(Optional.of(now));
      listener.progress(now);
    }
  }

  /// How far the import that runs has come; empty when none runs.
  public Optional<ImportListener.Progress> importing() {
    return progress.get();
  }

  /// Follows `folders`, which need not exist yet, from now on: what is written to agents' files
  /// there is taken in at once. What is there already is not read: import it afterwards.
  public synchronized void follow(List<Path> folders) {
    if (tail == null && !isClosing()) {
      tail = Tail.start(folders, new Live(), now -> now.write(home));
    }
  }

  /// Opens the intake of hooks.
  private interface HookDoor {
    Door open(PrintWriter log) throws IOException;
  }

  /// What is open while hooks are taken; the workspaces are closed last, when no hook can come.
  private record Door(HookIntake intake, Workspaces workspaces) implements AutoCloseable {
    @Override
    public void close() {
      intake.close();
      workspaces.close();
    }
  }

  /// Takes hooks from now on: first those that wait in the spool.
  ///
  /// @param log where failures are noted
  public synchronized HookIntake takeHooks(PrintWriter log) throws IOException {
    if (hooks == null) {
      hooks = door.open(log);
    }
    return hooks.intake;
  }

  /// Reads what changes while it is followed.
  private final class Live implements Tail.Reading {
    @Override
    public Set<Path> read(Set<Path> files, ImportListener listener)
        throws IOException, SQLException, InterruptedException {
      return importer.follow(files, listener);
    }

    @Override
    public void settle() throws IOException, SQLException {
      store.settle();
      textWork.release();
    }
  }

  /// Which sessions change, for whoever wants to follow.
  public Changes changes() {
    return store.changes();
  }

  /// Builds the index anew from the records.
  public void reindex() throws IOException, SQLException {
    importing.lock();
    try {
      store.reindex();
    } finally {
      importing.unlock();
      textWork.release();
      originWork.release();
    }
  }

  /// Forgets what `order` names: nothing of it is kept, and nothing of it is taken again.
  ///
  /// @param onlyCount whether to tell what would be done, and do nothing
  /// @throws ForgetException when what is asked for cannot be done, and why
  public Forgetting forget(ForgetOrder order, boolean onlyCount)
      throws ForgetException, IOException, SQLException, InterruptedException {
    importing.lockInterruptibly();
    try {
      return forgetter.forget(order, onlyCount);
    } finally {
      importing.unlock();
      textWork.release();
      originWork.release();
    }
  }

  /// Lets what is too old or too much go, and gives room back.
  ///
  /// @param onlyCount whether to tell what would be done, and do nothing
  public Collected collect(boolean onlyCount)
      throws IOException, SQLException, InterruptedException {
    importing.lockInterruptibly();
    try {
      return housekeeping.run(onlyCount);
    } finally {
      importing.unlock();
      textWork.release();
      originWork.release();
    }
  }

  /// Whether housekeeping has not been done for a day.
  public boolean isHousekeepingDue() throws SQLException {
    return !clock.instant().isBefore(store.housekeptAt().plus(DAY));
  }

  /// Puts objects with these numbers aside, those that cannot be opened, and builds the index anew;
  /// how many were put aside.
  public long quarantine(List<Long> objects)
      throws IOException, SQLException, InterruptedException {
    importing.lockInterruptibly();
    try {
      return store.quarantine(objects);
    } finally {
      importing.unlock();
      textWork.release();
      originWork.release();
    }
  }

  /// The names of the agents whose files can be imported.
  public List<String> agents() {
    return importer.agents();
  }

  /// The store's folder.
  public Home home() {
    return home;
  }

  /// The settings that the recorder was opened with.
  public Settings settings() {
    return settings;
  }

  /// Whether it has been told to close.
  public boolean isClosing() {
    return closing.get();
  }

  /// Stops the import that runs, after the lines at hand, and following; then closes the store.
  @Override
  public void close() throws IOException, SQLException {
    closing.set(true);
    changes().close();
    stopFollowing();
    textWork.release();
    originWork.release();
    importing.lock();
    weaving.lock();
    try {
      workers.shutdownNow();
      store.close();
    } finally {
      weaving.unlock();
      importing.unlock();
    }
  }

  private synchronized void stopFollowing() throws IOException {
    if (tail != null) {
      tail.close();
    }
    if (hooks != null) {
      hooks.close();
    }
    Following.withdraw(home);
  }
}
