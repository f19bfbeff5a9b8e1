package dev.clew.recorder;

import dev.clew.capture.HookCall;
import dev.clew.capture.HookEnvelope;
import dev.clew.capture.workspace.WorkspaceRecord.Missed;
import dev.clew.capture.workspace.WorkspaceRecord.Told;
import dev.clew.event.SessionKey;
import dev.clew.event.SpanId;
import dev.clew.event.WorkspaceState;
import dev.clew.workspace.Change;
import dev.clew.workspace.GitState;
import dev.clew.workspace.Look;
import dev.clew.workspace.Workspace;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// One workspace while agents work in it: looks at it when hooks fire and when something changed,
/// and records what the looks find once every hook from before them has been heard.
///
/// [#before] may be called by any thread, everything else by one.
final class WatchedFolder implements AutoCloseable {
  /// A hook that is heard so much later than it fired waited in the spool: what is there now says
  /// nothing of the moment when it fired.
  private static final Duration LATE = Duration.ofSeconds(2);

  /// So long after a look no hook from before it can be on its way any more.
  private static final Duration SETTLED = Duration.ofMillis(250);

  /// So long after a change while no tool is at work it is looked at.
  private static final Duration QUIET = Duration.ofMillis(500);

  /// The same while one is.
  private static final Duration BUSY = Duration.ofSeconds(5);

  /// How often what is known of the workspace is kept for the next run.
  private static final Duration SAVE = Duration.ofMinutes(1);

  private final LookStore.Place place;
  private final SessionKey nobody;
  private final Path root;
  private final Workspace workspace;
  private final LookObjects objects;
  private final LookStore records;
  private final GitSight git;
  private final Processes processes;
  private final LeftProcesses leftovers;
  private final Consumer<CommitOrder> commits;
  private final InstantSource clock;
  private final Earlier earlier;
  private final Asked asked;
  private final StaleWatch stale;
  private final Past past;

  private final ReentrantLock lock = new ReentrantLock(true);
  private final CountDownLatch begun = new CountDownLatch(1);
  private volatile boolean ready;

  /// Guarded by `lock`, as all below.
  private final Map<SpanId, OpenCall> calls = new LinkedHashMap<>();

  private final Map<SpanId, Before> befores = new HashMap<>();
  private final Map<SpanId, String> notBefore = new HashMap<>();
  private final Deque<PendingLook> pending = new ArrayDeque<>();
  private final List<Told<Missed>> missed = new ArrayList<>();
  private final List<Wanted> wanted = new ArrayList<>();
  private final Set<SessionKey> known = new HashSet<>();
  private LookReading.Carried carried = LookReading.Carried.NOTHING;

  /// When the last look began.
  private Instant seenAt;

  private boolean watched;
  private boolean due;
  private @Nullable Instant changedAt;
  private @Nullable Instant humanAt;
  private volatile Instant usedAt;
  private Instant savedAt;
  private boolean unsaved;

  /// Belongs to the one thread: the hooks that were heard before the first look was made.
  private final List<Hook> early = new ArrayList<>();

  private record Hook(HookCall call, HookEnvelope envelope) {}

  /// A look at the whole that a hook asked for and that could not be made when it fired.
  private record Wanted(SessionKey session, String moment, HookEnvelope envelope) {}

  /// What was seen just before a call.
  private record Before(WorkspaceState state, Instant at, Set<Long> running) {}

  /// What belongs to one workspace.
  ///
  /// @param commits has the repository's new commits told
  /// @param left where processes that steps left running are noted
  /// @param lastSeen when the last look of an earlier run began; where there was none, now
  /// @param past what was recorded of it before
  record Parts(
      LookStore.Place place,
      Workspace workspace,
      LookObjects objects,
      LookStore records,
      GitSight git,
      Processes processes,
      Path left,
      Consumer<CommitOrder> commits,
      Instant lastSeen,
      InstantSource clock,
      Past past,
      Earlier earlier,
      Asked asked) {}

  /// Reads what was recorded of a workspace.
  interface Past {
    Optional<StalePast> read();
  }

  /// What an earlier run told of the workspace and did not keep.
  interface Earlier {
    ToldBefore told();
  }

  /// Is told of the moments at which a session begins here and ends.
  interface Asked {
    void at(SessionKey session, Instant at, WorkspaceState state, HookEnvelope envelope);
  }

  WatchedFolder(Parts parts) {
    this.place = parts.place;
    this.nobody = place.nobody();
    this.root = place.root();
    this.workspace = parts.workspace;
    this.objects = parts.objects;
    this.records = parts.records;
    this.git = parts.git;
    this.processes = parts.processes;
    this.leftovers = new LeftProcesses(parts.processes, root, parts.left);
    this.commits = parts.commits;
    this.clock = parts.clock;
    this.earlier = parts.earlier;
    this.asked = parts.asked;
    this.stale = new StaleWatch(root, nobody, objects);
    this.past = parts.past;
    this.seenAt = parts.lastSeen;
    this.usedAt = clock.instant();
    this.savedAt = usedAt;
  }

  /// Looks for the first time: a folder that is not known is read as a whole. For a thread of its
  /// own.
  void begin() throws IOException {
    var before = past.read();
    lock.lock();
    try {
      before.ifPresent(each -> stale.remember(each, clock.instant()));
      var known = workspace.tree().isPresent();
      git.arrivals(List.of());
      if (git.state().isPresent()) {
        tellCommits(true, clock.instant());
      }
      var began = clock.instant();
      var first = workspace.look(List.of());
      var look =
          took(known ? earlier.told().without(first, workspace::entry) : first, began, null, null);
      var moment = known ? "check" : "first";
      look.states().add(new Told<>(nobody, null, look.state(moment)));
      ready = true;
      watched = true;
      savedAt = Instant.MIN;
    } finally {
      lock.unlock();
      begun.countDown();
    }
  }

  /// Whether the first look has been made.
  boolean isReady() {
    return ready;
  }

  /// Waits for the first look, until `until` at the longest.
  void awaitReady(Instant until) throws InterruptedException {
    var left = Duration.between(clock.instant(), until).toMillis();
    if (!ready && left > 0 && !begun.await(left, TimeUnit.MILLISECONDS)) {
      return; // it goes on without
    }
  }

  /// A tool is about to run that may write files: looks, if there is time.
  void before(HookCall call, HookEnvelope envelope, Instant until) {
    var step = call.step();
    if (step == null) {
      return;
    }
    if (!ready) {
      return; // it is said when the hook is heard
    }
    try {
      var left = Duration.between(clock.instant(), until).toNanos();
      if (!lock.tryLock(left, TimeUnit.NANOSECONDS)) {
        return;
      }
      try {
        var look = look(List.of(), call.session(), null);
        if (look.at().isAfter(until)) {
          notBefore.put(step, "the look took longer than the agent waits");
          distrust();
        } else {
          var state = look.state("before");
          befores.put(step, new Before(state, look.at(), processes.running()));
        }
      } finally {
        lock.unlock();
      }
    } catch (IOException e) {
      failed(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// What is found next may have happened at any time, to one who did not wait.
  private void distrust() {
    watched = false;
  }

  private void failed(IOException e) {
    lock.lock();
    try {
      watched = false;
      missed.add(new Told<>(nobody, null, new Missed("workspace", "not looked at: " + e)));
    } finally {
      lock.unlock();
    }
  }

  /// A hook has fired in this workspace.
  void heard(HookCall call, HookEnvelope envelope) throws IOException, SQLException {
    usedAt = clock.instant();
    if (!ready) {
      early.add(new Hook(call, envelope));
      return;
    }
    lock.lock();
    try {
      catchUp();
      var late = Duration.between(envelope.at(), clock.instant()).compareTo(LATE) > 0;
      heard(call, envelope, late ? "the hook was heard later than it fired" : "");
    } finally {
      lock.unlock();
    }
  }

  /// Takes the hooks that were heard before there was anything to compare with.
  private void catchUp() throws IOException, SQLException {
    var hooks = List.copyOf(early);
    early.clear();
    for (var each : hooks) {
      heard(each.call, each.envelope, "the first look at the workspace was not finished");
    }
  }

  /// @param late why a look tells nothing of the moment when it fired; empty when it does
  private void heard(HookCall call, HookEnvelope envelope, String late)
      throws IOException, SQLException {
    settle(envelope.at());
    stale.heard(call.session(), envelope.at());
    if (!late.isEmpty()) {
      stale.missed(call.session(), clock.instant());
    }
    greet(call, envelope, late);
    switch (call.phase()) {
      case BEFORE_TOOL -> begins(call, envelope, late);
      case AFTER_TOOL -> ends(call, envelope, late);
      case TURN_END -> turnEnds(call, envelope, late);
      case SESSION_START -> whole(call, envelope, "session_start", late);
      case SESSION_END -> {
        closeCalls(call.session(), envelope.at());
        whole(call, envelope, "session_end", late);
      }
      case PROMPT, OTHER -> {}
    }
  }

  /// The first that is heard of a session, where it is not its beginning.
  private void greet(HookCall hook, HookEnvelope envelope, String late) throws IOException {
    if (!known.add(hook.session().root())
        || hook.phase() == HookCall.Phase.SESSION_START
        || hook.phase() == HookCall.Phase.SESSION_END) {
      return;
    }
    if (!late.isEmpty()) {
      wanted.add(new Wanted(hook.session().root(), "first_heard", envelope));
      due = true;
      return;
    }
    var look = lookSince(envelope.at(), hook.session());
    asked.at(hook.session().root(), look.at(), look.state("first_heard"), envelope);
  }

  private void begins(HookCall hook, HookEnvelope envelope, String late) throws IOException {
    var step = hook.step();
    if (step == null || calls.containsKey(step)) {
      return;
    }
    var before = befores.remove(step);
    var started = before == null ? envelope.at() : before.at.plusNanos(1);
    var call = new OpenCall(step, hook, envelope.pid(), started);
    contain(call);
    calls.put(step, call);
    if (before != null) {
      call.before = before.state;
      call.processes = before.running;
      return;
    }
    if (call.isShell()) {
      var told = notBefore.remove(step);
      var reason = !late.isEmpty() ? late : told != null ? told : "nobody could look in time";
      missed.add(new Told<>(call.session, step, new Missed("before", reason)));
      distrust();
    }
    if (!late.isEmpty()) {
      due = true;
      return;
    }
    call.processes = processes.running();
    if (!call.isShell()) {
      var look = look(paths(call), call.session, call);
      call.before = look.state("before");
    }
  }

  /// A call whose process an agent descends from does nothing itself: what the agent tells of
  /// counts.
  private void contain(OpenCall call) {
    var parents = processes.above(call.pid);
    for (var other : calls.values()) {
      other.contains |= !other.session.equals(call.session) && parents.contains(other.pid);
    }
  }

  private void ends(HookCall hook, HookEnvelope envelope, String late) throws IOException {
    var step = hook.step();
    if (step == null) {
      return;
    }
    var call = calls.get(step);
    if (call == null) {
      call = new OpenCall(step, hook, envelope.pid(), null);
      calls.put(step, call);
      missed.add(
          new Told<>(call.session, step, new Missed("before", "no hook told that it began")));
    }
    if (call.ended != null) {
      return;
    }
    call.end(hook, envelope.at());
    if (!late.isEmpty()) {
      leave(call);
      due = true;
      return;
    }
    var look = lookAfter(call, envelope.at());
    var changed = !look.look().changes().isEmpty();
    if (changed || !call.isReading()) {
      tellStates(call, look);
    }
    leave(call);
  }

  /// Takes note of what the call left running.
  private void leave(OpenCall call) throws IOException {
    var at = call.ended;
    if (call.isShell() && at != null) {
      leftovers.add(call, at);
    }
  }

  /// A look that was made since: what came after it is not the call's. Else a new one.
  private PendingLook lookAfter(OpenCall call, Instant at) throws IOException {
    var made = madeSince(at);
    return made.isPresent() ? made.get() : look(paths(call), call.session, null);
  }

  private Optional<PendingLook> madeSince(Instant at) {
    return pending.stream()
        .filter(made -> !made.began().isBefore(at) && made.starting() == null)
        .findFirst();
  }

  private void tellStates(OpenCall call, PendingLook look) {
    var before = call.before;
    if (before != null) {
      look.states().add(new Told<>(call.session, call.step, before));
    }
    var after = look.state("after");
    look.states().add(new Told<>(call.session, call.step, after));
  }

  private Collection<Path> paths(OpenCall call) {
    var paths = new ArrayList<Path>();
    for (var name : call.names()) {
      paths.add(Path.of(call.cwd().isEmpty() ? root.toString() : call.cwd()).resolve(name));
    }
    return paths;
  }

  /// What has not told its end by now will not do so.
  private void turnEnds(HookCall hook, HookEnvelope envelope, String late) throws IOException {
    var open = closeCalls(hook.session(), envelope.at());
    if (!late.isEmpty()) {
      wanted.add(new Wanted(hook.session(), "turn_end", envelope));
      due = true;
      return;
    }
    var look = check(hook.session());
    for (var call : open) {
      tellStates(call, look);
      missed(look, call, "after", "no hook told that it ended; the turn did");
    }
    look.states().add(new Told<>(hook.session(), null, look.state("turn_end")));
  }

  private static void missed(PendingLook look, OpenCall call, String what, String reason) {
    look.missed().add(new Told<>(call.session, call.step, new Missed(what, reason)));
  }

  private List<OpenCall> closeCalls(SessionKey session, Instant at) {
    var open = new ArrayList<OpenCall>();
    for (var call : calls.values()) {
      var its =
          session.subagent() == null
              ? call.session.root().equals(session)
              : call.session.equals(session);
      if (its && call.ended == null) {
        call.ended = at;
        open.add(call);
      }
    }
    return open;
  }

  private void whole(HookCall hook, HookEnvelope envelope, String moment, String late)
      throws IOException {
    if (!late.isEmpty()) {
      wanted.add(new Wanted(hook.session(), moment, envelope));
      due = true;
      return;
    }
    var look = lookSince(envelope.at(), hook.session());
    var state = look.state(moment);
    look.states().add(new Told<>(hook.session(), null, state));
    asked.at(hook.session(), look.at(), state, envelope);
  }

  /// The first look since `at`: a hook waits to be heard, and the tool call that follows it may
  /// have been looked at and have begun to write. Else a new one.
  private PendingLook lookSince(Instant at, SessionKey session) throws IOException {
    var made = madeSince(at);
    return made.isPresent() ? made.get() : look(List.of(), session, null);
  }

  /// Nothing else is to be done: looks at what changed, and records what can be.
  ///
  /// @return whether something was recorded
  boolean idle() throws IOException, SQLException {
    if (!ready || !lock.tryLock()) {
      return false;
    }
    try {
      catchUp();
      var now = clock.instant();
      var did = settle(now.minus(SETTLED));
      if (due || leftOpen()) {
        due = false;
        var look = look(List.of(), null, null);
        var state = look.state("check");
        look.states().add(new Told<>(nobody, null, state));
        for (var each : wanted) {
          var its = look.state(each.moment);
          look.states().add(new Told<>(each.session, null, its));
          if (!each.moment.equals("turn_end")) {
            asked.at(each.session, look.at(), its, each.envelope);
          }
        }
        wanted.clear();
      } else if (isChanged(now)) {
        look(List.of(), null, null);
      }
      unsaved |= did;
      if (unsaved
          && pending.isEmpty()
          && (savedAt.equals(Instant.MIN) || !now.isBefore(savedAt.plus(SAVE)))) {
        save(now);
      }
      return did;
    } finally {
      lock.unlock();
    }
  }

  /// Whether something waits for a look that is not to come.
  private boolean leftOpen() {
    return !carried.changes().isEmpty()
        && pending.isEmpty()
        && calls.values().stream().allMatch(call -> call.ended != null);
  }

  /// Keeps what is known, so that what changes while no recorder runs is found later.
  private void save(Instant now) throws IOException {
    workspace.save(seenAt);
    savedAt = now;
    unsaved = false;
  }

  private boolean isChanged(Instant now) {
    try {
      if (changedAt == null && workspace.awaitChange(Duration.ZERO)) {
        changedAt = now;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    var at = changedAt;
    var working = calls.values().stream().anyMatch(call -> call.ended == null);
    return at != null && !now.isBefore(at.plus(working ? BUSY : QUIET));
  }

  private PendingLook look(
      Collection<Path> hints, @Nullable SessionKey session, @Nullable OpenCall starting)
      throws IOException {
    var began = clock.instant();
    return took(workspace.look(hints), began, session, starting);
  }

  private PendingLook check(SessionKey session) throws IOException {
    var began = clock.instant();
    return took(workspace.check(), began, session, null);
  }

  private PendingLook took(
      Look look, Instant began, @Nullable SessionKey session, @Nullable OpenCall starting) {
    var arrivals = git.arrivals(look.changes().stream().map(Change::path).toList());
    var now = clock.instant();
    tellCommits(false, now);
    var took =
        new PendingLook(
            seenAt,
            began,
            now,
            watched,
            session,
            starting,
            look,
            git.state(),
            arrivals,
            leftovers.steps(),
            look.changes().isEmpty() ? Map.of() : leftovers.writers(),
            new ArrayList<>(),
            new ArrayList<>(missed));
    missed.clear();
    pending.add(took);
    seenAt = began;
    watched = ready;
    changedAt = null;
    return took;
  }

  /// Has the commits told that may be new. Their records come before the look's.
  private void tellCommits(boolean first, Instant at) {
    var tips = git.tips();
    if (first || !tips.isEmpty()) {
      commits.accept(
          new CommitOrder(
              root,
              first,
              git.left().orElse(null),
              git.state().flatMap(GitState::head).orElse(null),
              tips,
              at,
              records.reserve(CommitOrder.NUMBERS)));
    }
  }

  /// Records the looks made until `until`: every hook from before them has been heard.
  ///
  /// @return whether there were any
  private boolean settle(Instant until) throws IOException, SQLException {
    var did = false;
    while (!pending.isEmpty() && !pending.getFirst().at().isAfter(until)) {
      var next = pending.getFirst();
      var last = until.equals(Instant.MAX);
      var reading =
          new LookReading(next, carried, last, calls.values(), humanAt, nobody, objects).read();
      if (reading.human()) {
        humanAt = next.at();
      }
      correct(next, reading);
      stale.look(next, reading);
      records.store(place, reading, objects);
      pending.removeFirst();
      carried = reading.carried();
      did = true;
      var open = pending.isEmpty() ? seenAt : pending.getFirst().since();
      var rest = carried.since().isBefore(open) ? carried.since() : open;
      calls.values().removeIf(call -> call.ended != null && call.ended.isBefore(rest));
    }
    return did;
  }

  /// A call that had written by the time its beginning was looked at was preceded by what the look
  /// before found.
  private static void correct(PendingLook look, LookReading reading) {
    var call = look.starting();
    var state = call == null ? null : call.before;
    var tree = look.look().before();
    if (call != null
        && state != null
        && tree != null
        && reading.changes().stream().anyMatch(told -> call.step.equals(told.step()))) {
      call.before =
          new WorkspaceState(
              state.root(),
              state.moment(),
              tree,
              state.files(),
              state.bytes(),
              state.notKept(),
              state.head(),
              state.branch(),
              state.repository());
    }
  }

  /// The call of a step, while it is known.
  Optional<OpenCall> call(SpanId step) {
    return Optional.ofNullable(calls.get(step));
  }

  /// Whether a call that is at home elsewhere may write here: it names a file below the root, or
  /// its command says the root's name, or goes up.
  boolean isReachedBy(HookCall call) {
    for (var touch : call.touched()) {
      if (touch.path().startsWith(root + "/")) {
        return true;
      }
    }
    var command = call.command();
    return command != null
        && (command.contains(root.toString())
            || command.contains("..")
            || command.contains("/" + root.getFileName()));
  }

  /// Takes note of a call that is at home elsewhere and may write here.
  void visit(OpenCall call) {
    if (ready) {
      lock.lock();
      try {
        calls.putIfAbsent(call.step, call);
      } finally {
        lock.unlock();
      }
    }
  }

  /// When a hook was last heard here.
  Instant usedAt() {
    return usedAt;
  }

  /// Records what was seen.
  void settle() throws IOException, SQLException {
    lock.lock();
    try {
      if (ready) {
        catchUp();
        settle(Instant.MAX);
      }
    } finally {
      lock.unlock();
    }
  }

  /// Records what was seen, and keeps what is known for the next run.
  @Override
  public void close() throws IOException, SQLException {
    lock.lock();
    try {
      if (ready) {
        settle();
        save(clock.instant());
      }
    } finally {
      lock.unlock();
      workspace.close();
      objects.close();
    }
  }
}
