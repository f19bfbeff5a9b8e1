package dev.clew.index;

import dev.clew.cost.Tokens;
import org.jspecify.annotations.Nullable;

/// Model calls under one heading, or under two.
///
/// @param key the heading
/// @param label the heading in words, where the key is an id
/// @param key2 the second heading, and `label2` it in words
/// @param unpriced how many of the calls have no known price
public record CostRow(
    String key,
    @Nullable String label,
    @Nullable String key2,
    @Nullable String label2,
    int modelCalls,
    Tokens tokens,
    long costPico,
    int unpriced) {}
