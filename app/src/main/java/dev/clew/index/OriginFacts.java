package dev.clew.index;

import dev.clew.event.GitCommit;
import dev.clew.event.WorkspaceChange;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What was seen in a stretch of time in the workspaces of a group, each in order.
///
/// @param below the records that were looked through are those before this number
/// @param looks the first at each workspace
/// @param end the first moment after the stretch; absent when it has no end
public record OriginFacts(
    OriginGroup group,
    long below,
    @Nullable Long end,
    List<FirstLook> looks,
    List<Seen<WorkspaceChange>> changes,
    List<Seen<GitCommit>> commits) {}
