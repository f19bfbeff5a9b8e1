package dev.clew.workspace;

import java.io.IOException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;

/// Makes the pieces of one content.
final class PieceMaker {
  private final Making making;
  private final Set<String> known;
  private final MessageDigest sha256 = Digests.sha256();
  private final MessageDigest blob;
  private final List<byte[]> ids = new ArrayList<>();
  private byte[] waiting = new byte[0];

  /// @param size of the content
  /// @param known the pieces that are kept already
  PieceMaker(Making making, long size, Set<String> known) {
    this.making = making;
    this.known = known;
    this.blob = Digests.blob(size);
  }

  /// What was made.
  ///
  /// @param sha256 of the content
  /// @param blob Git's id of it
  /// @param list the object that lists its pieces
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Made(byte[] sha256, byte[] blob, byte[] list) {}

  void add(byte[] bytes, int length) throws IOException {
    sha256.update(bytes, 0, length);
    blob.update(bytes, 0, length);
    var all = Arrays.copyOf(waiting, waiting.length + length);
    System.arraycopy(bytes, 0, all, waiting.length, length);
    var from = 0;
    while (all.length - from >= Chunker.MOST) {
      from += piece(all, from);
    }
    waiting = Arrays.copyOfRange(all, from, all.length);
  }

  private int piece(byte[] bytes, int from) throws IOException {
    var length = Chunker.cut(bytes, from, bytes.length);
    var piece = Arrays.copyOfRange(bytes, from, from + length);
    var id = Digests.sha256(piece);
    if (known.add(HexFormat.of().formatHex(id))) {
      making.put(id, null, piece);
    }
    ids.add(id);
    return length;
  }

  Made end() throws IOException {
    for (var from = 0; from < waiting.length; ) {
      from += piece(waiting, from);
    }
    var object = Pieces.encode(ids);
    var list = Digests.sha256(object);
    making.put(list, null, object);
    return new Made(sha256.digest(), blob.digest(), list);
  }
}
