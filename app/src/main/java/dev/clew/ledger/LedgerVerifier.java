package dev.clew.ledger;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/// Recomputes a whole ledger from its entries up and compares everything that is stored.
///
/// Checked are the form of every bundle and the tail, every hash in every tile, the signature and
/// the root of every checkpoint, and a checkpoint kept elsewhere if there is one. Nothing is
/// written. No writer may be at work meanwhile: the caller holds the store's lock.
public final class LedgerVerifier {
  private final LedgerFiles files;
  private final VerifierKey key;
  private final Disk disk;

  /// A verifier of the ledger in `folder` whose checkpoints `key` signs.
  public LedgerVerifier(Path folder, VerifierKey key, Disk disk) {
    this.files = new LedgerFiles(folder, disk);
    this.key = key;
    this.disk = disk;
  }

  /// Verifies everything; `visitor` sees every entry once, in order, up to the first damage.
  ///
  /// `keptElsewhere` is a checkpoint of this log that was kept where whoever may have changed the
  /// ledger cannot reach: only it shows that a whole ledger was set back or replaced.
  public Verification verify(EntryVisitor visitor, Optional<Checkpoint> keptElsewhere)
      throws IOException {
    try {
      var heads = new SignedHeads(files, key, disk).read(keptElsewhere);
      return new VerifyingWalk(files, disk, heads, visitor).run();
    } catch (CorruptLedgerException e) {
      return e.broken();
    }
  }
}
