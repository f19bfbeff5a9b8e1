package dev.clew.workspace;

import dev.clew.event.FileOp;
import org.jspecify.annotations.Nullable;

/// What is different about one path, folders aside.
///
/// @param op create, modify, delete or rename; a change of the mode alone is modify
/// @param path below the root, with slashes, as [PathText] has it
/// @param from where it was before, for a rename: content that went there and came here
/// @param before absent when there was nothing
/// @param after absent when there is nothing any more
/// @param why `ignored` when it went because ignore rules now name it (it may still be on disk),
///   `no_longer_ignored` when it came because they do not any more; else absent
public record Change(
    FileOp op,
    String path,
    @Nullable String from,
    @Nullable Entry before,
    @Nullable Entry after,
    @Nullable String why) {}
