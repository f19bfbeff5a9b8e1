package dev.clew.workspace.restore;

import java.io.IOException;

/// A call of the system failed.
final class PosixException extends IOException {
  private static final long serialVersionUID = 1;

  static final int NO_ENTRY = 2;
  static final int EXISTS = 17;
  static final int NOT_DIRECTORY = 20;
  static final int IS_DIRECTORY = 21;
  static final int INVALID = 22;
  static final int NO_SYSTEM_CALL = 38;
  static final int NOT_EMPTY = 39;
  static final int LOOP = 40;

  private final int number;

  PosixException(String call, String name, int number) {
    super("%s of %s failed: %s".formatted(call, name, text(number)));
    this.number = number;
  }

  /// `errno`.
  int number() {
    return number;
  }

  /// Whether no other path would fare better: the disk fails, is full or read-only, or we may open
  /// no more files.
  boolean isOfDisk() {
    return switch (number) {
      case 5, 23, 24, 28, 30, 122 -> true;
      default -> false;
    };
  }

  private static String text(int number) {
    return switch (number) {
      case 1 -> "not permitted";
      case NO_ENTRY -> "no such file";
      case 5 -> "input or output error";
      case 13 -> "permission denied";
      case EXISTS -> "there is one already";
      case 18 -> "another file system";
      case NOT_DIRECTORY -> "not a folder";
      case IS_DIRECTORY -> "a folder";
      case 28 -> "no space left";
      case 30 -> "the file system is read-only";
      case NOT_EMPTY -> "the folder is not empty";
      case LOOP -> "a symbolic link";
      case 122 -> "over the quota";
      default -> "error " + number;
    };
  }
}
