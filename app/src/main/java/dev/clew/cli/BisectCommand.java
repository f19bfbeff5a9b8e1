package dev.clew.cli;

import dev.clew.query.BisectStates;
import dev.clew.query.QueryException;
import dev.clew.workspace.restore.Restore;
import dev.clew.workspace.restore.Scratch;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParseResult;

/// `clew bisect --good A --bad B -- CMD`: runs a command over the states between two moments, in a
/// folder of its own, and names the step after which it fails first.
final class BisectCommand implements Command {
  private static final int SKIP = 125;
  private static final int ENDED = 128;
  private static final int GRACE_MS = 500;

  @Override
  public CommandSpec spec() {
    var spec =
        Help.command(
            "bisect",
            "Run a command over the states between two moments, and name the step that broke it. The"
                + " command ends with 0 for good, 125 for cannot be told, else up to 127 for bad.",
            "clew bisect --good 9c41 --bad last -- make test",
            "clew bisect --good last^ --bad last -- sh -c 'npm ci && npm test'",
            "clew bisect --good 77ab --bad 9c41 --json -- ./check.sh");
    spec.addOption(
            Help.text(
                "--good", "ID", "A snapshot, step, turn or session; ID^ is what it found. Good."))
        .addOption(Help.text("--bad", "ID", "The same, later, and bad."))
        .addOption(Help.json())
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
      throws CommandException, QueryException, IOException, SQLException, InterruptedException {
    if (!Restore.isPossible()) {
      throw new CommandException(Exit.ENVIRONMENT, "files are brought back on Linux only, so far");
    }
    var command = List.of(arguments.matchedPositionalValue(0, new String[0]));
    @Nullable String good = arguments.matchedOptionValue("--good", null);
    @Nullable String bad = arguments.matchedOptionValue("--bad", null);
    if (command.isEmpty() || good == null || bad == null) {
      throw new CommandException(
          Exit.USAGE, "bisect what? as in: clew bisect --good 9c41 --bad last -- make test");
    }
    var text = new BisectText(context, arguments.hasMatchedOption("--json"));
    try (var sources = context.sources()) {
      var states = BisectStates.of(good, bad, context.workingFolder(), sources);
      var search = search(states, command, text, context);
      var passages = new java.util.ArrayList<BisectStates.Passage>();
      for (var state = search.from(); state <= search.to(); state++) {
        passages.add(states.passage(state));
      }
      text.found(passages, states);
      return search.left() == 1 ? Exit.YES : Exit.NO;
    }
  }

  /// What is under way, so that it can be ended from outside.
  private record Work(Scratch scratch, AtomicReference<@Nullable Process> running) {
    /// Ends the command, and removes the folder.
    void end() {
      var process = running.get();
      try {
        if (process != null) {
          process.descendants().forEach(ProcessHandle::destroy);
          process.destroy();
          if (!process.waitFor(GRACE_MS, TimeUnit.MILLISECONDS)) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly().waitFor();
          }
        }
        scratch.close();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      } catch (IOException e) {
        return; // it is in the system's folder for what is temporary
      }
    }
  }

  private static Bisection search(
      BisectStates states, List<String> command, BisectText text, Context context)
      throws CommandException, IOException, InterruptedException {
    var place = Files.createTempDirectory("clew-bisect-");
    var threads = Math.max(2, Runtime.getRuntime().availableProcessors());
    var work = new Work(new Scratch(place, threads), new AtomicReference<>());
    var hook = new Thread(work::end, "bisect-stop");
    Runtime.getRuntime().addShutdownHook(hook);
    try {
      var search = new Bisection(states.size());
      for (var next = search.next(); next.isPresent(); next = search.next()) {
        probe(search, next, states, command, text, work, context);
      }
      return search;
    } finally {
      work.end();
      try {
        Runtime.getRuntime().removeShutdownHook(hook);
      } catch (IllegalStateException e) {
        text.broken();
      }
    }
  }

  private static void probe(
      Bisection search,
      OptionalInt next,
      BisectStates states,
      List<String> command,
      BisectText text,
      Work work,
      Context context)
      throws CommandException, IOException, InterruptedException {
    var state = next.getAsInt();
    var whole = states.whole(state);
    var folder = work.scratch().become(whole.folders(), whole.files(), whole.contents());
    var code = run(command, folder, work, context);
    if (code >= ENDED) {
      throw new CommandException(
          Exit.NO, "the command ended with %d, which tells nothing: bisect ends".formatted(code));
    }
    if (code == 0) {
      search.good(state);
    } else if (code == SKIP) {
      search.skip(state);
    } else {
      search.bad(state);
    }
    text.probed(states.snapshot(state), code, search.left(), work.scratch().written());
  }

  /// Its output goes where messages go: the answer stays alone.
  private static int run(List<String> command, Path folder, Work work, Context context)
      throws CommandException, IOException, InterruptedException {
    var builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectInput(new File("/dev/null"))
            .redirectErrorStream(true);
    builder.environment().keySet().removeIf(name -> name.startsWith("GIT_"));
    Process process;
    try {
      process = builder.start();
    } catch (IOException e) {
      throw new CommandException(Exit.USAGE, String.valueOf(e.getMessage()));
    }
    work.running().set(process);
    try (var said = process.inputReader(StandardCharsets.UTF_8)) {
      for (var line = said.readLine(); line != null; line = said.readLine()) {
        context.terminal().say(line);
      }
      return process.waitFor();
    } finally {
      work.running().set(null);
    }
  }
}
