package dev.clew.origin.overlap;

import dev.clew.event.SessionKey;
import dev.clew.event.SpanId;
import dev.clew.event.WorkspaceChange;
import org.jspecify.annotations.Nullable;

/// A change of a workspace's file and whose it is.
///
/// @param session the conversation of the step; absent when no step is known
/// @param step the step that made it, or whose Git command did
public record Made(@Nullable SessionKey session, @Nullable SpanId step, WorkspaceChange change) {}
