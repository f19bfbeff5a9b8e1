package dev.clew.workspace;

import java.util.Locale;

/// Why the bytes of an entry are not kept.
public enum Reason {
  /// They are.
  NONE,
  /// Its path is one where keys and passwords are: a keyed hash is known.
  SENSITIVE,
  /// It is larger than the limit for one file: a keyed hash is known.
  SIZE,
  /// The workspace is at its limit of files or bytes: the file was not read.
  LIMIT,
  /// The system does not let us read it.
  UNREADABLE,
  /// It changed each time while it was read.
  CHANGING,
  /// It is a repository of its own.
  REPOSITORY,
  /// It is a pipe, a socket or a device.
  SPECIAL;

  private static final Reason[] ALL = values();

  /// The name on the wire: lower case.
  public String wire() {
    return name().toLowerCase(Locale.ROOT);
  }

  static Reason of(int code) {
    if (code >= ALL.length) {
      throw new IllegalArgumentException("no reason " + code);
    }
    return ALL[code];
  }
}
