package dev.clew.diff;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a patch says of a file beside its lines.
///
/// @param oldPath its path before, without prefix; of a created file the new one
/// @param newPath its path after; of a deleted file the old one
/// @param oldMode Git's mode before, for example `100644`; absent when there was no file
/// @param newMode Git's mode after; absent when there is no file any more
/// @param remarks what else is to be known, each a line between the header and the hunks
public record PatchHeader(
    String oldPath,
    String newPath,
    @Nullable String oldMode,
    @Nullable String newMode,
    List<String> remarks) {

  public PatchHeader {
    remarks = List.copyOf(remarks);
  }
}
