package dev.clew.index;

import org.jspecify.annotations.Nullable;

/// It was checked whether the agent may do something.
///
/// @param seq the record that tells it
/// @param step the step that was checked; absent when the source does not say
/// @param at epoch milliseconds; 0 when it is not told
/// @param asked the tool
/// @param about what the tool was to do, on one line
/// @param mode the permission mode in force
/// @param result `asked`, `allowed` or `denied`
/// @param source who answered
public record PermissionRow(
    long seq,
    @Nullable Long step,
    long at,
    String asked,
    @Nullable String about,
    @Nullable String mode,
    String result,
    @Nullable String source,
    @Nullable String reason) {}
