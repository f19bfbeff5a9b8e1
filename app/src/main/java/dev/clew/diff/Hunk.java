package dev.clew.diff;

import java.util.List;

/// Changed lines that lie close together, with the unchanged ones around them.
///
/// The numbers are those of a unified diff's `@@` line: lines count from 1, and where a side has no
/// lines its start is the line after which they would stand, 0 for the top of the file.
public record Hunk(int oldStart, int oldLines, int newStart, int newLines, List<Line> lines) {
  public Hunk {
    lines = List.copyOf(lines);
  }
}
