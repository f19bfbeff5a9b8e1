package dev.clew.socket;

import java.io.IOException;
import java.io.PrintWriter;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipal;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import jdk.net.ExtendedSocketOptions;

/// Listens at a Unix socket in the home and runs the command lines that come in, each on a virtual
/// thread.
///
/// The home is open to its owner only; whoever connects must be that owner all the same.
public final class CommandSocket implements AutoCloseable {
  private static final int AT_ONCE = 16;

  /// How long a socket's path may be: 108 bytes with the NUL on Linux, 104 on macOS (`sun_path`).
  private static final int LONGEST_PATH = 103;

  private final ServerSocketChannel server;
  private final Path file;
  private final UserPrincipal owner;
  private final String build;
  private final CommandRunner runner;
  private final PrintWriter log;
  private final Semaphore free = new Semaphore(AT_ONCE);

  private CommandSocket(
      ServerSocketChannel server, Path file, String build, CommandRunner runner, PrintWriter log)
      throws IOException {
    this.server = server;
    this.file = file;
    this.owner = Files.getOwner(file);
    this.build = build;
    this.runner = runner;
    this.log = log;
  }

  /// Listens at `file`, in place of whatever an earlier recorder left there.
  ///
  /// @param build which build of Clew this is: clients of another run their commands themselves
  /// @param log where failures are noted
  /// @throws IOException also when the path is too long for a socket
  public static CommandSocket open(Path file, String build, CommandRunner runner, PrintWriter log)
      throws IOException {
    if (file.toString().getBytes(StandardCharsets.UTF_8).length > LONGEST_PATH) {
      throw new IOException(
          "%s is too long for a socket, of which the system takes %d bytes"
              .formatted(file, LONGEST_PATH));
    }
    Files.deleteIfExists(file);
    var server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    try {
      server.bind(UnixDomainSocketAddress.of(file));
      var socket = new CommandSocket(server, file, build, runner, log);
      Thread.ofPlatform().daemon().name("socket").start(socket::accept);
      return socket;
    } catch (IOException e) {
      server.close();
      throw e;
    }
  }

  private void accept() {
    try {
      while (server.isOpen()) {
        var client = server.accept();
        Thread.ofVirtual().name("command").start(() -> serve(client));
      }
    } catch (ClosedChannelException e) {
      // We were closed.
    } catch (IOException e) {
      log.println("the socket takes no more commands: " + e);
      log.flush();
    }
  }

  private void serve(SocketChannel client) {
    try (client) {
      if (!client.getOption(ExtendedSocketOptions.SO_PEERCRED).user().equals(owner)) {
        return;
      }
      var frames = new Frames(Channels.newOutputStream(client));
      var request = CommandRequest.read(Channels.newInputStream(client));
      if (!request.build().equals(build) || !runner.takes(request) || !free.tryAcquire()) {
        frames.send(Frames.REFUSED);
        return;
      }
      try {
        frames.send(Frames.ACCEPTED);
        run(request, frames);
      } finally {
        free.release();
      }
    } catch (IOException e) {
      // The client has gone, or is none: there is nobody to tell.
    }
  }

  private void run(CommandRequest request, Frames frames) throws IOException {
    var out = frames.stream(Frames.OUT);
    var err = frames.stream(Frames.ERR);
    Consumer<String> pager =
        command -> {
          try {
            frames.send(Frames.PAGER, command.getBytes(StandardCharsets.UTF_8));
          } catch (IOException e) {
            // The next byte of the answer fails as well.
          }
        };
    var code = runner.run(request, out, err, pager);
    out.flush();
    err.flush();
    frames.send(Frames.EXIT, (byte) code);
  }

  /// Stops listening; commands that run are cut off when the process ends.
  @Override
  public void close() throws IOException {
    server.close();
    Files.deleteIfExists(file);
  }
}
