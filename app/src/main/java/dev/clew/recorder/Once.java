package dev.clew.recorder;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// A value that is made when it is first needed, once, whoever needs it.
final class Once<T> implements Supplier<T> {
  private final Supplier<T> maker;
  private volatile @Nullable T value;

  Once(Supplier<T> maker) {
    this.maker = maker;
  }

  @Override
  public T get() {
    var made = value;
    if (made == null) {
      synchronized (maker) {
        made = value;
        if (made == null) {
          made = maker.get();
          value = made;
        }
      }
    }
    return made;
  }
}
