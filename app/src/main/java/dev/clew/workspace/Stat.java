package dev.clew.workspace;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/// What the system tells of a file without opening it.
///
/// @param mode type and permissions
/// @param inode its number
/// @param size in bytes
/// @param modified nanoseconds since the epoch
/// @param changed the same, of its content or anything else of it; programs cannot set it
record Stat(int mode, long inode, long size, long modified, long changed) {
  private static final String WANTED = "unix:mode,ino,size,ctime,lastModifiedTime";

  /* The kernel stamps with the time of its last tick, so a stamp is up to 10 ms old when it is
   * given; some file systems keep seconds, or two. */
  private static final long TICK = TimeUnit.MILLISECONDS.toNanos(20);
  private static final long COARSE = TimeUnit.SECONDS.toNanos(2);

  /// Of `path` itself, also when it is a link.
  static Stat of(Path path) throws IOException {
    return of(Files.readAttributes(path, WANTED, LinkOption.NOFOLLOW_LINKS));
  }

  private static Stat of(Map<String, Object> told) {
    return new Stat(
        (Integer) get(told, "mode"),
        (Long) get(told, "ino"),
        (Long) get(told, "size"),
        nanos(get(told, "lastModifiedTime")),
        nanos(get(told, "ctime")));
  }

  private static Object get(Map<String, Object> told, String name) {
    return Objects.requireNonNull(told.get(name));
  }

  private static long nanos(Object time) {
    return ((FileTime) time).to(TimeUnit.NANOSECONDS);
  }

  Kind kind() {
    return Kind.ofMode(mode);
  }

  /// Whether a write after `moment` (nanoseconds since the epoch) would show in these stamps: Git's
  /// racy rule. What is not settled is read again.
  boolean settledBefore(long moment) {
    var step = changed % 1_000_000_000 == 0 ? COARSE : TICK;
    return changed + step < moment;
  }
}
