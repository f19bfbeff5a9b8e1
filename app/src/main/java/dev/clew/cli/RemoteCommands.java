package dev.clew.cli;

import dev.clew.socket.CommandRequest;
import dev.clew.socket.CommandRunner;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.Map;
import java.util.function.Consumer;

/// The commands that only ask, run in the recorder for other processes: as they would run there,
/// with that process's words, folder, environment and terminal.
final class RemoteCommands implements CommandRunner {
  private final Context own;
  private final Commands commands = new Commands();

  /// @param own the recorder's surroundings: its clock, and the agents it knows
  RemoteCommands(Context own) {
    this.own = own;
  }

  @Override
  public boolean takes(CommandRequest request) {
    var line = CommonOptions.behindCommand(request.words().toArray(String[]::new));
    return !line.isEmpty()
        && commands
            .named(line.getFirst())
            .map(entry -> entry.make().get().isQuestion())
            .orElse(false);
  }

  @Override
  public int run(
      CommandRequest request, OutputStream out, OutputStream err, Consumer<String> pager) {
    var outStream = new PrintStream(out, false, StandardCharsets.UTF_8);
    var errStream = new PrintStream(err, true, StandardCharsets.UTF_8);
    var context =
        new Context(
            Terminal.of(outStream, errStream, request.environment()),
            request.environment(),
            request.folder(),
            Context.userHome(request.environment()),
            own.clock(),
            () -> zone(request.environment()),
            own.random(),
            own.agents());
    var exit = new Cli(context, starter(pager, outStream)).runOrReport(words(request));
    outStream.flush();
    return exit.code();
  }

  private static String[] words(CommandRequest request) {
    return request.words().toArray(String[]::new);
  }

  /// The other process starts its pager itself, and gives it what is sent from then on.
  private static Pager.Starter starter(Consumer<String> pager, OutputStream out) {
    return (command, _) -> {
      pager.accept(command);
      return new Pager.Reader() {
        @Override
        public OutputStream in() {
          return out;
        }

        @Override
        public void await() {
          // The other process waits for it.
        }
      };
    };
  }

  /// `TZ` as far as it names a zone, else the recorder's.
  private ZoneId zone(Map<String, String> environment) {
    var named = environment.getOrDefault("TZ", "");
    try {
      return named.isEmpty()
          ? own.zone()
          : ZoneId.of(named.startsWith(":") ? named.substring(1) : named);
    } catch (DateTimeException e) {
      return own.zone();
    }
  }
}
