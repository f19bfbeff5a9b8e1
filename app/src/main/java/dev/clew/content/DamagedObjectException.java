package dev.clew.content;

import java.util.HexFormat;

/// An object's bytes are not the bytes that were sealed.
public final class DamagedObjectException extends Exception {
  private static final long serialVersionUID = 1;

  DamagedObjectException(SealedObject object, String what) {
    super("content.db: object %s: %s".formatted(HexFormat.of().formatHex(object.sha256()), what));
  }
}
