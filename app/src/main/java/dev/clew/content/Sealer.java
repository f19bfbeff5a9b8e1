package dev.clew.content;

import com.github.luben.zstd.ZstdCompressCtx;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import javax.crypto.Cipher;

/// Seals objects: zstd with our dictionary, then AES-256-GCM with a key of the object's own.
/// [Unsealer] is the way back.
///
/// Not safe for use by several threads: each has its own.
public final class Sealer implements AutoCloseable {
  private static final int LEVEL = 3;
  private static final int LIGHT = 1;

  private final ObjectKeys keys;
  private final RandomBytes random;
  private final MessageDigest sha256;
  private final ZstdCompressCtx compressor = new ZstdCompressCtx();

  /// A sealer under `master`.
  public Sealer(MasterKey master, SecureRandom random) {
    this(master, random, LEVEL);
    compressor.loadDict(Dictionary.bytes(Dictionary.CURRENT));
  }

  /// One that takes a third of the time and makes no use of the dictionary, which is of no use to
  /// files: for contents of workspaces. What it seals is opened as all else.
  public static Sealer light(MasterKey master, SecureRandom random) {
    return new Sealer(master, random, LIGHT);
  }

  private Sealer(MasterKey master, SecureRandom random, int level) {
    this.keys = new ObjectKeys(master);
    this.random = new RandomBytes(random);
    try {
      sha256 = MessageDigest.getInstance("SHA-256");
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
    compressor.setLevel(level).setContentSize(false).setDictID(false).setChecksum(false);
  }

  /// Seals `plain`.
  public SealedObject seal(byte[] plain) {
    return seal(sha256.digest(plain), plain);
  }

  /// Seals `plain`, whose SHA-256 is `address`.
  public SealedObject seal(byte[] address, byte[] plain) {
    var salt = new byte[ObjectKeys.SALT];
    random.nextBytes(salt);
    try {
      var data = keys.apply(Cipher.ENCRYPT_MODE, salt, address, compressor.compress(plain));
      return new SealedObject(address, plain.length, Dictionary.CURRENT, salt, data);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    compressor.close();
  }
}
