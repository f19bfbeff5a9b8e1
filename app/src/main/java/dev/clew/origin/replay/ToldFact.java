package dev.clew.origin.replay;

import dev.clew.event.FileEdit;
import dev.clew.event.FileOp;
import dev.clew.event.FileSight;
import dev.clew.event.SpanId;
import org.jspecify.annotations.Nullable;

/// One thing that a transcript tells of a file. Texts have passed the redactor.
public sealed interface ToldFact {
  /// When it was told.
  Moment moment();

  /// The step that tells it.
  SpanId step();

  /// The id of the session that the step is of.
  String session();

  /// The file, an absolute path.
  String path();

  /// A step changed the file, and did not fail.
  ///
  /// @param from where the file was before, for a rename
  /// @param edit absent where the source does not say how
  record Edited(
      Moment moment,
      SpanId step,
      String session,
      String path,
      FileOp op,
      @Nullable String from,
      @Nullable FileEdit edit)
      implements ToldFact {}

  /// A step was shown lines of the file.
  record Shown(Moment moment, SpanId step, String session, String path, FileSight sight)
      implements ToldFact {}
}
