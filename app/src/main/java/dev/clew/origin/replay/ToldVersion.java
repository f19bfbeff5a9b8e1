package dev.clew.origin.replay;

import dev.clew.event.FileOp;
import dev.clew.event.SpanId;
import dev.clew.index.Runs;
import org.jspecify.annotations.Nullable;

/// A content of a file, as told, and whose lines it has.
///
/// @param step the step that made it, or that was shown it
/// @param session the id of the session that the step is of
/// @param kind one of [dev.clew.index.VersionRow]'s
/// @param content redacted text in UTF-8, with a line [Known#isHole] for each passage that is not
///   told; null when the file is gone
/// @param predecessor which of the replay's versions it came from; -1 for none
/// @param cause of what is new in it
public record ToldVersion(
    String path,
    Moment moment,
    SpanId step,
    String session,
    String kind,
    FileOp op,
    byte @Nullable [] content,
    int predecessor,
    long cause,
    Runs runs) {}
