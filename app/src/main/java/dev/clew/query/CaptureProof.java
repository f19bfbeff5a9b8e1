package dev.clew.query;

import dev.clew.index.HeardCall;
import dev.clew.index.HeardReader.Calls;
import dev.clew.index.Hooked;
import dev.clew.index.IndexReader;
import dev.clew.index.Missed;
import dev.clew.index.Seen;
import dev.clew.index.SessionRow;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Holds the tool calls of sessions against the hooks that were heard of them: each call is
/// captured, or missing for a reason.
///
/// A session and its sub-agents are looked at together. One from before the agent's hooks were
/// heard at its place is known by its transcript alone, which is no gap.
public final class CaptureProof {
  private static final Set<String> LATE = Set.of("spool", "late", "before", "after");

  private final IndexReader index;
  private final InstantSource clock;
  private final List<Hooked> hooked;
  private final Set<String> tellBefore;
  private final Set<String> tellAfter;

  CaptureProof(IndexReader index, InstantSource clock) throws SQLException {
    this.index = index;
    this.clock = clock;
    this.hooked = index.heard().hooked();
    this.tellBefore = hooked.isEmpty() ? Set.of() : index.heard().agents(false);
    this.tellAfter = hooked.isEmpty() ? Set.of() : index.heard().agents(true);
  }

  /// What was captured of a session and its sub-agents.
  ///
  /// @param source `hooks` where they were heard, or should have been; else `transcript`
  /// @param captured calls of which the hooks were heard; from a transcript alone, those that have
  ///   a result
  /// @param expected calls that were made
  /// @param late calls of them of which something was told late
  /// @param heartbeat when the last hook fired, in epoch milliseconds
  /// @param missing what was not captured
  public record Proof(
      String source,
      long captured,
      long expected,
      long late,
      @Nullable Long heartbeat,
      List<Missing> missing) {}

  /// What was not captured.
  ///
  /// @param steps the calls that it is about; empty where all are meant, or none
  public record Missing(String reason, long count, List<Long> steps) {}

  /// The proofs of these sessions, in their order.
  List<Proof> of(List<SessionRow> sessions) throws SQLException {
    var traces = hooked.stream().map(Hooked::trace).collect(Collectors.toSet());
    var told = index.heard().told(sessions.stream().map(SessionRow::ref).toList());
    var proofs = new ArrayList<Proof>();
    for (var session : sessions) {
      var proof = traces.contains(session.trace()) ? heard(session) : Optional.<Proof>empty();
      proofs.add(
          proof.isPresent()
              ? proof.get()
              : unheard(session, told.getOrDefault(session.ref(), Calls.NONE)));
    }
    return proofs;
  }

  private Optional<Proof> heard(SessionRow session) throws SQLException {
    var tree = index.withSubagents(session.ref());
    var own = hooked.stream().filter(each -> tree.contains(each.session())).toList();
    if (own.isEmpty()) {
      return Optional.empty();
    }
    var calls = Calls.NONE;
    for (var each : index.heard().calls(tree).values()) {
      calls = calls.plus(each);
    }
    return Optional.of(heard(session, tree, own, calls));
  }

  /// A session without any hook.
  private Proof unheard(SessionRow session, Calls calls) {
    if (calls.made() == 0 || !shouldHaveHooks(session)) {
      return new Proof("transcript", calls.answered(), calls.made(), 0, null, List.of());
    }
    var reason =
        "no hook of this session came, though hooks of %s did before: they were not installed"
                .formatted(session.agent())
            + " where it ran, or its sandbox reaches neither the socket nor the spool";
    return new Proof(
        "hooks", 0, calls.made(), 0, null, List.of(new Missing(reason, calls.made(), List.of())));
  }

  /// Whether hooks of its agent had been heard before it ended: at its place, or at two others,
  /// which means that they are installed for all.
  private boolean shouldHaveHooks(SessionRow session) {
    var end = session.lastAt();
    var places = new HashSet<String>();
    for (var each : hooked) {
      var first = each.firstAt();
      if (end != null && first != null && first <= end && each.agent().equals(session.agent())) {
        var place = Objects.requireNonNullElse(each.repo(), "");
        if (place.equals(session.repo())) {
          return true;
        }
        places.add(place);
      }
    }
    return places.size() > 1;
  }

  private Proof heard(SessionRow session, List<Long> tree, List<Hooked> own, Calls calls)
      throws SQLException {
    var reasons =
        new Reasons(
            own,
            Set.copyOf(index.heard().toolsHeard(tree)),
            tellBefore.contains(session.agent()),
            tellAfter.contains(session.agent()));
    var running = Running.isRecent(session, clock);
    long open = 0;
    for (var call : index.heard().unheard(tree)) {
      var isOpen = running && !call.answered() && call.isLast();
      var reason = isOpen ? null : reasons.of(call);
      if (reason != null) {
        reasons.add(reason, call.id());
      }
      open += isOpen ? 1 : 0;
    }
    var missing = reasons.all();
    var lost = missing.stream().mapToLong(Missing::count).sum();
    var told = index.workspaces().missed(tree);
    missing.addAll(told(told));
    return new Proof(
        "hooks",
        calls.made() - lost - open,
        calls.made(),
        told.stream()
            .filter(seen -> seen.step() != null && LATE.contains(seen.what().what()))
            .map(Seen::step)
            .distinct()
            .count(),
        own.stream().map(Hooked::lastAt).filter(Objects::nonNull).max(Long::compare).orElse(null),
        List.copyOf(missing));
  }

  /// What the recorder itself noted as missed.
  private static List<Missing> told(List<Seen<Missed>> missed) {
    var all = new LinkedHashMap<String, Missing>();
    for (var seen : missed) {
      var reason = seen.what().what() + ": " + seen.what().reason();
      var step = seen.step();
      all.merge(
          reason,
          new Missing(reason, 1, step == null ? List.of() : List.of(step)),
          CaptureProof::both);
    }
    return List.copyOf(all.values());
  }

  private static Missing both(Missing one, Missing other) {
    var steps = new ArrayList<>(one.steps);
    steps.addAll(other.steps);
    return new Missing(one.reason, one.count + other.count, List.copyOf(steps));
  }

  /// Says why calls are missing.
  private static final class Reasons {
    private final Map<Long, Hooked> bySession = new LinkedHashMap<>();
    private final Set<String> tools;
    private final long firstAt;
    private final long lastAt;
    private final boolean tellsBefore;
    private final boolean tellsAfter;
    private final boolean tellsFailures;
    private final Map<String, Missing> missing = new LinkedHashMap<>();

    Reasons(List<Hooked> own, Set<String> tools, boolean tellsBefore, boolean tellsAfter) {
      this.tellsBefore = tellsBefore;
      this.tellsAfter = tellsAfter;
      own.forEach(each -> bySession.put(each.session(), each));
      this.tools = tools;
      this.firstAt =
          own.stream().map(Hooked::firstAt).filter(Objects::nonNull).min(Long::compare).orElse(0L);
      this.lastAt =
          own.stream().map(Hooked::lastAt).filter(Objects::nonNull).max(Long::compare).orElse(0L);
      this.tellsFailures = own.stream().anyMatch(each -> each.failures() > 0);
    }

    void add(String reason, long step) {
      missing.merge(reason, new Missing(reason, 1, List.of(step)), CaptureProof::both);
    }

    List<Missing> all() {
      return new ArrayList<>(missing.values());
    }

    /// Why not both hooks of a call were heard; absent where nothing is missing.
    @Nullable String of(HeardCall call) {
      if (call.before() ? isTold(call) || !tellsAfter : call.after() && !tellsBefore) {
        return null;
      }
      if (call.before()) {
        return "the hook after the call did not come";
      }
      if (call.after()) {
        return "the hook before the call did not come";
      }
      var at = call.startedAt();
      if (at != null && at < firstAt) {
        return "made before the first hook of this session came: hooks were not installed yet";
      }
      if (call.subagent() && !bySession.containsKey(call.session())) {
        return "made by a sub-agent of which no hook came: this version may not tell of them";
      }
      if (at != null && at > lastAt) {
        return "made after the last hook of this session came: hooks stopped";
      }
      var tool = Objects.requireNonNullElse(call.tool(), "");
      return tools.contains(tool)
          ? "no hook of the call came"
          : "no hook of the call came, nor of any other call of %s here".formatted(tool);
    }

    /// Whether no hook after the call is to be expected: a refused call never ran, and not every
    /// version has a hook for a call that failed.
    private boolean isTold(HeardCall call) {
      return call.refused() || ("error".equals(call.status()) && !tellsFailures);
    }
  }
}
