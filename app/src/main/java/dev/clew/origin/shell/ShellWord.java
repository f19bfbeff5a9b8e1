package dev.clew.origin.shell;

/// One word of a command, with quotes taken off.
///
/// @param text what it says; of a word that is not fixed only what stands there literally
/// @param fixed whether the shell leaves it as it is, or makes names of it that exist
/// @param glob whether it has wildcards
/// @param pattern `text`, where a wildcard that was quoted has a backslash before it
public record ShellWord(String text, boolean fixed, boolean glob, String pattern) {
  /// Whether it begins as an option does.
  boolean isOption() {
    return text.length() > 1 && text.charAt(0) == '-';
  }
}
