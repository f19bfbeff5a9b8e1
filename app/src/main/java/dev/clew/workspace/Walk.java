package dev.clew.workspace;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/// Work that brings forth more work, done by one thread or a few.
final class Walk<T> {
  /// One piece of work.
  interface Work<T> {
    /// Does it; what follows from it is given to `walk`.
    void on(T item, Walk<T> walk) throws IOException;
  }

  private final Work<T> work;
  private final Deque<T> waiting = new ArrayDeque<>();
  private int busy;
  private @Nullable Throwable failure;

  Walk(Work<T> work) {
    this.work = work;
  }

  synchronized void add(T item) {
    waiting.push(item);
    notifyAll();
  }

  synchronized void addAll(Collection<T> items) {
    items.forEach(waiting::push);
    notifyAll();
  }

  /// Does everything; `threads` at most take part, the caller's own among them.
  void run(int threads) throws IOException {
    var helpers = new Thread[size() > 1 ? threads - 1 : 0];
    for (int i = 0; i < helpers.length; i++) {
      helpers[i] = Thread.ofPlatform().daemon().name("workspace-scan").start(this::some);
    }
    some();
    for (var helper : helpers) {
      join(helper);
    }
    switch (failure) {
      case null -> {}
      case IOException e -> throw e;
      case RuntimeException e -> throw e;
      case Error e -> throw e;
      default -> throw new IllegalStateException(failure);
    }
  }

  private static void join(Thread helper) {
    var interrupted = false;
    while (helper.isAlive()) {
      try {
        helper.join();
      } catch (InterruptedException e) {
        interrupted = true; // it ends soon, and must not outlive the walk
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized int size() {
    return waiting.size();
  }

  private void some() {
    for (var item = take(); item != null; item = take()) {
      try {
        work.on(item, this);
      } catch (IOException | RuntimeException | Error e) {
        fail(e);
      }
      done();
    }
  }

  private synchronized @Nullable T take() {
    while (waiting.isEmpty() && busy > 0) {
      try {
        wait();
      } catch (InterruptedException e) {
        fail(new java.io.InterruptedIOException("interrupted while scanning"));
      }
    }
    if (waiting.isEmpty()) {
      return null;
    }
    busy++;
    return waiting.pop();
  }

  private synchronized void done() {
    busy--;
    notifyAll();
  }

  private synchronized void fail(Throwable e) {
    failure = failure == null ? e : failure;
    waiting.clear();
    notifyAll();
  }
}
