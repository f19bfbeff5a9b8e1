package dev.clew.recorder;

import dev.clew.capture.Agent;
import dev.clew.capture.Agents;
import dev.clew.capture.claude.ClaudeTranscripts;
import dev.clew.capture.codex.CodexTranscripts;
import dev.clew.content.Sealer;
import dev.clew.cost.PriceTable;
import dev.clew.ledger.CorruptLedgerException;
import dev.clew.ledger.InvalidNoteException;
import dev.clew.redact.KnownValues;
import dev.clew.redact.RedactionLevel;
import dev.clew.redact.Redactor;
import dev.clew.testing.PlainHooks;
import dev.clew.testing.World;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.TimeUnit;

/// The recorder of a [World] without its threads and with rules that are read once: for tests that
/// open hundreds of stores.
final class Rig {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final Agents AGENTS =
      Agents.of(
          Agent.of(new ClaudeTranscripts()),
          Agent.of(new CodexTranscripts()),
          Agent.of(new PlainHooks("plain")),
          Agent.of(new PlainHooks("other")));
  private static final PriceTable PRICES = PriceTable.builtIn();
  private static final Redactor REDACTOR =
      Redactor.of(
          RedactionLevel.STANDARD,
          new byte[32],
          KnownValues.discover(Map.of(), Path.of("no-such-home")));

  private final World world;
  private Settings settings = Settings.DEFAULT;

  Rig(World world) {
    this.world = world;
  }

  /// The rig with other settings.
  Rig with(Settings other) {
    settings = other;
    return this;
  }

  /// The agents that are known.
  static Agents agents() {
    return AGENTS;
  }

  /// How records are understood.
  static Interpreter interpreter() {
    return new Interpreter(AGENTS);
  }

  /// Opens the store.
  Store open() throws IOException, SQLException, CorruptLedgerException {
    world.shareKey();
    var home = world.home().create();
    var keys = Keys.openOrCreate(home, RANDOM);
    var parts =
        new StoreParts(
            InstantSource.fixed(World.NOW), RANDOM, new Interpreter(AGENTS), PRICES, () -> "test");
    return Store.open(home, HomeLock.tryTake(home).orElseThrow(), keys, parts);
  }

  /// Imports these paths into an open store.
  List<FileResult> run(Store store, List<Path> paths, Optional<String> agent)
      throws IOException, SQLException, InterruptedException {
    return run(store, paths, agent, () -> {});
  }

  /// The same; `stored` runs whenever files have been stored and nothing has been settled.
  List<FileResult> run(Store store, List<Path> paths, Optional<String> agent, Runnable stored)
      throws IOException, SQLException, InterruptedException {
    var keys = Keys.open(world.home());
    var results = new ArrayList<FileResult>();
    var listener =
        new ImportListener() {
          @Override
          public void done(FileResult result) {
            results.add(result);
            stored.run();
          }

          @Override
          public void progress(Progress progress) {}
        };
    try (var preparer =
            new Preparer(
                () -> REDACTOR,
                keys.hash(),
                settings,
                new Interpreter(AGENTS),
                new Sealer(keys.master(), RANDOM),
                RANDOM);
        var here = new Here()) {
      new Importer(store, AGENTS.transcripts(), here, () -> false, () -> preparer)
          .run(paths, agent, listener);
    }
    return results;
  }

  /// Takes hooks into an open store.
  HookIntake hooks(Store store, HookListener listener, PrintWriter log) throws IOException {
    var keys = Keys.open(world.home());
    return HookIntake.start(
        new HookIntake.Parts(
            new Spool(world.home().spool()),
            store,
            new HookReader(AGENTS),
            listener,
            new Preparer(
                () -> REDACTOR,
                keys.hash(),
                settings,
                new Interpreter(AGENTS),
                new Sealer(keys.master(), RANDOM),
                RANDOM),
            store::settle,
            InstantSource.system(),
            log));
  }

  /// Records what looks find into an open store.
  LookStore looks(Store store) throws IOException {
    var keys = Keys.open(world.home());
    return new LookStore(
        store,
        new Preparer(
            () -> REDACTOR,
            keys.hash(),
            settings,
            new Interpreter(AGENTS),
            new Sealer(keys.master(), RANDOM),
            RANDOM),
        RANDOM,
        InstantSource.system());
  }

  /// Opens the store, imports these paths, closes it.
  List<FileResult> run(Path... paths) {
    try (var store = open()) {
      return run(store, List.of(paths), Optional.empty());
    } catch (IOException | SQLException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /// Opens the store, imports all of the world's transcripts, closes it.
  List<FileResult> run() {
    return run(world.transcripts());
  }

  /// What `verify` finds.
  StoreVerifier.Finding verify() {
    try {
      return new StoreVerifier(world.home()).verify(Optional.empty());
    } catch (IOException | SQLException | InvalidNoteException e) {
      throw new AssertionError(e);
    }
  }

  /// Runs every task at once, in the thread that brings it.
  private static final class Here extends AbstractExecutorService {
    @Override
    public void execute(Runnable command) {
      command.run();
    }

    @Override
    public void shutdown() {}

    @Override
    public List<Runnable> shutdownNow() {
      return List.of();
    }

    @Override
    public boolean isShutdown() {
      return false;
    }

    @Override
    public boolean isTerminated() {
      return true;
    }

    @Override
    public boolean awaitTermination(long timeout, TimeUnit unit) {
      return true;
    }
  }
}
