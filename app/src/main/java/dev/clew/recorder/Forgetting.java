package dev.clew.recorder;

import dev.clew.content.Erased;
import java.util.List;

/// What forgetting did, or would do.
///
/// @param erased what was destroyed
/// @param replaced how many of the records have one in their place that lacks what is forgotten
/// @param sessions the ids of the sessions that lost everything
/// @param copies what others still hold of it, as far as that is known
public record Forgetting(Erased erased, long replaced, List<String> sessions, List<Copy> copies) {
  /// A copy that is not Clew's to delete.
  ///
  /// @param path where it is
  /// @param what what it is, for a person
  public record Copy(String path, String what) {}
}
