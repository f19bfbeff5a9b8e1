package dev.clew.content;

/// What was destroyed in a store.
///
/// @param records how many records' payloads
/// @param objects how many objects: payloads, attachments, contents of files
/// @param bytes how many sealed bytes
public record Erased(long records, long objects, long bytes) {
  /// Nothing.
  public static final Erased NOTHING = new Erased(0, 0, 0);
}
