package dev.clew.origin.replay;

import dev.clew.event.Confidence;
import dev.clew.event.FileEdit;
import dev.clew.event.FileOp;
import dev.clew.event.OriginClass;
import dev.clew.event.SpanId;
import dev.clew.index.CauseRow;
import dev.clew.index.Runs;
import dev.clew.index.VersionRow;
import dev.clew.origin.lines.Ancestor;
import dev.clew.origin.lines.Inherit;
import dev.clew.origin.replay.Finding.Source;
import dev.clew.origin.replay.Finding.Verdict;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Folds what transcripts tell of files into versions, whatever edited and read them.
///
/// What an edit writes is its step's. What was there when it was first shown is `baseline`. What is
/// shown later and no edit explains is `unknown`, as a version of its own. Facts are given in the
/// order of their moments.
public final class Replay {
  private final ToldCauses causes;
  private final Suspects suspects;
  private final Consumer<ToldVersion> versions;
  private final Consumer<Finding> findings;
  private final Map<String, State> states = new HashMap<>();
  private final Map<String, List<SpanId>> vague = new HashMap<>(); // told without saying how
  private int made;

  /// @param versions hears each version, in order; the first is number 0
  /// @param findings hears what came of each comparison
  public Replay(
      ToldCauses causes,
      Suspects suspects,
      Consumer<ToldVersion> versions,
      Consumer<Finding> findings) {
    this.causes = causes;
    this.suspects = suspects;
    this.versions = versions;
    this.findings = findings;
  }

  /// How a file is.
  ///
  /// @param known null when it is gone
  /// @param number of its version
  /// @param sure when it was last told as a whole, or first at all
  private record State(@Nullable Known known, Runs runs, int number, Moment sure) {
    @Nullable Ancestor ancestor() {
      return known == null ? null : new Ancestor(known.bytes(), runs);
    }
  }

  /// Takes the next fact.
  public void take(ToldFact fact) {
    switch (fact) {
      case ToldFact.Shown shown ->
          learn(
              fact,
              Source.READ,
              Learned.lines(known(fact.path()), shown.sight()),
              shown.sight().isWhole());
      case ToldFact.Edited edited -> take(edited);
    }
  }

  private @Nullable Known known(String path) {
    var state = states.get(path);
    return state == null ? null : state.known;
  }

  private void take(ToldFact.Edited edited) {
    var from = edited.from();
    if (from != null && !from.equals(edited.path()) && states.containsKey(from)) {
      states.put(edited.path(), states.get(from)); // what was there is gone
    }
    var edit = edited.edit();
    if (edit != null) {
      before(edited, edit);
    }
    if (edited.op() == FileOp.DELETE) {
      version(edited, VersionRow.TOLD, FileOp.DELETE, null, cause(edited));
      return;
    }
    var known = known(edited.path());
    var after = edit == null ? moved(edited, known) : Passages.apply(edit, known);
    if (after == null) {
      vague.computeIfAbsent(edited.path(), _ -> new ArrayList<>()).add(edited.step());
    } else {
      var op = known == null && edited.op() == FileOp.MODIFY ? FileOp.CREATE : edited.op();
      version(edited, VersionRow.TOLD, op, after, cause(edited));
      if (edit instanceof FileEdit.Rewrite) {
        sure(edited);
      }
    }
  }

  /// All of the file is known as it is now.
  private void sure(ToldFact fact) {
    var state = states.get(fact.path());
    if (state != null) {
      states.put(fact.path(), new State(state.known, state.runs, state.number, fact.moment()));
    }
  }

  private static @Nullable Known moved(ToldFact.Edited edited, @Nullable Known known) {
    return edited.op() == FileOp.RENAME ? known : null;
  }

  /// Learns what an edit tells of the content before it.
  private void before(ToldFact.Edited edited, FileEdit edit) {
    var known = known(edited.path());
    var original = edit.before();
    if (original.isPresent()) {
      learn(edited, Source.ORIGINAL, Learned.whole(known, original.get()), true);
      return;
    }
    for (var passage : Passages.replaced(edit, known)) {
      learn(edited, Source.PASSAGE, passage.in(known(edited.path())), false);
    }
  }

  private void learn(ToldFact fact, Source source, Learned learned, boolean whole) {
    var state = states.get(fact.path());
    var known = learned.known();
    List<String> evidence = List.of();
    var verdict = learned.verdict();
    if (verdict == Verdict.OTHER || (verdict == Verdict.FIRST && state != null)) {
      var found = found(fact, state);
      evidence = found.evidence();
      version(
          fact,
          VersionRow.GAP,
          verdict == Verdict.OTHER ? FileOp.MODIFY : FileOp.CREATE,
          known,
          causes.told(row(fact, OriginClass.UNKNOWN, Confidence.UNKNOWN, null, found)));
    } else if (verdict != Verdict.SAME) {
      var writers = suspects.writers(fact.path(), fact.moment());
      var cause =
          writers == null
              ? row(fact, OriginClass.BASELINE, Confidence.REPLAYED, null, told())
              : row(fact, OriginClass.UNKNOWN, Confidence.UNKNOWN, null, writers);
      version(fact, VersionRow.BASELINE, FileOp.MODIFY, known, causes.told(cause));
    }
    vague.remove(fact.path());
    if (whole) {
      sure(fact);
    }
    findings.accept(
        new Finding(fact.path(), fact.moment(), fact.step(), source, learned.verdict(), evidence));
  }

  /// Who may have made what no edit explains.
  private Suspects.Found found(ToldFact fact, @Nullable State state) {
    var found =
        suspects.between(fact.path(), state == null ? fact.moment() : state.sure, fact.moment());
    var untold = vague.getOrDefault(fact.path(), List.of());
    if (untold.isEmpty()) {
      return found;
    }
    var candidates = new ArrayList<>(untold);
    found.candidates().stream().filter(each -> !untold.contains(each)).forEach(candidates::add);
    var evidence = new ArrayList<String>();
    evidence.add(Suspects.Found.EDIT);
    found.evidence().stream()
        .filter(each -> !each.equals(Suspects.Found.NOT_TOLD))
        .forEach(evidence::add);
    return new Suspects.Found(evidence, candidates);
  }

  private static Suspects.Found told() {
    return new Suspects.Found(List.of(Suspects.Found.TOLD), List.of());
  }

  private long cause(ToldFact.Edited edited) {
    return causes.told(row(edited, OriginClass.AGENT, Confidence.REPLAYED, edited.step(), told()));
  }

  private static CauseRow row(
      ToldFact fact,
      OriginClass origin,
      Confidence confidence,
      @Nullable SpanId step,
      Suspects.Found found) {
    return CauseRow.of(
        origin,
        confidence,
        step == null ? null : fact.session(),
        step == null ? null : step.bits(),
        fact.moment().at(),
        found.evidence(),
        found.candidates(),
        null,
        null,
        null,
        null);
  }

  private void version(ToldFact fact, String kind, FileOp op, @Nullable Known after, long cause) {
    var state = states.get(fact.path());
    var content = after == null ? null : after.bytes();
    var runs =
        content == null
            ? Runs.EMPTY
            : Inherit.change(state == null ? null : state.ancestor(), content, cause, causes);
    versions.accept(
        new ToldVersion(
            fact.path(),
            fact.moment(),
            fact.step(),
            fact.session(),
            kind,
            op,
            content,
            state == null ? -1 : state.number,
            cause,
            runs));
    var sure = state == null || after == null ? fact.moment() : state.sure;
    states.put(fact.path(), new State(after, runs, made, sure));
    made++;
  }
}
