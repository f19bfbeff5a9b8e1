package dev.clew.socket;

import dev.clew.recorder.HookIntake;
import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.concurrent.Semaphore;

/// Takes hooks at a Unix socket in the home, one per connection, each on a virtual thread, and
/// answers when they are safe.
public final class HookSocket implements Closeable {
  private static final int AT_ONCE = 256;

  /// Taken; nothing to print; exit code 0.
  private static final byte[] TAKEN = {'a', 0, 0, 0, 0, 0};

  private final OwnersSocket socket;
  private final HookIntake intake;
  private final PrintWriter log;
  private final Semaphore free = new Semaphore(AT_ONCE);

  private HookSocket(Path file, HookIntake intake, PrintWriter log) throws IOException {
    this.intake = intake;
    this.log = log;
    this.socket = OwnersSocket.open(file, "hooks", this::serve, log);
  }

  /// Listens at `file`, in place of whatever an earlier recorder left there.
  ///
  /// @param log where failures are noted
  /// @throws IOException also when the path is too long for a socket
  public static HookSocket open(Path file, HookIntake intake, PrintWriter log) throws IOException {
    return new HookSocket(file, intake, log);
  }

  private void serve(SocketChannel client) throws IOException {
    if (!free.tryAcquire()) {
      return; // its client uses the spool
    }
    try {
      intake.take(new BufferedInputStream(Channels.newInputStream(client)));
    } catch (IOException e) {
      log.println("a hook was not taken from the socket: " + e.getMessage());
      log.flush();
      return;
    } finally {
      free.release();
    }
    for (var answer = ByteBuffer.wrap(TAKEN); answer.hasRemaining(); ) {
      client.write(answer);
    }
  }

  /// Stops listening.
  @Override
  public void close() throws IOException {
    socket.close();
  }
}
