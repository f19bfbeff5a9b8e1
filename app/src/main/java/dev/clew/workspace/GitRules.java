package dev.clew.workspace;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// What decides at the root of a workspace which files belong to it: the rules that count
/// everywhere, and Git's index.
final class GitRules {
  private final RootChoice.Root place;
  private final UserExcludes excludes;
  private TrackedFiles tracked = TrackedFiles.NONE;

  GitRules(RootChoice.Root place, Path home, Map<String, String> environment) {
    this.place = place;
    this.excludes = new UserExcludes(home, environment);
  }

  /// The root's ignore rules, read now.
  Rules root() {
    var root = place.folder();
    var exclude =
        place
            .git()
            .map(git -> git.common().resolve("info/exclude"))
            .orElse(root.resolve(".git/info/exclude"));
    return Rules.ofRoot(root, exclude, excludes.file(place.git()));
  }

  TrackedFiles tracked() {
    return tracked;
  }

  /// Reads the index if it changed; the paths that came into it or went.
  List<byte[]> refresh(Seen seen) {
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
    var wide =
        config
            .map(text -> text.toLowerCase(Locale.ROOT).contains("objectformat = sha256"))
            .orElse(false);
    return wide ? 32 : 20;
  }

  /// Forgets the index.
  void startOver() {
    tracked = TrackedFiles.NONE;
  }
}
