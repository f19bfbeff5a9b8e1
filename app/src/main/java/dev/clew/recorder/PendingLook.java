package dev.clew.recorder;

import dev.clew.capture.workspace.WorkspaceRecord.Missed;
import dev.clew.capture.workspace.WorkspaceRecord.Told;
import dev.clew.event.SessionKey;
import dev.clew.event.WorkspaceState;
import dev.clew.origin.Arrival;
import dev.clew.origin.Between.Step;
import dev.clew.workspace.GitState;
import dev.clew.workspace.Look;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A look that was made and waits until every hook from before it has been heard: only then is it
/// known who was at work.
///
/// @param since when the look before it began: what it read at once may have changed while it went
///   on
/// @param began when this one did: what was done before is in it
/// @param at when it was finished: what was done after is not
/// @param watched whether somebody watched all the time between
/// @param session the conversation whose hook led to it; absent when none did
/// @param starting the call that was about to begin, or had just begun; absent for other looks
/// @param git where Git stood
/// @param arrivals what Git did
/// @param background the steps whose processes were at work besides
/// @param writers who held files open for writing
/// @param states what is to be told of the workspace as a whole
/// @param missed what was not seen
record PendingLook(
    Instant since,
    Instant began,
    Instant at,
    boolean watched,
    @Nullable SessionKey session,
    @Nullable OpenCall starting,
    Look look,
    Optional<GitState> git,
    List<Arrival> arrivals,
    List<Step> background,
    Map<String, Step> writers,
    List<Told<WorkspaceState>> states,
    List<Told<Missed>> missed) {

  /// The workspace as it was found.
  WorkspaceState state(String moment) {
    return look.state(moment, git);
  }
}
