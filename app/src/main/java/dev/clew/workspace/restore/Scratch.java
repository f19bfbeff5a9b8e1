package dev.clew.workspace.restore;

import dev.clew.event.FileVersion;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A folder for trying out: it becomes one state after the other, and only what differs is written.
///
/// What a command left in it stays, as far as no state has that path. What it changed or removed is
/// put back; where it put something into the way, a new folder is begun.
public final class Scratch implements AutoCloseable {
  private final Path place;
  private final int threads;
  private @Nullable Checkout checkout;
  private int number;
  private long written;
  private final Map<String, FileVersion> versions = new HashMap<>();
  private final Map<String, Posix.Mark> marks = new HashMap<>();

  /// @param place a folder of our own: all of it is removed at the end
  public Scratch(Path place, int threads) {
    this.place = place;
    this.threads = threads;
  }

  /// Becomes a state.
  ///
  /// @return the folder that has it
  public synchronized Path become(
      Collection<String> folders, Map<String, FileVersion> files, Checkout.Opener contents)
      throws IOException, InterruptedException {
    var wanted = new HashMap<String, FileVersion>();
    files.forEach((path, version) -> wanted.put(Checkout.letters(path), version));
    var missing = new HashMap<String, FileVersion>();
    var current = checkout;
    if (current != null && leave(current, wanted)) {
      files.forEach((path, version) -> {
        if (!versions.containsKey(Checkout.letters(path))) {
          missing.put(path, version);
        }
      });
      var failures = current.failures();
      current.write(folders, missing, contents);
      if (current.failures() > failures) {
        current = null;
      }
    } else {
      current = null;
    }
    if (current == null) {
      current = begin();
      missing.putAll(files);
      current.write(folders, missing, contents);
    }
    mark(current, wanted);
    return current.folder();
  }

  /// How many files have been written.
  public long written() {
    return written;
  }

  private Checkout begin() throws IOException {
    if (checkout != null) {
      checkout.close();
    }
    versions.clear();
    marks.clear();
    var fresh = Checkout.into(place.resolve("tree" + (number == 0 ? "" : "-" + number)), threads);
    number++;
    checkout = fresh;
    return fresh;
  }

  /// Removes what the next state has not, or has otherwise, or a command changed.
  ///
  /// @return whether that could be done
  private boolean leave(Checkout current, Map<String, FileVersion> wanted) throws IOException {
    for (var path : List.copyOf(versions.keySet())) {
      try (var spot = Spot.find(current.root(), Checkout.bytes(path), false)) {
        var there = Posix.mark(spot.folder(), spot.name());
        var same = there.equals(marks.get(path));
        var held = versions.get(path);
        if (same && held != null && held.equals(wanted.get(path))) {
          continue;
        }
        Posix.remove(spot.folder(), spot.name());
      } catch (PosixException e) {
        if (e.number() != PosixException.NO_ENTRY) {
          return false;
        }
      }
      versions.remove(path);
      marks.remove(path);
      current.files().remove(path);
    }
    current.removeEmptyFolders();
    return true;
  }

  private void mark(Checkout current, Map<String, FileVersion> wanted) throws IOException {
    for (var path : new ArrayList<>(current.files())) {
      if (!versions.containsKey(path)) {
        try (var spot = Spot.find(current.root(), Checkout.bytes(path), false)) {
          marks.put(path, Posix.mark(spot.folder(), spot.name()));
          versions.put(path, java.util.Objects.requireNonNull(wanted.get(path)));
          written++;
        }
      }
    }
  }

  /// Removes all of it; links are not followed.
  @Override
  public synchronized void close() throws IOException {
    if (checkout != null) {
      checkout.close();
      checkout = null;
    }
    if (!Files.exists(place)) {
      return;
    }
    Files.walkFileTree(
        place,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException failure)
              throws IOException {
            if (failure != null) {
              throw failure;
            }
            Files.delete(folder);
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
