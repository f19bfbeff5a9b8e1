package dev.clew.socket;

import java.io.IOException;
import java.io.PrintWriter;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.util.concurrent.atomic.AtomicInteger;
import jdk.net.ExtendedSocketOptions;

/// Listens at a Unix socket and serves several connections at a time.
///
/// Threads take turns: the one that has accepted a connection serves it, while another accepts. So
/// a connection waits for no other thread to wake up.
///
/// The home is open to its owner only; whoever connects must be that owner all the same.
final class OwnersSocket implements AutoCloseable {
  /// How long a socket's path may be: 108 bytes with the NUL on Linux, 104 on macOS (`sun_path`).
  private static final int LONGEST_PATH = 103;

  private static final int BACKLOG = 1024;

  /// How many threads may serve at once, and how many stay when there is nothing to do.
  private static final int MOST = 256;

  private static final int SPARE = 4;

  private final ServerSocketChannel server;
  private final Path file;
  private final UserPrincipal owner;
  private final Serving serving;
  private final PrintWriter log;
  private final String what;

  /// Threads that accept or wait for their turn to; and all.
  private final AtomicInteger idle = new AtomicInteger();

  private final AtomicInteger threads = new AtomicInteger();

  /// What is done for a client.
  interface Serving {
    /// Serves `client`, which is closed afterwards.
    void serve(SocketChannel client) throws IOException;
  }

  private OwnersSocket(
      ServerSocketChannel server, Path file, String what, Serving serving, PrintWriter log)
      throws IOException {
    this.what = what;
    this.server = server;
    this.file = file;
    this.owner = Files.getOwner(file);
    this.serving = serving;
    this.log = log;
  }

  /// Listens at `file`, in place of whatever an earlier recorder left there.
  ///
  /// @param what names what comes in, for the log and the threads
  /// @throws IOException also when the path is too long for a socket
  static OwnersSocket open(Path file, String what, Serving serving, PrintWriter log)
      throws IOException {
    if (file.toString().getBytes(StandardCharsets.UTF_8).length > LONGEST_PATH) {
      throw new IOException(
          "%s is too long for a socket, of which the system takes %d bytes"
              .formatted(file, LONGEST_PATH));
    }
    Files.deleteIfExists(file);
    var server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    try {
      server.bind(UnixDomainSocketAddress.of(file), BACKLOG);
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
      var socket = new OwnersSocket(server, file, what, serving, log);
      socket.another();
      return socket;
    } catch (IOException e) {
      server.close();
      throw e;
    }
  }

  private void another() {
    idle.incrementAndGet();
    threads.incrementAndGet();
    Thread.ofPlatform().daemon().name(what).start(this::takeTurns);
  }

  private void takeTurns() {
    try {
      var needed = true;
      while (needed) {
        var client = server.accept();
        if (idle.decrementAndGet() == 0 && threads.get() < MOST) {
          another();
        }
        serve(client);
        needed = idle.incrementAndGet() <= SPARE;
      }
    } catch (ClosedChannelException e) {
      // We were closed.
    } catch (IOException e) {
      log.println("the socket takes no more %s: %s".formatted(what, e));
      log.flush();
    }
    idle.decrementAndGet();
    threads.decrementAndGet();
  }

  private void serve(SocketChannel client) {
    try (client) {
      if (client.getOption(ExtendedSocketOptions.SO_PEERCRED).user().equals(owner)) {
        serving.serve(client);
      }
    } catch (IOException e) {
      // The client has gone, or is none: there is nobody to tell.
    }
  }

  /// Stops listening; what is served goes on.
  @Override
  public void close() throws IOException {
    server.close();
    Files.deleteIfExists(file);
  }
}
