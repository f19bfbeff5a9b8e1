package dev.clew.workspace;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What was known of a workspace's files, in a file of our own: only a help. It ends with its own
/// hash; damaged, cut or of another version, it counts as absent. The file's time is when the look
/// began that knew this: whatever came later is not in it.
final class StatCache {
  private static final byte[] MARK = {'c', 'l', 's', 1};

  private final Path file;

  StatCache(Path file) {
    this.file = file;
  }

  void delete() throws IOException {
    Files.deleteIfExists(file);
  }

  void save(Folder root, String tree, Instant lookedAt) throws IOException {
    var bytes = new java.io.ByteArrayOutputStream(1 << 16);
    var out = new DataOutputStream(bytes);
    out.write(MARK);
    bytes(root.path.toUri().getRawPath().getBytes(java.nio.charset.StandardCharsets.US_ASCII), out);
    out.write(HexFormat.of().parseHex(tree));
    var folders = new ArrayList<Folder>(List.of(root));
    for (int i = 0; i < folders.size(); i++) {
      save(folders.get(i), folders, out);
    }
    out.write(Digests.sha256(bytes.toByteArray()));
    var draft = file.resolveSibling(file.getFileName() + ".new");
    Files.write(draft, bytes.toByteArray());
    Files.setLastModifiedTime(draft, FileTime.from(lookedAt));
    Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  private static void save(Folder folder, List<Folder> folders, DataOutputStream out)
      throws IOException {
    out.writeLong(folder.inode);
    out.writeInt(folder.mode);
    out.writeByte(folder.reason.code());
    out.writeBoolean(folder.withinIgnored);
    out.writeInt(folder.children.size());
    for (var node : folder.children.nodes()) {
      bytes(node.name(), out);
      switch (node) {
        case Folder below -> {
          out.writeByte(Kind.FOLDER.code());
          folders.add(below);
        }
        case Leaf leaf -> save(leaf, out);
      }
    }
  }

  private static void save(Leaf leaf, DataOutputStream out) throws IOException {
    var entry = leaf.entry();
    out.writeByte(entry.kind().code());
    out.writeByte(entry.reason().code());
    out.write(entry.id());
    out.writeLong(entry.size());
    bytes(entry.blobBytes(), out);
    bytes(entry.pieceList(), out);
    var stat = leaf.racy ? null : leaf.stat;
    out.writeBoolean(stat != null);
    if (stat != null) {
      out.writeInt(stat.mode());
      out.writeLong(stat.inode());
      out.writeLong(stat.size());
      out.writeLong(stat.modified());
      out.writeLong(stat.changed());
    }
  }

  private static void bytes(byte @Nullable [] bytes, DataOutputStream out) throws IOException {
    out.writeShort(bytes == null ? 0 : bytes.length);
    if (bytes != null) {
      out.write(bytes);
    }
  }

  /// Fills `root` with what was known and `totals` with their sum; the tree's name. Empty when
  /// there is nothing to be used; then `root` is not either.
  Optional<String> load(Folder root, Totals totals) {
    try {
      var bytes = Files.readAllBytes(file);
      var body = bytes.length - 32;
      if (body < MARK.length
          || !Arrays.equals(bytes, 0, MARK.length, MARK, 0, MARK.length)
          || !Arrays.equals(
              Digests.sha256(Arrays.copyOf(bytes, body)),
              Arrays.copyOfRange(bytes, body, bytes.length))) {
        return Optional.empty();
      }
      var in = new DataInputStream(new ByteArrayInputStream(bytes, MARK.length, body));
      var path = root.path.toUri().getRawPath();
      if (!path.equals(new String(read(in), java.nio.charset.StandardCharsets.US_ASCII))) {
        return Optional.empty();
      }
      var tree = in.readNBytes(32);
      var folders = new ArrayList<Folder>(List.of(root));
      for (int i = 0; i < folders.size(); i++) {
        load(folders.get(i), folders, totals, in);
      }
      return Optional.of(HexFormat.of().formatHex(tree));
    } catch (IOException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static void load(Folder folder, List<Folder> folders, Totals totals, DataInputStream in)
      throws IOException {
    folder.inode = in.readLong();
    folder.mode = in.readInt();
    folder.reason = Reason.of(in.readByte());
    folder.withinIgnored = in.readBoolean();
    var children = in.readInt();
    for (int i = 0; i < children; i++) {
      var name = read(in);
      var kind = Kind.of((char) in.readByte());
      if (kind == Kind.FOLDER) {
        var below = new Folder(name, folder, DiskNames.resolve(folder.path, name));
        folder.children.put(below);
        folders.add(below);
      } else {
        var leaf = leaf(name, kind, in);
        folder.children.put(leaf);
        totals.replace(null, leaf.entry());
      }
    }
  }

  private static Leaf leaf(byte[] name, Kind kind, DataInputStream in) throws IOException {
    var leaf = new Leaf(name);
    var reason = Reason.of(in.readByte());
    var id = in.readNBytes(32);
    var size = in.readLong();
    var blob = read(in);
    var pieces = read(in);
    leaf.set(
        new Entry(
            name,
            kind,
            reason,
            id,
            blob.length == 0 ? null : blob,
            size,
            pieces.length == 0 ? null : pieces));
    if (in.readBoolean()) {
      leaf.stat =
          new Stat(in.readInt(), in.readLong(), in.readLong(), in.readLong(), in.readLong());
    }
    return leaf;
  }

  private static byte[] read(DataInputStream in) throws IOException {
    return in.readNBytes(in.readUnsignedShort());
  }
}
