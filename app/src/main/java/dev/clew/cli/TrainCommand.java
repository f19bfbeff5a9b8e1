package dev.clew.cli;

import dev.clew.recorder.RunningRecorder;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParseResult;

/// `clew train full|quick FOLDER`: runs usual commands once on a small session of our own, with a
/// store in FOLDER, so that the virtual machine can note which classes they load. The launcher
/// calls it when it makes the start-up caches: one for the commands that only ask the index, which
/// must be quick, and one for everything. `full` makes the store that `quick` asks.
final class TrainCommand implements Command {
  private static final int COPIES = 1500;

  @Override
  public CommandSpec spec() {
    var spec = Help.command("train", "Run the usual commands once, for the start-up cache.");
    for (var index = 0; index < 2; index++) {
      spec.addPositional(
          PositionalParamSpec.builder()
              .index(Integer.toString(index))
              .arity("1")
              .type(String.class)
              .build());
    }
    return spec;
  }

  @Override
  public Exit run(ParseResult arguments, Context context)
      throws CommandException, IOException, InterruptedException {
    var full = arguments.matchedPositionalValue(0, "").equals("full");
    var folder = Path.of(arguments.matchedPositionalValue(1, ""));
    var transcript = folder.resolve("5d0f3a52-6f0b-4c55-9d0e-2f6a1c7b9e10.jsonl");
    if (full) {
      write(transcript);
    }
    var cli = new Cli(inside(folder, context));
    for (var line : full ? everything(transcript) : questions()) {
      var exit = cli.run(line.split(" "));
      if (!exit.equals(Exit.YES)) {
        throw new CommandException(exit, "training: %s failed".formatted(line));
      }
    }
    if (full) {
      serve(cli, inside(folder, context));
    }
    return Exit.YES;
  }

  /// Runs a recorder in this process, asks it something, and stops it.
  private static void serve(Cli cli, Context context)
      throws CommandException, IOException, InterruptedException {
    var recorder = Thread.ofPlatform().start(() -> cli.run("serve"));
    var running = RunningRecorder.find(context.home());
    while (running.isEmpty() && recorder.isAlive()) {
      recorder.join(Duration.ofMillis(20));
      running = RunningRecorder.find(context.home());
    }
    if (running.isEmpty()) {
      throw new CommandException(Exit.BUG, "training: the recorder did not start");
    }
    cli.run("up", "--no-open");
    new RecorderClient(running.get().url(), RunningRecorder.token(context.home())).shutdown();
    recorder.join();
  }

  /// The session, and after it as many others like it as let the virtual machine see what is hot.
  private static void write(Path transcript) throws IOException {
    try (var in = TrainCommand.class.getResourceAsStream("training.jsonl")) {
      var session = new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
      var more = new StringBuilder(session);
      for (var copy = 0; copy < COPIES; copy++) {
        more.append(
            session
                .replace("00000000-0000", "%08d-0000".formatted(copy + 1))
                .replace("_demo_", "_demo%d_".formatted(copy)));
      }
      Files.writeString(transcript, more);
    }
  }

  private static List<String> everything(Path transcript) {
    var lines = new ArrayList<String>();
    lines.add("import " + transcript);
    lines.add("import --json " + transcript);
    lines.addAll(questions());
    lines.addAll(List.of("show last", "show last --json", "verify", "reindex"));
    return lines;
  }

  private static List<String> questions() {
    return List.of(
        "sessions",
        "sessions --json",
        "log last",
        "log --json --reverse",
        "files last",
        "files last --json",
        "cost --by model",
        "cost --by day --json",
        "search test",
        "search test --json",
        "status",
        "status --json",
        "complete sessions",
        "log --help");
  }

  /// The same surroundings with a home of their own and nowhere to print to.
  private static Context inside(Path folder, Context context) {
    var nowhere = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
    return new Context(
        new Terminal(nowhere, nowhere, 100, 40, true, false, true, true),
        Map.of("CLEW_HOME", folder.resolve("home").toString(), "CLEW_PORT", "0"),
        folder,
        folder,
        context.clock(),
        context.zones(),
        context.random(),
        context.agents(),
        context.breakOff());
  }
}
