package dev.clew.workspace;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A folder's entries, or a part of them: up to 64 in order, more spread over sixteen shards by the
/// hash of the name. Which it is depends on how many there are only, so that equal folders have
/// equal objects however they came to be.
final class Shard {
  static final int MOST = 64;

  private final int level;
  private Node[] few = new Node[4];
  private @Nullable Shard @Nullable [] fan;
  private int size;
  private byte @Nullable [] id;

  Shard(int level) {
    this.level = level;
  }

  /// The object's id; absent when it has to be made.
  byte @Nullable [] id() {
    return id;
  }

  /// Takes over what is known from an earlier run.
  void set(byte[] known) {
    id = known;
  }

  int size() {
    return size;
  }

  @Nullable Node get(byte[] name) {
    if (fan == null) {
      var at = find(name);
      return at < 0 ? null : few[at];
    }
    var hash = Digests.sha256(name);
    var shard = this;
    while (shard != null && shard.fan != null) {
      shard = shard.fan[TreeObject.branch(hash, shard.level)];
    }
    return shard == null ? null : shard.get(name);
  }

  private int find(byte[] name) {
    var low = 0;
    var high = size - 1;
    while (low <= high) {
      var middle = (low + high) >>> 1;
      var order = Arrays.compareUnsigned(few[middle].name(), name);
      if (order == 0) {
        return middle;
      }
      if (order < 0) {
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    return -low - 1;
  }

  /// Forgets the ids of the objects that have `name`.
  void touch(byte[] name) {
    id = null;
    if (fan != null) {
      var hash = Digests.sha256(name);
      for (var shard = fan[TreeObject.branch(hash, level)]; shard != null; ) {
        shard.id = null;
        shard = shard.fan == null ? null : shard.fan[TreeObject.branch(hash, shard.level)];
      }
    }
  }

  /// Adds or replaces.
  void put(Node node) {
    put(node, fan == null ? null : Digests.sha256(node.name()));
  }

  /// Whether it is a new name.
  private boolean put(Node node, byte @Nullable [] hash) {
    id = null;
    if (fan != null) {
      var known = hash == null ? Digests.sha256(node.name()) : hash;
      var branch = TreeObject.branch(known, level);
      var shard = fan[branch];
      if (shard == null) {
        shard = new Shard(level + 1);
        fan[branch] = shard;
      }
      var added = shard.put(node, known);
      size += added ? 1 : 0;
      return added;
    }
    var at = find(node.name());
    if (at >= 0) {
      few[at] = node;
      return false;
    }
    if (size == MOST && level < TreeObject.DEEPEST) {
      spread();
      return put(node, hash);
    }
    insert(-at - 1, node);
    return true;
  }

  private void insert(int at, Node node) {
    if (size == few.length) {
      few = Arrays.copyOf(few, size * 2);
    }
    System.arraycopy(few, at, few, at + 1, size - at);
    few[at] = node;
    size++;
  }

  private void spread() {
    var nodes = Arrays.copyOf(few, size);
    few = new Node[0];
    size = 0;
    fan = new Shard[TreeObject.FAN];
    for (var node : nodes) {
      put(node, Digests.sha256(node.name()));
    }
  }

  void remove(byte[] name) {
    remove(name, fan == null ? null : Digests.sha256(name));
  }

  private boolean remove(byte[] name, byte @Nullable [] hash) {
    if (fan == null) {
      return removeFew(name);
    }
    var known = Objects.requireNonNull(hash);
    var branch = TreeObject.branch(known, level);
    var shard = fan[branch];
    if (shard == null || !shard.remove(name, known)) {
      return false;
    }
    id = null;
    size--;
    if (shard.size == 0) {
      fan[branch] = null;
    }
    if (size <= MOST) {
      gather();
    }
    return true;
  }

  private boolean removeFew(byte[] name) {
    var at = find(name);
    if (at < 0) {
      return false;
    }
    id = null;
    size--;
    var rest = new Node[few.length];
    System.arraycopy(few, 0, rest, 0, at);
    System.arraycopy(few, at + 1, rest, at, size - at);
    few = rest;
    return true;
  }

  private void gather() {
    var nodes = new ArrayList<Node>(size);
    forEach(nodes::add);
    nodes.sort((a, b) -> Arrays.compareUnsigned(a.name(), b.name()));
    fan = null;
    few = nodes.toArray(new Node[Math.max(4, nodes.size())]);
  }

  /// Every node, in no promised order.
  void forEach(Consumer<Node> consumer) {
    if (fan == null) {
      for (int i = 0; i < size; i++) {
        consumer.accept(few[i]);
      }
      return;
    }
    for (var shard : fan) {
      if (shard != null) {
        shard.forEach(consumer);
      }
    }
  }

  /// Every node; the shard may be changed meanwhile.
  List<Node> nodes() {
    var nodes = new ArrayList<Node>(size);
    forEach(nodes::add);
    return nodes;
  }

  /// The folders whose objects have to be made.
  void dirtyFolders(Consumer<Folder> consumer) {
    if (id != null) {
      return;
    }
    if (fan == null) {
      for (int i = 0; i < size; i++) {
        if (few[i] instanceof Folder folder && folder.isDirty()) {
          consumer.accept(folder);
        }
      }
      return;
    }
    for (var shard : fan) {
      if (shard != null) {
        shard.dirtyFolders(consumer);
      }
    }
  }

  /// Makes the objects that have to be made; those of the folders in it are.
  byte[] write(Making objects) throws IOException {
    if (id == null) {
      id = objects.tree(fan == null ? encodeFew() : encodeFan(fan, objects));
    }
    return id;
  }

  private byte[] encodeFew() {
    var entries = new ArrayList<Entry>(size);
    for (int i = 0; i < size; i++) {
      entries.add(few[i].entry());
    }
    return TreeObject.few(entries);
  }

  private static byte[] encodeFan(@Nullable Shard[] fan, Making objects) throws IOException {
    var ids = new byte[TreeObject.FAN] @Nullable [];
    for (int i = 0; i < TreeObject.FAN; i++) {
      var shard = fan[i];
      ids[i] = shard == null ? null : shard.write(objects);
    }
    return TreeObject.fan(ids);
  }
}
