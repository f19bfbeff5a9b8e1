package dev.clew.origin;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.clew.event.FileEdit;
import dev.clew.event.FileOp;
import dev.clew.event.GitMove;
import dev.clew.event.SpanId;
import dev.clew.event.StepKind;
import dev.clew.origin.Between.Step;
import dev.clew.origin.EditChains.Link;
import dev.clew.origin.EditChains.Unit;
import dev.clew.origin.shell.Reach;
import dev.clew.origin.shell.Target;
import dev.clew.workspace.PathText;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Says who brought the changes between two looks about.
///
/// A claim needs evidence: that a tool was at work meanwhile is none. What several may have done,
/// or nobody is known to have done, is unknown, with those who may have as candidates.
public final class Attribution {
  /// A command that is not known, or that is given a file and not known to write it, explains a
  /// change only if it was as short as this.
  static final Duration SHORT = Duration.ofSeconds(10);

  /// So long may a command run that is known to write files of any name.
  static final Duration WIDE = Duration.ofSeconds(60);

  private static final Set<StepKind> READING =
      Set.of(
          StepKind.FILE_READ,
          StepKind.SEARCH,
          StepKind.LLM_CALL,
          StepKind.PLAN,
          StepKind.APPROVAL,
          StepKind.NETWORK_CALL);

  /// How well a tool call explains a change, from the least.
  private enum Strength {
    NONE,
    MAYBE,
    OPAQUE,
    MENTIONED,
    EFFECT,
    NAMED
  }

  /// A tool call, and where its command reaches.
  private record Call(Activity activity, Step step, @Nullable Reach reach) {}

  private record Claim(Call call, Strength strength) {}

  private final Between between;
  private final List<SeenChange> changes;

  /// What was at work, but for moves, which do what they were told and nothing else.
  private final List<Call> calls;

  private final List<Call> moves;

  private Attribution(Between between, List<SeenChange> changes) {
    this.between = between;
    this.changes = changes;
    var all =
        between.activities().stream()
            .sorted(
                Comparator.comparing(
                    each -> Objects.requireNonNullElse(each.started(), Instant.EPOCH)))
            .map(Attribution::call)
            .toList();
    this.moves = all.stream().filter(Attribution::isMove).toList();
    this.calls = all.stream().filter(call -> !isMove(call)).toList();
  }

  private static boolean isMove(Call call) {
    return call.activity.kind() == StepKind.ROLLBACK;
  }

  private static Call call(Activity activity) {
    var command = activity.command();
    return new Call(
        activity,
        new Step(activity.session(), activity.step()),
        command == null ? null : Reach.of(command, activity.cwd()));
  }

  /// The findings for each change, in the order of the changes: at least one each.
  public static List<List<Finding>> of(Between between, List<SeenChange> changes) {
    var attribution = new Attribution(between, changes);
    return changes.stream().map(attribution::findings).toList();
  }

  /// The step whose command moved Git; empty when none is known to have.
  public static Optional<Step> mover(Between between, GitMove move) {
    var attribution = new Attribution(between, List.of());
    var moving = attribution.calls.stream().filter(call -> moves(call, move)).toList();
    if (moving.isEmpty()) {
      moving =
          attribution.calls.stream()
              .filter(
                  call -> call.reach != null && call.reach.opaque() && attribution.isAlone(call))
              .toList();
    }
    return moving.size() == 1 ? Optional.of(moving.getFirst().step) : Optional.empty();
  }

  /// Whether the call runs a command of Git that leads to such a move.
  private static boolean moves(Call call, GitMove move) {
    var reach = call.reach;
    return reach != null && GitLog.agrees(reach.git(), move);
  }

  private List<Finding> findings(SeenChange change) {
    for (var call : moves) {
      if (isMoved(call, change)) {
        return List.of(Finding.move(call.step));
      }
    }
    var edited = byEdits(change);
    if (!edited.isEmpty()) {
      return edited;
    }
    var writer = between.writers().get(change.path());
    if (writer != null) {
      return List.of(Finding.exact(writer, "process", null));
    }
    var arrival = arrival(change);
    if (arrival != null) {
      return List.of(
          Finding.vcs(causeOf(arrival.move()), Objects.requireNonNull(arrival.commit())));
    }
    return List.of(calls.isEmpty() ? outside(change) : inside(change));
  }

  /// Whether this is what the move was to leave at the path.
  private boolean isMoved(Call call, SeenChange change) {
    var file = file(change.path());
    var after = change.after();
    for (var touch : call.activity.touched()) {
      if (Target.resolve(folder(call), touch.path()).equals(file)) {
        var edit = touch.edit();
        return after == null
            ? touch.op() == FileOp.DELETE
            : edit instanceof FileEdit.Restored(var sha256) && sha256.equals(after.sha256());
      }
    }
    return false;
  }

  // What edit tools were told to do.

  private List<Finding> byEdits(SeenChange change) {
    var units = units(change);
    if (units.isEmpty()) {
      return List.of();
    }
    if (change.after() == null) {
      return removed(change, units);
    }
    var after = change.contents().after();
    var before = before(change);
    if (after == null || (before == null && change.before() != null)) {
      return unchecked(units);
    }
    var editing = units.stream().filter(unit -> !unit.edits().isEmpty()).toList();
    var chains = new EditChains(before, after, editing);
    var whole = chains.whole();
    if (whole.size() == 1) {
      return exact(whole.getFirst(), false);
    }
    if (whole.size() > 1) {
      return List.of(Finding.unknown(steps(whole), "edit_arguments"));
    }
    if (editing.size() < units.size()) {
      return unchecked(units);
    }
    var part = chains.part();
    if (!part.isEmpty()) {
      var findings = new ArrayList<>(exact(part, true));
      findings.add(inside(change));
      return findings;
    }
    return List.of(differing(change, units));
  }

  /// The arguments name the file and do not explain it: those steps may have done it, and whoever
  /// else may have.
  private Finding differing(SeenChange change, List<Unit> units) {
    var candidates = new LinkedHashSet<>(ids(units));
    claims(change).stream()
        .filter(claim -> claim.strength != Strength.NONE)
        .forEach(claim -> add(candidates, claim.call.step));
    return Finding.unknown(List.copyOf(candidates), "edit_arguments_differ");
  }

  /// What each step's arguments say of the change's path; a step that says nothing has no unit.
  private List<Unit> units(SeenChange change) {
    var file = file(change.path());
    var units = new ArrayList<Unit>();
    for (var call : calls) {
      var edits = new ArrayList<FileEdit>();
      var named = false;
      for (var touch : call.activity.touched()) {
        if (touch.op() != FileOp.READ && Target.resolve(folder(call), touch.path()).equals(file)) {
          named = true;
          var edit = touch.edit();
          if (edit != null) {
            edits.add(edit);
          }
        }
      }
      if (named) {
        units.add(new Unit(call.step, edits, call.activity.ended() != null));
      }
    }
    return units;
  }

  private String folder(Call call) {
    return call.activity.cwd().isEmpty() ? between.root() : call.activity.cwd();
  }

  /// The file as commands and tools name it; `path` is as [PathText] writes it.
  private String file(String path) {
    var name = path.startsWith("\"") ? new String(PathText.bytes(path), UTF_8) : path;
    return Target.resolve(between.root(), name);
  }

  /// The bytes that edits start from: those of the file that was moved here, if one was.
  private byte @Nullable [] before(SeenChange change) {
    if (change.before() != null || change.op() == FileOp.RENAME) {
      return change.contents().before();
    }
    var file = file(change.path());
    for (var call : calls) {
      var touches = call.activity.touched();
      for (var i = 1; i < touches.size(); i++) {
        if (touches.get(i).op() == FileOp.RENAME
            && Target.resolve(folder(call), touches.get(i).path()).equals(file)) {
          var from = Target.resolve(folder(call), touches.get(i - 1).path());
          return beforeOf(from);
        }
      }
    }
    return null;
  }

  private byte @Nullable [] beforeOf(String file) {
    for (var change : changes) {
      if (file(change.path()).equals(file)) {
        return change.contents().before();
      }
    }
    return null;
  }

  private List<Finding> removed(SeenChange change, List<Unit> units) {
    var file = file(change.path());
    var removing =
        calls.stream()
            .filter(call ->
                call.activity.touched().stream()
                    .anyMatch(touch ->
                        touch.op() == FileOp.DELETE
                            && Target.resolve(folder(call), touch.path()).equals(file)))
            .toList();
    return switch (removing.size()) {
      case 0 -> List.of(Finding.unknown(ids(units), "edit_arguments_differ"));
      case 1 -> List.of(Finding.exact(removing.getFirst().step, "edit_arguments", null));
      default ->
          List.of(
              Finding.unknown(
                  removing.stream().map(call -> call.activity.step()).toList(), "edit_arguments"));
    };
  }

  /// The arguments name the file, and what they leave there cannot be compared.
  private static List<Finding> unchecked(List<Unit> units) {
    return units.size() == 1
        ? List.of(Finding.inferred(units.getFirst().step(), "names_path"))
        : List.of(Finding.unknown(ids(units), "names_path"));
  }

  private static List<Finding> exact(List<Link> chain, boolean more) {
    var findings = new ArrayList<Finding>();
    for (var i = 0; i < chain.size(); i++) {
      var link = chain.get(i);
      var last = i == chain.size() - 1 && !more;
      findings.add(Finding.exact(link.step(), "edit_arguments", last ? null : link.result()));
    }
    return findings;
  }

  private static List<SpanId> steps(List<List<Link>> chains) {
    var steps = new LinkedHashSet<SpanId>();
    chains.forEach(chain -> chain.forEach(link -> add(steps, link.step())));
    return List.copyOf(steps);
  }

  private static List<SpanId> ids(List<Unit> units) {
    var steps = new LinkedHashSet<SpanId>();
    units.forEach(unit -> add(steps, unit.step()));
    return List.copyOf(steps);
  }

  private static void add(Set<SpanId> steps, Step step) {
    var id = step.id();
    if (id != null) {
      steps.add(id);
    }
  }

  // What Git brought.

  /// The move that brought exactly these bytes, or took the file away.
  private @Nullable Arrival arrival(SeenChange change) {
    for (var arrival : between.arrivals()) {
      if (arrival.commit() != null
          && brings(arrival, change)
          && (isWhole(arrival) || isRestored(change))) {
        return arrival;
      }
    }
    return null;
  }

  /// Whether a change of the index alone may have come with the file: what a command writes by name
  /// may equal what some commit has, and be added then.
  private boolean isRestored(SeenChange change) {
    return calls.isEmpty()
        || (calls.stream().anyMatch(call -> restores(call, GitLog.RESTORING))
            && claims(change).stream().noneMatch(claim -> claim.strength == Strength.NAMED));
  }

  private static boolean restores(Call call, Set<String> commands) {
    var reach = call.reach;
    return reach != null && (reach.opaque() || !Collections.disjoint(reach.git(), commands));
  }

  private static boolean brings(Arrival arrival, SeenChange change) {
    var after = change.after();
    var before = change.before();
    var blob = arrival.blobs().get(change.path());
    if (after != null) {
      return blob != null && blob.equals(after.blob());
    }
    var left = arrival.left().get(change.path());
    return blob == null && left != null && before != null && left.equals(before.blob());
  }

  private @Nullable Step causeOf(GitMove move) {
    return mover(between, move).orElse(null);
  }

  // While no tool was at work.

  private Finding outside(SeenChange change) {
    if (!between.watched()) {
      return Finding.unknown(List.of(), "unwatched");
    }
    if (!between.background().isEmpty()) {
      return Finding.unknown(background(), "background_alive");
    }
    return isLeftByGit(change) ? Finding.unknown(List.of(), "git") : Finding.human();
  }

  /// Whether Git was at work on files meanwhile, so that it may have left bytes that are no
  /// commit's.
  private boolean isLeftByGit(SeenChange change) {
    var after = change.after();
    for (var arrival : between.arrivals()) {
      if ((arrival.commit() != null && isWhole(arrival))
          || isJoining(arrival)
          || (after != null && arrival.hasStaged(change.path(), after))) {
        return true;
      }
    }
    return !between.arrivals().isEmpty() && Conflict.isIn(change.contents().after());
  }

  /// Whether a merge, or what works like one, began or ended.
  private static boolean isJoining(Arrival arrival) {
    return switch (arrival.move().what()) {
      case "merge", "cherry_pick", "revert", "rebase" -> true;
      default -> false;
    };
  }

  /// Whether Git moved to other files, so that what it leaves need not be any commit's.
  private static boolean isWhole(Arrival arrival) {
    return !arrival.move().what().equals("index");
  }

  private List<SpanId> background() {
    var steps = new LinkedHashSet<SpanId>();
    between.background().forEach(step -> add(steps, step));
    return List.copyOf(steps);
  }

  // While tools were at work.

  private Finding inside(SeenChange change) {
    var claims = claims(change);
    var best =
        claims.stream().map(Claim::strength).max(Comparator.naturalOrder()).orElse(Strength.NONE);
    var first = claims.stream().filter(claim -> claim.strength == best).toList();
    if (first.size() == 1 && best.compareTo(Strength.MAYBE) > 0) {
      var call = first.getFirst().call;
      if (best.compareTo(Strength.MENTIONED) != 0 && isByGit(call, best, change)) {
        return Finding.unknown(ids(call), "git");
      }
      return Finding.inferred(
          first.getFirst().call.step,
          switch (best) {
            case NAMED, MENTIONED -> "names_path";
            case EFFECT -> "known_effect";
            case OPAQUE, MAYBE, NONE -> "opaque_alone";
          });
    }
    var candidates = new LinkedHashSet<SpanId>();
    claims.stream()
        .filter(claim -> claim.strength != Strength.NONE)
        .forEach(claim -> add(candidates, claim.call.step));
    candidates.addAll(background());
    if (!between.watched()) {
      return Finding.unknown(List.copyOf(candidates), "unwatched");
    }
    // With a person at work a command of Git is not evidence, but what it may have joined is
    // sought.
    var byGit =
        first.size() == 1
            && best == Strength.MAYBE
            && isByGit(first.getFirst().call, Strength.EFFECT, change);
    return Finding.unknown(List.copyOf(candidates), byGit ? "git" : "in_interval");
  }

  /// Whether nothing but Git, as the call ran it, explains the change, and Git did move: what it
  /// leaves is made of commits, not of what the step says.
  private boolean isByGit(Call call, Strength strength, SeenChange change) {
    var reach = call.reach;
    if (reach == null || between.arrivals().isEmpty()) {
      return false;
    }
    if (strength == Strength.OPAQUE) {
      return isLeftByGit(change);
    }
    var file = file(change.path());
    return strength == Strength.EFFECT
        && !Collections.disjoint(reach.git(), GitLog.JOINING)
        && reach.effects().stream().allMatch(effect -> effect.isGit() || !effect.covers(file));
  }

  private static List<SpanId> ids(Call call) {
    var id = call.step.id();
    return id == null ? List.of() : List.of(id);
  }

  private List<Claim> claims(SeenChange change) {
    return calls.stream().map(call -> new Claim(call, strength(call, change))).toList();
  }

  private Strength strength(Call call, SeenChange change) {
    var activity = call.activity;
    if (READING.contains(activity.kind())) {
      return Strength.NONE;
    }
    var reach = call.reach;
    if (reach == null) {
      // An edit tool writes what it names, and nothing else.
      var edits = activity.touched().stream().anyMatch(touch -> touch.op() != FileOp.READ);
      return edits ? Strength.NONE : isAlone(call) ? Strength.OPAQUE : Strength.MAYBE;
    }
    var file = file(change.path());
    if (reach.writes(file)) {
      return Strength.NAMED;
    }
    var strength = Strength.NONE;
    for (var effect : reach.effects()) {
      if (effect.covers(file)) {
        var explains = !effect.isWide() || (isWithin(activity, WIDE) && !between.humanWorks());
        strength = stronger(strength, explains ? Strength.EFFECT : Strength.MAYBE);
      }
    }
    if (reach.opaque()) {
      if (reach.mentions(file) && isWithin(activity, SHORT)) {
        strength = stronger(strength, Strength.MENTIONED);
      }
      strength = stronger(strength, isAlone(call) ? Strength.OPAQUE : Strength.MAYBE);
    }
    return strength;
  }

  private static Strength stronger(Strength one, Strength other) {
    return one.compareTo(other) >= 0 ? one : other;
  }

  /// Whether the call was over soon.
  private static boolean isWithin(Activity activity, Duration limit) {
    var started = activity.started();
    var ended = activity.ended();
    return started != null
        && ended != null
        && Duration.between(started, ended).compareTo(limit) <= 0;
  }

  /// Whether the call was short, nothing else was at work, and nothing hints at a person or Git.
  private boolean isAlone(Call call) {
    return isWithin(call.activity, SHORT)
        && call.activity.kind() != StepKind.SUBAGENT
        && between.watched()
        && !between.humanWorks()
        && between.background().isEmpty()
        && calls.stream()
            .allMatch(
                other -> other.step.equals(call.step) || READING.contains(other.activity.kind()));
  }
}
