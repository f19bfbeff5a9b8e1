package dev.clew.cli;

import dev.clew.recorder.RunningRecorder;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.regex.Pattern;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/// `clew demo`: a store of its own with made-up sessions, one of which goes on while one looks; all
/// of it is gone when the command ends.
final class DemoCommand implements Command {
  private static final Duration AGO = Duration.ofMinutes(40);
  private static final Duration START = Duration.ofSeconds(30);
  private static final Duration PAUSE = Duration.ofSeconds(5);
  private static final int POLL_MS = 20;

  /// A time in a resource: so many seconds after the sessions began.
  private static final Pattern AT = Pattern.compile("@([0-9]+)@");

  private static final String MAIN = "ada00000-0000-4000-8000-000000000001";
  private static final String CODEX = "c0de0000-0000-7000-8000-000000000003";
  private static final String LIVE = "bea00000-0000-4000-8000-000000000002";

  @Override
  public CommandSpec spec() {
    return Help.command(
            "demo",
            "Show Clew on made-up sessions: in a store of its own that is removed when this ends"
                + " (Ctrl-C). No agent is needed, and nothing of yours is read.",
            "clew demo              see it on the page; a session goes on while you look",
            "clew demo --no-open    only print the address")
        .addOption(Help.flag("--no-open", "Do not open the page."))
        .addOption(Help.json());
  }

  @Override
  public Exit run(ParseResult arguments, Context context)
      throws CommandException, IOException, InterruptedException {
    var folder = Files.createTempDirectory("clew-demo-");
    var projects = folder.resolve("user/.claude/projects/-home-ada-loom");
    var inside = inside(folder, context);
    var recorder =
        Thread.ofPlatform().unstarted(() -> new Cli(inside).run("serve", "--import", "--follow"));
    var remover = new Thread(() -> remove(folder, recorder), "demo");
    Runtime.getRuntime().addShutdownHook(remover);
    try {
      Files.createDirectories(projects.resolve(MAIN).resolve("subagents"));
      var began = context.clock().instant().minus(AGO);
      write(projects.resolve(MAIN + ".jsonl"), "demo.jsonl", began);
      write(
          projects.resolve(MAIN).resolve("subagents/agent-d3e0.jsonl"), "demo-agent.jsonl", began);
      var rollouts = folder.resolve("user/.codex/sessions");
      Files.createDirectories(rollouts);
      write(rollouts.resolve("rollout-" + CODEX + ".jsonl"), "demo-codex.jsonl", began);
      recorder.start();
      var client = await(recorder, inside);
      tell(client, inside, arguments.hasMatchedOption("--json"), context.terminal());
      if (!arguments.hasMatchedOption("--no-open")) {
        UpCommand.open(client.address(), context);
      }
      goOn(projects.resolve(LIVE + ".jsonl"), recorder, context);
      recorder.join();
      return Exit.YES;
    } finally {
      if (!recorder.isAlive()) {
        remove(folder, recorder);
      }
    }
  }

  private static void tell(RecorderClient client, Context inside, boolean json, Terminal terminal) {
    var home = inside.home().folder().toString();
    if (json) {
      Ndjson.print(
          terminal.out(),
          List.of(client),
          (each, to) -> {
            to.writeStartObject();
            to.writeStringProperty("address", each.address());
            to.writeStringProperty("home", home);
            to.writeEndObject();
          });
      return;
    }
    terminal.line(client.address());
    terminal.out().flush();
    terminal.say("");
    terminal.say(
        "Made-up sessions, in a store that is removed when this ends. In another terminal:");
    terminal.say("  export CLEW_HOME=" + home);
    terminal.say("  clew sessions            # one of them goes on for a minute");
    terminal.say("  clew log ada0 --reverse  # what another did, step by step");
    terminal.say("  clew cost                # what it would cost");
    terminal.say("Ctrl-C ends it.");
  }

  private static RecorderClient await(Thread recorder, Context inside)
      throws CommandException, IOException, InterruptedException {
    var process = new RecorderProcess(inside);
    var deadline = inside.clock().instant().plus(START);
    while (recorder.isAlive() && inside.clock().instant().isBefore(deadline)) {
      if (RunningRecorder.find(inside.home()).isPresent()) {
        var client = process.running();
        if (client.isPresent()) {
          return client.get();
        }
      }
      recorder.join(Duration.ofMillis(POLL_MS));
    }
    throw new CommandException(Exit.ENVIRONMENT, "the demo's recorder did not start");
  }

  /// Writes a session line by line, as an agent does.
  private static void goOn(Path transcript, Thread recorder, Context context)
      throws IOException, InterruptedException {
    for (var line : Resource.text(DemoCommand.class, "demo-live.jsonl").lines().toList()) {
      if (recorder.join(PAUSE)) {
        return;
      }
      Files.writeString(
          transcript,
          timed(line, context.clock().instant()) + "\n",
          StandardOpenOption.CREATE,
          StandardOpenOption.APPEND);
    }
  }

  private static void write(Path file, String resource, Instant began) throws IOException {
    Files.writeString(file, timed(Resource.text(DemoCommand.class, resource), began));
  }

  private static String timed(String text, Instant began) {
    return AT.matcher(text)
        .replaceAll(found -> began.plusSeconds(Long.parseLong(found.group(1))).toString());
  }

  /// The same surroundings with a home of their own, and without a terminal.
  private static Context inside(Path folder, Context context) {
    var nowhere = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
    var environment = new HashMap<>(context.environment());
    environment.remove("CLAUDE_CONFIG_DIR");
    environment.remove("CODEX_HOME");
    environment.put("CLEW_HOME", folder.resolve("store").toString());
    environment.put("CLEW_PORT", "0");
    return new Context(
        new Terminal(nowhere, nowhere, 100, 24, false, false, false, false),
        environment,
        folder,
        folder.resolve("user"),
        context.clock(),
        context.zones(),
        context.random(),
        context.agents(),
        context.breakOff());
  }

  /// Removes everything, once the recorder has let go of it.
  private static void remove(Path folder, Thread recorder) {
    try {
      recorder.join();
      if (!Files.exists(folder)) {
        return;
      }
      try (var tree = Files.walk(folder)) {
        for (var path : tree.sorted(Comparator.reverseOrder()).toList()) {
          Files.deleteIfExists(path);
        }
      }
    } catch (IOException e) {
      // What cannot be removed lies in the folder for what is temporary.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
