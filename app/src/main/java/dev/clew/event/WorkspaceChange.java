package dev.clew.event;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// What happened to one file of a workspace between two looks at it.
///
/// @param root the workspace's folder, absolute
/// @param path below `root`, with slashes
/// @param from where it was before, for a rename
/// @param op what happened; a change of the mode alone is [FileOp#MODIFY] with equal hashes
/// @param before absent when there was no file
/// @param after absent when there is no file any more
/// @param origin who did it
/// @param confidence how well that is known
/// @param evidence what supports it, in words of a closed list: `edit_arguments`, `process`,
///   `names_path`, `known_effect`, `opaque_alone`, `outside_intervals`, `git`...: the list is in
///   `docs/formats/workspace-record.md`
/// @param candidates the steps that may have done it, when it is not known which
/// @param added lines added, 0 for what is not text
/// @param removed lines removed
/// @param commit the commit that the content came from; absent unless it came through Git
public record WorkspaceChange(
    String root,
    String path,
    @Nullable String from,
    FileOp op,
    @Nullable FileVersion before,
    @Nullable FileVersion after,
    OriginClass origin,
    Confidence confidence,
    List<String> evidence,
    List<SpanId> candidates,
    int added,
    int removed,
    @Nullable String commit) {}
