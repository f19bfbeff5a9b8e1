package dev.clew.cli;

import dev.clew.socket.CommandClient;
import dev.clew.socket.CommandRequest;
import dev.clew.socket.CommandRunner;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.Map;
import java.util.Optional;

/// The commands that need nothing of a process of their own, run in the recorder for other
/// processes: as they would run there, with that process's words, folder, environment and terminal.
/// Those that make files only where permissions come out the same.
final class RemoteCommands implements CommandRunner {
  private final Context own;
  private final Commands commands = new Commands();
  private final Optional<Umask> umask;

  /// @param own the recorder's surroundings: its clock, and the agents it knows
  /// @param umask the recorder's; empty where the system does not tell
  RemoteCommands(Context own, Optional<Umask> umask) {
    this.own = own;
    this.umask = umask;
  }

  @Override
  public boolean takes(CommandRequest request) {
    var line = CommonOptions.behindCommand(words(request));
    return !line.isEmpty()
        && commands
            .named(line.getFirst())
            .map(entry -> entry.make().get())
            .filter(command -> command.isSaid(line.subList(1, line.size())))
            .filter(command -> command.isQuestion() || makesFilesAlike(request))
            .isPresent();
  }

  /// Whether files that are made here have the permissions that they would have there.
  private boolean makesFilesAlike(CommandRequest request) {
    return umask.isPresent() && umask.equals(Umask.of(request.environment().get("CLEW_UMASK")));
  }

  @Override
  public int run(CommandRequest request, CommandClient client) {
    var outStream = new PrintStream(client.out(), false, StandardCharsets.UTF_8);
    var errStream = new PrintStream(client.err(), true, StandardCharsets.UTF_8);
    var context =
        new Context(
            Terminal.of(outStream, errStream, request.environment()),
            request.environment(),
            request.folder(),
            Context.userHome(request.environment()),
            own.clock(),
            () -> zone(request.environment()),
            own.random(),
            own.agents(),
            breakOff(client));
    var exit = new Cli(context, starter(client, outStream)).runOrReport(words(request));
    outStream.flush();
    return exit.code();
  }

  /// The process that asked has gone, or the recorder is ended.
  private BreakOff breakOff(CommandClient client) {
    return action -> {
      var gone = client.whenGone(action);
      var ended = own.breakOff().then(action);
      return () -> {
        gone.close();
        ended.close();
      };
    };
  }

  private static String[] words(CommandRequest request) {
    return request.words().toArray(String[]::new);
  }

  /// The other process starts its pager itself, and gives it what is sent from then on.
  private static Pager.Starter starter(CommandClient client, OutputStream out) {
    return (command, _) -> {
      client.pager(command);
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
