package dev.clew.ledger;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// The file `checkpoints`: signed heads in the order of their sizes, each followed by an empty
/// line, and perhaps a torn rest.
@SuppressWarnings("ArrayRecordComponent") // never compared
record CheckpointHistory(List<Note> notes, byte[] rest) {
  static final int MAX_NOTES = 4096;
  private static final int KEPT_NEWEST = 1024;

  /// One signed note and where it starts in the file.
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Note(int offset, byte[] bytes) {}

  static CheckpointHistory parse(byte[] file) {
    // Latin-1 keeps places in bytes; what the notes say is decoded strictly later.
    var text = new String(file, StandardCharsets.ISO_8859_1);
    var notes = new ArrayList<Note>();
    int at = 0;
    while (true) {
      int body = text.indexOf("\n\n", at);
      int end = body < 0 ? -1 : text.indexOf("\n\n", body + 2);
      if (end < 0) {
        return new CheckpointHistory(notes, Arrays.copyOfRange(file, at, file.length));
      }
      notes.add(new Note(at, Arrays.copyOfRange(file, at, end + 1)));
      at = end + 2;
    }
  }

  static byte[] encode(String note) {
    return (note + "\n").getBytes(StandardCharsets.UTF_8);
  }

  int wholeBytes() {
    return notes.isEmpty() ? 0 : notes.getLast().offset() + notes.getLast().bytes().length + 1;
  }

  /// Whether the rest is what a crash may leave of writing `note`: its beginning, then zeros.
  boolean isTornWriteOf(String note) {
    var whole = encode(note);
    int written = 0;
    while (written < rest.length && written < whole.length && rest[written] == whole[written]) {
      written++;
    }
    for (int i = written; i < rest.length; i++) {
      if (rest[i] != 0) {
        return false;
      }
    }
    return rest.length <= whole.length;
  }

  /// The file with every second of the older notes left out; their roots follow from the entries.
  byte[] thinned() {
    var out = new ByteArrayOutputStream();
    int older = notes.size() - KEPT_NEWEST;
    for (int i = 0; i < notes.size(); i++) {
      if (i >= older || i % 2 == 0) {
        out.writeBytes(notes.get(i).bytes());
        out.write('\n');
      }
    }
    return out.toByteArray();
  }
}
