package dev.clew.ledger;

/// A signed head of a log: its first `size` entries have this `root`.
///
/// `note` is the whole signed note, the form in which a checkpoint is kept and handed on:
///
///     logs.example/audit
///     1234
///     (base64 of the root)
///
///     — logs.example/audit (base64 of key id and signature)
///
/// Source: C2SP tlog-checkpoint v1.0.0. Extension lines after the root are accepted and ignored.
public record Checkpoint(String origin, long size, Hash root, String note) {
  static Checkpoint sign(LogKey key, long size, Hash root) {
    var body = key.verifier().name() + "\n" + size + "\n" + root.base64() + "\n";
    return new Checkpoint(key.verifier().name(), size, root, body + "\n" + key.signatureLine(body));
  }

  /// Reads a checkpoint that `key` signed for the log of the same name.
  ///
  /// Signatures by other keys are ignored; a wrong one by this key is an error even beside a right
  /// one.
  public static Checkpoint parse(String note, VerifierKey key) throws InvalidNoteException {
    var signed = SignedNote.parse(note);
    var checkpoint = body(signed);
    if (!checkpoint.origin().equals(key.name())) {
      throw new InvalidNoteException(
          "origin " + NoteText.quote(key.name()), NoteText.quote(checkpoint.origin()));
    }
    signed.verify(key);
    return checkpoint;
  }

  /// The size that a note claims, unchecked; 0 where there is none.
  static long sizeIn(String note) {
    var lines = note.split("\n", 3);
    return lines.length < 3 ? 0 : NoteText.size(lines[1]).orElse(0L);
  }

  private static Checkpoint body(SignedNote signed) throws InvalidNoteException {
    var lines = signed.text().split("\n", -1);
    if (lines.length < 4 || lines[0].isEmpty()) {
      throw new InvalidNoteException("origin, size and root lines", NoteText.quote(signed.text()));
    }
    var size = NoteText.size(lines[1]);
    if (size.isEmpty()) {
      throw new InvalidNoteException("a size in decimal digits", NoteText.quote(lines[1]));
    }
    var root = NoteText.base64(lines[2]).filter(bytes -> bytes.length == Hash.SIZE_BYTES);
    if (root.isEmpty()) {
      throw new InvalidNoteException("a root of 32 bytes in base64", NoteText.quote(lines[2]));
    }
    return new Checkpoint(lines[0], size.get(), Hash.of(root.get()), signed.note());
  }
}
