package dev.clew.origin.replay;

import dev.clew.event.SpanId;
import java.util.List;

/// What came of holding what a step was shown against what its predecessors left.
///
/// @param evidence for [Verdict#OTHER] who may have done it
public record Finding(
    String path,
    Moment moment,
    SpanId step,
    Source source,
    Verdict verdict,
    List<String> evidence) {
  /// What showed the lines.
  public enum Source {
    /// A reading tool.
    READ,
    /// The content before an edit, as its result tells it.
    ORIGINAL,
    /// The passage that an edit replaces.
    PASSAGE
  }

  /// How it compares.
  public enum Verdict {
    /// Nothing was known of the file.
    FIRST,
    /// What was known explains it.
    SAME,
    /// It shows more, and nothing else.
    MORE,
    /// It differs from what was known.
    OTHER
  }
}
