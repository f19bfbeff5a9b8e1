package dev.clew.content;

import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Supplier;

/// Seals for several threads at once: each uses a [Sealer] of its own while it does.
public final class SharedSealer implements AutoCloseable {
  private final Supplier<Sealer> fresh;
  private final ConcurrentLinkedQueue<Sealer> free = new ConcurrentLinkedQueue<>();

  /// @param fresh makes one more
  public SharedSealer(Supplier<Sealer> fresh) {
    this.fresh = fresh;
  }

  /// Seals `plain`, whose SHA-256 is `address`.
  public SealedObject seal(byte[] address, byte[] plain) {
    var idle = free.poll();
    var sealer = idle == null ? fresh.get() : idle;
    try {
      return sealer.seal(address, plain);
    } finally {
      free.add(sealer);
    }
  }

  /// Lets go of those that nobody uses.
  @Override
  public void close() {
    for (var sealer = free.poll(); sealer != null; sealer = free.poll()) {
      sealer.close();
    }
  }
}
