package dev.clew.cli;

import dev.clew.query.QueryException;
import dev.clew.query.WholeState;
import dev.clew.workspace.restore.Checkout;
import dev.clew.workspace.restore.Outcome;
import dev.clew.workspace.restore.Restore;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParseResult;
import tools.jackson.core.JsonGenerator;

/// `clew checkout`: writes a state of a workspace into another folder.
final class CheckoutCommand implements Command {
  private static final int SHORT = 12;

  @Override
  public CommandSpec spec() {
    return Help.command(
            "checkout",
            "Write all that a workspace had at a moment into another folder.",
            "clew checkout 9c41 ../after      what a step left",
            "clew checkout last^ ../before    what the newest session found",
            "clew checkout HEAD~3 ../old      a commit of the repository you stand in")
        .addOption(Help.json())
        .addPositional(
            argument(
                "0",
                "STATE",
                "A snapshot, step, turn or session; ID^ is what it found. Or a commit."))
        .addPositional(
            argument("1", "DIR", "The folder: one that is not there yet, or an empty one."));
  }

  private static PositionalParamSpec argument(String index, String label, String description) {
    return PositionalParamSpec.builder()
        .index(index)
        .arity("1")
        .required(true)
        .type(String.class)
        .paramLabel(label)
        .description(description)
        .build();
  }

  @Override
  public boolean isSaid(List<String> words) {
    return true;
  }

  @Override
  public Exit run(ParseResult arguments, Context context)
      throws CommandException, QueryException, IOException, SQLException, InterruptedException {
    if (!Restore.isPossible()) {
      throw new CommandException(Exit.ENVIRONMENT, "files are brought back on Linux only, so far");
    }
    var folder = target(arguments.matchedPositionalValue(1, ""), context);
    try (var sources = context.sources()) {
      var state =
          WholeState.of(arguments.matchedPositionalValue(0, ""), context.workingFolder(), sources);
      try (var checkout =
          Checkout.into(folder, Math.max(2, Runtime.getRuntime().availableProcessors()))) {
        var left = write(checkout, state, context.breakOff());
        tell(checkout, state, left, arguments.hasMatchedOption("--json"), context.terminal());
        return left.stream().allMatch(each -> wasNeverKept(state, each)) ? Exit.YES : Exit.NO;
      }
    } catch (FileAlreadyExistsException e) {
      throw new CommandException(Exit.USAGE, e.getFile() + "; name a folder that is not there yet");
    }
  }

  private static Path target(String name, Context context) throws CommandException {
    var folder = context.workingFolder().resolve(name).toAbsolutePath().normalize();
    if (folder.startsWith(context.home().folder())) {
      throw new CommandException(Exit.USAGE, folder + " is in the store");
    }
    for (var each : folder) {
      if (each.toString().equals(".git")) {
        throw new CommandException(Exit.USAGE, folder + " is in Git's folder");
      }
    }
    return folder;
  }

  /// Where it fails or is broken off, nothing of it stays.
  private static List<Outcome> write(Checkout checkout, WholeState state, BreakOff breakOff)
      throws IOException, InterruptedException {
    var done = false;
    try (var _ = breakOff.then(() -> discard(checkout))) {
      var left = checkout.write(state.folders(), state.files(), state.contents());
      done = true;
      return left;
    } finally {
      if (!done) {
        checkout.discard();
      }
    }
  }

  private static void discard(Checkout checkout) {
    try {
      checkout.discard();
    } catch (IOException e) {
      return; // what is left is in the folder that the user named
    }
  }

  private static boolean wasNeverKept(WholeState state, Outcome outcome) {
    var version = state.files().get(outcome.path());
    return version != null && version.notKept() != null;
  }

  private static void tell(
      Checkout checkout, WholeState state, List<Outcome> left, boolean json, Terminal terminal) {
    if (json) {
      Ndjson.print(terminal.out(), left, CheckoutCommand::write);
      Ndjson.print(
          terminal.out(),
          List.of(checkout),
          (each, generator) -> write(each, state, left.size(), generator));
      return;
    }
    for (var each : left) {
      terminal.line(
          "left      %s  (%s)"
              .formatted(Escapes.line(each.path()), Escapes.line(String.valueOf(each.left()))));
    }
    terminal.line(
        "%s of %s %s in %s%s"
            .formatted(
                Words.of(checkout.written(), "file"),
                state.isCommit() ? "commit" : "snapshot",
                state.name().substring(0, SHORT),
                Escapes.line(checkout.folder().toString()),
                left.isEmpty() ? "" : "; %s left out".formatted(Words.of(left.size(), "path"))));
  }

  private static void write(Outcome outcome, JsonGenerator json) {
    json.writeStartObject();
    json.writeStringProperty("path", outcome.path());
    json.writeStringProperty("action", "left");
    json.writeStringProperty("reason", String.valueOf(outcome.left()));
    json.writeEndObject();
  }

  private static void write(Checkout checkout, WholeState state, int left, JsonGenerator json) {
    json.writeStartObject();
    json.writeStringProperty("folder", checkout.folder().toString());
    json.writeStringProperty("root", state.root());
    json.writeStringProperty(state.isCommit() ? "commit" : "snapshot", state.name());
    json.writeNumberProperty("files", checkout.written());
    json.writeNumberProperty("left", left);
    json.writeEndObject();
  }
}
