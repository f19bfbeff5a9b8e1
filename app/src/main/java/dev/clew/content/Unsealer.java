package dev.clew.content;

import com.github.luben.zstd.ZstdDecompressCtx;
import com.github.luben.zstd.ZstdException;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import javax.crypto.Cipher;

/// Opens what a [Sealer] has sealed under the same master key.
///
/// Not safe for use by several threads: each has its own.
public final class Unsealer implements AutoCloseable {
  private final ObjectKeys keys;
  private final MessageDigest sha256;
  private final ZstdDecompressCtx decompressor = new ZstdDecompressCtx();

  /// An unsealer under `master`.
  public Unsealer(MasterKey master) {
    this.keys = new ObjectKeys(master);
    try {
      sha256 = MessageDigest.getInstance("SHA-256");
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
    decompressor.loadDict(Dictionary.bytes(Dictionary.CURRENT));
  }

  /// The plain bytes of `object`.
  ///
  /// @throws DamagedObjectException when they are not the bytes that were sealed
  public byte[] unseal(SealedObject object) throws DamagedObjectException {
    if (object.size() < 0 || object.size() > Integer.MAX_VALUE) {
      throw new DamagedObjectException(
          object, "it says that it has %d bytes".formatted(object.size()));
    }
    try {
      var packed =
          keys.apply(Cipher.DECRYPT_MODE, object.keySalt(), object.sha256(), object.data());
      var plain = decompressor.decompress(packed, Math.toIntExact(object.size()));
      if (!Arrays.equals(sha256.digest(plain), object.sha256())) {
        throw new DamagedObjectException(object, "its bytes have another hash");
      }
      return plain;
    } catch (GeneralSecurityException | IllegalArgumentException | ZstdException e) {
      throw new DamagedObjectException(object, "it cannot be opened: " + e.getMessage());
    }
  }

  @Override
  public void close() {
    decompressor.close();
  }
}
