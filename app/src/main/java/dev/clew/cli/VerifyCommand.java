package dev.clew.cli;

import dev.clew.ledger.InvalidNoteException;
import dev.clew.recorder.Home;
import dev.clew.recorder.StoreVerifier;
import dev.clew.recorder.StoreVerifier.Finding;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;
import tools.jackson.core.JsonGenerator;

/// `clew verify`: recomputes the ledger's tree, signatures and commitments.
final class VerifyCommand implements Command {
  @Override
  public CommandSpec spec() {
    return Help.command(
            "verify",
            "Check that nothing recorded has been changed: every entry, hash, signature and payload."
                + " Exit 1 names the first bad entry.",
            "clew verify                                  everything, against its own checkpoints",
            "clew verify --checkpoint kept-elsewhere.txt  also against one kept on another machine")
        .addOption(
            Help.text(
                "--checkpoint", "FILE", "A checkpoint of this ledger that was kept elsewhere."))
        .addOption(Help.json());
  }

  @Override
  public Exit run(ParseResult arguments, Context context)
      throws CommandException, IOException, SQLException {
    var home = context.home();
    if (!home.exists()) {
      throw new CommandException(
          Exit.ENVIRONMENT,
          "nothing is recorded in %s: run 'clew up' or 'clew import PATH' first"
              .formatted(home.folder()));
    }
    String named = arguments.matchedOptionValue("--checkpoint", (String) null);
    var kept = named == null ? Optional.<String>empty() : Optional.of(read(context, named));
    var finding = verify(home, kept, named);
    if (arguments.hasMatchedOption("--json")) {
      Ndjson.print(context.terminal().out(), List.of(finding), VerifyCommand::write);
    } else {
      print(finding, context.terminal());
    }
    return finding.firstBad().isEmpty() ? Exit.YES : Exit.NO;
  }

  private static Finding verify(Home home, Optional<String> kept, @Nullable String named)
      throws CommandException, IOException, SQLException {
    try {
      return new StoreVerifier(home).verify(kept);
    } catch (InvalidNoteException e) {
      throw new CommandException(
          Exit.USAGE,
          "--checkpoint: %s is not a checkpoint of this ledger: %s"
              .formatted(named, e.getMessage()));
    }
  }

  private static String read(Context context, String file) throws CommandException {
    Path path = context.workingFolder().resolve(file);
    try {
      return Files.readString(path);
    } catch (IOException e) {
      throw new CommandException(
          Exit.USAGE, "--checkpoint: %s cannot be read: %s".formatted(path, e.getMessage()));
    }
  }

  private static void print(Finding finding, Terminal terminal) {
    var bad = finding.firstBad();
    if (bad.isPresent()) {
      terminal.line(
          "BROKEN  %s: expected %s, found %s"
              .formatted(place(bad.get()), bad.get().expected(), bad.get().found()));
      return;
    }
    terminal.line(
        "ok  %s, %s, root %s"
            .formatted(
                finding.entries() == 1 ? "1 entry" : finding.entries() + " entries",
                Words.of(finding.checkpoints(), "checkpoint"),
                finding.root()));
    terminal.line(
        finding.unanchored() == 0
            ? "every entry is covered by the checkpoint kept elsewhere"
            : "tamper-evident since the last anchor: %d of %d entries are not covered by one"
                .formatted(finding.unanchored(), finding.entries()));
    if (finding.forgotten() > 0) {
      terminal.line(Words.of(finding.forgotten(), "payload") + " forgotten on purpose");
    }
  }

  private static String place(StoreVerifier.Bad bad) {
    var entry = bad.entry();
    return entry == null ? bad.file() : "entry %d, %s".formatted(entry, bad.file());
  }

  private static void write(Finding finding, JsonGenerator json) {
    json.writeStartObject();
    json.writeBooleanProperty("ok", finding.firstBad().isEmpty());
    json.writeNumberProperty("entries", finding.entries());
    text("root", finding.root(), json);
    json.writeNumberProperty("checkpoints", finding.checkpoints());
    json.writeNumberProperty("anchored", finding.entries() - finding.unanchored());
    json.writeNumberProperty("unanchored", finding.unanchored());
    json.writeNumberProperty("forgotten", finding.forgotten());
    finding
        .firstBad()
        .ifPresent(bad -> {
          json.writeObjectPropertyStart("first_bad");
          var entry = bad.entry();
          if (entry != null) {
            json.writeNumberProperty("entry", entry);
          }
          json.writeStringProperty("file", bad.file());
          json.writeStringProperty("expected", bad.expected());
          json.writeStringProperty("found", bad.found());
          json.writeEndObject();
        });
    json.writeEndObject();
  }

  private static void text(String name, @Nullable String value, JsonGenerator json) {
    if (value != null) {
      json.writeStringProperty(name, value);
    }
  }
}
