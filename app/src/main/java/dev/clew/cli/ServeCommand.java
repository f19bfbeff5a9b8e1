package dev.clew.cli;

import dev.clew.export.Export;
import dev.clew.http.WebServer;
import dev.clew.ledger.CorruptLedgerException;
import dev.clew.query.Sources;
import dev.clew.recorder.BrokenMoves;
import dev.clew.recorder.Home;
import dev.clew.recorder.HomeLock;
import dev.clew.recorder.Interpreter;
import dev.clew.recorder.MoveDoor;
import dev.clew.recorder.Recorder;
import dev.clew.recorder.RunningRecorder;
import dev.clew.redact.KnownValues;
import dev.clew.socket.CommandSocket;
import dev.clew.socket.HookSocket;
import java.io.Closeable;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/// `clew serve`: the recorder itself, until it is told to stop. `clew up` starts it; its messages
/// go to the log.
final class ServeCommand implements Command {
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final Duration HOUSE = Duration.ofMinutes(10);
  private static final Duration REST = Duration.ofSeconds(15);
  private static final long SMALL_HEAP_BYTES = 40L << 20;
  private static final int POLL_MS = 20;
  private static final int TOKEN_BYTES = 32;

  @Override
  public CommandSpec spec() {
    return Help.command("serve", "Be the recorder, in the foreground: 'clew up' starts it.")
        .addOption(Help.flag("--import", "Read the agents' transcripts once, meanwhile."))
        .addOption(Help.flag("--follow", "Read what agents write from now on."));
  }

  @Override
  public Exit run(ParseResult arguments, Context context)
      throws CommandException,
          IOException,
          SQLException,
          CorruptLedgerException,
          InterruptedException {
    var port = context.port();
    var home = context.home().create();
    var lock = take(home, context);
    new HookHelper(home).refresh(context);
    var token = token(context);
    var stop = new CountDownLatch(1);
    var closed = new CountDownLatch(1);
    Runtime.getRuntime().addShutdownHook(new Thread(() -> stopped(stop, closed), "stop"));
    try (var recorder = Recorder.open(home, lock, context.agents(), context.surroundings());
        var server = WebServer.start(port, parts(token, context, recorder, stop));
        var _ = new Closing(hooks(home, recorder, context));
        var _ = new Closing(socket(home, context))) {
      if (arguments.hasMatchedOption("--follow")) {
        recorder.follow(AgentFolders.all(context));
      }
      endBroken(recorder, context);
      var self = new RunningRecorder(ProcessHandle.current().pid(), server.url());
      self.announce(home, token);
      try {
        say(context, "recorder started: process %d, %s".formatted(self.pid(), self.url()));
        Thread.ofPlatform().daemon().name("text").start(() -> followText(recorder, context));
        Thread.ofPlatform().daemon().name("origins").start(() -> followOrigins(recorder, context));
        if (arguments.hasMatchedOption("--import")) {
          Thread.ofPlatform().daemon().name("import").start(() -> importFolders(recorder, context));
        }
        Thread.ofPlatform().daemon().name("house").start(() -> keepHouse(stop, recorder, context));
        rest(stop, recorder, home.log());
        say(context, "recorder stops");
      } finally {
        RunningRecorder.withdraw(home); // while the lock is ours: the next one announces itself
      }
    } finally {
      closed.countDown();
    }
    return Exit.YES;
  }

  /// Ends moves that were broken off.
  private static void endBroken(Recorder recorder, Context context)
      throws IOException, SQLException, InterruptedException {
    if (BrokenMoves.any(recorder.home())) {
      var intake = recorder.takeHooks(log(context));
      var ended =
          new BrokenMoves(recorder.home(), MoveDoor.to(intake), context.random().get()).resume();
      if (!ended.isEmpty()) {
        say(context, ended.text());
      }
    }
  }

  /// The socket for other processes' commands; where it cannot be had they run by themselves.
  private static Optional<CommandSocket> socket(Home home, Context context) {
    var build = context.environment().getOrDefault("CLEW_BUILD", "");
    try {
      return Optional.of(
          CommandSocket.open(
              home.socket(), build, new RemoteCommands(context, Umask.ofProcess()), log(context)));
    } catch (IOException e) {
      say(context, "no commands are taken from other processes: " + e.getMessage());
      return Optional.empty();
    }
  }

  /// The socket for hooks; where it cannot be had they come by the spool.
  private static Optional<HookSocket> hooks(Home home, Recorder recorder, Context context)
      throws IOException {
    var intake = recorder.takeHooks(log(context));
    try {
      return Optional.of(HookSocket.open(home.hooks(), intake, log(context)));
    } catch (IOException e) {
      say(context, "hooks are taken from the spool only: " + e.getMessage());
      return Optional.empty();
    }
  }

  /// Closes a socket, if there is one.
  private record Closing(Optional<? extends Closeable> socket) implements AutoCloseable {
    @Override
    public void close() throws IOException {
      if (socket.isPresent()) {
        socket.get().close();
      }
    }
  }

  private static PrintWriter log(Context context) {
    return new PrintWriter(context.terminal().err(), true, StandardCharsets.UTF_8);
  }

  /// Once a day, what is too old or too much goes.
  private static void keepHouse(CountDownLatch stop, Recorder recorder, Context context) {
    try {
      while (!stop.await(HOUSE.toSeconds(), TimeUnit.SECONDS)) {
        if (recorder.importing().isEmpty() && recorder.isHousekeepingDue()) {
          var done = recorder.collect(false);
          say(context, "housekeeping: " + GcCommand.text(done));
        }
      }
    } catch (IOException | SQLException e) {
      say(context, "housekeeping failed, will be tried at the next start: " + e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// Waits for the end. After an import the heap is large and nearly empty, and the collector would
  /// keep it so: it is told, once for each time that the heap has grown.
  private static void rest(CountDownLatch stop, Recorder recorder, Path log)
      throws IOException, InterruptedException {
    var runtime = Runtime.getRuntime();
    var settled = SMALL_HEAP_BYTES;
    while (!stop.await(REST.toSeconds(), TimeUnit.SECONDS)) {
      LogFile.bound(log);
      if (recorder.importing().isEmpty() && runtime.totalMemory() > settled) {
        System.gc();
        settled = Math.max(SMALL_HEAP_BYTES, runtime.totalMemory());
      }
    }
  }

  /// The lock, as soon as it is free: another command may look at it just now, or an earlier
  /// recorder be about to end.
  private static HomeLock take(Home home, Context context)
      throws CommandException, IOException, InterruptedException {
    var deadline = context.clock().instant().plus(PATIENCE);
    var lock = HomeLock.tryTake(home);
    while (lock.isEmpty() && context.clock().instant().isBefore(deadline)) {
      TimeUnit.MILLISECONDS.sleep(POLL_MS);
      lock = HomeLock.tryTake(home);
    }
    return lock.orElseThrow(() ->
        new CommandException(
            Exit.ENVIRONMENT,
            "another process is writing to %s: try again when it has ended"
                .formatted(home.folder())));
  }

  private static String token(Context context) {
    var token = new byte[TOKEN_BYTES];
    context.random().get().nextBytes(token);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(token);
  }

  private static WebServer.Parts parts(
      String token, Context context, Recorder recorder, CountDownLatch stop) {
    var interpreter = new Interpreter(context.agents());
    return new WebServer.Parts(
        token,
        recorder,
        () ->
            new Sources(
                context.home(),
                interpreter,
                context.clock(),
                recorder::importing,
                context.userHome(),
                () -> KnownValues.discover(context.environment(), context.userHome())),
        stop::countDown,
        log(context),
        context.clock(),
        new Export.Surroundings(context.environment(), context.userHome(), context.clock()));
  }

  /// A signal came, or the process ends by itself: the store is closed before it may.
  private static void stopped(CountDownLatch stop, CountDownLatch closed) {
    stop.countDown();
    try {
      closed.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void importFolders(Recorder recorder, Context context) {
    var folders = AgentFolders.existing(context);
    if (folders.isEmpty()) {
      return;
    }
    var report = new ImportReport(context.terminal(), false, context.clock());
    try {
      recorder.importPaths(folders, Optional.empty(), report);
      report.total();
    } catch (IOException | SQLException e) {
      say(context, "import failed: " + e);
    } catch (InterruptedException e) {
      say(context, "import stopped; what is done stays done");
    }
  }

  private static void followText(Recorder recorder, Context context) {
    try {
      recorder.followText();
    } catch (IOException | SQLException e) {
      say(context, "indexing text failed: " + e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void followOrigins(Recorder recorder, Context context) {
    try {
      recorder.followOrigins();
    } catch (IOException | SQLException | RuntimeException e) {
      say(context, "versions of files could not be made: " + e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void say(Context context, String text) {
    context.terminal().say(context.clock().instant() + " " + text);
  }
}
