package dev.clew.origin;

import dev.clew.event.GitMove;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A move of Git and the contents that it may have brought.
///
/// @param commit the commit whose files it puts into the working tree; absent when it brings none:
///   a commit takes from there
/// @param blobs Git's ids of that commit's files, by path, for the paths that changed; a path that
///   is not there has none
/// @param left the same of the commit that was there before
public record Arrival(
    GitMove move, @Nullable String commit, Map<String, String> blobs, Map<String, String> left) {}
