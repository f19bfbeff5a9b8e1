package dev.clew.cli;

import dev.clew.capture.claims.ClaimEnvelope;
import org.jspecify.annotations.Nullable;

/// A claim that was found, on its way into the store.
///
/// @param where the commit whose note it is, or the file and its line
/// @param files how many files it names
/// @param lines how many lines it names
/// @param reason why it cannot be understood; absent when it can. It is kept all the same
record GatheredClaim(
    ClaimEnvelope envelope, String where, int files, int lines, @Nullable String reason) {}
