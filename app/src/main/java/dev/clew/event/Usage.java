package dev.clew.event;

/// The tokens of one model call, in disjoint buckets, and what sets their price.
///
/// @param input tokens read afresh
/// @param cacheRead tokens read from the provider's cache
/// @param cacheWrite5m tokens written to the cache for five minutes
/// @param cacheWrite1h tokens written to the cache for an hour
/// @param output tokens written, reasoning excluded where the provider reports it apart
/// @param reasoning reasoning tokens that `output` does not contain
/// @param fast whether the call ran in the provider's fast mode
/// @param inUs whether inference was pinned to the United States, which some models price higher
/// @param webSearches server-side web searches made during the call
public record Usage(
    long input,
    long cacheRead,
    long cacheWrite5m,
    long cacheWrite1h,
    long output,
    long reasoning,
    boolean fast,
    boolean inUs,
    int webSearches) {}
