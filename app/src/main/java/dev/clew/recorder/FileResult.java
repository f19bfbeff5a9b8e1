package dev.clew.recorder;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What became of one file of an import.
///
/// @param agent whose file it is; empty when no adapter knows it
/// @param lines lines taken from it so far, blank ones left out
/// @param badLines how many of them could not be read
/// @param bytes bytes read now
/// @param sessions ids of the sessions that it told of now
/// @param bad the first of the lines that could not be read now
/// @param redactions secrets taken out now
/// @param reason why it was skipped or failed, or what is still missing; absent when all is well
public record FileResult(
    Path path,
    String agent,
    Status status,
    long lines,
    long badLines,
    long bytes,
    Set<String> sessions,
    List<BadLine> bad,
    int redactions,
    @Nullable String reason) {

  /// How it went.
  public enum Status {
    /// Read for the first time.
    IMPORTED,
    /// Nothing new since it was read.
    UNCHANGED,
    /// Read on from where it had ended.
    EXTENDED,
    /// Not an agent's file.
    SKIPPED,
    /// Could not be read.
    FAILED;

    /// The name on the wire: lower case.
    public String wire() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /// A line that could not be read.
  public record BadLine(long line, String reason) {}

  static FileResult of(Path path, Status status, String reason) {
    return new FileResult(path, "", status, 0, 0, 0, Set.of(), List.of(), 0, reason);
  }
}
