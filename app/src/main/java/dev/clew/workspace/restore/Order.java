package dev.clew.workspace.restore;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// One path that is to become something else. A folder that makes way for a file, or the other way
/// round, is two orders.
///
/// @param path below the root, in the form of `dev.clew.workspace.PathText`
/// @param before what has to be there: otherwise the path is left alone
/// @param after what is to be there; a folder is removed only if nothing is left in it
/// @param bytes the content of the file or what the link holds; absent for all else
public record Order(String path, State before, State after, @Nullable Bytes bytes) {
  /// Where bytes come from.
  @FunctionalInterface
  public interface Bytes {
    /// All of them.
    byte[] get() throws IOException;
  }
}
