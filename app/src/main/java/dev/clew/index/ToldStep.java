package dev.clew.index;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// A step whose agent tells what it did to files, or a command beside it.
///
/// @param step its id
/// @param kind as [dev.clew.event.StepKind#wire]
/// @param title one line that tells what it is about
/// @param session the id of the session that it is of
/// @param cwd what relative paths are relative to; absent when not known
/// @param at when it was answered, in epoch milliseconds
/// @param position where the answer stands in its file
/// @param record the answer's record, hex
/// @param records the numbers of the records that tell of it
public record ToldStep(
    long step,
    String kind,
    String title,
    String session,
    @Nullable String cwd,
    long at,
    long position,
    String record,
    List<Long> records) {
  /// The path that the step means, absolute; as it is where that cannot be known.
  public String resolved(String path) {
    return isAbsolute(path) || cwd == null ? path : cwd + "/" + path;
  }

  private static boolean isAbsolute(String path) {
    return path.startsWith("/")
        || (path.length() > 2 && path.charAt(1) == ':' && Character.isLetter(path.charAt(0)));
  }
}
