package dev.clew.event;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// A file that a commit has otherwise than one of its parents, or no more.
///
/// @param path below the repository's work tree, with slashes
/// @param from where the first parent has it, for a rename
/// @param op what happened to it, compared with the first parent that differs
/// @param beforeBlobs Git's id of the file in each parent, for a rename of the one at `from` in the
///   first; absent where a parent has no such file. Where contents may not be known, a keyed hash
///   of it
/// @param after absent when the commit has no such file
/// @param border what of `beforeBlobs` no other commit tells: contents from before the repository
///   was first seen
public record CommitFile(
    String path,
    @Nullable String from,
    FileOp op,
    List<@Nullable String> beforeBlobs,
    @Nullable FileVersion after,
    List<FileVersion> border) {}
