package dev.clew.ledger;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Set;

/// The public half of a log's key, with the log's name: what a reader needs to trust a checkpoint.
///
/// Immutable and thread-safe. Source: C2SP signed-note, "Signature types" and "Verifier keys": type
/// 1 is Ed25519, the id is the first 4 bytes of SHA-256 over name, newline, type and key.
public final class VerifierKey {
  static final byte ED25519_TYPE = 1;
  static final int KEY_BYTES = 32;

  private static final byte[] DER_PREFIX = HexFormat.of().parseHex("302a300506032b6570032100");

  /* The y coordinates, sign bit cleared, of the eight points whose order divides 8, and the two
   * unreduced forms of 0 and 1. Under such a key a signature can hold for many messages. */
  private static final Set<String> LOW_ORDER =
      Set.of(
          "0000000000000000000000000000000000000000000000000000000000000000",
          "0100000000000000000000000000000000000000000000000000000000000000",
          "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
          "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
          "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
          "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
          "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f");

  private final String name;
  private final byte[] raw;
  private final PublicKey key;
  private final int id;

  private VerifierKey(String name, byte[] raw, PublicKey key) {
    this.name = name;
    this.raw = raw;
    this.key = key;
    this.id = id(name, raw);
  }

  /// The key with these 32 bytes (RFC 8032, section 5.1.5) for the log called `name`.
  ///
  /// Rejects names that a note cannot carry, bytes that are no point of the curve, and points of
  /// low order.
  public static VerifierKey of(String name, byte[] raw) throws InvalidNoteException {
    if (!NoteText.isKeyName(name)) {
      throw new InvalidNoteException(
          "a log name without spaces and plus signs", NoteText.quote(name));
    }
    if (raw.length != KEY_BYTES) {
      throw new InvalidNoteException("an Ed25519 key of 32 bytes", raw.length + " bytes");
    }
    var y = raw.clone();
    y[KEY_BYTES - 1] &= 0x7f;
    if (LOW_ORDER.contains(HexFormat.of().formatHex(y))) {
      throw new InvalidNoteException(
          "an Ed25519 key of full order", "the low-order point " + HexFormat.of().formatHex(raw));
    }
    try {
      var key = KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(der(raw)));
      return new VerifierKey(name, raw.clone(), key);
    } catch (InvalidKeySpecException e) {
      throw new InvalidNoteException("an Ed25519 key", HexFormat.of().formatHex(raw));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java platform has no Ed25519", e);
    }
  }

  /// Reads a verifier key: `name+8 hex digits+base64`.
  public static VerifierKey parse(String vkey) throws InvalidNoteException {
    var fields = vkey.strip().split("\\+", 3);
    var bytes = NoteText.base64(fields[fields.length - 1]);
    if (fields.length != 3
        || bytes.isEmpty()
        || bytes.get().length != 1 + KEY_BYTES
        || bytes.get()[0] != ED25519_TYPE) {
      throw new InvalidNoteException("name+id+base64 of an Ed25519 key", NoteText.quote(vkey));
    }
    var key = of(fields[0], Arrays.copyOfRange(bytes.get(), 1, 1 + KEY_BYTES));
    if (!fields[1].equals(key.idText())) {
      throw new InvalidNoteException("key id " + key.idText(), NoteText.quote(fields[1]));
    }
    return key;
  }

  /// The log's name; the first line of its checkpoints.
  public String name() {
    return name;
  }

  int id() {
    return id;
  }

  String idText() {
    return String.format(Locale.ROOT, "%08x", id);
  }

  /// The text form, `name+8 hex digits+base64`, to hand to whoever verifies.
  public String vkey() {
    return name + "+" + idText() + "+" + Base64.getEncoder().encodeToString(typed(raw));
  }

  /// The key as a PEM file (`BEGIN PUBLIC KEY`), as openssl reads it. Source: RFC 8410.
  public String pem() {
    return "-----BEGIN PUBLIC KEY-----\n%s\n-----END PUBLIC KEY-----\n"
        .formatted(Base64.getEncoder().encodeToString(der(raw)));
  }

  /// Whether `signature` (64 bytes) is this key's over `message`. Source: RFC 8032, section 5.1.7.
  public boolean verify(byte[] message, byte[] signature) {
    try {
      var check = Signature.getInstance("Ed25519");
      check.initVerify(key);
      check.update(message);
      return check.verify(signature);
    } catch (SignatureException e) {
      return false; // wrong length or a malformed point: not a signature
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java platform has no Ed25519", e);
    }
  }

  private static byte[] der(byte[] raw) {
    return ByteBuffer.allocate(DER_PREFIX.length + raw.length).put(DER_PREFIX).put(raw).array();
  }

  static byte[] typed(byte[] key) {
    return ByteBuffer.allocate(1 + key.length).put(ED25519_TYPE).put(key).array();
  }

  private static int id(String name, byte[] raw) {
    try {
      var sha256 = MessageDigest.getInstance("SHA-256");
      sha256.update((name + "\n").getBytes(StandardCharsets.UTF_8));
      return ByteBuffer.wrap(sha256.digest(typed(raw))).getInt();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof VerifierKey that
        && name.equals(that.name)
        && Arrays.equals(raw, that.raw);
  }

  @Override
  public int hashCode() {
    return id;
  }

  @Override
  public String toString() {
    return vkey();
  }
}
