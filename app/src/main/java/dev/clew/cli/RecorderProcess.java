package dev.clew.cli;

import dev.clew.recorder.Home;
import dev.clew.recorder.HomeLock;
import dev.clew.recorder.RunningRecorder;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The recorder as a process in the background: finds it, starts it, ends it.
final class RecorderProcess {
  private static final Duration START = Duration.ofSeconds(15);
  private static final Duration STOP = Duration.ofSeconds(20);
  private static final int POLL_MS = 20;
  private static final int LOG_LINES = 12;

  private final Context context;
  private final Home home;

  RecorderProcess(Context context) {
    this.context = context;
    this.home = context.home();
  }

  /// How it ended.
  enum Ending {
    /// It was asked to, and did.
    STOPPED,
    /// It had to be told by a signal.
    TERMINATED,
    /// It is still there.
    ALIVE
  }

  /// The recorder that runs and answers; empty when none does.
  Optional<RecorderClient> running() throws IOException, InterruptedException {
    var found = RunningRecorder.find(home);
    if (found.isEmpty()) {
      return Optional.empty();
    }
    try {
      var client = new RecorderClient(found.get().url(), RunningRecorder.token(home));
      return client.answers() ? Optional.of(client) : Optional.empty();
    } catch (NoSuchFileException e) {
      return Optional.empty(); // it is about to go, or to come
    }
  }

  /// Starts one and waits until it answers; the home exists.
  ///
  /// Where two are started at once, one gets the lock and both callers get that one.
  ///
  /// @throws CommandException with the end of its log when it does not come up
  RecorderClient start(List<String> options)
      throws CommandException, IOException, InterruptedException {
    LogFile.bound(home.log());
    var logged = Files.exists(home.log()) ? Files.size(home.log()) : 0;
    var process = launch(options);
    var deadline = context.clock().instant().plus(START);
    while (context.clock().instant().isBefore(deadline)) {
      var running = running();
      if (running.isPresent()) {
        return running.get();
      }
      if (!process.isAlive() && process.exitValue() != 0 && !isLocked()) {
        throw failed("the recorder ended with code %d".formatted(process.exitValue()), logged);
      }
      TimeUnit.MILLISECONDS.sleep(POLL_MS);
    }
    process.destroy();
    throw failed("the recorder did not answer within %d s".formatted(START.toSeconds()), logged);
  }

  private CommandException failed(String what, long logged) throws IOException {
    try (var in = Files.newInputStream(home.log())) {
      in.skipNBytes(logged);
      var lines = new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
      var last = lines.subList(Math.max(0, lines.size() - LOG_LINES), lines.size());
      return new CommandException(
          Exit.ENVIRONMENT,
          "%s; %s says:%n%s"
              .formatted(
                  what,
                  home.log(),
                  last.stream().map(line -> "  " + line).collect(Collectors.joining("\n"))));
    }
  }

  private Process launch(List<String> options) throws IOException {
    var command = new ArrayList<>(detacher());
    command.addAll(serveCommand());
    command.addAll(options);
    var builder = new ProcessBuilder(command);
    builder.directory(home.folder().toFile());
    builder.redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")));
    builder.redirectOutput(ProcessBuilder.Redirect.appendTo(home.log().toFile()));
    builder.redirectErrorStream(true);
    var environment = builder.environment();
    environment.clear();
    environment.putAll(context.environment());
    environment.put("CLEW_HOME", home.folder().toString());
    environment.putIfAbsent("MALLOC_ARENA_MAX", "2"); // glibc: a heap per thread costs 20 MB here
    List.of("CLEW_SERVE_COMMAND", "CLEW_STDOUT_TTY", "CLEW_STDERR_TTY")
        .forEach(environment::remove);
    return builder.start();
  }

  /// What starts the recorder: `$CLEW_SERVE_COMMAND`, a word a line, up to and with `serve`; else
  /// the JVM and the class path that this command runs with.
  private List<String> serveCommand() {
    var named = context.environment().getOrDefault("CLEW_SERVE_COMMAND", "");
    if (!named.isEmpty()) {
      return named.lines().toList();
    }
    var classPath =
        Stream.of(System.getProperty("java.class.path").split(File.pathSeparator, -1))
            .map(entry -> Path.of(entry).toAbsolutePath().toString())
            .collect(Collectors.joining(File.pathSeparator));
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-XX:+UseSerialGC",
        "-Xms16m",
        "-Xmx512m",
        "-XX:MinHeapFreeRatio=10",
        "-XX:MaxHeapFreeRatio=20",
        "-XX:-ShrinkHeapInSteps",
        "--enable-native-access=ALL-UNNAMED",
        "-cp",
        classPath,
        "dev.clew.Main",
        "serve");
  }

  /// What keeps the recorder alive when the terminal closes; nothing where the system has no such
  /// program.
  private List<String> detacher() {
    var folders = context.environment().getOrDefault("PATH", "").split(File.pathSeparator, -1);
    for (var program : List.of("setsid", "nohup")) {
      for (var folder : folders) {
        if (Files.isExecutable(Path.of(folder, program))) {
          return List.of(Path.of(folder, program).toString());
        }
      }
    }
    return List.of();
  }

  /// Asks the recorder to stop and waits until it is gone; empty when none runs.
  Optional<Ending> stop() throws IOException, InterruptedException {
    var found = RunningRecorder.find(home);
    if (found.isEmpty() || !isLocked()) {
      return Optional.empty();
    }
    var process = ProcessHandle.of(found.get().pid());
    var asked = ask(found.get());
    if (process.isEmpty()) {
      return Optional.of(Ending.STOPPED);
    }
    if (asked && isGone(process.get())) {
      return Optional.of(Ending.STOPPED);
    }
    if (!asked && !isRecorder(process.get())) {
      return Optional.empty(); // the number has gone to another program since
    }
    process.get().destroy();
    return Optional.of(isGone(process.get()) ? Ending.TERMINATED : Ending.ALIVE);
  }

  private boolean ask(RunningRecorder running) throws InterruptedException {
    try {
      new RecorderClient(running.url(), RunningRecorder.token(home)).shutdown();
      return true;
    } catch (IOException | CommandException e) {
      return false;
    }
  }

  private static boolean isRecorder(ProcessHandle process) {
    return process.info().commandLine().map(line -> line.contains(" serve")).orElse(true);
  }

  /// Whether the process ends in time. One that has let go of the store is as good as gone: where
  /// nobody collects the dead, it stays in the system's list, without a command.
  private boolean isGone(ProcessHandle process) throws IOException, InterruptedException {
    var deadline = context.clock().instant().plus(STOP);
    while (process.isAlive() && context.clock().instant().isBefore(deadline)) {
      if (!isLocked() && process.info().command().isEmpty()) {
        return true;
      }
      TimeUnit.MILLISECONDS.sleep(POLL_MS);
    }
    return !process.isAlive();
  }

  private boolean isLocked() throws IOException {
    var lock = HomeLock.tryTake(home);
    if (lock.isPresent()) {
      lock.get().close();
    }
    return lock.isEmpty();
  }
}
