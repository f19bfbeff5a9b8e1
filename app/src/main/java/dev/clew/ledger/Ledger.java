package dev.clew.ledger;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// An append-only list of entries with a Merkle tree over it, on plain files.
///
/// Entries are 1 to 65 535 bytes that mean nothing here; each has an index from 0. A checkpoint is
/// a signed root: whoever keeps one elsewhere can later tell whether any of the entries it covers
/// was changed, removed or put in. `docs/formats/ledger.md` describes the files.
///
/// Not thread-safe, and there must be one writer at most: the caller holds the store's lock. After
/// a failed write the ledger refuses to go on, because what reached the disk is unknown: open it
/// again.
public final class Ledger implements AutoCloseable {
  /* Entries are durable once they are in the tail, one append and one sync for a whole group. Full
   * bundles and tiles repeat what the tail says, so they are written later and together (many syncs
   * at once cost little more than one), and the tail is replaced only when they are durable.
   *
   * A checkpoint is released only when it is durable, and only over entries that were durable
   * before it was signed: a crash cannot lead to a second signature over another tree. */
  private static final int ROLL_BUNDLES = 16;
  private static final int ROLL_BYTES = 4 << 20;
  private static final int CACHED_TILES = 64;

  private final LedgerFiles files;
  private final Disk disk;
  private final DurableFiles durable;
  private final Optional<LogKey> key;
  private final TreeHasher hasher = new TreeHasher();
  private final Prover prover = new Prover(hasher, this::tile);
  private final Map<Opening.TileId, byte[]> pending;
  private final Map<Opening.TileId, byte[]> tileCache = new LruTiles();
  private final Frontier frontier;
  private final EntryRun tail;
  private final List<Recovery> recoveries;
  private long firstBundle;
  private Optional<Checkpoint> last;
  private int historyNotes;
  private @Nullable IOException stopped;
  private long cachedBundle = -1;
  private EntryRun cachedEntries = EntryRun.empty();

  private Ledger(
      LedgerFiles files,
      Disk disk,
      DurableFiles durable,
      Optional<LogKey> key,
      Opening.State state) {
    this.files = files;
    this.disk = disk;
    this.durable = durable;
    this.key = key;
    this.frontier = state.frontier();
    this.firstBundle = state.firstBundle();
    this.tail = state.tail();
    this.pending = new HashMap<>(state.pending());
    this.last = state.checkpoint();
    this.historyNotes = state.historyNotes();
    this.recoveries = state.recoveries();
  }

  private static final class LruTiles extends LinkedHashMap<Opening.TileId, byte[]> {
    private static final long serialVersionUID = 1L;

    LruTiles() {
      super(CACHED_TILES, 0.75f, true);
    }

    @Override
    protected boolean removeEldestEntry(Map.Entry<Opening.TileId, byte[]> eldest) {
      return size() > CACHED_TILES;
    }
  }

  /// Opens the ledger in `folder` for writing; creates it where there is none.
  ///
  /// What an interrupted write left is cut off and listed by [#recoveries]. Damage to anything that
  /// the newest checkpoint covers is a [CorruptLedgerException], and nothing is changed.
  public static Ledger open(Path folder, LogKey key, Disk disk, EntryCheck check)
      throws IOException {
    var files = new LedgerFiles(folder, disk);
    var durable = new DurableFiles(disk, folder);
    var state = new Opening(files, disk, durable, key.verifier(), check).writer();
    var ledger = new Ledger(files, disk, durable, Optional.of(key), state);
    ledger.removeOldPartials();
    return ledger;
  }

  /// Opens the ledger in `folder` as it is at this moment, for reading only; writes nothing.
  ///
  /// A writer may be at work beside it. Entries it adds later are not seen.
  public static Ledger openToRead(Path folder, VerifierKey key, Disk disk, EntryCheck check)
      throws IOException {
    var files = new LedgerFiles(folder, disk);
    var durable = new DurableFiles(disk, folder);
    var state = new Opening(files, disk, durable, key, check).reader();
    return new Ledger(files, disk, durable, Optional.empty(), state);
  }

  /// What opening cut off, oldest file first; empty after an orderly end.
  public List<Recovery> recoveries() {
    return recoveries;
  }

  /// The number of entries, all durable.
  public long size() {
    return frontier.size();
  }

  /// The root over all entries.
  public Hash root() {
    return frontier.root();
  }

  /// The newest checkpoint; empty before the first.
  public Optional<Checkpoint> lastCheckpoint() {
    return last;
  }

  /// Adds entries as one group; they are durable when this returns. Returns the index of the first.
  public long append(List<byte[]> entries) throws IOException {
    requireWritable();
    long first = size();
    var encoded = encode(entries);
    if (encoded.length == 0) {
      return first;
    }
    var path = files.tail(firstBundle);
    write(() -> {
      disk.append(path, encoded);
      disk.sync(List.of(path));
    });
    tail.add(encoded);
    for (var entry : entries) {
      frontier.add(
          hasher.leaf(entry, 0, entry.length),
          (level, index, hashes) -> pending.put(new Opening.TileId(level, index), hashes));
    }
    if (tail.count() >= ROLL_BUNDLES * Frontier.WIDTH || tail.wholeBytes() >= ROLL_BYTES) {
      write(this::roll);
    }
    return first;
  }

  private static byte[] encode(List<byte[]> entries) {
    int size = 0;
    for (var entry : entries) {
      if (entry.length == 0 || entry.length > EntryRun.MAX_ENTRY_BYTES) {
        throw new IllegalArgumentException("an entry of %d bytes".formatted(entry.length));
      }
      size = Math.addExact(size, EntryRun.encodedBytes(entry));
    }
    var encoded = new byte[size];
    int at = 0;
    for (var entry : entries) {
      at = EntryRun.encode(entry, encoded, at);
    }
    return encoded;
  }

  /// Moves full bundles from the tail to files of their own, with the tiles over them.
  private void roll() throws IOException {
    int bundles = tail.count() / Frontier.WIDTH;
    if (bundles == 0) {
      return;
    }
    var full = new ArrayList<DurableFiles.NewFile>();
    for (int i = 0; i < bundles; i++) {
      var entries = tail.slice(i * Frontier.WIDTH, (i + 1) * Frontier.WIDTH);
      full.add(new DurableFiles.NewFile(files.tiles().entries(firstBundle + i), entries));
    }
    pending.forEach((id, hashes) ->
        full.add(new DurableFiles.NewFile(files.tiles().hashes(id.level(), id.index()), hashes)));
    durable.replace(full);
    var next = files.tail(firstBundle + bundles);
    durable.replace(List.of(new DurableFiles.NewFile(next, tail.from(bundles * Frontier.WIDTH))));
    disk.delete(files.tail(firstBundle));
    tail.removeFirst(bundles * Frontier.WIDTH);
    firstBundle += bundles;
    pending.clear();
  }

  /// Signs the present root; the checkpoint is durable when this returns.
  ///
  /// Returns the newest checkpoint as it is if there are no entries after it. Signing costs as much
  /// as hashing a thousand entries: once per second, per 256 entries or per session, not per entry.
  public Checkpoint checkpoint() throws IOException {
    requireWritable();
    if (last.isPresent() && last.get().size() == size()) {
      return last.get();
    }
    var signed = Checkpoint.sign(key.orElseThrow(), size(), root());
    write(() -> {
      roll();
      durable.replace(partials());
      durable.replace(
          List.of(
              new DurableFiles.NewFile(
                  files.checkpoint(), signed.note().getBytes(StandardCharsets.UTF_8))));
      remember(signed);
    });
    var previous = last;
    last = Optional.of(signed);
    write(() -> removePartials(previous.map(Checkpoint::size).orElse(0L)));
    return signed;
  }

  private List<DurableFiles.NewFile> partials() {
    var out = new ArrayList<DurableFiles.NewFile>();
    if (tail.count() > 0) {
      var file = TilePaths.partial(files.tiles().entries(firstBundle), tail.count());
      out.add(new DurableFiles.NewFile(file, tail.slice(0, tail.count())));
    }
    for (int level = 0; level < frontier.levels(); level++) {
      if (frontier.count(level) > 0) {
        var full = files.tiles().hashes(level, frontier.tileIndex(level));
        var file = TilePaths.partial(full, frontier.count(level));
        out.add(new DurableFiles.NewFile(file, frontier.partial(level)));
      }
    }
    return out;
  }

  private void remember(Checkpoint signed) throws IOException {
    disk.append(files.history(), CheckpointHistory.encode(signed.note()));
    disk.sync(List.of(files.history()));
    historyNotes++;
    if (historyNotes > CheckpointHistory.MAX_NOTES) {
      var history = CheckpointHistory.parse(disk.read(files.history()).orElseThrow());
      var thinned = history.thinned();
      durable.replace(List.of(new DurableFiles.NewFile(files.history(), thinned)));
      historyNotes = CheckpointHistory.parse(thinned).notes().size();
    }
  }

  /// Removes partial tiles that a crash left behind: those of the checkpoint before the newest, and
  /// those of one that was never signed.
  private void removeOldPartials() throws IOException {
    var history = CheckpointHistory.parse(disk.read(files.history()).orElseThrow()).notes();
    if (history.size() > 1) {
      var note = NoteText.utf8(history.get(history.size() - 2).bytes()).orElse("");
      removePartials(Checkpoint.sizeIn(note));
    }
    removePartials(last.map(Checkpoint::size).orElse(0L));
    removePartials(firstBundle * Frontier.WIDTH);
  }

  /// Removes the partial forms of the tiles at the right edge of a tree of `size` entries, except
  /// those of the newest checkpoint.
  private void removePartials(long size) throws IOException {
    long kept = last.map(Checkpoint::size).orElse(0L);
    removePartials(files.tiles().entries(size >> 8), size >> 8 == kept >> 8 ? kept & 255 : 0);
    for (int level = 0; level == 0 || size >> (8 * level) > 0; level++) {
      int shift = 8 * (level + 1);
      long width = size >> shift == kept >> shift ? (kept >> (8 * level)) & 255 : 0;
      removePartials(files.tiles().hashes(level, size >> shift), width);
    }
  }

  private void removePartials(Path full, long keptWidth) throws IOException {
    var folder = TilePaths.partials(full);
    var names = disk.list(folder);
    for (var name : names) {
      if (!name.equals(Long.toString(keptWidth))) {
        disk.delete(folder.resolve(name));
      }
    }
    if (keptWidth == 0 && !names.isEmpty()) {
      disk.delete(folder);
    }
  }

  /// The entry at `index`.
  public byte[] entry(long index) throws IOException {
    requireRange(0, index, index + 1);
    long bundle = index >> 8;
    if (bundle >= firstBundle) {
      return tail.entry((int) (index - firstBundle * Frontier.WIDTH));
    }
    if (bundle != cachedBundle) {
      cachedEntries = files.bundle(bundle);
      cachedBundle = bundle;
    }
    return cachedEntries.entry((int) (index & 255));
  }

  /// Shows the entries `from` to before `to` in order.
  public void entries(long from, long to, EntryVisitor visitor) throws IOException {
    requireRange(0, from, to);
    for (long index = from; index < to; index++) {
      visitor.visit(index, entry(index));
    }
  }

  /// The proof that the entry at `index` is in the tree of the first `size` entries.
  public InclusionProof inclusion(long index, long size) throws IOException {
    requireRange(0, index, index + 1);
    requireRange(index + 1, size, size());
    return prover.inclusion(index, size);
  }

  /// The proof that the tree of the first `to` entries begins with that of the first `from`.
  public ConsistencyProof consistency(long from, long to) throws IOException {
    requireRange(1, from, to);
    return prover.consistency(from, to);
  }

  /// The root over the first `size` entries.
  public Hash root(long size) throws IOException {
    requireRange(0, size, size());
    return prover.root(size);
  }

  private void requireRange(long least, long from, long to) {
    if (from < least || from > to || to > size()) {
      throw new IllegalArgumentException(
          "%d to %d of a ledger of %d entries".formatted(from, to, size()));
    }
  }

  private byte[] tile(int level, long index) throws IOException {
    if (index == frontier.tileIndex(level)) {
      return frontier.partial(level);
    }
    var id = new Opening.TileId(level, index);
    var known = pending.containsKey(id) ? pending.get(id) : tileCache.get(id);
    if (known == null) {
      known = files.tile(level, index);
      tileCache.put(id, known);
    }
    return known;
  }

  private void requireWritable() throws IOException {
    if (key.isEmpty()) {
      throw new IllegalStateException("this ledger was opened for reading");
    }
    if (stopped != null) {
      throw new IOException("this ledger stopped after a failed write; open it again", stopped);
    }
  }

  private interface Write {
    void run() throws IOException;
  }

  private void write(Write write) throws IOException {
    try {
      write.run();
    } catch (IOException e) {
      stopped = e;
      throw e;
    }
  }

  /// Ends the use of this object; nothing is left to write.
  @Override
  public void close() {
    stopped = new IOException("closed");
  }
}
