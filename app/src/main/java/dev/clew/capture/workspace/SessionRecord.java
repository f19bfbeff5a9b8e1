package dev.clew.capture.workspace;

import dev.clew.event.SessionKey;
import dev.clew.event.WorktreeStatus;
import java.time.Instant;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/// What was looked up about a conversation when it began or ended: the record `clew.session`.
///
/// @param at the moment that it tells of
/// @param settings what it ran under, by name
/// @param branch the branch that was checked out
/// @param worktree how the work tree differed from its commit; absent where that was not compared
/// @param missed what should have been looked up and was not; absent where nothing was missed
public record SessionRecord(
    SessionKey session,
    Instant at,
    SequencedMap<String, String> settings,
    @Nullable String branch,
    @Nullable WorktreeStatus worktree,
    WorkspaceRecord.@Nullable Missed missed) {}
