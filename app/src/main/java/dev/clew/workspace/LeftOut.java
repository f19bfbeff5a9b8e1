package dev.clew.workspace;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/// What a work tree's `.clewignore` files leave out, as they are now: of a commit, too, nothing is
/// told there.
public final class LeftOut {
  private final Path root;
  private final Map<String, Rules> rules = new HashMap<>();

  /// Of the work tree at `root`.
  public LeftOut(Path root) {
    this.root = root;
    rules.put("", Rules.ofRoot(root));
  }

  /// Whether the file at `path` is left out.
  public boolean has(String path) {
    for (var slash = path.indexOf('/'); slash >= 0; slash = path.indexOf('/', slash + 1)) {
      if (in(folder(path, slash)).clewIgnores(path.substring(0, slash), true)) {
        return true;
      }
    }
    return in(folder(path, path.length())).clewIgnores(path, false);
  }

  /// The path of the folder that the name before `end` is in.
  private static String folder(String path, int end) {
    var slash = path.lastIndexOf('/', end - 1);
    return slash < 0 ? "" : path.substring(0, slash);
  }

  private Rules in(String folder) {
    var known = rules.get(folder);
    if (known == null) {
      known =
          in(folder(folder, folder.length()))
              .below(root.resolve(folder), folder + "/", false, true);
      rules.put(folder, known);
    }
    return known;
  }
}
