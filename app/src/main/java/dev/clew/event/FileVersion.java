package dev.clew.event;

import org.jspecify.annotations.Nullable;

/// One content of a path in a workspace, as it was seen on disk.
///
/// @param sha256 of the bytes (of the target's name for a symbolic link), 64 lower-case hex digits;
///   for bytes that are not kept a keyed hash
/// @param blob Git's id of the same bytes as a blob, SHA-1, 40 lower-case hex digits; absent for
///   bytes that are not kept
/// @param size in bytes
/// @param mode Git's: `100644`, `100755`, `120000`
/// @param notKept why the bytes are not kept (`sensitive`, `size`, `unreadable`...); absent when
///   they are
/// @param pieces the object that lists the pieces in which the bytes are kept, 64 lower-case hex
///   digits; absent when they are one object, named `sha256`
public record FileVersion(
    String sha256,
    @Nullable String blob,
    long size,
    String mode,
    @Nullable String notKept,
    @Nullable String pieces) {
  /// A version that is not kept in pieces.
  public FileVersion(
      String sha256, @Nullable String blob, long size, String mode, @Nullable String notKept) {
    this(sha256, blob, size, mode, notKept, null);
  }
}
