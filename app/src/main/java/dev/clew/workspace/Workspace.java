package dev.clew.workspace;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A working tree: what it has, kept as trees by hash, and what changes in it from look to look.
///
/// Nothing is ever written below its root, Git's folder included. For one thread at a time.
public final class Workspace implements AutoCloseable {
  /// What this process makes beside the workspace is for its user alone.
  static final FileAttribute<Set<PosixFilePermission>> OWNER_ONLY =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

  private final RootChoice.Root place;
  private final GitRules git;
  private final KeyedDigest keyed;
  private final ObjectSink sink;
  private final ObjectSource source;
  private final Limits limits;
  private final InstantSource clock;
  private final StatCache statCache;

  private @Nullable Watch watch;
  private Memory memory;
  private Seen seen = new Seen(true);
  private @Nullable String tree;
  private int looks;

  /// Whether the next look has to look at everything.
  private boolean unsure = true;

  private String watchGap = "";
  private long made;
  private long madeBytes;

  private Workspace(
      RootChoice.Root place,
      Path cache,
      Path home,
      Map<String, String> environment,
      KeyedDigest keyed,
      ObjectSink sink,
      ObjectSource source,
      Limits limits,
      InstantSource clock) {
    this.place = place;
    this.git = new GitRules(place, home, environment);
    this.keyed = keyed;
    this.sink = sink;
    this.source = source;
    this.limits = limits;
    this.clock = clock;
    this.memory = new Memory(place.folder());
    this.statCache = new StatCache(cache.resolve("stat"));
  }

  /// Opens one; nothing is read of it before the first look.
  ///
  /// @param place which folder, see [RootChoice#of]
  /// @param cache a folder of our own for this workspace; what is in it may be deleted
  /// @param home the user's home folder, for Git's configuration
  /// @param environment where `XDG_CONFIG_HOME` may be named
  /// @param keyed for the hashes of what is not kept
  /// @param sink takes the objects
  /// @param source gives them back
  /// @throws IOException when the cache folder cannot be made or watched
  public static Workspace open(
      RootChoice.Root place,
      Path cache,
      Path home,
      Map<String, String> environment,
      KeyedDigest keyed,
      ObjectSink sink,
      ObjectSource source,
      Limits limits,
      InstantSource clock)
      throws IOException {
    Files.createDirectories(cache, OWNER_ONLY);
    var workspace =
        new Workspace(place, cache, home, environment, keyed, sink, source, limits, clock);
    workspace.watch = Watch.start(cache, limits.watches()).orElse(null);
    workspace.recall();
    return workspace;
  }

  /// Takes up what an earlier run knew, if the trees it made are there.
  private void recall() throws IOException {
    var known = statCache.load(memory.root, memory.totals);
    if (known.isPresent()
        && known.get().equals(memory.tree(new Making((sha256, blob, bytes) -> {})))
        && source.read(known.get()).isPresent()) {
      tree = known.get();
      seen = new Seen(false);
    } else {
      forgetAll();
    }
  }

  private void forgetAll() {
    memory = new Memory(place.folder());
    git.startOver();
    seen = new Seen(true);
    tree = null;
    unsure = true;
  }

  /// The workspace's folder, and where Git keeps what belongs to it.
  public RootChoice.Root place() {
    return place;
  }

  /// The tree as the last look left it; empty before the first.
  public Optional<String> tree() {
    return Optional.ofNullable(tree);
  }

  /// What the workspace has in memory of a path, as the last look left it.
  public Optional<Entry> entry(String path) {
    return Optional.ofNullable(memory.find(PathText.bytes(path)));
  }

  /// Looks at what the system told of and at `hints`; at everything where nothing tells, when more
  /// happened than was told, and the first time.
  ///
  /// @param hints files that may have changed; those outside the workspace do not matter
  /// @throws IOException when the workspace is gone or the sink takes nothing; then nothing was
  ///   seen, and the next look looks at everything
  public Look look(Collection<Path> hints) throws IOException {
    var told = told();
    if (unsure || told.isEmpty() || told.get().everything || rootChanged()) {
      return everything(Set.of(), false);
    }
    return attempt(() -> {
      var scan = dirty(told.get(), hints);
      return finish(scan, false, Set.of());
    });
  }

  /// Looks at everything, and says what the system had not told of.
  ///
  /// @throws IOException as [#look]
  public Look check() throws IOException {
    var told = told();
    if (unsure || told.isEmpty() || told.get().everything || rootChanged()) {
      return everything(Set.of(), false);
    }
    return attempt(() -> {
      var scan = dirty(told.get(), List.of());
      read(scan);
      return everything(Set.copyOf(seen.touched().keySet()), true);
    });
  }

  private interface Attempt {
    Look make() throws IOException;
  }

  private Look attempt(Attempt attempt) throws IOException {
    var done = false;
    try {
      var look = attempt.make();
      done = true;
      return look;
    } finally {
      unsure |= !done;
    }
  }

  /// What the system told of; empty when it does not, or did not in time.
  private Optional<Watch.Told> told() {
    if (watch == null) {
      return Optional.empty();
    }
    var told = watch.flush();
    if (told.isEmpty() && watch.broken().isEmpty()) {
      seen.gap("", "watch_silent", "the system told of no changes in time: all was looked at");
    }
    if (told.isPresent() && told.get().everything) {
      seen.gap("", "watch_overflow", "more changed than the system tells: all was looked at");
    }
    noteBroken();
    return told;
  }

  private void noteBroken() {
    var why = watch == null ? "" : watch.broken();
    if (!why.equals(watchGap)) {
      watchGap = why;
      seen.gap("", "watch_limit", "folders are not watched: " + why);
    }
  }

  private boolean rootChanged() throws IOException {
    return Stat.of(memory.root.path).inode() != memory.root.inode;
  }

  private Watching watching() {
    return watch == null ? Watching.NOT : watch;
  }

  private Scan scan(Rules rules) {
    looks++;
    return new Scan(looks, watching(), git.tracked(), rules, memory.totals, seen);
  }

  private Scan dirty(Watch.Told told, Collection<Path> hints) throws IOException {
    var moved = git.refresh(seen);
    for (var hint : hints) {
      var spot = memory.locate(hint);
      if (spot != null) {
        told.add(spot.folder(), spot.name(), true);
      }
    }
    var changedRules =
        told.names.getOrDefault(memory.root, Map.of()).keySet().stream().anyMatch(Scan::isRules);
    var known = memory.root.rules;
    var scan = scan(changedRules || known == null ? git.root() : known);
    var visits = new ArrayList<Scan.Visit>();
    for (var path : moved) {
      retrack(path, scan, visits);
    }
    told.names.forEach((folder, names) -> {
      if (memory.has(folder)) {
        dirty(folder, names, scan, visits);
      }
    });
    scan.visit(visits, limits.threads());
    return scan;
  }

  private void dirty(
      Folder folder, Map<byte[], Boolean> names, Scan scan, List<Scan.Visit> visits) {
    names.forEach((name, fresh) -> {
      var parent = folder.parent;
      if (Scan.isGit(name) && parent != null) {
        if (memory.has(folder)) {
          scan.compare(parent, folder.name(), true, true, visits);
        }
      } else if (Scan.isRules(name)) {
        visits.add(new Scan.Visit(folder, false, null));
      } else {
        scan.compare(folder, name, fresh, false, visits);
      }
    });
  }

  /// Ignore rules count for what is not tracked only.
  private void retrack(byte[] path, Scan scan, List<Scan.Visit> visits) {
    var folder = memory.root;
    var from = 0;
    for (int at = 0; at <= path.length; at++) {
      if (at == path.length || path[at] == '/') {
        var name = Arrays.copyOfRange(path, from, at);
        var known = folder.children.get(name);
        if (known != null || folder.ignored.containsKey(name)) {
          scan.compare(folder, name, false, true, visits);
        }
        if (!(folder.children.get(name) instanceof Folder next)) {
          return;
        }
        folder = next;
        from = at + 1;
      }
    }
  }

  private Look everything(Set<String> told, boolean proving) throws IOException {
    return attempt(() -> {
      if (!proving) {
        git.refresh(seen);
      }
      var root = memory.root;
      var scan = scan(git.root());
      var inode = Stat.of(root.path).inode();
      if (inode != root.inode) {
        watching().remove(root); // it is another folder now
        root.inode = inode;
      }
      scan.visit(List.of(new Scan.Visit(root, unsure, null)), limits.threads());
      var missed = proving ? missed(scan, told) : Set.<String>of();
      noteBroken();
      return finish(scan, true, missed);
    });
  }

  /// What the scan found and the system had not told of, nor tells now.
  private Set<String> missed(Scan scan, Set<String> told) throws IOException {
    read(scan);
    var missed = new HashSet<String>();
    seen.touched()
        .forEach((path, touched) -> {
          if (!told.contains(path) && differs(touched)) {
            missed.add(path);
          }
        });
    var watching = watch;
    if (!missed.isEmpty() && watching != null) {
      var late = watching.flush();
      late.ifPresent(more -> {
        missed.removeIf(path -> more.of(memory.root, PathText.bytes(path)));
        watching.again(more);
      });
    }
    return Set.copyOf(missed);
  }

  private boolean differs(Seen.Touched touched) {
    var after = memory.find(touched.path());
    var before = touched.before();
    return before == null ? after != null : after == null || !before.saysTheSameAs(after);
  }

  private void read(Scan scan) throws IOException {
    var making = new Making(sink);
    var reading = new FileReading(limits, keyed, making, source, clock);
    new Reads(reading, memory.totals, limits, seen).all(scan);
    made += making.count();
    madeBytes += making.bytes();
  }

  private Look finish(Scan scan, boolean full, Set<String> missed) throws IOException {
    read(scan);
    var making = new Making(sink);
    var after = memory.tree(making);
    var changes = new Changes();
    seen.touched()
        .forEach((path, touched) ->
            changes.add(path, touched.before(), memory.find(touched.path()), touched.why()));
    var look =
        new Look(
            memory.root.path.toString(),
            tree,
            after,
            changes.list(),
            missed,
            full,
            seen.gaps(),
            memory.totals.files(),
            memory.totals.bytes(),
            memory.totals.notKept(),
            made + making.count(),
            madeBytes + making.bytes());
    tree = after;
    seen = new Seen(false);
    made = 0;
    madeBytes = 0;
    unsure = false;
    return look;
  }

  /// Waits until the system tells of a change, `most` at the longest; whether it did. Where nothing
  /// tells, false at once.
  public boolean awaitChange(Duration most) throws InterruptedException {
    return watch != null && watch.broken().isEmpty() && watch.await(most);
  }

  /// Whether changes are told by the system; otherwise every look looks at everything.
  public boolean isWatched() {
    return watch != null && watch.broken().isEmpty();
  }

  /// Keeps what is known of files for the next run, so that it reads only what changed. A call
  /// after objects were made durable saves most; without it nothing is lost.
  ///
  /// @param lookedAt when the last look began; the file has this time
  /// @throws IOException when it cannot be written; nothing depends on it
  public void save(Instant lookedAt) throws IOException {
    if (tree != null && !unsure) {
      statCache.save(memory.root, tree, lookedAt);
    }
  }

  /// Forgets everything: the next look is a first one. For when the sink lost what it took.
  public void startOver() throws IOException {
    statCache.delete();
    memory.folders().forEach(watching()::remove);
    forgetAll();
  }

  @Override
  public void close() {
    if (watch != null) {
      watch.close();
    }
  }
}
