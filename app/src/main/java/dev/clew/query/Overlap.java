package dev.clew.query;

import dev.clew.index.StaleRow;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A file that several have changed.
///
/// @param path the file
/// @param at when it was changed last
/// @param together whether two of them were at work at the same time
/// @param parties who changed it, whoever did last at the end
/// @param writes the writes that were made from a version that was no longer there
public record Overlap(
    String path, @Nullable Long at, boolean together, List<Party> parties, List<StaleRow> writes) {

  /// One who changed a file.
  ///
  /// @param session its id; absent for a person
  /// @param agent `human` for a person
  /// @param steps the steps that changed it; none for a person
  /// @param changes how often it changed the file
  public record Party(
      @Nullable String session,
      String agent,
      @Nullable String title,
      int changes,
      List<Long> steps,
      @Nullable Long firstAt,
      @Nullable Long lastAt) {}

  /// The gravest that happened: `lost_update`, `stale_read` or `same_file`.
  public String kind() {
    return writes.stream().anyMatch(StaleRow::losesUpdate)
        ? "lost_update"
        : writes.isEmpty() ? "same_file" : "stale_read";
  }
}
