package dev.clew.socket;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// A client at the other end of a socket. It sends nothing after its request, so that the end of
/// what it sends is its own.
final class WatchedClient implements CommandClient {
  private final SocketChannel channel;
  private final Frames frames;
  private final OutputStream out;
  private final OutputStream err;

  /// Guarded by `this`, as all below.
  private final List<Runnable> actions = new ArrayList<>();

  private boolean watched;
  private boolean gone;

  WatchedClient(SocketChannel channel, Frames frames) {
    this.channel = channel;
    this.frames = frames;
    this.out = frames.stream(Frames.OUT);
    this.err = frames.stream(Frames.ERR);
  }

  @Override
  public OutputStream out() {
    return out;
  }

  @Override
  public OutputStream err() {
    return err;
  }

  @Override
  public void pager(String command) {
    try {
      frames.send(Frames.PAGER, command.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      // The next byte of the answer fails as well.
    }
  }

  /// Few commands ask for it: only for them a thread waits.
  @Override
  public synchronized Watch whenGone(Runnable action) {
    if (!watched) {
      watched = true;
      Thread.ofPlatform().daemon().name("client").start(this::watch);
    }
    if (gone) {
      action.run();
    }
    actions.add(action);
    return () -> forget(action);
  }

  private synchronized void forget(Runnable action) {
    actions.remove(action);
  }

  private void watch() {
    var any = ByteBuffer.allocate(1);
    try {
      while (channel.read(any.clear()) >= 0) {
        // What it sends says nothing.
      }
    } catch (IOException e) {
      // It broke, or we closed it: then no action waits any more.
    }
    act();
  }

  private synchronized void act() {
    gone = true;
    List.copyOf(actions).forEach(Runnable::run);
  }
}
