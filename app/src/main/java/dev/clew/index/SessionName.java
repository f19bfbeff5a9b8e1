package dev.clew.index;

import org.jspecify.annotations.Nullable;

/// What a session is called: enough to head a list with.
public record SessionName(String id, String agent, @Nullable String title, @Nullable String repo) {}
