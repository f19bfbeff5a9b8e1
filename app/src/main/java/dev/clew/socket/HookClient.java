package dev.clew.socket;

import dev.clew.recorder.Home;
import dev.clew.recorder.HookFrame;
import dev.clew.recorder.Spool;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Optional;

/// Hands a hook to the recorder, as `native/hook.c` does.
public final class HookClient {
  private static final Duration BUDGET = Duration.ofMillis(15);
  private static final int HEAD = 6;

  private final Home home;
  private final Duration budget;

  /// A client of the recorder of this home, with an agent's patience.
  public HookClient(Home home) {
    this(home, BUDGET);
  }

  /// A client of the recorder of this home.
  ///
  /// @param budget how long the recorder may take, besides what the frame itself lets it wait
  public HookClient(Home home, Duration budget) {
    this.home = home;
    this.budget = budget;
  }

  /// What the recorder has to say: what to print, and how to exit.
  public record Answer(byte[] says, int code) {}

  /// Sends the frame, or puts it into the spool; empty when that was done.
  public Optional<Answer> deliver(HookFrame frame) throws IOException, InterruptedException {
    var answer = new Sending(frame);
    try (var channel = SocketChannel.open(UnixDomainSocketAddress.of(home.hooks()))) {
      var thread = Thread.ofVirtual().start(() -> answer.send(channel));
      thread.join(budget.plusMillis(frame.waitMs()));
    } catch (IOException e) {
      // Nobody listens.
    }
    var got = answer.got();
    if (got.isEmpty()) {
      new Spool(home.spool()).write(frame);
    }
    return got;
  }

  /// One attempt, which may outlast the patience for it.
  private static final class Sending {
    private final HookFrame frame;
    private Optional<Answer> answer = Optional.empty();

    Sending(HookFrame frame) {
      this.frame = frame;
    }

    void send(SocketChannel channel) {
      try {
        for (var bytes = ByteBuffer.wrap(frame.bytes()); bytes.hasRemaining(); ) {
          channel.write(bytes);
        }
        var head = read(channel, HEAD);
        if (head.get() == 'a') {
          var length = Math.min(Math.max(0, head.getInt()), HookFrame.LONGEST);
          var code = head.get();
          var says = new byte[length];
          read(channel, length).get(says);
          set(new Answer(says, code));
        }
      } catch (IOException e) {
        // It went away, or our patience ended.
      }
    }

    private static ByteBuffer read(SocketChannel channel, int length) throws IOException {
      var bytes = ByteBuffer.allocate(length);
      while (bytes.hasRemaining()) {
        if (channel.read(bytes) < 0) {
          throw new IOException("the answer ends early");
        }
      }
      return bytes.flip();
    }

    private synchronized void set(Answer value) {
      answer = Optional.of(value);
    }

    synchronized Optional<Answer> got() {
      return answer;
    }
  }
}
