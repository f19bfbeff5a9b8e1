package dev.clew.query;

import dev.clew.index.SessionName;
import dev.clew.index.TextKind;
import dev.clew.text.Excerpt;
import org.jspecify.annotations.Nullable;

/// A text in which everything was found that was asked for.
///
/// @param turn the turn that it belongs to; absent when unknown
/// @param step the step; absent for a prompt
/// @param at when it was written, in epoch milliseconds; absent when unknown
/// @param what the title of the step or turn
/// @param tool the tool that was called; absent for a model call and a prompt
public record Hit(
    SessionName session,
    @Nullable Long turn,
    @Nullable Long step,
    TextKind kind,
    @Nullable Long at,
    String what,
    @Nullable String tool,
    Excerpt excerpt) {}
