package dev.clew.origin.shell;

import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/// Where a command may write: a path, a pattern of paths, or all that lies below.
///
/// @param path absolute, without `.` and `..`; a pattern when `glob`
/// @param glob whether `*`, `?` and `[…]` stand for names, and a backslash takes that away
/// @param below whether what lies below is meant, too
public record Target(String path, boolean glob, boolean below) {
  /// What `word` names in `cwd`; absent when that cannot be known.
  static @Nullable Target of(ShellWord word, @Nullable String cwd, boolean below) {
    var relative = !word.text().startsWith("/");
    if (!word.fixed() || word.text().isEmpty() || (relative && cwd == null)) {
      return null;
    }
    var text = word.glob() ? word.pattern() : word.text();
    var folder = cwd == null ? "/" : cwd;
    return new Target(resolve(word.glob() ? literal(folder) : folder, text), word.glob(), below);
  }

  /// `path` as seen from `folder`, without `.` and `..`.
  public static String resolve(String folder, String path) {
    var parts = new ArrayDeque<String>();
    var whole = path.startsWith("/") ? path : folder + "/" + path;
    for (var part : whole.split("/", -1)) {
      switch (part) {
        case "", "." -> {}
        case ".." -> parts.pollLast();
        default -> parts.add(part);
      }
    }
    return "/" + String.join("/", parts);
  }

  private static String literal(String folder) {
    var pattern = new StringBuilder();
    for (var i = 0; i < folder.length(); i++) {
      if ("*?[]\\".indexOf(folder.charAt(i)) >= 0) {
        pattern.append('\\');
      }
      pattern.append(folder.charAt(i));
    }
    return pattern.toString();
  }

  /// Whether `file`, an absolute path, is meant.
  public boolean covers(String file) {
    if (below && (path.equals("/") || (!glob && file.startsWith(path + "/")))) {
      return true;
    }
    if (!glob) {
      return file.equals(path);
    }
    return matches(file) || (below && matchesParent(file));
  }

  private boolean matchesParent(String file) {
    for (var i = file.lastIndexOf('/'); i > 0; i = file.lastIndexOf('/', i - 1)) {
      if (matches(file.substring(0, i))) {
        return true;
      }
    }
    return false;
  }

  private boolean matches(String file) {
    return Glob.matches(path, file);
  }
}
