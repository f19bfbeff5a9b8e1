package dev.clew.socket;

import java.io.Closeable;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.concurrent.Semaphore;

/// Takes command lines at a Unix socket in the home and runs them.
public final class CommandSocket implements Closeable {
  private static final int AT_ONCE = 16;

  private final OwnersSocket socket;
  private final String build;
  private final CommandRunner runner;
  private final Semaphore free = new Semaphore(AT_ONCE);

  private CommandSocket(Path file, String build, CommandRunner runner, PrintWriter log)
      throws IOException {
    this.build = build;
    this.runner = runner;
    this.socket = OwnersSocket.open(file, "commands", this::serve, log);
  }

  /// Listens at `file`, in place of whatever an earlier recorder left there.
  ///
  /// @param build which build of Clew this is: clients of another run their commands themselves
  /// @param log where failures are noted
  /// @throws IOException also when the path is too long for a socket
  public static CommandSocket open(Path file, String build, CommandRunner runner, PrintWriter log)
      throws IOException {
    return new CommandSocket(file, build, runner, log);
  }

  private void serve(SocketChannel client) throws IOException {
    var frames = new Frames(Channels.newOutputStream(client));
    var request = CommandRequest.read(Channels.newInputStream(client));
    if (!request.build().equals(build) || !runner.takes(request) || !free.tryAcquire()) {
      frames.send(Frames.REFUSED);
      return;
    }
    try {
      frames.send(Frames.ACCEPTED);
      var watched = new WatchedClient(client, frames);
      var code = runner.run(request, watched);
      watched.out().flush();
      watched.err().flush();
      frames.send(Frames.EXIT, (byte) code);
    } finally {
      free.release();
    }
  }

  /// Stops listening; commands that run are cut off when the process ends.
  @Override
  public void close() throws IOException {
    socket.close();
  }
}
