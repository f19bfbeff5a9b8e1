package dev.clew.workspace.restore;

/// What a path stands for, as far as a move is concerned.
public sealed interface State {
  /// There is nothing.
  record Nothing() implements State {}

  /// A file.
  ///
  /// @param sha256 of its content, 64 lower-case hex digits
  /// @param executable whether its owner may execute it
  record File(String sha256, boolean executable) implements State {}

  /// A symbolic link.
  ///
  /// @param sha256 of the bytes that it holds, 64 lower-case hex digits
  record Link(String sha256) implements State {}

  /// A folder, whatever is in it.
  record Folder() implements State {}

  /// Anything else: a pipe, a device, what cannot be read.
  record Other() implements State {}

  /// Its form in a journal.
  default String text() {
    return switch (this) {
      case Nothing _ -> "-";
      case File file -> (file.executable ? "x" : "f") + file.sha256;
      case Link link -> "l" + link.sha256;
      case Folder _ -> "d";
      case Other _ -> "?";
    };
  }

  /// What [#text] says.
  static State of(String text) {
    return switch (text.isEmpty() ? '?' : text.charAt(0)) {
      case '-' -> new Nothing();
      case 'f' -> new File(text.substring(1), false);
      case 'x' -> new File(text.substring(1), true);
      case 'l' -> new Link(text.substring(1));
      case 'd' -> new Folder();
      default -> new Other();
    };
  }
}
