package dev.clew.recorder;

import dev.clew.diff.ThreeWay;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/// The conflicts that a move left in a workspace, until they are resolved or the move is aborted.
///
/// @param root the workspace's folder
/// @param step the move's step
/// @param paths the files with conflict markers; where a commit is to follow, all that it is to
///   have
/// @param message of the commit that is to follow; absent where none is
public record Conflicts(Path root, String step, List<String> paths, @Nullable String message) {
  private static final String FILE = "moves/conflicts.json";

  /// Those of a move that no commit is to follow.
  public Conflicts(Path root, String step, List<String> paths) {
    this(root, step, paths, null);
  }

  /// Those in the workspace at `root`; empty when there are none.
  public static Optional<Conflicts> of(Home home, Path root) throws IOException {
    return all(home).stream().filter(each -> each.root.equals(root)).reduce((_, later) -> later);
  }

  /// Those in all workspaces.
  public static List<Conflicts> everywhere(Home home) throws IOException {
    var last = new LinkedHashMap<Path, Conflicts>();
    for (var each : all(home)) {
      last.remove(each.root);
      last.put(each.root, each);
    }
    return List.copyOf(last.values());
  }

  private static List<Conflicts> all(Home home) throws IOException {
    try {
      var all = new ArrayList<Conflicts>();
      var json = JsonMapper.shared().readTree(Files.readAllBytes(home.folder().resolve(FILE)));
      for (var each : json.values()) {
        var paths = new ArrayList<String>();
        each.path("paths").values().forEach(path -> paths.add(path.asString()));
        all.add(
            new Conflicts(
                Path.of(each.path("root").asString()),
                each.path("step").asString(),
                paths,
                each.path("message").isString() ? each.path("message").asString() : null));
      }
      return all;
    } catch (NoSuchFileException e) {
      return List.of();
    }
  }

  /// Keeps them, in place of others of the same workspace.
  public void keep(Home home) throws IOException {
    var all = new ArrayList<>(all(home).stream().filter(one -> !one.root.equals(root)).toList());
    all.add(this);
    write(home, all);
  }

  /// Keeps them besides others of the same workspace: the move that brings them about may still
  /// come to nothing.
  void expect(Home home) throws IOException {
    var all = new ArrayList<>(all(home));
    all.add(this);
    write(home, all);
  }

  /// The move that was to bring them about came to nothing.
  static void forget(Home home, String step) throws IOException {
    var all = all(home);
    var others = all.stream().filter(each -> !each.step.equals(step)).toList();
    if (others.size() < all.size()) {
      write(home, others);
    }
  }

  /// Those of the workspace at `root` are no more: resolved, or gone with their move.
  public static void settle(Home home, Path root) throws IOException {
    write(home, all(home).stream().filter(one -> !one.root.equals(root)).toList());
  }

  /// Forgets them.
  public void settle(Home home) throws IOException {
    settle(home, root);
  }

  /// Killed at any point, it leaves the old list or the new one.
  private static void write(Home home, List<Conflicts> all) throws IOException {
    var list = JsonMapper.shared().createArrayNode();
    for (var each : all) {
      var object = list.addObject().put("root", each.root.toString()).put("step", each.step);
      if (each.message != null) {
        object.put("message", each.message);
      }
      var names = object.putArray("paths");
      each.paths.forEach(names::add);
    }
    var file = home.folder().resolve(FILE);
    Files.createDirectories(file.getParent());
    var fresh = file.resolveSibling("conflicts.json.new");
    Files.write(fresh, list.toString().getBytes(StandardCharsets.UTF_8));
    Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  /// The files that still have markers.
  public List<String> open() throws IOException {
    var open = new ArrayList<String>();
    for (var path : paths) {
      var file = root.resolve(path);
      if (Files.isRegularFile(file) && ThreeWay.hasMarkers(Files.readAllBytes(file))) {
        open.add(path);
      }
    }
    return open;
  }
}
