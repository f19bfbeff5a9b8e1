package dev.clew.origin.lines;

import dev.clew.event.GitCommit;
import dev.clew.event.WorkspaceChange;
import dev.clew.index.CauseRow;
import dev.clew.index.FirstLook;
import dev.clew.index.NewVersion;
import dev.clew.index.OriginBatch;
import dev.clew.index.OriginFacts;
import dev.clew.index.Seen;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// Makes versions of facts, in their order.
///
/// What was seen at one moment is one look. In it, first comes what was done to files, then the
/// commits that were seen (of which some were made of that), then what Git did to files (of those
/// commits).
public final class Fold {
  private final Weave weave;
  private final CauseBook causes;
  private final GitMade git;
  private final SeenFold seen;

  /// Goes on from `past`.
  public Fold(Past past) throws IOException {
    causes = new CauseBook(past::causes);
    weave = new Weave(past, causes);
    git = new GitMade(past, weave, causes);
    seen = new SeenFold(past, weave, causes, git);
  }

  /// All that was seen at one moment.
  private static final class Moment {
    final List<FirstLook> looks = new ArrayList<>();
    final Map<String, List<Seen<WorkspaceChange>>> changes = new LinkedHashMap<>();
    final Map<String, List<Seen<WorkspaceChange>>> gits = new LinkedHashMap<>();
    final List<Seen<GitCommit>> commits = new ArrayList<>();
  }

  /// What comes out of these facts.
  public OriginBatch of(OriginFacts facts) throws IOException {
    var moments = new TreeMap<Long, Moment>();
    for (var each : facts.looks()) {
      moments.computeIfAbsent(each.at(), _ -> new Moment()).looks.add(each);
    }
    for (var each : facts.changes()) {
      var moment = moments.computeIfAbsent(at(each), _ -> new Moment());
      var its = CauseBook.isGits(each.what()) ? moment.gits : moment.changes;
      its.computeIfAbsent(each.what().root(), _ -> new ArrayList<>()).add(each);
    }
    for (var each : facts.commits()) {
      moments.computeIfAbsent(at(each), _ -> new Moment()).commits.add(each);
    }
    for (var moment : moments.values()) {
      for (var look : moment.looks) {
        seen.first(look);
      }
      for (var look : moment.changes.values()) {
        seen.look(look);
      }
      for (var commit : moment.commits) {
        git.commit(commit);
      }
      for (var look : moment.gits.values()) {
        seen.look(look);
      }
    }
    return new OriginBatch(facts, weave.made(), causes(), weave.commits(), Set.of());
  }

  private static long at(Seen<?> seen) {
    var at = seen.at();
    return at == null ? 0 : at;
  }

  /// The causes that versions have; some were looked at and not needed.
  private List<CauseRow> causes() throws IOException {
    var needed = new HashSet<Long>();
    for (NewVersion version : weave.made()) {
      needed.add(version.row().cause());
      var runs = weave.runs(version.row());
      for (int run = 0; run < runs.size(); run++) {
        needed.add(runs.cause(run));
      }
    }
    for (var id : List.copyOf(needed)) {
      var base = causes.row(id).base();
      if (base != null) {
        needed.add(base);
      }
    }
    return causes.made().stream().filter(row -> needed.contains(row.id())).toList();
  }
}
