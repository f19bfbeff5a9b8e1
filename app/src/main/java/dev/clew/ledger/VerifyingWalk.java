package dev.clew.ledger;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One pass over all entries of a ledger, rebuilding the tree and comparing it with what is stored.
///
/// The first difference ends the pass as a [CorruptLedgerException]. Where an entry and a tile
/// disagree, the level above says which of the two was changed.
final class VerifyingWalk {
  private final LedgerFiles files;
  private final Disk disk;
  private final SignedHeads.Heads heads;
  private final EntryVisitor visitor;
  private final TreeHasher hasher = new TreeHasher();
  private final Frontier frontier = new Frontier(hasher);
  private int nextHead;
  private long lastGood;
  private long firstBundle;

  /// The first entry of the tail that differs from the newest checkpoint's partial tile.
  private Verification.@Nullable Broken suspect;

  VerifyingWalk(LedgerFiles files, Disk disk, SignedHeads.Heads heads, EntryVisitor visitor) {
    this.files = files;
    this.disk = disk;
    this.heads = heads;
    this.visitor = visitor;
  }

  Verification run() throws IOException {
    var tails = files.tails();
    if (tails.isEmpty()) {
      throw CorruptLedgerException.at("tail.N", "file", "the newest entries", "no such file");
    }
    firstBundle = tails.getLast();
    checkHeads(EntryRun.empty());
    for (long bundle = 0; bundle < firstBundle; bundle++) {
      feed(checkedBundle(bundle));
    }
    var tail = checkedTail(files.tail(firstBundle));
    feed(tail);
    requireAllSigned(tail);
    return new Verification.Intact(
        frontier.size(),
        frontier.root(),
        heads.newest().map(Checkpoint::size).orElse(0L),
        heads.kept().map(Checkpoint::size).orElse(0L),
        heads.all().size(),
        tail.restBytes() + heads.torn());
  }

  /// A bundle that agrees with the tile over its entries.
  private EntryRun checkedBundle(long index) throws IOException {
    var file = files.tiles().entries(index);
    long first = index * Frontier.WIDTH;
    var bytes = disk.read(file);
    if (bytes.isEmpty()) {
      throw CorruptLedgerException.atEntry(
          first, files.name(file), "file", "256 entries", "no such file");
    }
    var run = EntryRun.parse(bytes.get());
    boolean whole = run.count() == Frontier.WIDTH && run.restBytes() == 0;
    var stored = files.tile(0, index);
    var leaves = leaves(run, Frontier.WIDTH);
    int differs = Arrays.mismatch(leaves, 0, leaves.length, stored, 0, leaves.length);
    if (differs >= 0) {
      int at = differs / Hash.SIZE_BYTES;
      boolean tileIsWrong =
          whole
              && parent(index)
                  .map(p -> Arrays.equals(p, hasher.subtree(leaves, 0, Frontier.WIDTH)))
                  .orElse(false);
      throw tileIsWrong
          ? wrongHash(files.tiles().hashes(0, index), first + at, at, leaves, stored)
          : wrongEntry(file, first + at, run.start(at), stored, leaves, at);
    }
    if (!whole) {
      throw CorruptLedgerException.atEntry(
          first + Math.min(run.count(), Frontier.WIDTH),
          files.name(file),
          "byte " + run.start(Math.min(run.count(), Frontier.WIDTH)),
          "256 entries",
          LedgerFiles.found(run));
    }
    return run;
  }

  private byte[] leaves(EntryRun run, int most) {
    int count = Math.min(run.count(), most);
    var leaves = new byte[count * Hash.SIZE_BYTES];
    for (int i = 0; i < count; i++) {
      System.arraycopy(run.leaf(i, hasher), 0, leaves, i * Hash.SIZE_BYTES, Hash.SIZE_BYTES);
    }
    return leaves;
  }

  /// What the level above says the root of a bundle's tile is, if it says anything.
  private Optional<byte[]> parent(long index) throws IOException {
    var full = files.tiles().hashes(1, index >> 8);
    var bytes = disk.read(full);
    if (bytes.isEmpty() && heads.newest().isPresent()) {
      long covered = heads.newest().get().size() >> 8;
      bytes = disk.read(TilePaths.partial(full, (int) (covered & 255)));
    }
    int at = (int) (index & 255) * Hash.SIZE_BYTES;
    return bytes
        .filter(b -> b.length >= at + Hash.SIZE_BYTES)
        .map(b -> Arrays.copyOfRange(b, at, at + Hash.SIZE_BYTES));
  }

  private EntryRun checkedTail(Path file) throws IOException {
    long first = firstBundle * Frontier.WIDTH;
    long signed = heads.newest().map(Checkpoint::size).orElse(0L);
    var run = EntryRun.parse(disk.read(file).orElseThrow());
    if (signed >> 8 > firstBundle) {
      throw CorruptLedgerException.atEntry(
          first,
          files.name(file),
          "file",
          "tail.%d or later".formatted(signed >> 8),
          "an older tail");
    }
    int covered = (int) (signed - first);
    if (covered > 0) {
      var partial = disk.read(TilePaths.partial(files.tiles().hashes(0, firstBundle), covered));
      if (partial.isPresent() && partial.get().length == covered * Hash.SIZE_BYTES) {
        var stored = partial.get();
        var leaves = leaves(run, covered);
        int differs = Arrays.mismatch(leaves, 0, leaves.length, stored, 0, leaves.length);
        if (differs >= 0) {
          int at = differs / Hash.SIZE_BYTES;
          suspect = wrongEntry(file, first + at, run.start(at), stored, leaves, at).broken();
        }
      }
    }
    if (first + run.count() < signed) {
      if (suspect != null) {
        throw new CorruptLedgerException(suspect);
      }
      throw CorruptLedgerException.atEntry(
          first + run.count(),
          files.name(file),
          "byte " + run.wholeBytes(),
          "entries up to %d, which the newest checkpoint covers".formatted(signed - 1),
          LedgerFiles.found(run));
    }
    return run;
  }

  private void feed(EntryRun run) throws IOException {
    for (int i = 0; i < run.count(); i++) {
      visitor.visit(frontier.size(), run.entry(i));
      frontier.add(run.leaf(i, hasher), this::compareTile);
      checkHeads(run);
    }
  }

  private void compareTile(int level, long index, byte[] computed) throws IOException {
    // Level 0 was compared with its bundle; what is still in the tail has no tiles yet.
    if (level == 0 || LedgerFiles.firstEntry(level, index + 1) > firstBundle * Frontier.WIDTH) {
      return;
    }
    requireSame(
        files.tiles().hashes(level, index), level, index, computed, files.tile(level, index));
  }

  private void requireSame(Path file, int level, long index, byte[] computed, byte[] stored)
      throws CorruptLedgerException {
    int differs = Arrays.mismatch(computed, stored);
    if (differs >= 0) {
      int at = differs / Hash.SIZE_BYTES;
      long entry = ((index << 8) + at) << (8 * level);
      throw wrongHash(file, entry, at, computed, stored);
    }
  }

  private void checkHeads(EntryRun run) throws IOException {
    while (nextHead < heads.all().size()) {
      var head = heads.all().get(nextHead);
      if (head.checkpoint().size() != frontier.size()) {
        return;
      }
      nextHead++;
      if (!head.checkpoint().root().equals(frontier.root())) {
        throw wrongRoot(head);
      }
      if (head.isOurs()) {
        lastGood = frontier.size();
      }
      if (heads.newest().filter(head.checkpoint()::equals).isPresent()) {
        checkPartials(run);
      }
    }
  }

  /// The partial tiles of the newest checkpoint, when the tree has just its size.
  private void checkPartials(EntryRun run) throws IOException {
    for (int level = 0; level < frontier.levels(); level++) {
      int count = frontier.count(level);
      if (count > 0) {
        long index = frontier.tileIndex(level);
        var file = TilePaths.partial(files.tiles().hashes(level, index), count);
        requireSame(
            file, level, index, frontier.partial(level), files.partial(level, index, count));
      }
    }
    int count = frontier.count(0);
    if (count > 0) {
      checkPartialBundle(run, count);
    }
  }

  private void checkPartialBundle(EntryRun run, int count) throws IOException {
    long first = frontier.size() - count;
    var file = TilePaths.partial(files.tiles().entries(first >> 8), count);
    var expected = run.slice(0, count);
    var stored = disk.read(file);
    int differs = stored.isEmpty() ? 0 : Arrays.mismatch(expected, stored.get());
    if (differs < 0) {
      return;
    }
    int entry = 0;
    while (entry < count - 1 && run.start(entry + 1) <= differs) {
      entry++;
    }
    throw CorruptLedgerException.atEntry(
        first + entry,
        files.name(file),
        "byte " + differs,
        "the same bytes as the entries",
        stored.isEmpty() ? "no such file" : "others");
  }

  private CorruptLedgerException wrongRoot(SignedHeads.Head head) {
    long size = head.checkpoint().size();
    var expected = "root %s over %d entries".formatted(head.checkpoint().root(), size);
    if (!head.isOurs()) {
      return CorruptLedgerException.at(
          head.file(),
          head.place(),
          expected,
          "root %s: the log was forked or rewritten".formatted(frontier.root()));
    }
    var broken = suspect;
    if (broken != null && broken.entry().orElse(Long.MAX_VALUE) < size) {
      return new CorruptLedgerException(broken);
    }
    return CorruptLedgerException.atEntry(
        lastGood,
        head.file(),
        head.place(),
        expected,
        "root %s: entries %d to %d or the checkpoint were replaced"
            .formatted(frontier.root(), lastGood, size - 1));
  }

  private void requireAllSigned(EntryRun tail) throws CorruptLedgerException {
    if (nextHead == heads.all().size()) {
      return;
    }
    var head = heads.all().get(nextHead);
    throw CorruptLedgerException.atEntry(
        frontier.size(),
        files.name(files.tail(firstBundle)),
        "byte " + tail.wholeBytes(),
        "%d entries, as the %s says".formatted(head.checkpoint().size(), head.file()),
        "%d entries: the log was rolled back".formatted(frontier.size()));
  }

  private CorruptLedgerException wrongEntry(
      Path file, long entry, int at, byte[] expected, byte[] found, int position) {
    return CorruptLedgerException.atEntry(
        entry,
        files.name(file),
        "byte " + at,
        "entry %d with leaf hash %s".formatted(entry, Hash.at(expected, position)),
        "one with " + Hash.at(found, position));
  }

  private CorruptLedgerException wrongHash(
      Path file, long entry, int position, byte[] expected, byte[] found) {
    return CorruptLedgerException.atEntry(
        entry,
        files.name(file),
        "hash " + position,
        Hash.at(expected, position).toString(),
        Hash.at(found, position).toString());
  }
}
