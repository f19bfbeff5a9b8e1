package dev.clew.index;

import dev.clew.event.FileVersion;
import org.jspecify.annotations.Nullable;

/// One content of one path, with what came before it and why it is there.
///
/// @param id its number; differs from index to index
/// @param root the workspace's folder; absent for a file that only transcripts tell of
/// @param path the file, absolute
/// @param at when it was seen or told, in epoch milliseconds; absent when not known
/// @param session the id of the session that the fact is told of
/// @param step the step that made it; absent when none is known to have
/// @param kind `seen`, `baseline`, `gap`, `told` or `commit`
/// @param op what happened to the path, as [dev.clew.event.FileOp#wire]
/// @param content absent when there is no file any more
/// @param predecessor the version before it, of this path or, for a rename, of the one before
/// @param cause of what is new in it
/// @param lines how many lines it has; 0 where its bytes are not known
/// @param commit the commit that it is of, or came from
/// @param coarse whether it is too large to be told line by line, and has one run
public record VersionRow(
    long id,
    @Nullable String root,
    String path,
    @Nullable Long at,
    @Nullable String session,
    @Nullable Long step,
    String kind,
    String op,
    @Nullable FileVersion content,
    @Nullable Long predecessor,
    long cause,
    int lines,
    @Nullable String commit,
    boolean coarse) {
  /// What was seen in a workspace.
  public static final String SEEN = "seen";

  /// What was there at the first look.
  public static final String BASELINE = "baseline";

  /// What was there before a change and had not been seen to come.
  public static final String GAP = "gap";

  /// What a transcript says where nothing was seen.
  public static final String TOLD = "told";

  /// What a commit has.
  public static final String COMMIT = "commit";
}
