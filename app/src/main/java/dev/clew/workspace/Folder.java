package dev.clew.workspace;

import java.nio.file.Path;
import java.nio.file.WatchKey;
import java.util.Arrays;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// A folder of the workspace.
final class Folder implements Node {
  private final byte[] name;
  private int seen;
  final @Nullable Folder parent;
  final Path path;
  final Shard children = new Shard(0);

  /// Names in it that ignore rules leave out, and whether each is a folder.
  final TreeMap<byte[], Boolean> ignored = new TreeMap<>(Arrays::compareUnsigned);

  /// The rules for what is in it; absent until it is scanned.
  @Nullable Rules rules;

  /// Whether it matches an ignore rule and is entered only for tracked files in it.
  boolean withinIgnored;

  @Nullable WatchKey key;
  long inode;
  int mode;
  Reason reason = Reason.NONE;

  Folder(byte[] name, @Nullable Folder parent, Path path) {
    this.name = name;
    this.parent = parent;
    this.path = path;
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
    var id = reason == Reason.NONE ? Objects.requireNonNull(children.id()) : Entry.NOTHING;
    return new Entry(name, Kind.FOLDER, reason, id, null, 0, null);
  }

  /// Whether its object has to be made.
  boolean isDirty() {
    return children.id() == null;
  }

  /// Says that something about `child` changed.
  void touch(byte[] child) {
    var folder = this;
    var below = child;
    while (folder != null) {
      var dirty = folder.isDirty();
      folder.children.touch(below);
      if (dirty) {
        return; // and so are those above
      }
      below = folder.name;
      folder = folder.parent;
    }
  }

  void put(Node node) {
    touch(node.name());
    children.put(node);
  }

  void remove(byte[] child) {
    touch(child);
    children.remove(child);
  }

  /// Its path below the root, ended by a slash; empty for the root.
  byte[] prefix() {
    var length = 0;
    for (var each = this; each.parent != null; each = each.parent) {
      length += each.name.length + 1;
    }
    var prefix = new byte[length];
    for (var each = this; each.parent != null; each = each.parent) {
      prefix[--length] = '/';
      length -= each.name.length;
      System.arraycopy(each.name, 0, prefix, length, each.name.length);
    }
    return prefix;
  }

  /// The path of `child` below the root.
  byte[] pathOf(byte[] child) {
    var prefix = prefix();
    var whole = Arrays.copyOf(prefix, prefix.length + child.length);
    System.arraycopy(child, 0, whole, prefix.length, child.length);
    return whole;
  }
}
