package dev.clew.workspace;

/// Bounds of what is kept and used of one workspace.
///
/// @param fileBytes larger files are known by keyed hash and size only
/// @param files more files than this are known by size only
/// @param bytes once the files kept have this size together, further ones are known by size only
/// @param watches how many folders the system is asked to watch at most
/// @param threads how many threads a full scan and a first snapshot use
public record Limits(long fileBytes, long files, long bytes, int watches, int threads) {
  /// 32 MiB a file, a million files, 8 GiB, half of what the system lets a user watch, 2 threads.
  public static Limits standard() {
    return new Limits(32L << 20, 1_000_000, 8L << 30, SystemWatches.half(), 2);
  }
}
