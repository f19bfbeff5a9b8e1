package dev.clew.socket;

import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/// What a client is sent: frames of a kind, a length of four bytes, and as many bytes.
final class Frames {
  static final char ACCEPTED = 'a';
  static final char REFUSED = 'r';
  static final char OUT = 'o';
  static final char ERR = 'e';
  static final char PAGER = 'p';
  static final char EXIT = 'x';

  private static final int BUFFER = 1 << 16;

  private final DataOutputStream out;

  Frames(OutputStream out) {
    this.out = new DataOutputStream(new BufferedOutputStream(out, BUFFER + 5));
  }

  synchronized void send(char kind, byte[] bytes, int offset, int length) throws IOException {
    out.writeByte(kind);
    out.writeInt(length);
    out.write(bytes, offset, length);
    out.flush();
  }

  void send(char kind, byte... bytes) throws IOException {
    send(kind, bytes, 0, bytes.length);
  }

  /// A stream whose bytes become frames of one kind, when its buffer is full or it is flushed.
  OutputStream stream(char kind) {
    return new BufferedOutputStream(
        new OutputStream() {
          @Override
          public void write(int one) throws IOException {
            send(kind, (byte) one);
          }

          @Override
          public void write(byte[] bytes, int offset, int length) throws IOException {
            for (var at = 0; at < length; at += BUFFER) {
              send(kind, bytes, offset + at, Math.min(BUFFER, length - at));
            }
          }
        },
        BUFFER);
  }
}
