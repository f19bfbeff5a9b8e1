package dev.clew.workspace;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Compares folders on disk with what is known of them, and says which files have to be read.
///
/// Names come and go at once; contents when they were read.
final class Scan {
  private static final byte[] GIT = ".git".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] MOVE = PathText.MOVE.getBytes(StandardCharsets.US_ASCII);
  private static final byte[] GIT_IGNORE = ".gitignore".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] CLEW_IGNORE = ".clewignore".getBytes(StandardCharsets.US_ASCII);

  private final int number;
  private final Watching watching;
  private final TrackedFiles tracked;
  private final Rules rootRules;
  private final Totals totals;
  private final Seen seen;
  private final List<Unread> unread = Collections.synchronizedList(new ArrayList<>());
  private final List<Folder> vanished = Collections.synchronizedList(new ArrayList<>());

  /// A folder to compare with all in it.
  ///
  /// @param reconsider whether ignore rules above it have changed
  /// @param why what its files come with, see [Seen.Touched]
  record Visit(Folder folder, boolean reconsider, @Nullable String why) {}

  /// A file to read.
  record Unread(Folder folder, Leaf leaf, FileReading.Wanted wanted) {}

  Scan(
      int number,
      Watching watching,
      TrackedFiles tracked,
      Rules rootRules,
      Totals totals,
      Seen seen) {
    this.number = number;
    this.watching = watching;
    this.tracked = tracked;
    this.rootRules = rootRules;
    this.totals = totals;
    this.seen = seen;
  }

  /// Compares these folders and all below them.
  void visit(List<Visit> visits, int threads) throws IOException {
    var walk = new Walk<Visit>((visit, more) -> more.addAll(visit(visit)));
    for (var visit : visits) {
      walk.addAll(visit(visit)); // one by itself, so that threads begin where there is work
    }
    walk.run(threads);
    for (var folder : vanished) {
      var parent = folder.parent;
      if (parent != null && parent.children.get(folder.name()) == folder) {
        remove(parent, folder, null);
      }
    }
    vanished.clear();
  }

  /// What has to be read.
  List<Unread> unread() {
    return unread;
  }

  private List<Visit> visit(Visit visit) throws IOException {
    var folder = visit.folder();
    watching.add(folder); // before it is listed: what comes later is told
    List<Path> listing;
    try {
      listing = list(folder.path);
    } catch (NoSuchFileException | NotDirectoryException e) {
      if (folder.parent == null) {
        throw e;
      }
      vanished.add(folder);
      return List.of();
    } catch (IOException e) {
      close(folder, e);
      return List.of();
    }
    if (folder.reason != Reason.NONE) {
      folder.reason = Reason.NONE;
      folder.children.touch(folder.name());
      touchInParent(folder);
    }
    var names = new ArrayList<byte[]>(listing.size());
    listing.forEach(path -> names.add(DiskNames.name(path)));
    var changedRules = rules(folder, names);
    var reconsider = visit.reconsider() || changedRules;
    var before = new TreeMap<byte[], Boolean>(folder.ignored);
    folder.ignored.clear();
    var below = new ArrayList<Visit>();
    var there = 0;
    for (int i = 0; i < names.size(); i++) {
      var name = names.get(i);
      var was = before.get(name);
      var at = new At(folder, name, listing.get(i), reconsider, visit.why(), was, true);
      if (!isApart(folder, name) && compare(at, below)) {
        there++;
      }
    }
    if (there < folder.children.size()) {
      for (var node : folder.children.nodes()) {
        if (node.seen() != number) {
          remove(folder, node, null);
        }
      }
    }
    return below;
  }

  private static List<Path> list(Path folder) throws IOException {
    var listing = new ArrayList<Path>();
    try (var stream = Files.newDirectoryStream(folder)) {
      stream.forEach(listing::add);
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
    return listing;
  }

  private void close(Folder folder, IOException e) {
    for (var node : folder.children.nodes()) {
      remove(folder, node, null);
    }
    if (folder.reason != Reason.UNREADABLE) {
      folder.reason = Reason.UNREADABLE;
      folder.children.touch(folder.name());
      touchInParent(folder);
    }
    folder.mode = -1; // looked at again whenever something is told of it
    var parent = folder.parent;
    var path = parent == null ? new byte[0] : parent.pathOf(folder.name());
    seen.gap(path, "unreadable", Gap.said(e));
  }

  private static void touchInParent(Folder folder) {
    if (folder.parent != null) {
      folder.parent.touch(folder.name());
    }
  }

  /// Reads the folder's own rules; whether they changed.
  private boolean rules(Folder folder, List<byte[]> names) {
    var parent = folder.parent;
    Rules now;
    if (parent == null || parent.rules == null) {
      now = rootRules;
    } else {
      var git = names.stream().anyMatch(name -> Arrays.equals(name, GIT_IGNORE));
      var clew = names.stream().anyMatch(name -> Arrays.equals(name, CLEW_IGNORE));
      var prefix = git || clew ? text(folder.prefix()) : "";
      now = parent.rules.below(folder.path, prefix, git, clew);
    }
    var changed = !now.sameAs(folder.rules);
    folder.rules = now;
    return changed;
  }

  /// Whether `name` has ignore rules in it.
  static boolean isRules(byte[] name) {
    return Arrays.equals(name, GIT_IGNORE) || Arrays.equals(name, CLEW_IGNORE);
  }

  static boolean isGit(byte[] name) {
    return Arrays.equals(name, GIT);
  }

  /// Whether nothing of what is called `name` in `folder` is the user's: Git's, or ours.
  static boolean isApart(Folder folder, byte[] name) {
    return isGit(name) || (folder.parent == null && startsWith(name, MOVE));
  }

  private static boolean startsWith(byte[] name, byte[] start) {
    return name.length >= start.length
        && Arrays.equals(name, 0, start.length, start, 0, start.length);
  }

  private static String text(byte[] path) {
    return new String(path, StandardCharsets.UTF_8);
  }

  /// A name in a folder.
  ///
  /// @param ignored whether it was an ignored folder, or an ignored file; absent when neither
  /// @param enter whether a folder is visited though nothing says that it changed
  private record At(
      Folder folder,
      byte[] name,
      Path path,
      boolean reconsider,
      @Nullable String why,
      @Nullable Boolean ignored,
      boolean enter) {}

  /// Compares one name; which folders have to be visited for it is added to `below`.
  ///
  /// @param fresh whether the name may stand for something else than before
  /// @param reconsider whether ignore rules or the index have changed
  void compare(Folder folder, byte[] name, boolean fresh, boolean reconsider, List<Visit> below) {
    var node = folder.children.get(name);
    var enter = fresh && !(node instanceof Folder known && watching.holds(known));
    var path = DiskNames.resolve(folder.path, name);
    var was = folder.ignored.remove(name);
    var at = new At(folder, name, path, reconsider, null, was, enter);
    if (!isApart(folder, name) && !compare(at, below)) {
      node = folder.children.get(name);
      if (node != null) {
        remove(folder, node, null);
      }
    }
  }

  /// Whether the name is there and part of the snapshot.
  private boolean compare(At at, List<Visit> below) {
    Stat stat;
    try {
      stat = Stat.of(at.path());
    } catch (NoSuchFileException e) {
      return false;
    } catch (IOException e) {
      return unreachable(at, e);
    }
    var node = at.folder().children.get(at.name());
    var isFolder = stat.kind() == Kind.FOLDER;
    var was = at.ignored();
    var judged =
        !at.reconsider()
            && (node == null ? was != null && was == isFolder : node instanceof Folder == isFolder);
    var within = node instanceof Folder known && known.withinIgnored;
    if (!judged) {
      var verdict = judge(at, isFolder);
      if (verdict == Verdict.OUT) {
        if (node != null) {
          remove(at.folder(), node, "ignored");
        }
        at.folder().ignored.put(at.name(), isFolder);
        return false;
      }
      within = verdict == Verdict.TRACKED;
    } else if (node == null) {
      at.folder().ignored.put(at.name(), isFolder);
      return false;
    }
    var why = was == null ? at.why() : "no_longer_ignored";
    if (isFolder && !GitFolder.isRepository(at.path())) {
      folder(at, stat, node, within, why, below);
    } else {
      leaf(at, stat, node, why);
    }
    return true;
  }

  private enum Verdict {
    IN,
    /// Ignored, but Git has files there.
    TRACKED,
    OUT
  }

  private Verdict judge(At at, boolean isFolder) {
    var path = at.folder().pathOf(at.name());
    var text = text(path);
    var rules = at.folder().rules;
    if (rules == null) {
      return Verdict.IN;
    }
    if (rules.clewIgnores(text, isFolder)) {
      return Verdict.OUT;
    }
    var within = at.folder().withinIgnored;
    if (!within && !rules.gitIgnores(text, isFolder)) {
      return Verdict.IN;
    }
    if (tracked.covers(path, isFolder)) {
      return Verdict.TRACKED;
    }
    // What is in a file with passwords is not kept, but that it changed is told.
    return !within && !isFolder && Sensitive.is(path) ? Verdict.IN : Verdict.OUT;
  }

  private boolean unreachable(At at, IOException e) {
    var entry = Entry.unread(at.name(), Kind.FILE, Reason.UNREADABLE);
    seen.gap(at.folder().pathOf(at.name()), "unreadable", Gap.said(e));
    var node = at.folder().children.get(at.name());
    if (node instanceof Folder) {
      remove(at.folder(), node, null);
    }
    set(at.folder(), node instanceof Leaf leaf ? leaf : arrived(at, at.why()), entry);
    return true;
  }

  private void folder(
      At at,
      Stat stat,
      @Nullable Node node,
      boolean within,
      @Nullable String why,
      List<Visit> below) {
    if (node instanceof Folder known && known.inode == stat.inode()) {
      known.see(number);
      var changed = known.mode != stat.mode() || known.withinIgnored != within;
      known.mode = stat.mode();
      known.withinIgnored = within;
      if (at.enter() || changed) {
        below.add(new Visit(known, at.reconsider() || changed, why));
      }
      return;
    }
    if (node != null) {
      remove(at.folder(), node, null);
    }
    var folder = new Folder(at.name(), at.folder(), at.path());
    folder.inode = stat.inode();
    folder.mode = stat.mode();
    folder.withinIgnored = within;
    folder.see(number);
    at.folder().put(folder);
    below.add(new Visit(folder, true, why));
  }

  private void leaf(At at, Stat stat, @Nullable Node node, @Nullable String why) {
    if (node instanceof Folder) {
      remove(at.folder(), node, null);
    }
    var leaf = node instanceof Leaf known ? known : arrived(at, why);
    leaf.see(number);
    if (stat.equals(leaf.stat) && !leaf.racy && leaf.known() != null) {
      return;
    }
    if (stat.kind().hasContent()) {
      unread.add(new Unread(at.folder(), leaf, wanted(at, stat, leaf)));
      return;
    }
    leaf.stat = stat;
    leaf.racy = false;
    if (stat.kind() == Kind.FOLDER) {
      var entry = Entry.unread(at.name(), Kind.REPOSITORY, Reason.REPOSITORY);
      set(at.folder(), leaf, entry);
    } else {
      set(at.folder(), leaf, Entry.unread(at.name(), stat.kind(), Reason.SPECIAL));
    }
  }

  private FileReading.Wanted wanted(At at, Stat stat, Leaf leaf) {
    var sensitive = Sensitive.is(at.folder().pathOf(at.name()));
    var reason = sensitive ? Reason.SENSITIVE : Reason.NONE;
    return new FileReading.Wanted(at.path(), at.name(), stat, reason, leaf.known());
  }

  private Leaf arrived(At at, @Nullable String why) {
    var leaf = new Leaf(at.name());
    leaf.see(number);
    seen.touch(at.folder().pathOf(at.name()), null, why);
    at.folder().put(leaf);
    return leaf;
  }

  /// Says what a name stands for now.
  void set(Folder folder, Leaf leaf, Entry entry) {
    var before = leaf.known();
    if (before == null || !before.equals(entry)) {
      seen.touch(folder.pathOf(leaf.name()), before, null);
      folder.touch(leaf.name());
      totals.replace(before, entry);
      leaf.set(entry);
    }
  }

  /// Takes a name away, with everything below it.
  void remove(Folder folder, Node node, @Nullable String why) {
    folder.remove(node.name());
    var waiting = new ArrayList<Node>(List.of(node));
    var parents = new ArrayList<Folder>(List.of(folder));
    for (int i = 0; i < waiting.size(); i++) {
      var parent = parents.get(i);
      switch (waiting.get(i)) {
        case Leaf leaf -> {
          seen.touch(parent.pathOf(leaf.name()), leaf.known(), why);
          totals.replace(leaf.known(), null);
        }
        case Folder gone -> {
          watching.remove(gone);
          gone.children.forEach(child -> {
            waiting.add(child);
            parents.add(gone);
          });
        }
      }
    }
  }
}
