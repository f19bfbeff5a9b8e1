package dev.clew.workspace;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.HexFormat;
import java.util.Optional;

/// Gives back the bytes of an entry.
public final class Contents {
  private final ObjectSource source;

  /// Reads from `source`.
  public Contents(ObjectSource source) {
    this.source = source;
  }

  /// The content of a file, or what a link points to; empty when it was not kept or is gone.
  public Optional<byte[]> of(Entry entry) throws IOException {
    if (!entry.kind().hasContent() || entry.reason() != Reason.NONE) {
      return Optional.empty();
    }
    var pieces = entry.pieceList();
    return pieces == null ? source.read(entry.sha256()) : joined(HexFormat.of().formatHex(pieces));
  }

  /// The content whose pieces the object `list` names; empty when one of them is gone.
  public Optional<byte[]> joined(String list) throws IOException {
    var object = source.read(list);
    if (object.isEmpty()) {
      return Optional.empty();
    }
    var whole = new ByteArrayOutputStream();
    for (var id : Pieces.decode(object.get())) {
      var piece = source.read(HexFormat.of().formatHex(id));
      if (piece.isEmpty()) {
        return Optional.empty();
      }
      whole.writeBytes(piece.get());
    }
    return Optional.of(whole.toByteArray());
  }
}
