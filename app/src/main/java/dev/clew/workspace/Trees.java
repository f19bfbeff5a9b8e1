package dev.clew.workspace;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/// Reads trees that were kept.
public final class Trees {
  private final ObjectSource source;

  /// Reads from `source`.
  public Trees(ObjectSource source) {
    this.source = source;
  }

  /// What `tree` has at `path`, below its root; empty when it has nothing there.
  ///
  /// @throws IOException also when an object of the tree is gone or damaged
  public Optional<Entry> entry(String tree, String path) throws IOException {
    var id = HexFormat.of().parseHex(tree);
    var bytes = PathText.bytes(path);
    var from = 0;
    for (int at = 0; at <= bytes.length; at++) {
      if (at == bytes.length || bytes[at] == '/') {
        var entry = find(id, Arrays.copyOfRange(bytes, from, at));
        if (entry == null || at == bytes.length) {
          return Optional.ofNullable(entry);
        }
        if (entry.kind() != Kind.FOLDER || entry.reason() != Reason.NONE) {
          return Optional.empty();
        }
        id = entry.id();
        from = at + 1;
      }
    }
    return Optional.empty();
  }

  private @Nullable Entry find(byte[] id, byte[] name) throws IOException {
    var hash = Digests.sha256(name);
    byte @Nullable [] next = id;
    for (int level = 0; next != null; level++) {
      switch (object(next)) {
        case TreeObject.Fan fan -> next = fan.ids()[TreeObject.branch(hash, level)];
        case TreeObject.Few few -> {
          return few.entries().stream()
              .filter(entry -> Arrays.equals(entry.nameBytes(), name))
              .findFirst()
              .orElse(null);
        }
      }
    }
    return null;
  }

  /// What is in one folder, in order of the names' bytes.
  public List<Entry> entries(String tree) throws IOException {
    return entries(HexFormat.of().parseHex(tree));
  }

  private List<Entry> entries(byte[] id) throws IOException {
    var entries = new ArrayList<Entry>();
    var waiting = new ArrayDeque<byte[]>(List.of(id));
    while (!waiting.isEmpty()) {
      switch (object(waiting.pop())) {
        case TreeObject.Few few -> entries.addAll(few.entries());
        case TreeObject.Fan fan -> {
          for (var each : fan.ids()) {
            if (each != null) {
              waiting.push(each);
            }
          }
        }
      }
    }
    entries.sort((a, b) -> Arrays.compareUnsigned(a.nameBytes(), b.nameBytes()));
    return entries;
  }

  private TreeObject object(byte[] id) throws IOException {
    var hex = HexFormat.of().formatHex(id);
    var bytes = source.read(hex);
    if (bytes.isEmpty()) {
      throw new DamagedTreeException("no object " + hex);
    }
    return TreeObject.of(bytes.get());
  }

  /// Every path and entry of `tree`, folders before what is in them.
  public void walk(String tree, BiConsumer<String, Entry> consumer) throws IOException {
    var waiting = new ArrayDeque<Below>();
    waiting.push(new Below(new byte[0], HexFormat.of().parseHex(tree)));
    while (!waiting.isEmpty()) {
      var next = waiting.pop();
      for (var entry : entries(next.id())) {
        var path = next.path(entry.nameBytes());
        consumer.accept(PathText.of(path), entry);
        if (entry.kind() == Kind.FOLDER && entry.reason() == Reason.NONE) {
          waiting.push(new Below(slashed(path), entry.id()));
        }
      }
    }
  }

  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Below(byte[] prefix, byte[] id) {
    byte[] path(byte[] name) {
      return joined(prefix, name);
    }
  }

  private static byte[] joined(byte[] first, byte[] second) {
    var both = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, both, first.length, second.length);
    return both;
  }

  private static byte[] slashed(byte[] path) {
    return joined(path, "/".getBytes(StandardCharsets.US_ASCII));
  }

  /// What is different in `after`; only folders that differ are read.
  ///
  /// @param before absent for a tree without anything
  public List<Change> diff(@Nullable String before, @Nullable String after) throws IOException {
    var changes = new Changes();
    var hex = HexFormat.of();
    var waiting = new ArrayDeque<Pair>();
    waiting.push(
        new Pair(
            new byte[0],
            before == null ? null : hex.parseHex(before),
            after == null ? null : hex.parseHex(after)));
    while (!waiting.isEmpty()) {
      compare(waiting.pop(), changes, waiting);
    }
    return changes.list();
  }

  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Pair(byte[] prefix, byte @Nullable [] before, byte @Nullable [] after) {}

  private void compare(Pair pair, Changes changes, ArrayDeque<Pair> waiting) throws IOException {
    var names = new TreeMap<byte[], @Nullable Entry[]>(Arrays::compareUnsigned);
    differing(pair.before(), pair.after(), 0, names);
    for (var each : names.entrySet()) {
      var before = each.getValue()[0];
      var after = each.getValue()[1];
      var path = joined(pair.prefix(), each.getKey());
      var open = opened(before);
      var opened = opened(after);
      if (!Arrays.equals(open, opened)) {
        waiting.push(new Pair(slashed(path), open, opened));
      }
      changes.add(PathText.of(path), file(before), file(after), null);
    }
  }

  private static byte @Nullable [] opened(@Nullable Entry entry) {
    return entry == null || entry.kind() != Kind.FOLDER || entry.reason() != Reason.NONE
        ? null
        : entry.id();
  }

  private static @Nullable Entry file(@Nullable Entry entry) {
    return entry == null || entry.kind() == Kind.FOLDER ? null : entry;
  }

  /// Puts the names that differ into `names`, with the entries on both sides.
  private void differing(
      byte @Nullable [] before,
      byte @Nullable [] after,
      int level,
      SortedMap<byte[], @Nullable Entry[]> names)
      throws IOException {
    if (Arrays.equals(before, after)) {
      return;
    }
    if (before != null
        && after != null
        && object(before) instanceof TreeObject.Fan(var one)
        && object(after) instanceof TreeObject.Fan(var other)) {
      for (int i = 0; i < TreeObject.FAN; i++) {
        differing(one[i], other[i], level + 1, names);
      }
      return;
    }
    side(before, 0, names);
    side(after, 1, names);
    names
        .values()
        .removeIf(both -> both[0] != null && both[1] != null && both[0].saysTheSameAs(both[1]));
  }

  private void side(byte @Nullable [] id, int side, SortedMap<byte[], @Nullable Entry[]> names)
      throws IOException {
    if (id != null) {
      for (var entry : entries(id)) {
        names.computeIfAbsent(entry.nameBytes(), name -> new Entry[2])[side] = entry;
      }
    }
  }
}
