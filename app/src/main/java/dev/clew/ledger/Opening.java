package dev.clew.ledger;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Finds the state in which a ledger was left, checks it against the newest checkpoint, and for a
/// writer puts right what a crash interrupted.
///
/// Reads the right edge of the tree and the entries since the newest checkpoint, not the whole log.
final class Opening {
  private static final int READER_ATTEMPTS = 8;

  private final LedgerFiles files;
  private final Disk disk;
  private final DurableFiles durable;
  private final VerifierKey key;
  private final EntryCheck check;
  private final TreeHasher hasher = new TreeHasher();

  Opening(LedgerFiles files, Disk disk, DurableFiles durable, VerifierKey key, EntryCheck check) {
    this.files = files;
    this.disk = disk;
    this.durable = durable;
    this.key = key;
    this.check = check;
  }

  record TileId(int level, long index) {}

  /// A ledger as it was found. `pending` are full tiles of which the entries are still in the tail.
  record State(
      Frontier frontier,
      long firstBundle,
      EntryRun tail,
      Map<TileId, byte[]> pending,
      Optional<Checkpoint> checkpoint,
      int historyNotes,
      List<Recovery> recoveries) {}

  State reader() throws IOException {
    for (int attempt = 1; ; attempt++) {
      var before = signs();
      try {
        return load();
      } catch (CorruptLedgerException e) {
        // A writer may have moved on while we read; only an unchanged ledger is damaged.
        if (attempt == READER_ATTEMPTS || before.equals(signs())) {
          throw e;
        }
      }
    }
  }

  private List<Object> signs() throws IOException {
    var checkpoint = disk.read(files.checkpoint());
    return List.of(files.tails(), checkpoint.map(Arrays::hashCode).orElse(0));
  }

  State writer() throws IOException {
    createIfNew();
    var state = load();
    var history = reconcileHistory(state);
    durable.clean();
    var tail = state.tail();
    var path = files.tail(state.firstBundle());
    if (tail.restBytes() > 0) {
      cut(state, path, tail.wholeBytes(), tail.from(tail.count()));
      tail.cutRest();
    }
    for (var first : files.tails()) {
      if (first != state.firstBundle()) {
        disk.delete(files.tail(first));
      }
    }
    return new State(
        state.frontier(),
        state.firstBundle(),
        tail,
        state.pending(),
        state.checkpoint(),
        history,
        List.copyOf(state.recoveries()));
  }

  /// The tail comes first and entries only after both: a tail that holds entries without a history
  /// beside it is not new, and a history without a tail is damage.
  private void createIfNew() throws IOException {
    if (disk.read(files.history()).isPresent()
        || disk.read(files.checkpoint()).isPresent()
        || !disk.list(files.folder().resolve("tile")).isEmpty()) {
      return;
    }
    var tails = files.tails();
    if (tails.isEmpty()) {
      durable.replace(List.of(new DurableFiles.NewFile(files.tail(0), new byte[0])));
    } else if (disk.read(files.tail(tails.getLast())).orElseThrow().length > 0) {
      return;
    }
    durable.replace(List.of(new DurableFiles.NewFile(files.history(), new byte[0])));
  }

  private State load() throws IOException {
    var checkpoint = files.readCheckpoint(key);
    long signed = checkpoint.map(Checkpoint::size).orElse(0L);
    var tails = files.tails();
    if (tails.isEmpty()) {
      throw CorruptLedgerException.at("tail.N", "file", "the newest entries", "no such file");
    }
    long first = tails.getLast();
    var file = files.tail(first);
    var bytes = disk.read(file);
    if (bytes.isEmpty()) {
      throw CorruptLedgerException.at(files.name(file), "file", "entries", "no such file");
    }
    var tail = EntryRun.parse(bytes.get());
    long size = first * Frontier.WIDTH + tail.count();
    if (size < signed) {
      throw CorruptLedgerException.atEntry(
          size,
          files.name(file),
          "byte " + tail.wholeBytes(),
          "entries up to %d, which the newest checkpoint covers".formatted(signed - 1),
          LedgerFiles.found(tail));
    }
    return replay(checkpoint, signed, first, tail);
  }

  private State replay(Optional<Checkpoint> checkpoint, long signed, long first, EntryRun tail)
      throws IOException {
    long bundle = signed >> 8;
    var pending = new HashMap<TileId, byte[]>();
    if (bundle > first) {
      throw CorruptLedgerException.at(
          files.name(files.tail(first)), "file", "tail." + bundle + " or later", "an older tail");
    }
    var frontier =
        Frontier.restore(
            hasher, bundle << 8, (level, index, count) -> files.partial(level, index, count));
    Frontier.TileSink sink =
        (level, index, hashes) -> {
          if (LedgerFiles.firstEntry(level, index + 1) <= first * Frontier.WIDTH) {
            requireSame(level, index, hashes);
          } else {
            pending.put(new TileId(level, index), hashes);
          }
        };
    requireSigned(frontier, checkpoint);
    for (; bundle < first; bundle++) {
      var run = files.bundle(bundle);
      for (int i = 0; i < run.count(); i++) {
        frontier.add(run.leaf(i, hasher), sink);
        requireSigned(frontier, checkpoint);
      }
    }
    replayTail(frontier, sink, tail, checkpoint, signed);
    return new State(frontier, first, tail, pending, checkpoint, 0, new ArrayList<>());
  }

  private void replayTail(
      Frontier frontier,
      Frontier.TileSink sink,
      EntryRun tail,
      Optional<Checkpoint> checkpoint,
      long signed)
      throws IOException {
    for (int i = 0; i < tail.count(); i++) {
      // What a checkpoint covers is checked by its root; only the rest can be torn.
      if (frontier.size() >= signed && !check.valid(frontier.size(), tail.entry(i))) {
        tail.reject(i);
        return;
      }
      frontier.add(tail.leaf(i, hasher), sink);
      requireSigned(frontier, checkpoint);
    }
  }

  private void requireSame(int level, long index, byte[] computed) throws IOException {
    int at = Arrays.mismatch(computed, files.tile(level, index));
    if (at >= 0) {
      throw damaged();
    }
  }

  private void requireSigned(Frontier frontier, Optional<Checkpoint> checkpoint)
      throws IOException {
    if (checkpoint.isPresent()
        && checkpoint.get().size() == frontier.size()
        && !checkpoint.get().root().equals(frontier.root())) {
      throw damaged();
    }
  }

  /// Something does not add up: a full verification names it.
  private CorruptLedgerException damaged() throws IOException {
    var verifier = new LedgerVerifier(files.folder(), key, disk);
    return switch (verifier.verify((_, _) -> {}, Optional.empty())) {
      case Verification.Broken broken -> new CorruptLedgerException(broken);
      case Verification.Intact _ ->
          CorruptLedgerException.at(
              files.name(files.checkpoint()), "root", "the entries' root", "another");
    };
  }

  /// The history must end with the newest checkpoint; a crash may have come before it got there.
  private int reconcileHistory(State state) throws IOException {
    var path = files.history();
    var bytes = disk.read(path);
    if (bytes.isEmpty()) {
      throw CorruptLedgerException.at(files.name(path), "file", "checkpoints", "no such file");
    }
    var history = CheckpointHistory.parse(bytes.get());
    requireNotAhead(history, state.checkpoint());
    if (history.rest().length > 0) {
      cut(state, path, history.wholeBytes(), history.rest());
    }
    int notes = history.notes().size();
    if (state.checkpoint().isPresent()) {
      var newest = state.checkpoint().get();
      if (notes == 0 || !isNote(newest, history.notes().getLast())) {
        disk.append(path, CheckpointHistory.encode(newest.note()));
        disk.sync(List.of(path));
        notes++;
      }
    }
    return notes;
  }

  private static boolean isNote(Checkpoint checkpoint, CheckpointHistory.Note note) {
    return Arrays.equals(checkpoint.note().getBytes(StandardCharsets.UTF_8), note.bytes());
  }

  private void requireNotAhead(CheckpointHistory history, Optional<Checkpoint> checkpoint)
      throws CorruptLedgerException {
    if (history.notes().isEmpty()) {
      return;
    }
    var note = history.notes().getLast();
    if (checkpoint.isPresent() && isNote(checkpoint.get(), note)) {
      return;
    }
    var last = files.parse(files.history(), "byte " + note.offset(), note.bytes(), key);
    if (checkpoint.isEmpty() || checkpoint.get().size() < last.size()) {
      throw CorruptLedgerException.at(
          files.name(files.checkpoint()),
          "size",
          "%d, the newest in checkpoints".formatted(last.size()),
          checkpoint.map(c -> Long.toString(c.size())).orElse("no such file"));
    }
    if (checkpoint.get().size() == last.size()) {
      throw CorruptLedgerException.at(
          files.name(files.history()),
          "byte " + note.offset(),
          "the same checkpoint as in checkpoint",
          "another of the same size");
    }
  }

  private void cut(State state, Path file, long at, byte[] rest) throws IOException {
    var kept = files.folder().resolve("cut");
    var keptAs = kept.resolve(disk.list(kept).size() + "-" + files.name(file) + "-" + at);
    durable.replace(List.of(new DurableFiles.NewFile(keptAs, rest)));
    disk.truncate(file, at);
    disk.sync(List.of(file));
    state
        .recoveries()
        .add(
            new Recovery(
                files.name(file), at, rest.length, state.frontier().size(), files.name(keptAs)));
  }
}
