package dev.clew.index;

import dev.clew.event.Event;
import java.util.List;
import java.util.Locale;

/// What a record is to the index: each is of one class.
public enum RecordClass {
  /// It says something that is indexed.
  INTERPRETED,
  /// Its type is known, and it says nothing that is indexed.
  KEPT,
  /// Its type is not known.
  UNKNOWN,
  /// It could not be read.
  BAD;

  /// The name on the wire: lower case.
  public String wire() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// The class of a record with these events.
  static RecordClass of(List<Event> events) {
    var found = KEPT;
    for (var event : events) {
      var told = of(event);
      if (told == INTERPRETED || told == BAD) {
        return told;
      }
      if (told == UNKNOWN) {
        found = UNKNOWN;
      }
    }
    return found;
  }

  private static RecordClass of(Event event) {
    return switch (event) {
      case Event.Malformed _ -> BAD;
      case Event.Kept _, Event.SessionObserved _, Event.SettingsTold _, Event.RecordLinked _ ->
          KEPT;
      case Event.Unrecognised unknown ->
          unknown.names().stream().anyMatch(RecordClass::isWhole) ? UNKNOWN : KEPT;
      case Event.SessionTitled _,
          Event.PromptSubmitted _,
          Event.ModelAnswered _,
          Event.ModelCallFailed _,
          Event.ToolRequested _,
          Event.ToolAnswered _,
          Event.SubagentStarted _,
          Event.ContextCompacted _,
          Event.TurnEnded _,
          Event.GitOperated _,
          Event.PullRequestLinked _,
          Event.FileChangedOutside _,
          Event.SessionForked _,
          Event.Placed _,
          Event.ApprovalAsked _,
          Event.TurnAborted _,
          Event.SessionStarted _,
          Event.SessionEnded _,
          Event.PermissionChecked _,
          Event.FileChanged _,
          Event.SnapshotTaken _,
          Event.WorktreeCompared _,
          Event.GitMoved _,
          Event.CommitSeen _,
          Event.CaptureMissed _,
          Event.WroteStale _,
          Event.LinesClaimed _ ->
          INTERPRETED;
    };
  }

  /// A name with a prefix stands for the whole record, any other for a field of it.
  private static boolean isWhole(String name) {
    return name.indexOf(':') >= 0;
  }
}
