package dev.clew.origin;

import dev.clew.event.SessionKey;
import dev.clew.event.SpanId;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// All that is known of the time between two looks at one workspace.
///
/// @param root the workspace's folder, absolute
/// @param until when the later look was made
/// @param watched whether somebody watched from the one to the other
/// @param humanWorks whether a person changed a file here only just before
/// @param activities the tool calls that were at work at any time between the looks
/// @param background steps that left processes behind which still ran, or may have
/// @param writers files that a process of a step was seen to hold open for writing
/// @param arrivals what Git did
public record Between(
    String root,
    Instant until,
    boolean watched,
    boolean humanWorks,
    List<Activity> activities,
    List<Step> background,
    Map<String, Step> writers,
    List<Arrival> arrivals) {

  /// A step and the conversation it belongs to.
  ///
  /// @param id absent for a process of the agent that no step is known to have started
  public record Step(SessionKey session, @Nullable SpanId id) {}
}
