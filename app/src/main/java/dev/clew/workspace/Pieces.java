package dev.clew.workspace;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// The object that lists the pieces of a large content, in order: the mark `clp`, 1, then for each
/// piece its SHA-256.
final class Pieces {
  private static final byte[] MARK = {'c', 'l', 'p', 1};

  private Pieces() {}

  static byte[] encode(List<byte[]> ids) {
    var out = new ByteArrayOutputStream(MARK.length + ids.size() * 32);
    out.writeBytes(MARK);
    ids.forEach(out::writeBytes);
    return out.toByteArray();
  }

  static List<byte[]> decode(byte[] object) throws IOException {
    if (object.length % 32 != MARK.length || !Arrays.equals(MARK, 0, 4, object, 0, 4)) {
      throw new DamagedTreeException("not a list of pieces");
    }
    var ids = new ArrayList<byte[]>();
    var in = ByteBuffer.wrap(object, MARK.length, object.length - MARK.length);
    while (in.hasRemaining()) {
      var id = new byte[32];
      in.get(id);
      ids.add(id);
    }
    return ids;
  }
}
