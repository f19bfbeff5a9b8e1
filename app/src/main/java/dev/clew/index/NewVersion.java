package dev.clew.index;

import org.jspecify.annotations.Nullable;

/// A version as it is written.
///
/// @param row the version
/// @param seq the number of the record that tells the fact
/// @param ordinal which of the record's events that is
/// @param runs its runs, as [Runs] writes them
/// @param runsBase the version whose runs they are told as a difference from; absent when whole
@SuppressWarnings("ArrayRecordComponent") // never compared
public record NewVersion(
    VersionRow row, long seq, int ordinal, byte[] runs, @Nullable Long runsBase) {}
