package dev.clew.workspace;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jgit.errors.ConfigInvalidException;
import org.eclipse.jgit.lib.Config;
import org.jspecify.annotations.Nullable;

/// Where the user's own ignore rules are: `core.excludesFile` of Git's configuration, else
/// `$XDG_CONFIG_HOME/git/ignore`. Read without Git; `include.path` is followed, `includeIf` is not.
final class UserExcludes {
  private static final int DEEPEST = 10;

  private final Path home;
  private final Path xdg;

  UserExcludes(Path home, Map<String, String> environment) {
    this.home = home;
    var said = environment.get("XDG_CONFIG_HOME");
    this.xdg = said == null || said.isEmpty() ? home.resolve(".config") : Path.of(said);
  }

  /// The file, which need not be there.
  Path file(Optional<GitFolder> git) {
    var configs = new ArrayList<Path>();
    git.ifPresent(folder -> configs.add(folder.common().resolve("config")));
    configs.addAll(
        List.of(home.resolve(".gitconfig"), xdg.resolve("git/config"), Path.of("/etc/gitconfig")));
    for (var config : configs) {
      var said = excludes(config, 0);
      if (said != null) {
        return said;
      }
    }
    return xdg.resolve("git/ignore");
  }

  private @Nullable Path excludes(Path file, int depth) {
    var text = GitFolder.text(file);
    if (text.isEmpty() || depth > DEEPEST) {
      return null;
    }
    var config = new Config();
    try {
      config.fromText(text.get());
    } catch (ConfigInvalidException e) {
      return null; // Git itself would stop at it
    }
    var said = config.getString("core", null, "excludesfile");
    if (said != null && !said.isEmpty()) {
      return resolve(file, said);
    }
    for (var include : config.getStringList("include", null, "path")) {
      var found = excludes(resolve(file, include), depth + 1);
      if (found != null) {
        return found;
      }
    }
    return null;
  }

  private Path resolve(Path file, String said) {
    return said.startsWith("~/") ? home.resolve(said.substring(2)) : file.resolveSibling(said);
  }
}
