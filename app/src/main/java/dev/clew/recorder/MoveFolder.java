package dev.clew.recorder;

import dev.clew.workspace.restore.Restore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/// The folder in which moves note how far they have come: what is in it after their process has
/// died tells that they were broken off.
///
/// @param home the store's
record MoveFolder(Home home) {
  private static final String JOURNAL = ".json";

  /// What the name of a file ends with that has what a move's hooks say, until all are told.
  private static final String UNTOLD = ".untold";

  private static final Pattern FILE = Pattern.compile("([0-9a-f]{32})\\.(json|untold)");
  private static final Duration TURN = Duration.ofMinutes(2);
  private static final long POLL_MS = 10;

  /// The journal of what a move writes.
  Path journal(String id) throws IOException {
    return folder().resolve(id + JOURNAL);
  }

  /// What a move's hooks say, until all are told.
  Path untold(String id) throws IOException {
    return folder().resolve(id + UNTOLD);
  }

  private Path folder() throws IOException {
    return Files.createDirectories(
        place(),
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
  }

  private Path place() {
    return home.folder().resolve("moves");
  }

  /// The moves that were broken off, or are being made: those that wrote, or of which not all was
  /// told.
  Set<String> ids() throws IOException {
    var ids = new TreeSet<String>();
    if (Restore.isPossible() && Files.isDirectory(place())) {
      try (var files = Files.newDirectoryStream(place())) {
        for (var file : files) {
          var name = FILE.matcher(file.getFileName().toString());
          if (name.matches()) {
            ids.add(name.group(1));
          }
        }
      }
    }
    return ids;
  }

  /// Held while a move is made: one is made at a time, and another one waits.
  FileHold turn() throws IOException, InterruptedException {
    var file = folder().resolve("lock");
    var deadline = System.nanoTime() + TURN.toNanos();
    while (System.nanoTime() < deadline) {
      var hold = FileHold.tryTake(file);
      if (hold.isPresent()) {
        return hold.get();
      }
      TimeUnit.MILLISECONDS.sleep(POLL_MS);
    }
    throw new IOException("another move is being made, and does not end");
  }
}
