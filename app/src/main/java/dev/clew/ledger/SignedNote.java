package dev.clew.ledger;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/// A text with signatures below it, in the C2SP signed-note format (v1.0.0).
///
/// `text` is what is signed and ends in a newline; `note` is the whole: text, empty line, one
/// signature line per signature. Source: C2SP signed-note.
record SignedNote(String text, List<Signature> signatures, String note) {
  private static final String LINE_START = "\u2014 ";
  private static final int MAX_CHARS = 1_000_000;
  private static final int MAX_SIGNATURES = 100;
  private static final int KEY_ID_BYTES = 4;

  /// Who signed: the key's name, its 4-byte id as a number, and the signature.
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Signature(String name, int keyId, byte[] bytes) {
    String describe() {
      return "%s+%08x".formatted(name, keyId);
    }
  }

  static SignedNote parse(String note) throws InvalidNoteException {
    if (note.length() > MAX_CHARS) {
      throw new InvalidNoteException(
          "a note of at most %d characters".formatted(MAX_CHARS), note.length() + " characters");
    }
    int split = note.lastIndexOf("\n\n");
    if (NoteText.hasControls(note) || split <= 0 || !note.endsWith("\n")) {
      throw new InvalidNoteException(
          "text, an empty line and signature lines without control characters",
          NoteText.quote(note));
    }
    var signatures = new ArrayList<Signature>();
    var lines = note.substring(split + 2).split("\n", -1);
    for (int i = 0; i < lines.length - 1; i++) {
      signatures.add(signature(lines[i]));
    }
    if (signatures.isEmpty() || signatures.size() > MAX_SIGNATURES) {
      throw new InvalidNoteException(
          "1 to %d signatures".formatted(MAX_SIGNATURES), Integer.toString(signatures.size()));
    }
    return new SignedNote(note.substring(0, split + 1), List.copyOf(signatures), note);
  }

  private static Signature signature(String line) throws InvalidNoteException {
    var fields = line.split(" ", -1);
    var bytes = fields.length == 3 ? NoteText.base64(fields[2]) : NoteText.base64("=");
    if (!line.startsWith(LINE_START)
        || bytes.isEmpty()
        || bytes.get().length <= KEY_ID_BYTES
        || !NoteText.isKeyName(fields[1])) {
      throw new InvalidNoteException(
          "a signature line: dash, key name, base64 of key id and signature", NoteText.quote(line));
    }
    var id = ByteBuffer.wrap(bytes.get());
    int keyId = id.getInt();
    var signature = new byte[id.remaining()];
    id.get(signature);
    return new Signature(fields[1], keyId, signature);
  }

  /// Holds if `key` signed the text and none of its signatures is wrong; other keys are ignored.
  void verify(VerifierKey key) throws InvalidNoteException {
    boolean signed = false;
    for (var signature : signatures) {
      if (signature.name().equals(key.name()) && signature.keyId() == key.id()) {
        if (!key.verify(text.getBytes(StandardCharsets.UTF_8), signature.bytes())) {
          throw new InvalidNoteException(
              "a signature by " + key.vkey(), "one that does not fit the text");
        }
        signed = true;
      }
    }
    if (!signed) {
      throw new InvalidNoteException(
          "a signature by " + key.vkey(),
          "signatures by " + signatures.stream().map(Signature::describe).toList());
    }
  }

  static String line(String name, byte[] keyIdAndSignature) {
    return LINE_START + name + " " + Base64.getEncoder().encodeToString(keyIdAndSignature) + "\n";
  }
}
