package dev.clew.ledger;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/// The few things a ledger asks of a file system.
///
/// Written bytes survive a power cut only after [#sync]; new names, renames and deletions only
/// after [#syncFolder] of the folder that holds the name.
public interface Disk {
  /// The bytes of a file; empty if there is none of that name.
  Optional<byte[]> read(Path file) throws IOException;

  /// The names in a folder, sorted; none if the folder does not exist.
  List<String> list(Path folder) throws IOException;

  /// Makes a folder and its parents, durably; does nothing where one exists.
  void makeFolder(Path folder) throws IOException;

  /// Creates a file, or replaces what an existing one holds.
  void write(Path file, byte[] bytes) throws IOException;

  /// Adds bytes to the end of a file; [NoSuchFileException] without one.
  void append(Path file, byte[] bytes) throws IOException;

  /// Cuts a file to its first `sizeBytes` bytes.
  void truncate(Path file, long sizeBytes) throws IOException;

  /// Makes what was written to these files durable.
  void sync(Collection<Path> files) throws IOException;

  /// Gives a file another name, replacing a file of that name in one step.
  void rename(Path from, Path to) throws IOException;

  /// Removes a file or an empty folder; does nothing if it is not there.
  void delete(Path path) throws IOException;

  /// Makes the names in a folder durable.
  void syncFolder(Path folder) throws IOException;
}
