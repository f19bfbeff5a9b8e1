package dev.clew.index;

import dev.clew.cost.Tokens;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A session as the index knows it. Times are epoch milliseconds.
///
/// @param ref its number in this index
/// @param id its id, and `trace` the trace that it is in
/// @param own what it did itself
/// @param total what it and its sub-agents did
public record SessionRow(
    long ref,
    String id,
    String trace,
    String agent,
    String agentSession,
    @Nullable String subagent,
    @Nullable String subagentType,
    @Nullable Long firstAt,
    @Nullable Long lastAt,
    String mode,
    @Nullable String version,
    @Nullable String cwd,
    @Nullable String repo,
    @Nullable String branch,
    @Nullable String title,
    @Nullable String user,
    @Nullable String parent,
    @Nullable Long parentStep,
    int turns,
    int answered,
    int filesRead,
    int filesChanged,
    int commands,
    int compactions,
    List<String> models,
    Sums own,
    Sums total) {

  /// What was done, in numbers.
  ///
  /// @param sessions how many sessions did it
  /// @param lastAt when the last of it was done
  /// @param costPico in pico-dollars, without the calls whose price is unknown
  /// @param unpriced how many calls have no price
  public record Sums(
      int sessions,
      @Nullable Long lastAt,
      int modelCalls,
      int toolCalls,
      int errors,
      Tokens tokens,
      long costPico,
      int unpriced) {
    /// Nothing at all.
    public static final Sums ZERO = new Sums(0, null, 0, 0, 0, Tokens.ZERO, 0, 0);
  }
}
