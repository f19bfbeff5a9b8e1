package dev.clew.workspace;

import java.io.ByteArrayOutputStream;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One object of a tree: a folder's entries, or, where these are many, the objects that have them.
/// The bytes are described in `docs/formats/workspace.md`.
sealed interface TreeObject {
  /// How many objects a large folder is spread over, at each level.
  int FAN = 16;

  /// Entries, in order of their names' bytes.
  record Few(List<Entry> entries) implements TreeObject {}

  /// Ids of the objects that have the entries, by the hash of the name; absent where there are
  /// none.
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Fan(byte[] @Nullable [] ids) implements TreeObject {}

  /// How many levels of fans there may be: the digits of a name's hash.
  int DEEPEST = 64;

  /* The tree's mark, then its form. */
  int MARK = 'c' << 24 | 'l' << 16 | 't' << 8 | 1;
  int PIECES = 0x80;
  int BLOB = 0x40;

  /// Which of a fan's objects has `name`, at `level`.
  static int branch(byte[] nameHash, int level) {
    var both = nameHash[level / 2] & 0xff;
    return level % 2 == 0 ? both >> 4 : both & 15;
  }

  static byte[] few(Collection<Entry> entries) {
    var out = begin('L');
    for (var entry : entries) {
      number(entry.nameBytes().length, out);
      out.writeBytes(entry.nameBytes());
      out.write(entry.kind().code());
      var blob = entry.blobBytes();
      var pieces = entry.pieceList();
      out.write(entry.reason().code() | (blob == null ? 0 : BLOB) | (pieces == null ? 0 : PIECES));
      out.writeBytes(entry.id());
      if (entry.kind().hasContent()) {
        number(entry.size(), out);
      }
      if (blob != null) {
        out.writeBytes(blob);
      }
      if (pieces != null) {
        out.writeBytes(pieces);
      }
    }
    return out.toByteArray();
  }

  static byte[] fan(byte[] @Nullable [] ids) {
    var out = begin('F');
    var present = 0;
    for (int i = 0; i < FAN; i++) {
      present |= ids[i] == null ? 0 : 1 << i;
    }
    out.write(present >> 8);
    out.write(present);
    for (var id : ids) {
      if (id != null) {
        out.writeBytes(id);
      }
    }
    return out.toByteArray();
  }

  private static ByteArrayOutputStream begin(char form) {
    var out = new ByteArrayOutputStream(1024);
    for (int shift = 24; shift >= 0; shift -= 8) {
      out.write(MARK >> shift);
    }
    out.write(form);
    return out;
  }

  private static void number(long value, ByteArrayOutputStream out) {
    for (; value > 127; value >>>= 7) {
      out.write((int) (value | 0x80));
    }
    out.write((int) value);
  }

  /// Reads one.
  ///
  /// @throws DamagedTreeException when these are not the bytes of a tree
  static TreeObject of(byte[] bytes) throws DamagedTreeException {
    try {
      var in = ByteBuffer.wrap(bytes);
      if (in.getInt() != MARK) {
        throw new DamagedTreeException("not a tree that this Clew knows");
      }
      return switch (in.get()) {
        case 'L' -> readFew(in);
        case 'F' -> readFan(in);
        default -> throw new DamagedTreeException("a tree of unknown form");
      };
    } catch (BufferUnderflowException | IllegalArgumentException e) {
      throw new DamagedTreeException("a tree that ends early or is damaged: " + e.getMessage());
    }
  }

  private static Few readFew(ByteBuffer in) {
    var entries = new ArrayList<Entry>();
    while (in.hasRemaining()) {
      var name = take(Math.toIntExact(number(in)), in);
      var kind = Kind.of((char) in.get());
      var flags = in.get() & 0xff;
      var id = take(32, in);
      var size = kind.hasContent() ? number(in) : 0;
      var blob = (flags & BLOB) == 0 ? null : take(20, in);
      var pieces = (flags & PIECES) == 0 ? null : take(32, in);
      entries.add(new Entry(name, kind, Reason.of(flags & 0x3f), id, blob, size, pieces));
    }
    return new Few(entries);
  }

  private static Fan readFan(ByteBuffer in) {
    var present = in.getShort();
    var ids = new byte[FAN] @Nullable [];
    for (int i = 0; i < FAN; i++) {
      ids[i] = (present & 1 << i) == 0 ? null : take(32, in);
    }
    return new Fan(ids);
  }

  private static byte[] take(int length, ByteBuffer in) {
    if (length < 0 || length > in.remaining()) {
      throw new BufferUnderflowException();
    }
    var bytes = new byte[length];
    in.get(bytes);
    return bytes;
  }

  private static long number(ByteBuffer in) {
    long value = 0;
    for (int shift = 0; shift < 64; shift += 7) {
      var next = in.get();
      value |= (next & 0x7fL) << shift;
      if (next >= 0) {
        return value;
      }
    }
    throw new IllegalArgumentException("a number without end");
  }
}
