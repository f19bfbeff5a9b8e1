package dev.clew.origin;

import dev.clew.event.FileVersion;
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
/// @param staged the same of Git's index, where that moved and nothing was committed
public record Arrival(
    GitMove move,
    @Nullable String commit,
    Map<String, String> blobs,
    Map<String, String> left,
    Map<String, String> staged) {
  /// One that tells nothing of the index.
  public Arrival(
      GitMove move, @Nullable String commit, Map<String, String> blobs, Map<String, String> left) {
    this(move, commit, blobs, left, Map.of());
  }

  /// The same with what the index has.
  public Arrival withStaged(Map<String, String> others) {
    return others.isEmpty() ? this : new Arrival(move, commit, blobs, left, others);
  }

  /// Whether Git's index came to have just what the file has: Git may have written both, as it does
  /// where it joins commits and leaves the result to be committed, or somebody wrote the file and
  /// told Git.
  boolean hasStaged(String path, FileVersion after) {
    var blob = staged.get(path);
    return blob != null && blob.equals(after.blob());
  }
}
