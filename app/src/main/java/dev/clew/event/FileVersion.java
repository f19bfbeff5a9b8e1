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
public record FileVersion(
    String sha256, @Nullable String blob, long size, String mode, @Nullable String notKept) {}
