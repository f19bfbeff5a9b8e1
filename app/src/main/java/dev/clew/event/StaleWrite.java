package dev.clew.event;

import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// A step wrote a file of a workspace from a version that was no longer there: its conversation had
/// last seen one version, somebody else had left another one since.
///
/// @param root the workspace's folder, absolute
/// @param path below `root`, with slashes
/// @param how how it was written
/// @param read the version that the conversation had seen last; absent when there was no file
/// @param readStep the step that had seen it, by reading or writing; absent when none had: then
///   `read` is what was there when the conversation was first heard
/// @param readAt when that was
/// @param found the version that the step found there; absent when there was no file any more
/// @param left the version that it left; absent when it took the file away
/// @param by who had left `found`
/// @param bySession the conversation of the step that had; absent when no step is known
/// @param byStep that step
/// @param byAt when that was seen
/// @param lost how many lines of what others had left since are gone; absent when the contents
///   cannot be compared
/// @param restored how many lines are back that others had taken out since; absent likewise
public record StaleWrite(
    String root,
    String path,
    How how,
    @Nullable FileVersion read,
    @Nullable SpanId readStep,
    Instant readAt,
    @Nullable FileVersion found,
    @Nullable FileVersion left,
    OriginClass by,
    @Nullable SessionKey bySession,
    @Nullable SpanId byStep,
    Instant byAt,
    @Nullable Integer lost,
    @Nullable Integer restored) {

  /// How a file was written.
  public enum How {
    /// By an edit tool that was given the whole content.
    REWRITE,
    /// By a command, or a tool that does not tell how.
    COMMAND,
    /// It was taken away.
    DELETE;

    /// The name on the wire: lower case.
    public String wire() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /// Whether something that others had done is known to be gone.
  public boolean losesUpdate() {
    return (lost != null && lost > 0) || (restored != null && restored > 0);
  }
}
