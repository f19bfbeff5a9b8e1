package dev.clew.workspace;

/// What a name in a folder stands for.
public enum Kind {
  /// A file.
  FILE('f', "100644"),
  /// A file that its owner may execute.
  EXECUTABLE('x', "100755"),
  /// A symbolic link: its content is the name it points to; it is never followed.
  LINK('l', "120000"),
  /// A folder.
  FOLDER('d', "040000"),
  /// A repository of its own (nested, a submodule or a linked worktree): noted, not entered.
  REPOSITORY('r', "160000"),
  /// A named pipe: never opened.
  FIFO('p', "010000"),
  /// A socket: never opened.
  SOCKET('s', "140000"),
  /// A device: never opened.
  DEVICE('b', "060000");

  private static final Kind[] ALL = values();

  private final char code;
  private final String mode;

  Kind(char code, String mode) {
    this.code = code;
    this.mode = mode;
  }

  /// Its byte in a tree object.
  char code() {
    return code;
  }

  /// Its mode as Git writes it; for what Git does not know, the file type's bits in octal.
  public String mode() {
    return mode;
  }

  /// Whether it has bytes that can be kept.
  public boolean hasContent() {
    return this == FILE || this == EXECUTABLE || this == LINK;
  }

  static Kind of(char code) {
    for (var kind : ALL) {
      if (kind.code == code) {
        return kind;
      }
    }
    throw new IllegalArgumentException("no kind " + (int) code);
  }

  /// By its mode as Git writes it, see [#mode].
  static Kind ofMode(String mode) {
    for (var kind : ALL) {
      if (kind.mode.equals(mode)) {
        return kind;
      }
    }
    throw new IllegalArgumentException("no mode " + mode);
  }

  /// By the mode that stat(2) tells.
  static Kind ofMode(int mode) {
    return switch (mode & 0170000) {
      case 0100000 -> (mode & 0100) == 0 ? FILE : EXECUTABLE;
      case 0120000 -> LINK;
      case 0040000 -> FOLDER;
      case 0010000 -> FIFO;
      case 0140000 -> SOCKET;
      default -> DEVICE;
    };
  }
}
