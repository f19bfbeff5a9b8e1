package dev.clew.cli;

import dev.clew.capture.run.RunHooks;
import dev.clew.ledger.CorruptLedgerException;
import dev.clew.recorder.HookFrame;
import java.io.Console;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParseResult;
import tools.jackson.databind.node.ObjectNode;

/// `clew run -- CMD...`: runs a command as a step of a session of its own, with the workspace
/// before and after.
///
/// Its input, output and exit code are the command's. Where a recorder runs it is told as agents'
/// hooks tell it; else this process records.
final class RunCommand implements Command {
  private static final int ID = 16;

  /// So long the command waits for the workspace to be looked at, which takes seconds the first
  /// time in a large one.
  private static final int WAIT_MS = 30_000;

  private static final int NOT_FOUND = 127;
  private static final int GRACE_MS = 200;
  private static final int PATIENCE_S = 20;

  @Override
  public CommandSpec spec() {
    var spec =
        Help.command(
                "run",
                "Run any command and record what it does to the files around it."
                    + " Its input, output and exit code are its own.",
                "clew run -- make test          a session with one step",
                "clew run -- ./migrate.sh 42    then: clew show last",
                "clew run -- my-agent           it finds the trace in TRACEPARENT")
            .addPositional(
                PositionalParamSpec.builder()
                    .index("0..*")
                    .arity("0..*")
                    .type(String[].class)
                    .paramLabel("CMD")
                    .description("The command and its arguments.")
                    .build());
    spec.parser().stopAtPositional(true);
    return spec;
  }

  @Override
  public Exit run(ParseResult arguments, Context context)
      throws CommandException,
          IOException,
          SQLException,
          CorruptLedgerException,
          InterruptedException {
    var command = List.of(arguments.matchedPositionalValue(0, new String[0]));
    if (command.isEmpty()) {
      throw new CommandException(Exit.USAGE, "run: expected a command, as in: clew run -- make");
    }
    var bytes = new byte[ID];
    context.random().get().nextBytes(bytes);
    var id = HexFormat.of().formatHex(bytes);
    var done = new CountDownLatch(1);
    try (var door = HookDoor.open(context)) {
      tell(door, "start", payload(id, command, context), 0, context);
      tell(door, "before", payload(id, command, context), WAIT_MS, context);
      var began = System.nanoTime();
      // Before the command begins, or a signal in its first moments would end only this process.
      var started = new CompletableFuture<Optional<Process>>();
      if (!hook(new Thread(() -> stop(started, done), "run-stop"))) {
        throw new InterruptedException("clew was told to stop before the command began");
      }
      var exit = begin(started, id, command, context);
      var took = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began);
      var after = payload(id, command, context).put("exit_code", exit).put("duration_ms", took);
      tell(door, "after", after, 0, context);
      tell(door, "end", payload(id, command, context), 0, context);
      door.drain();
      return Exit.of(exit);
    } finally {
      done.countDown();
    }
  }

  /// Whether `stopping` will run when this process is told to stop; not when it has been already.
  private static boolean hook(Thread stopping) {
    try {
      Runtime.getRuntime().addShutdownHook(stopping);
      return true;
    } catch (IllegalStateException e) {
      return false;
    }
  }

  /// Starts the command and waits for its end.
  private static int begin(
      CompletableFuture<Optional<Process>> started,
      String id,
      List<String> command,
      Context context)
      throws InterruptedException {
    try {
      started.complete(start(id, command, context));
    } finally {
      started.complete(Optional.empty());
    }
    var process = started.join();
    return process.isPresent() ? process.get().waitFor() : NOT_FOUND;
  }

  private static ObjectNode payload(String id, List<String> command, Context context) {
    return RunHooks.payload(id, text(command), context.workingFolder().toString());
  }

  /// The command as a shell would have to be given it.
  static String text(List<String> command) {
    return command.stream().map(RunCommand::quoted).collect(Collectors.joining(" "));
  }

  private static String quoted(String word) {
    return word.matches("[\\w@%+=:,./-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
  }

  private static void tell(
      HookDoor door, String event, ObjectNode payload, int waitMs, Context context)
      throws IOException, InterruptedException {
    var nonce = new byte[ID];
    context.random().get().nextBytes(nonce);
    var bytes = payload.toString().getBytes(StandardCharsets.UTF_8);
    door.take(HookFrame.now(RunHooks.AGENT, event, nonce, waitMs, bytes));
  }

  /// The process; absent when there is no such command, or it cannot be run.
  private static Optional<Process> start(String id, List<String> command, Context context) {
    var builder =
        new ProcessBuilder(command).directory(context.workingFolder().toFile()).inheritIO();
    var session = RunHooks.session(id);
    builder
        .environment()
        .put("TRACEPARENT", "00-%s-%s-01".formatted(session.traceId(), RunHooks.step(id).hex()));
    try {
      return Optional.of(builder.start());
    } catch (IOException e) {
      context.terminal().say("clew: %s".formatted(e.getMessage()));
      return Optional.empty();
    }
  }

  /// This process is told to stop: so is the command, unless it sits at the same terminal, which
  /// has told it already. Its end is recorded all the same, and its exit code is ours.
  private static void stop(CompletableFuture<Optional<Process>> starting, CountDownLatch done) {
    try {
      var started = starting.join();
      if (started.isPresent()) {
        var process = started.get();
        var ended = process.waitFor(GRACE_MS, TimeUnit.MILLISECONDS);
        if (!ended && !isAtTerminal()) {
          process.destroy();
        }
        var code = process.waitFor();
        if (done.await(PATIENCE_S, TimeUnit.SECONDS)) {
          Runtime.getRuntime().halt(code);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static boolean isAtTerminal() {
    return Optional.ofNullable(System.console()).map(Console::isTerminal).orElse(false);
  }
}
