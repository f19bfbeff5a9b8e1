package dev.clew.ledger;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// The files of one ledger: their places, and reading them with a clear answer when they are not
/// what they should be.
final class LedgerFiles {
  static final int TILE_BYTES = Frontier.WIDTH * Hash.SIZE_BYTES;
  private static final Pattern TAIL = Pattern.compile("tail\\.(0|[1-9][0-9]{0,17})");

  private final Path folder;
  private final Disk disk;
  private final TilePaths tiles;

  LedgerFiles(Path folder, Disk disk) {
    this.folder = folder;
    this.disk = disk;
    this.tiles = new TilePaths(folder);
  }

  Path folder() {
    return folder;
  }

  TilePaths tiles() {
    return tiles;
  }

  Path checkpoint() {
    return folder.resolve("checkpoint");
  }

  Path history() {
    return folder.resolve("checkpoints");
  }

  Path tail(long firstBundle) {
    return folder.resolve("tail." + firstBundle);
  }

  /// The path of a file within the ledger, for messages.
  String name(Path file) {
    return folder.relativize(file).toString();
  }

  /// The first bundle numbers of all tails, ascending; the last is the one in force.
  List<Long> tails() throws IOException {
    var found = new ArrayList<Long>();
    for (var name : disk.list(folder)) {
      var match = TAIL.matcher(name);
      if (match.matches()) {
        found.add(Long.parseLong(match.group(1)));
      }
    }
    found.sort(null);
    return found;
  }

  /// The newest checkpoint, its signature checked.
  Optional<Checkpoint> readCheckpoint(VerifierKey key) throws IOException {
    var bytes = disk.read(checkpoint());
    return bytes.isEmpty()
        ? Optional.empty()
        : Optional.of(parse(checkpoint(), "note", bytes.get(), key));
  }

  Checkpoint parse(Path file, String place, byte[] note, VerifierKey key)
      throws CorruptLedgerException {
    var text = NoteText.utf8(note);
    if (text.isEmpty()) {
      throw CorruptLedgerException.at(name(file), place, "UTF-8", "other bytes");
    }
    try {
      return Checkpoint.parse(text.get(), key);
    } catch (InvalidNoteException e) {
      throw CorruptLedgerException.at(name(file), place, e.expected(), e.found());
    }
  }

  /// A full bundle: exactly 256 entries.
  EntryRun bundle(long index) throws IOException {
    var file = tiles.entries(index);
    var run = EntryRun.parse(read(file, "256 entries", index * Frontier.WIDTH));
    if (run.count() != Frontier.WIDTH || run.restBytes() != 0) {
      throw CorruptLedgerException.atEntry(
          index * Frontier.WIDTH + run.count(),
          name(file),
          "byte " + run.wholeBytes(),
          "256 entries",
          found(run));
    }
    return run;
  }

  static String found(EntryRun run) {
    return "%d entries and %d bytes that are none".formatted(run.count(), run.restBytes());
  }

  /// A full tile: 256 hashes.
  byte[] tile(int level, long index) throws IOException {
    return hashes(tiles.hashes(level, index), Frontier.WIDTH, firstEntry(level, index));
  }

  /// A partial tile of `count` hashes.
  byte[] partial(int level, long index, int count) throws IOException {
    var file = TilePaths.partial(tiles.hashes(level, index), count);
    return hashes(file, count, firstEntry(level, index));
  }

  static long firstEntry(int level, long index) {
    return index << (8 * (level + 1));
  }

  private byte[] hashes(Path file, int count, long firstEntry) throws IOException {
    var expected = count + " hashes of 32 bytes";
    var bytes = read(file, expected, firstEntry);
    if (bytes.length != count * Hash.SIZE_BYTES) {
      throw CorruptLedgerException.atEntry(
          firstEntry, name(file), "end", expected, bytes.length + " bytes");
    }
    return bytes;
  }

  private byte[] read(Path file, String expected, long firstEntry) throws IOException {
    var bytes = disk.read(file);
    if (bytes.isEmpty()) {
      throw CorruptLedgerException.atEntry(
          firstEntry, name(file), "file", expected, "no such file");
    }
    return bytes.get();
  }
}
