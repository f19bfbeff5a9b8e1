package dev.clew.export;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/// Passes bytes on, and counts them and the placeholders in them.
final class Measured extends FilterOutputStream {
  /// How placeholders begin; no byte of it but the first is that first byte.
  private static final byte[] SECRET = "⟦secret:".getBytes(StandardCharsets.UTF_8);

  private long bytes;
  private long placeholders;
  private int matched;

  Measured(OutputStream out) {
    super(out);
  }

  long bytes() {
    return bytes;
  }

  long placeholders() {
    return placeholders;
  }

  @Override
  public void write(int b) throws IOException {
    out.write(b);
    count((byte) b);
  }

  @Override
  public void write(byte[] all, int from, int length) throws IOException {
    out.write(all, from, length);
    for (var i = from; i < from + length; i++) {
      count(all[i]);
    }
  }

  private void count(byte b) {
    bytes++;
    if (b == SECRET[matched]) {
      matched++;
    } else {
      matched = b == SECRET[0] ? 1 : 0;
    }
    if (matched == SECRET.length) {
      placeholders++;
      matched = 0;
    }
  }

  /// Flushes; what is behind stays open.
  @Override
  public void close() throws IOException {
    flush();
  }
}
