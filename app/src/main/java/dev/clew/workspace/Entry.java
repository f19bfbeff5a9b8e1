package dev.clew.workspace;

import dev.clew.event.FileVersion;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What a tree says of one name in a folder.
public final class Entry {
  /// The id of what was not read.
  static final byte[] NOTHING = new byte[32];

  private final byte[] name;
  private final Kind kind;
  private final Reason reason;
  private final byte[] id;
  private final byte @Nullable [] blob;
  private final long size;
  private final byte @Nullable [] pieces;

  Entry(
      byte[] name,
      Kind kind,
      Reason reason,
      byte[] id,
      byte @Nullable [] blob,
      long size,
      byte @Nullable [] pieces) {
    this.name = name;
    this.kind = kind;
    this.reason = reason;
    this.id = id;
    this.blob = blob;
    this.size = size;
    this.pieces = pieces;
  }

  /// Of what has no content, or none that was looked at.
  static Entry unread(byte[] name, Kind kind, Reason reason) {
    return new Entry(name, kind, reason, NOTHING, null, 0, null);
  }

  /// What an event tells of a path.
  public static Entry of(String path, FileVersion version) {
    var hex = HexFormat.of();
    var blob = version.blob();
    var pieces = version.pieces();
    return new Entry(
        PathText.bytes(path.substring(path.lastIndexOf('/') + 1)),
        Kind.ofMode(version.mode()),
        Reason.ofWire(version.notKept()),
        hex.parseHex(version.sha256()),
        blob == null ? null : hex.parseHex(blob),
        version.size(),
        pieces == null ? null : hex.parseHex(pieces));
  }

  /// The name's bytes as they are on disk, as text: see [PathText].
  public String name() {
    return PathText.of(name);
  }

  /// What it is.
  public Kind kind() {
    return kind;
  }

  /// Why its bytes are not kept; [Reason#NONE] when they are.
  public Reason reason() {
    return reason;
  }

  /// SHA-256 of the content (for a folder, of its object), 64 lower-case hex digits; where the
  /// bytes are not kept a keyed hash, or zeros for what has none.
  public String sha256() {
    return HexFormat.of().formatHex(id);
  }

  /// Git's id of the content as a blob, SHA-1; absent where the bytes are not kept.
  public Optional<String> blob() {
    return Optional.ofNullable(blob).map(HexFormat.of()::formatHex);
  }

  /// In bytes; 0 for folders.
  public long size() {
    return size;
  }

  /// The object that lists the pieces, where the content is kept in pieces; absent where the
  /// content is one object, named [#sha256].
  public Optional<String> pieces() {
    return Optional.ofNullable(pieces).map(HexFormat.of()::formatHex);
  }

  /// The same as an event tells it.
  public FileVersion version() {
    return new FileVersion(
        sha256(),
        blob().orElse(null),
        size,
        kind.mode(),
        reason == Reason.NONE ? null : reason == Reason.SPECIAL ? special() : reason.wire(),
        pieces().orElse(null));
  }

  private String special() {
    return kind.name().toLowerCase(java.util.Locale.ROOT);
  }

  /// Whether the other says the same of its name; the names may differ.
  public boolean saysTheSameAs(Entry other) {
    return kind == other.kind
        && reason == other.reason
        && size == other.size
        && Arrays.equals(id, other.id);
  }

  byte[] nameBytes() {
    return name;
  }

  byte[] id() {
    return id;
  }

  byte @Nullable [] blobBytes() {
    return blob;
  }

  byte @Nullable [] pieceList() {
    return pieces;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Entry entry && Arrays.equals(name, entry.name) && saysTheSameAs(entry);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(id) * 31 + Arrays.hashCode(name);
  }

  @Override
  public String toString() {
    return name() + " " + kind.mode() + " " + reason.wire() + " " + sha256() + " " + size;
  }
}
