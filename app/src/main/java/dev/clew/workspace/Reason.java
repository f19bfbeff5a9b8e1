package dev.clew.workspace;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Why the bytes of an entry are not kept.
public enum Reason {
  /// They are.
  NONE(0),
  /// Its path is one where keys and passwords are: a keyed hash is known.
  SENSITIVE(1),
  /// It is larger than the limit for one file: a keyed hash is known.
  SIZE(2),
  /// The workspace is at its limit of files or bytes: the file was not read.
  LIMIT(3),
  /// The system does not let us read it.
  UNREADABLE(4),
  /// It changed each time while it was read.
  CHANGING(5),
  /// It is a repository of its own.
  REPOSITORY(6),
  /// It is a pipe, a socket or a device.
  SPECIAL(7);

  private static final Reason[] ALL = values();

  private final int code;

  Reason(int code) {
    this.code = code;
  }

  /// Its number in a tree object.
  int code() {
    return code;
  }

  /// The name on the wire: lower case.
  public String wire() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// By what [Entry#version] tells: a special file's kind stands for the reason.
  static Reason ofWire(@Nullable String wire) {
    if (wire == null) {
      return NONE;
    }
    for (var reason : ALL) {
      if (reason.wire().equals(wire)) {
        return reason;
      }
    }
    return SPECIAL;
  }

  static Reason of(int code) {
    for (var reason : ALL) {
      if (reason.code == code) {
        return reason;
      }
    }
    throw new IllegalArgumentException("no reason " + code);
  }
}
