package dev.clew.origin.lines;

import dev.clew.event.FileVersion;
import dev.clew.index.CommitVersion;
import dev.clew.index.NewVersion;
import dev.clew.index.Runs;
import dev.clew.index.VersionRow;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The versions of one repository: those of the past, and those that the facts at hand make.
final class Weave {
  /// So many differences are put together at most; then runs are written whole.
  private static final int CHAIN = 32;

  private final Past past;
  private final CauseBook causes;
  private final List<NewVersion> made = new ArrayList<>();
  private final List<CommitVersion> commits = new ArrayList<>();
  private final Map<String, VersionRow> tips = new HashMap<>();
  private final Map<String, List<VersionRow>> byFile = new HashMap<>();
  private final Map<String, List<VersionRow>> byBlob = new HashMap<>();
  private final Map<String, Map<String, VersionRow>> byCommit = new HashMap<>();
  private final Map<Long, Runs> runs = new HashMap<>();
  private final Map<Long, Integer> depths = new HashMap<>();
  private final Map<Long, Runs> read =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, Runs> eldest) {
          return size() > 256;
        }
      };
  private long next;

  Weave(Past past, CauseBook causes) throws IOException {
    this.past = past;
    this.causes = causes;
    this.next = past.nextVersion();
  }

  List<NewVersion> made() {
    return made;
  }

  List<CommitVersion> commits() {
    return commits;
  }

  Optional<VersionRow> tip(String file) throws IOException {
    var tip = tips.get(file);
    return tip == null ? past.tip(file) : Optional.of(tip);
  }

  /// The versions of a file, the newest first.
  List<VersionRow> ofFile(String file, int most) throws IOException {
    var all = new ArrayList<VersionRow>(byFile.getOrDefault(file, List.of()).reversed());
    if (all.size() < most) {
      all.addAll(past.ofFile(file, most - all.size()));
    }
    return all.size() > most ? all.subList(0, most) : all;
  }

  /// The versions with a content, the newest first.
  List<VersionRow> withBlob(String blob) throws IOException {
    var all = new ArrayList<VersionRow>(byBlob.getOrDefault(blob, List.of()).reversed());
    all.addAll(past.withBlob(blob));
    return all;
  }

  Optional<VersionRow> ofCommit(String commit, String file) throws IOException {
    var here = byCommit.getOrDefault(commit, Map.of()).get(file);
    return here == null ? past.ofCommit(commit, file) : Optional.of(here);
  }

  Runs runs(VersionRow version) throws IOException {
    var here = runs.get(version.id());
    if (here != null) {
      return here;
    }
    var known = read.get(version.id());
    if (known == null) {
      known = past.runs(version.id());
      read.put(version.id(), known);
    }
    return known;
  }

  /// A version's content and whose its lines are; empty where its bytes are not known.
  Optional<Ancestor> ancestor(VersionRow version, int rank) throws IOException {
    var content = version.content();
    if (content == null) {
      return Optional.empty();
    }
    var bytes = past.bytes(content);
    if (bytes.isEmpty()) {
      return Optional.empty();
    }
    var its = runs(version);
    return its.lines() == Content.lines(bytes.get())
        ? Optional.of(new Ancestor(bytes.get(), its, rank))
        : Optional.empty();
  }

  /// What a version is made of.
  ///
  /// @param seq the number of the record that tells of it, and `ordinal` which of its events does
  record Source(
      long seq,
      int ordinal,
      String root,
      String file,
      @Nullable Long at,
      @Nullable String session,
      @Nullable Long step,
      String kind,
      String op) {}

  /// Adds a version.
  ///
  /// @param like a version whose runs are told as they differ from; absent to have them whole
  VersionRow add(
      Source source,
      @Nullable FileVersion content,
      @Nullable VersionRow predecessor,
      long cause,
      @Nullable String commit,
      Runs told,
      boolean coarse,
      @Nullable VersionRow like)
      throws IOException {
    var its = content == null || coarse ? told : claimed(source, content, told);
    var row =
        new VersionRow(
            next++,
            source.root,
            source.file,
            source.at,
            source.session,
            source.step,
            source.kind,
            source.op,
            content,
            predecessor == null ? null : predecessor.id(),
            cause,
            its.lines(),
            commit,
            coarse);
    write(source, row, its, like);
    runs.put(row.id(), its);
    byFile.computeIfAbsent(source.file, _ -> new ArrayList<>()).add(row);
    if (content != null && content.blob() != null) {
      byBlob.computeIfAbsent(content.blob(), _ -> new ArrayList<>()).add(row);
    }
    if (!source.kind.equals(VersionRow.COMMIT)) {
      tips.put(source.file, row);
    }
    return row;
  }

  /// The lines with what other tools claim of them.
  private Runs claimed(Source source, FileVersion content, Runs told) throws IOException {
    var blob = content.blob();
    return blob == null || !source.file.startsWith(source.root + "/")
        ? told
        : Claimed.over(
            told, past.claims(source.file.substring(source.root.length() + 1), blob), causes);
  }

  private void write(Source source, VersionRow row, Runs its, @Nullable VersionRow like)
      throws IOException {
    var depth = like == null ? CHAIN : depth(like.id());
    var bytes = like == null || depth >= CHAIN ? its.whole() : its.since(runs(like));
    var base = like == null || Runs.isWhole(bytes) ? null : Long.valueOf(like.id());
    depths.put(row.id(), base == null ? 1 : depth + 1);
    made.add(new NewVersion(row, source.seq, source.ordinal, bytes, base));
  }

  private int depth(long version) throws IOException {
    var here = depths.get(version);
    return here == null ? past.depth(version) : here;
  }

  /// A commit has this version at a file.
  void link(String commit, String root, String file, @Nullable Long at, VersionRow version) {
    byCommit.computeIfAbsent(commit, _ -> new HashMap<>()).put(file, version);
    commits.add(new CommitVersion(commit, root, file, at == null ? 0 : at, version.id()));
  }
}
