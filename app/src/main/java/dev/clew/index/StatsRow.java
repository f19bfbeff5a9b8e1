package dev.clew.index;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// How many sessions there are: of all that were asked for, or with one value of a facet.
///
/// @param facet absent where it speaks of all
/// @param key the facet's value
/// @param sums what these sessions did; told of all only
public record StatsRow(
    Optional<SessionFilter.Facet> facet, String key, long sessions, @Nullable Sums sums) {

  /// What sessions did, with the sub-agents where these are not listed themselves.
  ///
  /// @param filesRead how many files each session read, added up; `filesChanged` alike
  public record Sums(
      long subagents,
      long turns,
      long commands,
      long filesRead,
      long filesChanged,
      SessionRow.Sums work) {}
}
