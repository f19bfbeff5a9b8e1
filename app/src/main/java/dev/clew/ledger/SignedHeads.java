package dev.clew.ledger;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// Reads every checkpoint of a ledger and checks what can be checked without its entries.
final class SignedHeads {
  private final LedgerFiles files;
  private final VerifierKey key;
  private final Disk disk;

  SignedHeads(LedgerFiles files, VerifierKey key, Disk disk) {
    this.files = files;
    this.key = key;
    this.disk = disk;
  }

  /// A signed head and where it was found.
  record Head(Checkpoint checkpoint, String file, String place, boolean isOurs) {}

  /// All heads by size; `newest` is the one in the file `checkpoint`.
  record Heads(List<Head> all, Optional<Checkpoint> newest, Optional<Checkpoint> kept, long torn) {
    Heads {
      all = List.copyOf(all);
    }
  }

  Heads read(Optional<Checkpoint> kept) throws IOException {
    var newest = files.readCheckpoint(key);
    var path = files.history();
    var bytes = disk.read(path);
    if (bytes.isEmpty()) {
      throw CorruptLedgerException.at(files.name(path), "file", "checkpoints", "no such file");
    }
    var history = CheckpointHistory.parse(bytes.get());
    var heads = signed(history);
    requireNewest(history, heads, newest);
    newest
        .filter(c -> heads.isEmpty() || !heads.getLast().checkpoint().equals(c))
        .ifPresent(c -> heads.add(new Head(c, files.name(files.checkpoint()), "root", true)));
    if (kept.isPresent()) {
      heads.add(elsewhere(kept.get()));
    }
    heads.sort(Comparator.comparingLong(head -> head.checkpoint().size()));
    return new Heads(heads, newest, kept, history.rest().length);
  }

  private List<Head> signed(CheckpointHistory history) throws CorruptLedgerException {
    // A signature costs as much as a thousand leaves: this is most of verifying a small ledger.
    var checked = history.notes().parallelStream().map(this::check).toList();
    var heads = new ArrayList<Head>();
    for (var one : checked) {
      var broken = one.broken();
      if (broken != null) {
        throw new CorruptLedgerException(broken);
      }
      var head = one.head().orElseThrow();
      if (!heads.isEmpty() && heads.getLast().checkpoint().size() >= head.checkpoint().size()) {
        throw CorruptLedgerException.at(
            head.file(),
            head.place(),
            "a size over " + heads.getLast().checkpoint().size(),
            Long.toString(head.checkpoint().size()));
      }
      heads.add(head);
    }
    return heads;
  }

  private record Checked(Optional<Head> head, Verification.@Nullable Broken broken) {}

  private Checked check(CheckpointHistory.Note note) {
    var place = "byte " + note.offset();
    try {
      var checkpoint = files.parse(files.history(), place, note.bytes(), key);
      var head = new Head(checkpoint, files.name(files.history()), place, true);
      return new Checked(Optional.of(head), null);
    } catch (CorruptLedgerException e) {
      return new Checked(Optional.empty(), e.broken());
    }
  }

  private void requireNewest(
      CheckpointHistory history, List<Head> heads, Optional<Checkpoint> newest)
      throws CorruptLedgerException {
    long size = newest.map(Checkpoint::size).orElse(-1L);
    if (!heads.isEmpty() && heads.getLast().checkpoint().size() > size) {
      throw CorruptLedgerException.at(
          files.name(files.checkpoint()),
          "size",
          "%d, the newest in checkpoints".formatted(heads.getLast().checkpoint().size()),
          newest.isEmpty() ? "no such file" : size + ": an older checkpoint was put in its place");
    }
    if (newest.isEmpty() && history.rest().length == 0) {
      return;
    }
    boolean same = !heads.isEmpty() && heads.getLast().checkpoint().size() == size;
    boolean interrupted = newest.isPresent() && !same && history.isTornWriteOf(newest.get().note());
    boolean complete =
        same && heads.getLast().checkpoint().equals(newest.get()) && history.rest().length == 0;
    if (!interrupted && !complete) {
      throw CorruptLedgerException.at(
          files.name(files.history()),
          same ? heads.getLast().place() : "byte " + history.wholeBytes(),
          "the checkpoint of size %d and nothing after it".formatted(Math.max(size, 0)),
          same ? "another one, or more" : history.rest().length + " other bytes");
    }
  }

  private Head elsewhere(Checkpoint kept) throws CorruptLedgerException {
    var name = "checkpoint kept elsewhere";
    try {
      return new Head(Checkpoint.parse(kept.note(), key), name, "root", false);
    } catch (InvalidNoteException e) {
      throw new CorruptLedgerException(
          new Verification.Broken(OptionalLong.empty(), name, "note", e.expected(), e.found()));
    }
  }
}
