package dev.clew.recorder;

/// What is to be forgotten.
public sealed interface ForgetOrder {
  /// A session and its sub-agents.
  ///
  /// @param id the session's id, whole
  record Session(String id) implements ForgetOrder {}

  /// A value, wherever it stands.
  record Secret(String value) implements ForgetOrder {}

  /// What a file held, in every version of it, or the files of a folder.
  ///
  /// @param path absolute
  record Contents(String path) implements ForgetOrder {}
}
