package dev.clew.replay;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.clew.event.Confidence;
import dev.clew.event.FileOp;
import dev.clew.event.FileVersion;
import dev.clew.event.OriginClass;
import dev.clew.event.WorkspaceChange;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// What several agents and a person did to several files, and a model that does not know of
/// merging: a file is a row of passages between lines that nobody changes, and is made by doing
/// everything again but what is taken back.
final class History {
  static final List<String> WHO = List.of("ann", "bob", "person");
  private static final int FILES = 4;
  private static final int PASSAGES = 4;

  /// What somebody did to one file.
  ///
  /// @param passage which one gets new lines; -1 for none
  /// @param was where the file was, if it leaves that
  /// @param path where the file is from now on; absent when it stays
  /// @param mode what it has from now on; absent when it stays
  record Deed(
      String who,
      int file,
      Kind kind,
      int passage,
      List<String> lines,
      @Nullable String was,
      @Nullable String path,
      @Nullable String mode) {}

  enum Kind {
    EDIT,
    MOVE,
    MODE,
    REMOVE,
    MAKE
  }

  /// A file of the model.
  record Modelled(String path, String mode, List<List<String>> passages) {
    String text() {
      var text = new StringBuilder();
      for (var i = 0; i < passages.size(); i++) {
        for (var line = 0; line < 3; line++) {
          text.append("between %d %d\n".formatted(i, line));
        }
        passages.get(i).forEach(line -> text.append(line).append('\n'));
      }
      return text.append("end\n").toString();
    }
  }

  private final Map<String, byte[]> store = new HashMap<>();
  private final List<Deed> deeds = new ArrayList<>();
  private final List<WorkspaceChange> changes = new ArrayList<>();
  private final Map<Integer, Modelled> begin = new HashMap<>();
  private final Map<Integer, Modelled> files = new HashMap<>();
  private int names;

  History(RandomGenerator random) {
    for (var file = 0; file < FILES; file++) {
      var passages = new ArrayList<List<String>>();
      for (var i = 0; i < PASSAGES; i++) {
        passages.add(List.of("begin %d %d".formatted(file, i)));
      }
      begin.put(file, new Modelled("file" + file, "100644", passages));
    }
    files.putAll(begin);
    for (var i = random.nextInt(1, 14); i > 0; i--) {
      go(random, WHO.get(random.nextInt(WHO.size())));
    }
  }

  /// Somebody does something more.
  void go(RandomGenerator random, String who) {
    var file = random.nextInt(FILES);
    var deed = deed(random, who, file, files.get(file));
    var before = files.get(file);
    var after = applied(before, deed);
    if (after == null) {
      files.remove(file);
    } else {
      files.put(file, after);
    }
    deeds.add(deed);
    changes.add(change(before, after));
  }

  private Deed deed(RandomGenerator random, String who, int file, @Nullable Modelled there) {
    if (there == null) {
      return new Deed(who, file, Kind.MAKE, 0, lines(random, who), null, free(random), "100644");
    }
    return switch (random.nextInt(9)) {
      case 0 -> new Deed(who, file, Kind.MOVE, -1, List.of(), there.path, free(random), null);
      case 1 -> {
        var mode = there.mode.equals("100644") ? "100755" : "100644";
        yield new Deed(who, file, Kind.MODE, -1, List.of(), null, null, mode);
      }
      case 2 -> new Deed(who, file, Kind.REMOVE, -1, List.of(), there.path, null, null);
      default -> {
        var passage = random.nextInt(there.passages.size());
        yield new Deed(who, file, Kind.EDIT, passage, lines(random, who), null, null, null);
      }
    };
  }

  /// A name that no file has; perhaps one had it.
  private String free(RandomGenerator random) {
    var taken = tree().keySet();
    var free = new ArrayList<String>();
    for (var i = 0; i < FILES + 3; i++) {
      if (!taken.contains("file" + i)) {
        free.add("file" + i);
      }
    }
    return free.get(random.nextInt(free.size()));
  }

  private List<String> lines(RandomGenerator random, String who) {
    var lines = new ArrayList<String>();
    for (var i = random.nextInt(1, 4); i > 0; i--) {
      lines.add("%s %d".formatted(who, names++));
    }
    return lines;
  }

  private static @Nullable Modelled applied(@Nullable Modelled file, Deed deed) {
    if (deed.kind == Kind.REMOVE) {
      return null;
    }
    if (file == null) {
      return deed.path == null || deed.mode == null
          ? null
          : new Modelled(deed.path, deed.mode, List.of(deed.lines));
    }
    var passages = new ArrayList<>(file.passages);
    if (deed.passage >= 0 && deed.passage < passages.size()) {
      passages.set(deed.passage, deed.lines);
    }
    return new Modelled(
        deed.path == null ? file.path : deed.path,
        deed.mode == null ? file.mode : deed.mode,
        passages);
  }

  private WorkspaceChange change(@Nullable Modelled before, @Nullable Modelled after) {
    var moved = before != null && after != null && !before.path.equals(after.path);
    var path = after != null ? after.path : before == null ? "" : before.path;
    return change(
        path, moved ? before.path : null, version(before), version(after), OriginClass.AGENT);
  }

  static WorkspaceChange change(
      String path,
      @Nullable String from,
      @Nullable FileVersion before,
      @Nullable FileVersion after,
      OriginClass origin) {
    var op =
        from != null
            ? FileOp.RENAME
            : before == null ? FileOp.CREATE : after == null ? FileOp.DELETE : FileOp.MODIFY;
    return new WorkspaceChange(
        "/project",
        path,
        from,
        op,
        before,
        after,
        origin,
        Confidence.EXACT,
        List.of(),
        List.of(),
        0,
        0,
        null);
  }

  private @Nullable FileVersion version(@Nullable Modelled file) {
    return file == null ? null : version(file.text().getBytes(UTF_8), file.mode);
  }

  FileVersion version(byte[] content, String mode) {
    try {
      var sha256 = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
      store.put(sha256, content);
      return new FileVersion(sha256, null, content.length, mode, null);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  /// The tree as it is.
  Map<String, FileVersion> tree() {
    return tree(files);
  }

  private Map<String, FileVersion> tree(Map<Integer, Modelled> all) {
    var tree = new TreeMap<String, FileVersion>();
    for (var file : all.values()) {
      var version = version(file);
      if (version != null) {
        tree.put(file.path, version);
      }
    }
    return tree;
  }

  /// The tree as it were had `who` done nothing.
  Map<String, FileVersion> without(String who) {
    var all = new HashMap<>(begin);
    for (var deed : deeds) {
      if (!deed.who.equals(who)) {
        var after = applied(all.get(deed.file), deed);
        if (after == null) {
          all.remove(deed.file);
        } else {
          all.put(deed.file, after);
        }
      }
    }
    return tree(all);
  }

  /// Whether somebody else did something to what `who` had done something to.
  boolean isTouched(String who) {
    var touched = new HashSet<String>();
    for (var deed : deeds) {
      var what = what(deed);
      var others = !deed.who.equals(who);
      if (others && what.stream().anyMatch(touched::contains)) {
        return true;
      }
      if (!others) {
        touched.addAll(what);
      }
    }
    return false;
  }

  /// What a deed changes: making and removing a file has to do with all of it.
  private static Set<String> what(Deed deed) {
    var what = new HashSet<>(parts(deed));
    if (deed.was != null) {
      what.add("at " + deed.was);
    }
    if (deed.path != null) {
      what.add("at " + deed.path);
    }
    return what;
  }

  private static Set<String> parts(Deed deed) {
    var file = deed.file + " ";
    return switch (deed.kind) {
      case EDIT -> Set.of(file + "passage " + deed.passage);
      case MODE -> Set.of(file + "mode");
      case MOVE -> Set.of(file + "name");
      case REMOVE, MAKE -> {
        var all = new HashSet<>(Set.of(file + "mode", file + "name"));
        for (var i = 0; i < PASSAGES; i++) {
          all.add(file + "passage " + i);
        }
        yield all;
      }
    };
  }

  /// All changes; those of `who` are to be taken back.
  List<TakeBack.Item> items(String who) {
    var items = new ArrayList<TakeBack.Item>();
    for (var i = 0; i < deeds.size(); i++) {
      items.add(new TakeBack.Item(changes.get(i), deeds.get(i).who.equals(who)));
    }
    return items;
  }

  /// Plans against a tree.
  List<Planned> plan(List<TakeBack.Item> items, Map<String, FileVersion> tree) {
    try {
      return TakeBack.plan(
          items,
          path -> Optional.ofNullable(tree.get(path)),
          version -> Optional.ofNullable(store.get(version.sha256())),
          "before",
          _ -> true);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The tree when the plan has been carried out.
  Map<String, FileVersion> after(List<Planned> plan, Map<String, FileVersion> tree) {
    var after = new TreeMap<>(tree);
    for (var each : plan) {
      var made = each.made();
      var version = each.after();
      if (each.isWritten() && version == null) {
        after.remove(each.path());
      } else if (each.isWritten() && version != null) {
        after.put(each.path(), made == null ? version : version(made, version.mode()));
      }
    }
    return after;
  }

  /// The lines of a tree.
  Set<String> lines(Map<String, FileVersion> tree) {
    var lines = new HashSet<String>();
    for (var version : tree.values()) {
      var content = store.get(version.sha256());
      if (content != null) {
        new String(content, UTF_8).lines().forEach(lines::add);
      }
    }
    return lines;
  }

  @Override
  public String toString() {
    return String.join("\n", deeds.stream().map(Deed::toString).toList());
  }
}
