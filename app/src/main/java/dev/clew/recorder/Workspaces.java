package dev.clew.recorder;

import dev.clew.capture.Agents;
import dev.clew.capture.HookCall;
import dev.clew.capture.HookCall.Phase;
import dev.clew.capture.HookEnvelope;
import dev.clew.capture.workspace.WorkspaceRecord;
import dev.clew.capture.workspace.WorkspaceRecord.Missed;
import dev.clew.capture.workspace.WorkspaceRecord.Told;
import dev.clew.content.ContentReader;
import dev.clew.content.DamagedObjectException;
import dev.clew.content.Sealer;
import dev.clew.content.SharedSealer;
import dev.clew.content.Unsealer;
import dev.clew.event.RecordId;
import dev.clew.event.SessionKey;
import dev.clew.event.SpanId;
import dev.clew.index.IndexReader;
import dev.clew.workspace.GitFolder;
import dev.clew.workspace.KeyedDigest;
import dev.clew.workspace.Limits;
import dev.clew.workspace.RootChoice;
import dev.clew.workspace.Workspace;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// The workspaces that agents work in, opened when the first hook fires there and closed when none
/// has fired for long.
final class Workspaces implements HookListener, AutoCloseable {
  /// So many are open at most; the one that was used longest ago goes first.
  private static final int MOST = 32;

  private static final Duration UNUSED = Duration.ofMinutes(30);
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final int HEARD = 4096;

  private final Home home;
  private final Path userHome;
  private final Map<String, String> environment;
  private final Keys keys;
  private final Settings settings;
  private final LookStore records;
  private final SecureRandom random;
  private final InstantSource clock;
  private final PrintWriter log;
  private final Processes processes = new Processes(Path.of("/proc"));
  private final ExecutorService beginning =
      Executors.newSingleThreadExecutor(
          Thread.ofPlatform().daemon().name("workspace-first-", 0).factory());

  private final ExecutorService telling =
      Executors.newSingleThreadExecutor(
          Thread.ofPlatform().daemon().name("workspace-commits-", 0).factory());

  private final Agents agents;
  private final SessionLookup lookup;
  private final Map<Path, WatchedFolder> open = new ConcurrentHashMap<>();

  /// Belongs to the thread that tells commits.
  private final Map<Path, CommitTeller> tellers = new HashMap<>();

  /// Belong to the intake's thread.
  private final Map<SpanId, WatchedFolder> homes = new HashMap<>();

  private final Map<SessionKey, WatchedFolder> last = new HashMap<>();
  private final Set<SessionKey> refused = new HashSet<>();
  private final Map<RecordId, Boolean> heard =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<RecordId, Boolean> eldest) {
          return size() > HEARD;
        }
      };

  /// What workspaces work with.
  ///
  /// @param preparer their own: it is closed with them
  record Parts(
      Home home,
      Path userHome,
      Map<String, String> environment,
      Store store,
      Keys keys,
      Settings settings,
      Preparer preparer,
      SecureRandom random,
      InstantSource clock,
      PrintWriter log,
      Agents agents) {}

  Workspaces(Parts parts) {
    this.home = parts.home;
    this.userHome = parts.userHome;
    this.environment = parts.environment;
    this.keys = parts.keys;
    this.settings = parts.settings;
    this.random = parts.random;
    this.clock = parts.clock;
    this.log = parts.log;
    this.records = new LookStore(parts.store, parts.preparer, parts.random, parts.clock);
    this.agents = parts.agents;
    this.lookup =
        new SessionLookup(
            parts.agents,
            new OfferedServers(parts.userHome),
            processes,
            records,
            parts.log,
            SessionLookup.WAITING);
  }

  @Override
  public void before(HookCall call, HookEnvelope envelope, Instant until) {
    if (choice(call.cwd()) instanceof RootChoice.Root root) {
      try {
        var folder = open(root);
        folder.awaitReady(until);
        folder.before(call, envelope, until);
      } catch (IOException | SQLException e) {
        note("%s cannot be looked at: %s".formatted(root.folder(), e));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  @Override
  public List<Prepared> heard(
      HookCall call, HookEnvelope envelope, RecordId record, Preparer preparer) {
    if (heard.putIfAbsent(record, true) != null) {
      return List.of();
    }
    try {
      var folder = folder(call, envelope);
      if (folder != null) {
        last.put(call.session(), folder);
        folder.heard(call, envelope);
        follow(call, folder);
      }
    } catch (IOException | SQLException e) {
      note("what a workspace holds could not be recorded: " + e);
    }
    return List.of();
  }

  /// Where a call is at home, and where else it may write.
  private void follow(HookCall call, WatchedFolder folder) {
    var step = call.step();
    if (step == null) {
      return;
    }
    if (call.phase() == Phase.BEFORE_TOOL) {
      homes.put(step, folder);
      for (var other : open.values()) {
        if (other != folder && other.isReachedBy(call)) {
          folder.call(step).ifPresent(other::visit);
        }
      }
    } else if (call.phase() == Phase.AFTER_TOOL) {
      homes.remove(step);
    }
  }

  /// The workspace that a hook is about: its call's, else the one around its folder, else the one
  /// where its conversation worked last.
  private @Nullable WatchedFolder folder(HookCall call, HookEnvelope envelope)
      throws IOException, SQLException {
    var step = call.step();
    var at = step == null ? null : homes.get(step);
    if (at != null && open.containsValue(at)) {
      return at;
    }
    return switch (choice(call.cwd())) {
      case null -> {
        var folder = last.get(call.session());
        yield folder != null && open.containsValue(folder) ? folder : null;
      }
      case RootChoice.Root root -> open(root);
      case RootChoice.Refused no -> {
        refuse(call, envelope, no);
        yield null;
      }
    };
  }

  private @Nullable RootChoice choice(String cwd) {
    try {
      var path = Path.of(cwd);
      return path.isAbsolute() ? RootChoice.of(path, userHome, home.folder()) : null;
    } catch (InvalidPathException e) {
      return null;
    }
  }

  /// Says once in each conversation why nothing is seen.
  private void refuse(HookCall call, HookEnvelope envelope, RootChoice.Refused no)
      throws IOException, SQLException {
    if (refused.add(call.session())) {
      var missed = new Missed("workspace", no.text());
      var nobody = nobody(no.folder());
      records.store(
          new LookStore.Place(nobody, no.folder()),
          new WorkspaceRecord(
              records.name(),
              records.number(),
              null,
              envelope.at(),
              call.session(),
              List.of(),
              List.of(),
              List.of(),
              List.of(new Told<>(call.session(), null, missed)),
              0));
    }
  }

  private SessionKey nobody(Path folder) {
    return WorkspaceRecord.nobody(keys.hash().hex("workspace", folder.toString(), 16));
  }

  private synchronized WatchedFolder open(RootChoice.Root root) throws IOException, SQLException {
    var known = open.get(root.folder());
    if (known != null) {
      return known;
    }
    var folder = make(root);
    open.put(root.folder(), folder);
    beginning.execute(() -> begin(root, folder));
    return folder;
  }

  private WatchedFolder make(RootChoice.Root root) throws IOException, SQLException {
    var nobody = nobody(root.folder());
    var place = new LookStore.Place(nobody, root.folder());
    var keep = settings.captureMode(root.folder().toString()) != CaptureMode.METADATA;
    var holder = new LookObjects[1];
    var objects =
        new LookObjects(
            new SharedSealer(() -> Sealer.light(keys.master(), random)),
            ContentReader.open(home.content(), new Unsealer(keys.master())),
            keep,
            () -> part(place, holder[0]));
    holder[0] = objects;
    var cache = cache(nobody);
    var lastSeen = lastSeen(cache);
    var workspace =
        Workspace.open(
            root,
            cache,
            userHome,
            environment,
            keyed(),
            objects,
            objects,
            Limits.standard(),
            clock);
    return new WatchedFolder(
        new WatchedFolder.Parts(
            place,
            workspace,
            objects,
            records,
            new GitSight(root),
            processes,
            cache.resolve("left"),
            order -> tellCommits(root, order),
            lastSeen,
            clock,
            () -> past(root.folder(), nobody, cache),
            () -> keep ? told(root.folder(), lastSeen) : ToldBefore.NOTHING,
            (session, at, state, envelope) ->
                lookup.ask(
                    new SessionLookup.Moment(
                        session, at, envelope.pid(), name(envelope), root, state, objects))));
  }

  private static String name(HookEnvelope envelope) {
    return envelope.nonce().isEmpty() ? envelope.at().toString() : envelope.nonce();
  }

  /// Behind everything else, one order after the other.
  private void tellCommits(RootChoice.Root root, CommitOrder order) {
    var git = root.git();
    if (git.isPresent()) {
      telling.execute(() -> {
        try {
          tellers.computeIfAbsent(git.get().repository(), _ -> teller(git.get())).tell(order);
        } catch (IOException | SQLException | RuntimeException e) {
          note("commits of %s could not be told: %s".formatted(root.folder(), e));
        }
      });
    }
  }

  private CommitTeller teller(GitFolder git) {
    var nobody = nobody(git.home());
    return new CommitTeller(
        git,
        nobody,
        cache(nobody).resolve("commits"),
        new CommitTeller.Parts(
            home,
            keys,
            random,
            keyed(),
            root -> settings.captureMode(root.toString()) != CaptureMode.METADATA,
            records));
  }

  private Path cache(SessionKey nobody) {
    return home.folder()
        .resolve("workspaces")
        .resolve(nobody.agentSession().substring("workspace:".length()));
  }

  /// What was recorded of the workspace up to the last look of an earlier run that it kept.
  private Optional<StalePast> past(Path root, SessionKey nobody, Path cache) {
    if (!Files.exists(cache.resolve("stat"))) {
      return Optional.empty();
    }
    try (var index = IndexReader.open(home.index());
        var content = ContentReader.open(home.content(), new Unsealer(keys.master()))) {
      return Optional.of(StalePast.read(index, content, agents, root, nobody, lastSeen(cache)));
    } catch (SQLException | DamagedObjectException | RuntimeException e) {
      note("what was seen of %s before is not known: %s".formatted(root, e));
      return Optional.empty();
    }
  }

  /// When the last look of an earlier run began that it kept; where there was none, now.
  private Instant lastSeen(Path cache) {
    try {
      return Files.getLastModifiedTime(cache.resolve("stat")).toInstant();
    } catch (IOException e) {
      return clock.instant();
    }
  }

  /// What was told of a workspace from a moment on; where that cannot be read it may be told twice.
  private ToldBefore told(Path root, Instant since) {
    try (var index = IndexReader.open(home.index())) {
      return ToldBefore.of(index.workspaces().changesOf(root.toString(), since.toEpochMilli()));
    } catch (SQLException e) {
      note("what was told of %s cannot be read: %s".formatted(root, e));
      return ToldBefore.NOTHING;
    }
  }

  private void part(LookStore.Place place, LookObjects objects) throws IOException {
    try {
      records.part(place, objects);
    } catch (SQLException e) {
      throw new IOException("the store takes no contents", e);
    }
  }

  private KeyedDigest keyed() {
    var hash = keys.hash();
    return digest -> {
      synchronized (hash) {
        return HexFormat.of().parseHex(hash.hex("content", digest, 64));
      }
    };
  }

  private void begin(RootChoice.Root root, WatchedFolder folder) {
    try {
      folder.begin();
    } catch (InterruptedIOException e) {
      return; // we are being closed, and the next run looks
    } catch (IOException | RuntimeException e) {
      note("%s cannot be looked at: %s".formatted(root.folder(), e));
    }
  }

  /// Waits until the commits that were seen so far have been told.
  void awaitCommits() throws InterruptedException {
    var told = new CountDownLatch(1);
    telling.execute(told::countDown);
    told.await();
  }

  @Override
  public boolean idle() {
    var did = false;
    try {
      closeOldest();
    } catch (IOException | SQLException | RuntimeException e) {
      note("a workspace could not be closed: " + e);
    }
    for (var entry : List.copyOf(open.entrySet())) {
      var folder = entry.getValue();
      try {
        did |= folder.idle();
        if (folder.usedAt().plus(UNUSED).isBefore(clock.instant()) && folder.isReady()) {
          close(entry.getKey());
        }
      } catch (IOException | SQLException | RuntimeException e) {
        note("%s could not be looked at: %s".formatted(entry.getKey(), e));
      }
    }
    return did;
  }

  private void closeOldest() throws IOException, SQLException {
    if (open.size() > MOST) {
      var oldest =
          open.entrySet().stream()
              .min(Map.Entry.comparingByValue(Comparator.comparing(WatchedFolder::usedAt)));
      if (oldest.isPresent()) {
        close(oldest.get().getKey());
      }
    }
  }

  private void close(Path root) throws IOException, SQLException {
    var folder = open.remove(root);
    if (folder != null) {
      homes.values().removeIf(each -> each == folder);
      last.values().removeIf(each -> each == folder);
      folder.close();
    }
  }

  private void note(String text) {
    log.println(clock.instant() + " " + text);
    log.flush();
  }

  /// Records what was seen and not yet recorded.
  @Override
  public void close() {
    beginning.shutdownNow();
    try {
      if (!beginning.awaitTermination(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
        note("the first look at a workspace does not end");
        return;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    for (var folder : open.values()) {
      try {
        folder.settle();
      } catch (IOException | SQLException | RuntimeException e) {
        note("what was seen could not be recorded: " + e);
      }
    }
    lookup.close();
    for (var root : new ArrayList<>(open.keySet())) {
      try {
        close(root);
      } catch (IOException | SQLException | RuntimeException e) {
        note("%s could not be closed: %s".formatted(root, e));
      }
    }
    telling.shutdown();
    try {
      if (!telling.awaitTermination(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
        telling.shutdownNow();
        note("not all commits were told: the next run goes on");
        return;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    records.close();
  }
}
