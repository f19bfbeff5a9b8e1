package dev.clew.event;

import org.jspecify.annotations.Nullable;

/// A question whether the agent may do something, and its answer as far as the source tells it.
///
/// @param asked what it was about: the tool's name
/// @param about what the tool was to do, on one line; absent when the source does not say
/// @param mode the permission mode in force; absent when the source does not say
/// @param result `asked`, `allowed` or `denied`
/// @param source who answered: `user`, `rule`, `policy`, `hook`, `mode`; absent when not told
/// @param reason in the source's words
public record PermissionCheck(
    String asked,
    @Nullable String about,
    @Nullable String mode,
    String result,
    @Nullable String source,
    @Nullable String reason) {}
