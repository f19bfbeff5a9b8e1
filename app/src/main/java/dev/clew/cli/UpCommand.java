package dev.clew.cli;

import dev.clew.recorder.Home;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;
import tools.jackson.core.JsonGenerator;

/// `clew up`: starts the recorder, if none runs, and says where its page is.
final class UpCommand implements Command {
  @Override
  public CommandSpec spec() {
    return Help.command(
            "up",
            "Start the recorder in the background, read the agents' transcripts (~/.claude, ~/.codex),"
                + " open the page: the address is printed.",
            "clew up                 start, read what the agents left, open the page",
            "clew up --no-open       return when the recorder answers: for scripts",
            "CLEW_PORT=0 clew up     on any free port")
        .addOption(
            Help.flag(
                "--no-open", "Return when the recorder answers; open nothing, follow nothing."))
        .addOption(Help.flag("--no-import", "Leave the agents' transcripts alone."))
        .addOption(Help.json());
  }

  @Override
  public Exit run(ParseResult arguments, Context context)
      throws CommandException, IOException, InterruptedException {
    var opens = !arguments.hasMatchedOption("--no-open");
    var imports = !arguments.hasMatchedOption("--no-import");
    var terminal = context.terminal();
    context.port();
    var home = context.home().create();
    if (isFirst(home)) {
      terminal.say(
          ("Clew keeps the redacted text of your agents' sessions, on this machine only, in %s;"
                  + " 'clew config capture_mode metadata' keeps lengths and hashes only.")
              .formatted(home.folder()));
    }
    var process = new RecorderProcess(context);
    var running = process.running();
    var recorder = running.isPresent() ? running.get() : process.start(options(opens, imports));
    var json = arguments.hasMatchedOption("--json");
    if (json) {
      Ndjson.print(terminal.out(), List.of(recorder), (each, to) -> write(each, home, to));
    } else {
      terminal.line(recorder.address());
      terminal.out().flush();
    }
    if (opens) {
      open(recorder.address(), context);
    }
    return opens && imports ? follow(recorder, json, context) : Exit.YES;
  }

  private static void write(RecorderClient recorder, Home home, JsonGenerator json) {
    json.writeStartObject();
    json.writeStringProperty("recorder", "running");
    json.writeStringProperty("address", recorder.address());
    json.writeStringProperty("home", home.folder().toString());
    json.writeEndObject();
  }

  private static List<String> options(boolean opens, boolean imports) {
    return !imports ? List.of() : opens ? List.of("--follow") : List.of("--follow", "--import");
  }

  /// Whether no recorder has run here before. Makes the log, open to its owner only.
  private static boolean isFirst(Home home) throws IOException {
    var owner = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    try {
      Files.createFile(home.log(), owner);
      return true;
    } catch (FileAlreadyExistsException e) {
      return false;
    }
  }

  /// Opens the page where there is a screen.
  static void open(String address, Context context) {
    var environment = context.environment();
    var mac = System.getProperty("os.name").toLowerCase(Locale.ROOT).startsWith("mac");
    var screen =
        !environment.getOrDefault("DISPLAY", "").isEmpty()
            || !environment.getOrDefault("WAYLAND_DISPLAY", "").isEmpty();
    if (!mac && !screen) {
      return;
    }
    try {
      new ProcessBuilder(mac ? "open" : "xdg-open", address)
          .redirectOutput(ProcessBuilder.Redirect.DISCARD)
          .redirectError(ProcessBuilder.Redirect.DISCARD)
          .start();
    } catch (IOException e) {
      context.terminal().say("open the address above in a browser: " + e.getMessage());
    }
  }

  private static Exit follow(RecorderClient recorder, boolean json, Context context)
      throws CommandException, IOException, InterruptedException {
    var folders = AgentFolders.existing(context);
    if (folders.isEmpty()) {
      context
          .terminal()
          .say(
              "no agent has left transcripts below %s; 'clew import PATH' reads some"
                  .formatted(context.userHome()));
      return Exit.YES;
    }
    var report = new ImportReport(context.terminal(), json, context.clock());
    recorder.importPaths(folders, Optional.empty(), report);
    report.total();
    return report.failed() ? Exit.NO : Exit.YES;
  }
}
