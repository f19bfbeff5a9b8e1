package dev.clew.origin;

import dev.clew.event.FileTouch;
import dev.clew.event.SessionKey;
import dev.clew.event.SpanId;
import dev.clew.event.StepKind;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A tool call that was at work, or may have been, between two looks.
///
/// @param touched what its own arguments say that it does to files
/// @param command the shell command; absent for other tools
/// @param cwd the folder it ran in
/// @param started when it began; absent when nothing told
/// @param ended when it ended; absent while it is open
public record Activity(
    SessionKey session,
    SpanId step,
    StepKind kind,
    List<FileTouch> touched,
    @Nullable String command,
    String cwd,
    @Nullable Instant started,
    @Nullable Instant ended) {}
