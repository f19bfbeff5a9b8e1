package dev.clew.content;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;

/// A 32-byte secret of the store, kept as 32 raw bytes in a file that only its owner may read.
public record MasterKey(byte[] bytes) {
  private static final int LENGTH = 32;

  /// Reads the key in `file`, or makes it with `random` when there is none.
  ///
  /// @throws IOException also when the file does not hold 32 bytes
  public static MasterKey openOrCreate(Path file, SecureRandom random) throws IOException {
    if (!Files.exists(file)) {
      var fresh = new byte[LENGTH];
      random.nextBytes(fresh);
      var owner =
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
      Files.createFile(file, owner);
      Files.write(file, fresh, StandardOpenOption.WRITE, StandardOpenOption.DSYNC);
    }
    return open(file);
  }

  /// Reads the key in `file`.
  ///
  /// @throws IOException also when the file does not hold 32 bytes
  public static MasterKey open(Path file) throws IOException {
    var bytes = Files.readAllBytes(file);
    if (bytes.length != LENGTH) {
      throw new IOException(
          "%s: expected a key of %d bytes, found %d bytes".formatted(file, LENGTH, bytes.length));
    }
    return new MasterKey(bytes);
  }
}
