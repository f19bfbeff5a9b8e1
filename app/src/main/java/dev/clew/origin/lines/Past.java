package dev.clew.origin.lines;

import dev.clew.event.FileVersion;
import dev.clew.index.CauseRow;
import dev.clew.index.ClaimRow;
import dev.clew.index.Runs;
import dev.clew.index.VersionRow;
import dev.clew.redact.MaskedLines;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What is known of one repository before the facts at hand: its versions, and contents.
public interface Past {
  /// The folders of the repository's workspaces.
  List<String> roots();

  /// The newest version of a file, as [dev.clew.index.VersionReader#tip] has it.
  Optional<VersionRow> tip(String file) throws IOException;

  /// The versions with this content, the newest first.
  ///
  /// @param blob Git's id of the content
  List<VersionRow> withBlob(String blob) throws IOException;

  /// The versions of a file, the newest first, not more than `most`.
  List<VersionRow> ofFile(String file, int most) throws IOException;

  /// The version that a commit has at a file that it changed.
  Optional<VersionRow> ofCommit(String commit, String file) throws IOException;

  /// The parents of a commit; none where it is not known.
  List<String> parents(String commit) throws IOException;

  /// Which lines of a version come from which cause.
  Runs runs(long version) throws IOException;

  /// How many differences the runs of a version are put together from.
  int depth(long version) throws IOException;

  /// Causes by id, those that others add a note to among them.
  Map<Long, CauseRow> causes(Collection<Long> ids) throws IOException;

  /// The bytes of a content; empty where they are not kept or gone.
  Optional<byte[]> bytes(FileVersion content) throws IOException;

  /// An exact content as a redacted one of the same file would tell it.
  MaskedLines masked(byte[] exact, byte[] redacted);

  /// What other tools say of lines of this content at this path.
  ///
  /// @param path below a workspace's folder
  List<ClaimRow> claims(String path, String blob) throws IOException;

  /// What a workspace had at this path when it was first looked at; empty where it had nothing, or
  /// that is not known.
  ///
  /// @param path below `root`
  Optional<FileVersion> first(String root, String path) throws IOException;

  /// Where a workspace had this content when it was first looked at: paths below `root`, in order.
  List<String> firstWith(String root, FileVersion content) throws IOException;

  /// The number of the next version.
  long nextVersion() throws IOException;
}
