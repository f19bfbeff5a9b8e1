package dev.clew.event;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// What one record says of a tool's result.
///
/// @param output the result as the model saw it
/// @param error the failure in one line; absent unless the status is an error
/// @param files the files that the result names
/// @param command the shell command's streams; absent for other tools
/// @param durationMs how long it took; absent when the source does not say
/// @param denial how the call was refused (`user`, `rule`...); absent when it ran
/// @param truncated whether the source says that the output was cut
/// @param images images in the result
public record ToolAnswer(
    StepStatus status,
    String output,
    @Nullable String error,
    List<FileTouch> files,
    @Nullable CommandResult command,
    @Nullable Long durationMs,
    @Nullable String denial,
    boolean truncated,
    List<ImageRef> images) {

  /// A shell command's streams.
  ///
  /// @param exitCode the exit code; absent when the source does not tell it (Claude Code does not)
  /// @param background the id of the background task that goes on; absent otherwise
  public record CommandResult(
      String stdout,
      String stderr,
      boolean interrupted,
      @Nullable Integer exitCode,
      @Nullable String background) {}

  /// An image kept beside the record.
  ///
  /// @param sha256 of its bytes, lower-case hex
  public record ImageRef(String sha256, String mediaType, long bytes) {}
}
