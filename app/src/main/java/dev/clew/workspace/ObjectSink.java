package dev.clew.workspace;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// Takes objects as a look makes them: contents, pieces, lists of pieces, trees.
///
/// An object comes after everything it names, the root's tree last of all; one that was given
/// before may come again. Contents are given by several threads at once.
public interface ObjectSink {
  /// Takes one object.
  ///
  /// @param sha256 of `bytes`, 64 lower-case hex digits
  /// @param blob Git's id of a content that is one object; absent for all else
  /// @throws IOException when it cannot be taken; the look fails, and the next one begins anew
  void put(String sha256, @Nullable String blob, byte[] bytes) throws IOException;
}
