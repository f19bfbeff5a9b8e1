package dev.clew.index;

import dev.clew.event.Usage;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A step as the index knows it. Times are epoch milliseconds.
///
/// @param session the id of its session
/// @param turn the turn of the main conversation that it belongs to
/// @param parent the step that started the session's sub-agent; absent in a main conversation
/// @param depth 0 in a main conversation, 1 in a sub-agent's, and so on
/// @param startedAt when it began; for a model call from a transcript when the step before it
///   ended, because transcripts tell only when an answer was written
/// @param inferredStart whether `startedAt` is such a guess
/// @param openAt when its trace was last written to, for a tool call that has no result and that no
///   prompt came after; absent otherwise
/// @param child the id of the session that it started
public record StepRow(
    long id,
    long sessionRef,
    String session,
    @Nullable Long turn,
    @Nullable Long parent,
    int depth,
    @Nullable String agentType,
    String kind,
    @Nullable String tool,
    String title,
    @Nullable Long startedAt,
    boolean inferredStart,
    @Nullable Long endedAt,
    @Nullable Long durationMs,
    @Nullable String status,
    @Nullable Long openAt,
    @Nullable String error,
    @Nullable String denial,
    @Nullable String child,
    @Nullable String provider,
    @Nullable String model,
    @Nullable String stopReason,
    boolean synthetic,
    @Nullable Usage usage,
    @Nullable Long costPico,
    List<ChangeRow> files) {

  /// What a step did to a file.
  ///
  /// @param source `workspace` where it was seen there, `agent` where the agent tells it
  public record ChangeRow(String path, String op, int added, int removed, String source) {}

  /// The same step with another status.
  public StepRow withStatus(String other) {
    return new StepRow(
        id,
        sessionRef,
        session,
        turn,
        parent,
        depth,
        agentType,
        kind,
        tool,
        title,
        startedAt,
        inferredStart,
        endedAt,
        durationMs,
        other,
        openAt,
        error,
        denial,
        child,
        provider,
        model,
        stopReason,
        synthetic,
        usage,
        costPico,
        files);
  }
}
