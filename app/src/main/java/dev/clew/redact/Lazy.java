package dev.clew.redact;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// A value made when it is first asked for, most often never.
///
/// Two threads may both make it; the results are equal, so it does not matter whose is kept.
final class Lazy<T> {
  private final Supplier<T> maker;
  private volatile @Nullable T value;

  Lazy(Supplier<T> maker) {
    this.maker = maker;
  }

  T get() {
    var made = value;
    if (made == null) {
      made = maker.get();
      value = made;
    }
    return made;
  }
}
