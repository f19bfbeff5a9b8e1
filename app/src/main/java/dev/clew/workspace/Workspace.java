package dev.clew.workspace;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A working tree: what it has, kept as trees by hash, and what changes in it from look to look.
///
/// Nothing is ever written below its root, Git's folder included. For one thread at a time.
public final class Workspace implements AutoCloseable {
  private final RootChoice.Root place;
  private final Path cache;
  private final Path home;
  private final Map<String, String> environment;
  private final KeyedDigest keyed;
  private final ObjectSink sink;
  private final ObjectSource source;
  private final Limits limits;
  private final InstantSource clock;
  private final StatCache statCache;

  private @Nullable Watch watch;
  private Folder root;
  private Totals totals = new Totals();
  private TrackedFiles tracked = TrackedFiles.NONE;
  private Seen seen = new Seen(true);
  private @Nullable String tree;
  private int looks;

  /// Whether the next look has to look at everything.
  private boolean unsure = true;

  private String watchGap = "";

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
    this.cache = cache;
    this.home = home;
    this.environment = environment;
    this.keyed = keyed;
    this.sink = sink;
    this.source = source;
    this.limits = limits;
    this.clock = clock;
    this.root = new Folder(new byte[0], null, place.folder());
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
    Files.createDirectories(cache);
    var workspace =
        new Workspace(place, cache, home, environment, keyed, sink, source, limits, clock);
    workspace.watch = Watch.start(cache, limits.watches()).orElse(null);
    workspace.recall();
    return workspace;
  }

  /// Takes up what an earlier run knew, if the trees it made are there.
  private void recall() throws IOException {
    var known = statCache.load(root, totals);
    if (known.isPresent() && known.get().equals(named()) && source.read(known.get()).isPresent()) {
      tree = known.get();
      seen = new Seen(false);
    } else {
      forgetAll();
    }
  }

  /// The tree's name as it follows from what was recalled.
  private String named() throws IOException {
    writeTrees(new Making((sha256, blob, bytes) -> {}));
    return HexFormat.of().formatHex(Objects.requireNonNull(root.children.id()));
  }

  private void forgetAll() {
    root = new Folder(new byte[0], null, place.folder());
    totals = new Totals();
    tracked = TrackedFiles.NONE;
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
    return Optional.ofNullable(find(PathText.bytes(path)));
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
    return Stat.of(root.path).inode() != root.inode;
  }

  private Watching watching() {
    return watch == null ? Watching.NOT : watch;
  }

  private Scan scan(Rules rules) {
    looks++;
    return new Scan(looks, watching(), tracked, rules, totals, seen);
  }

  private Rules rootRules() {
    return Rules.ofRoot(
        root.path,
        place
            .git()
            .map(git -> git.common().resolve("info/exclude"))
            .orElse(root.path.resolve(".git/info/exclude")),
        new UserExcludes(home, environment).file(place.git()));
  }

  /// Reads Git's index if it changed; the paths that came into it or went.
  private List<byte[]> refreshTracked() {
    if (place.git().isEmpty()) {
      return List.of();
    }
    var before = tracked;
    tracked = before.refreshed(place.git().get().own().resolve("index"), hashLength());
    if (!tracked.trouble.isEmpty() && !tracked.trouble.equals(before.trouble)) {
      seen.gap("", "index", tracked.trouble);
    }
    return tracked.differingFrom(before);
  }

  private int hashLength() {
    var config = place.git().flatMap(git -> GitFolder.text(git.common().resolve("config")));
    return config.isPresent()
            && config.get().toLowerCase(java.util.Locale.ROOT).contains("objectformat = sha256")
        ? 32
        : 20;
  }

  private Scan dirty(Watch.Told told, Collection<Path> hints) throws IOException {
    var moved = refreshTracked();
    hints.forEach(hint -> hint(hint, told));
    var rootFolder = root;
    var rules = Objects.requireNonNull(rootFolder.rules);
    var changedRules =
        told.names.getOrDefault(rootFolder, Map.of()).keySet().stream().anyMatch(Scan::isRules);
    var scan = scan(changedRules ? rootRules() : rules);
    var visits = new ArrayList<Scan.Visit>();
    for (var path : moved) {
      retrack(path, scan, visits);
    }
    told.names.forEach((folder, names) -> {
      if (isAttached(folder)) {
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
        if (isAttached(folder)) {
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
    var folder = root;
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

  private boolean isAttached(Folder folder) {
    var each = folder;
    while (each.parent != null) {
      if (each.parent.children.get(each.name()) != each) {
        return false;
      }
      each = each.parent;
    }
    return each == root;
  }

  private void hint(Path hint, Watch.Told told) {
    var path = hint.isAbsolute() ? hint.normalize() : root.path.resolve(hint).normalize();
    var parent = path.getParent();
    if (!path.startsWith(root.path) && parent != null) {
      try {
        path = parent.toRealPath().resolve(path.getFileName());
      } catch (IOException e) {
        return; // its folder is not there, nor is it
      }
    }
    if (!path.startsWith(root.path) || path.equals(root.path)) {
      return;
    }
    var folder = root;
    for (int i = root.path.getNameCount(); i < path.getNameCount(); i++) {
      var name = DiskNames.name(path.subpath(0, i + 1));
      var last = i + 1 == path.getNameCount();
      if (!last && folder.children.get(name) instanceof Folder next) {
        folder = next;
      } else {
        told.add(folder, name, true);
        return;
      }
    }
  }

  private Look everything(Set<String> told, boolean proving) throws IOException {
    return attempt(() -> {
      if (!proving) {
        refreshTracked();
      }
      var reconsider = unsure;
      var scan = scan(rootRules());
      var inode = Stat.of(root.path).inode();
      if (inode != root.inode) {
        watching().remove(root); // it is another folder now
        root.inode = inode;
      }
      scan.visit(List.of(new Scan.Visit(root, reconsider, null)), limits.threads());
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
    if (!missed.isEmpty() && watch != null) {
      var late = watch.flush();
      late.ifPresent(more -> {
        missed.removeIf(path -> more.of(root, PathText.bytes(path)));
        watch.again(more);
      });
    }
    return Set.copyOf(missed);
  }

  private boolean differs(Seen.Touched touched) {
    var after = find(touched.path());
    var before = touched.before();
    return before == null ? after != null : after == null || !before.saysTheSameAs(after);
  }

  private void read(Scan scan) throws IOException {
    var making = new Making(sink);
    readInto(scan, making);
    made += making.count();
    madeBytes += making.bytes();
  }

  private long made;
  private long madeBytes;

  private void readInto(Scan scan, Making making) throws IOException {
    var reading = new FileReading(limits, keyed, making, source, clock);
    var gone = java.util.Collections.synchronizedList(new ArrayList<Scan.Unread>());
    var walk =
        new Walk<Scan.Unread>((unread, more) -> {
          var wanted = unread.wanted();
          var tooMuch =
              unread.leaf().known() == null && totals.beyond(limits, wanted.stat().size());
          var found = reading.read(tooMuch ? wanted.beyondLimit() : wanted);
          if (found.isEmpty()) {
            gone.add(unread);
            return;
          }
          var leaf = unread.leaf();
          var entry = found.get().entry();
          var known = leaf.known();
          scan.set(unread.folder(), leaf, entry);
          leaf.stat = found.get().stat();
          leaf.racy = found.get().racy();
          if (entry.reason() != Reason.NONE
              && entry.reason() != Reason.SENSITIVE
              && entry.kind().hasContent()
              && (known == null || known.reason() != entry.reason())) {
            seen.gap(
                unread.folder().pathOf(leaf.name()),
                entry.reason().wire(),
                "its content is not kept (" + entry.size() + " bytes)");
          }
        });
    walk.addAll(scan.unread());
    walk.run(limits.threads());
    scan.unread().clear();
    for (var each : gone) {
      if (each.folder().children.get(each.leaf().name()) == each.leaf()) {
        scan.remove(each.folder(), each.leaf(), null);
      }
    }
  }

  private Look finish(Scan scan, boolean full, Set<String> missed) throws IOException {
    read(scan);
    var making = new Making(sink);
    writeTrees(making);
    var before = tree;
    var after = HexFormat.of().formatHex(Objects.requireNonNull(root.children.id()));
    var changes = new Changes();
    seen.touched()
        .forEach((path, touched) ->
            changes.add(path, touched.before(), find(touched.path()), touched.why()));
    var look =
        new Look(
            root.path.toString(),
            before,
            after,
            changes.list(),
            missed,
            full,
            seen.gaps(),
            totals.files(),
            totals.bytes(),
            totals.notKept(),
            made + making.count(),
            madeBytes + making.bytes());
    tree = after;
    seen = new Seen(false);
    made = 0;
    madeBytes = 0;
    unsure = false;
    return look;
  }

  private void writeTrees(Making making) throws IOException {
    var dirty = new ArrayList<Folder>();
    if (root.isDirty()) {
      dirty.add(root);
    }
    for (int i = 0; i < dirty.size(); i++) {
      dirty.get(i).children.dirtyFolders(dirty::add);
    }
    for (var folder : dirty.reversed()) {
      folder.children.write(making);
    }
  }

  /// What is at `path`; nothing for folders.
  private @Nullable Entry find(byte[] path) {
    var folder = root;
    var from = 0;
    for (int at = 0; at <= path.length; at++) {
      if (at == path.length || path[at] == '/') {
        switch (folder.children.get(Arrays.copyOfRange(path, from, at))) {
          case null -> {
            return null;
          }
          case Leaf leaf -> {
            return at == path.length ? leaf.known() : null;
          }
          case Folder next -> folder = next;
        }
        from = at + 1;
      }
    }
    return null;
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
  /// @throws IOException when it cannot be written; nothing depends on it
  public void save() throws IOException {
    if (tree != null && !unsure) {
      statCache.save(root, tree);
    }
  }

  /// Forgets everything: the next look is a first one. For when the sink lost what it took.
  public void startOver() throws IOException {
    statCache.delete();
    var folders = new ArrayList<Folder>(List.of(root));
    for (int i = 0; i < folders.size(); i++) {
      watching().remove(folders.get(i));
      folders
          .get(i)
          .children
          .forEach(node -> {
            if (node instanceof Folder folder) {
              folders.add(folder);
            }
          });
    }
    forgetAll();
  }

  @Override
  public void close() {
    if (watch != null) {
      watch.close();
    }
  }
}
