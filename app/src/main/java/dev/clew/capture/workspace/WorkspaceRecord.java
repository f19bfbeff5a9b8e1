package dev.clew.capture.workspace;

import dev.clew.event.GitCommit;
import dev.clew.event.GitMove;
import dev.clew.event.SessionKey;
import dev.clew.event.SpanId;
import dev.clew.event.StaleWrite;
import dev.clew.event.WorkspaceChange;
import dev.clew.event.WorkspaceState;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What one look at a workspace found, compared with the look before it: the record
/// `clew.workspace`.
///
/// Who did what is decided when the record is made: the evidence for it is not there later.
///
/// @param name the record's own name: the same for the same look
/// @param number which of the workspace's records this is: orders those of one instant
/// @param since when the look before was made; absent for the first
/// @param at when this look was made
/// @param session the conversation whose hook led to the look, else that of the workspace
/// @param states the workspace as a whole, before and after
/// @param changes what happened to its files
/// @param moves what Git did
/// @param commits the commits that were seen for the first time, parents first
/// @param stale which writes were made from a version that was no longer there
/// @param missed what should have been seen and was not
/// @param objects how many contents and folders the record carries
public record WorkspaceRecord(
    String name,
    long number,
    @Nullable Instant since,
    Instant at,
    SessionKey session,
    List<Told<WorkspaceState>> states,
    List<Told<WorkspaceChange>> changes,
    List<Told<GitMove>> moves,
    List<Told<GitCommit>> commits,
    List<Told<StaleWrite>> stale,
    List<Told<Missed>> missed,
    int objects) {

  /// A record that tells no commits and no stale writes.
  public WorkspaceRecord(
      String name,
      long number,
      @Nullable Instant since,
      Instant at,
      SessionKey session,
      List<Told<WorkspaceState>> states,
      List<Told<WorkspaceChange>> changes,
      List<Told<GitMove>> moves,
      List<Told<Missed>> missed,
      int objects) {
    this(
        name, number, since, at, session, states, changes, moves, List.of(), List.of(), missed,
        objects);
  }

  /// The agent that stands for Clew itself.
  public static final String CLEW = "clew";

  /// The conversation that what nobody's step did in workspace `id` belongs to.
  public static SessionKey nobody(String id) {
    return SessionKey.main(CLEW, "workspace:" + id);
  }

  /// A fact and whose it is.
  ///
  /// @param session the conversation
  /// @param step the step of it that did it, or before or after which it was seen
  public record Told<T>(SessionKey session, @Nullable SpanId step, T what) {}

  /// Something that should have been captured.
  ///
  /// @param what as in [dev.clew.event.Event.CaptureMissed]
  public record Missed(String what, String reason) {}
}
