package dev.clew.recorder;

import com.github.luben.zstd.ZstdIOException;
import com.github.luben.zstd.ZstdInputStream;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The text of a file that is packed with Zstandard, as agents pack what is old.
///
/// A file that is cut or damaged ends there: what came before it is read, and [#failure] tells
/// where. However much a file unpacks to, no more than one window of it is in memory.
final class UnpackedStream extends InputStream {
  private final ZstdInputStream in;
  private long bytes;
  private @Nullable String failure;

  private UnpackedStream(ZstdInputStream in) {
    this.in = in;
  }

  /// Whether the file's name says that it is packed.
  static boolean isPacked(Path file) {
    return file.toString().endsWith(".zst");
  }

  static UnpackedStream open(Path file) throws IOException {
    return new UnpackedStream(
        new ZstdInputStream(new BufferedInputStream(Files.newInputStream(file))));
  }

  /// Where and why the file ended before its time; empty when it did not, or has not yet.
  Optional<String> failure() {
    return Optional.ofNullable(failure);
  }

  @Override
  public int read() throws IOException {
    var one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    if (failure != null) {
      return -1;
    }
    try {
      var read = in.read(into, offset, length);
      bytes += Math.max(0, read);
      return read;
    } catch (ZstdIOException e) {
      failure =
          "the packed file is cut or damaged after %d bytes of text: %s"
              .formatted(bytes, e.getMessage());
      return -1;
    }
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
