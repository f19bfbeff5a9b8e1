package dev.clew.workspace;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A name that is no folder.
final class Leaf implements Node {
  private final byte[] name;
  private int seen;
  private @Nullable Entry entry;

  /// What the system told when it was read.
  @Nullable Stat stat;

  /// Whether it may have changed since without showing: it is read again at the next look.
  boolean racy;

  Leaf(byte[] name) {
    this.name = name;
  }

  @Override
  public byte[] name() {
    return name;
  }

  @Override
  public int seen() {
    return seen;
  }

  @Override
  public void see(int scan) {
    seen = scan;
  }

  @Override
  public Entry entry() {
    return Objects.requireNonNull(entry, "read before it is asked for");
  }

  /// The entry, or nothing where it was not read yet.
  @Nullable Entry known() {
    return entry;
  }

  void set(Entry entry) {
    this.entry = entry;
  }
}
