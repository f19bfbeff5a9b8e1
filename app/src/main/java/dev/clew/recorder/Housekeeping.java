package dev.clew.recorder;

import dev.clew.content.Erased;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// Keeps a store as small as its user wants: what is too old or too much goes, then what nothing
/// needs any more, then room in the files that nothing uses. The caller sees to it that no import
/// runs.
final class Housekeeping {
  private static final Duration LEFT_BEHIND = Duration.ofHours(1);
  private static final Pattern TEMPORARY =
      Pattern.compile("(?:\\..*)|(?:.*\\.(?:new|r|tmp))|(?:starting.*)");

  private final Home home;
  private final Store store;
  private final Keys keys;
  private final InstantSource clock;

  Housekeeping(Home home, Store store, Keys keys, InstantSource clock) {
    this.home = home;
    this.store = store;
    this.keys = keys;
    this.clock = clock;
  }

  /// @param onlyCount whether to tell what would be done, and do nothing
  Collected run(boolean onlyCount) throws IOException, SQLException {
    var before = StoreSize.of(home);
    var keeping = Settings.load(home.config()).keeping();
    var due = new Expiry(home, store, keys).due(keeping, clock.instant());
    var erasure = Erasure.ofSessions("expired", due.records(), List.of());
    var expired =
        due.records().isEmpty()
            ? Erased.NOTHING
            : onlyCount ? store.count(erasure) : store.eraseIfAny(erasure);
    var unreachable = store.collect(onlyCount);
    var files = leftBehind();
    if (!onlyCount) {
      for (var file : files) {
        Files.deleteIfExists(file);
      }
      store.shrink();
      store.housekept();
    }
    var after = StoreSize.of(home);
    return new Collected(
        due.sessions(),
        expired,
        unreachable,
        files.size(),
        Math.max(0, before.total() - after.total()),
        after.spare());
  }

  /// Temporary files of writes that never ended.
  private List<Path> leftBehind() throws IOException {
    var found = new ArrayList<Path>();
    for (var folder : List.of(home.folder(), home.spool())) {
      if (Files.isDirectory(folder)) {
        try (var files = Files.list(folder)) {
          for (var file : files.filter(Files::isRegularFile).toList()) {
            if (TEMPORARY.matcher(String.valueOf(file.getFileName())).matches() && isStale(file)) {
              found.add(file);
            }
          }
        }
      }
    }
    return found;
  }

  private boolean isStale(Path file) throws IOException {
    try {
      var age = Duration.between(Files.getLastModifiedTime(file).toInstant(), clock.instant());
      return age.compareTo(LEFT_BEHIND) > 0;
    } catch (NoSuchFileException e) {
      return false;
    }
  }
}
