package dev.clew.ledger;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.interfaces.EdECPrivateKey;
import java.security.interfaces.EdECPublicKey;
import java.util.Arrays;
import java.util.Base64;
import java.util.Set;
import java.util.random.RandomGenerator;

/// The secret half of a log's key: signs checkpoints. Ed25519, so signatures are deterministic.
///
/// The text form, also that of the key file, is one line: `PRIVATE+KEY+name+8 hex digits+base64`,
/// the base64 over a byte 1 and the 32-byte seed. Source: RFC 8032, section 5.1.5; the form is the
/// one Go's `sumdb/note` reads.
public final class LogKey {
  private static final String PREFIX = "PRIVATE+KEY+";
  private static final int SEED_BYTES = 32;
  private static final Set<PosixFilePermission> OWNER_ONLY =
      PosixFilePermissions.fromString("rw-------");

  private final byte[] seed;
  private final PrivateKey secret;
  private final VerifierKey verifier;

  private LogKey(byte[] seed, PrivateKey secret, VerifierKey verifier) {
    this.seed = seed;
    this.secret = secret;
    this.verifier = verifier;
  }

  /// A new key for the log called `name`; `random` must be unpredictable outside of tests.
  public static LogKey generate(String name, RandomGenerator random) throws InvalidNoteException {
    var seed = new byte[SEED_BYTES];
    random.nextBytes(seed);
    return ofSeed(name, seed);
  }

  /// Reads the text form; the key id must fit the key.
  public static LogKey parse(String text) throws InvalidNoteException {
    var line = text.strip();
    var fields = line.startsWith(PREFIX) ? line.substring(PREFIX.length()).split("\\+", 3) : null;
    var bytes =
        fields != null && fields.length == 3 ? NoteText.base64(fields[2]).orElse(null) : null;
    if (fields == null
        || bytes == null
        || bytes.length != 1 + SEED_BYTES
        || bytes[0] != VerifierKey.ED25519_TYPE) {
      // The text may be a secret: it is not shown.
      throw new InvalidNoteException(
          PREFIX + "name+id+base64", text.length() + " other characters");
    }
    var key = ofSeed(fields[0], Arrays.copyOfRange(bytes, 1, bytes.length));
    if (!fields[1].equals(key.verifier.idText())) {
      throw new InvalidNoteException("key id " + key.verifier.idText(), NoteText.quote(fields[1]));
    }
    return key;
  }

  /// Reads a key file; refuses one that others than its owner may read or write.
  public static LogKey load(Path file) throws IOException {
    var permissions = Files.getPosixFilePermissions(file);
    if (!OWNER_ONLY.containsAll(permissions)) {
      throw CorruptLedgerException.at(
          file.toString(),
          "permissions",
          PosixFilePermissions.toString(OWNER_ONLY),
          PosixFilePermissions.toString(permissions));
    }
    try {
      return parse(Files.readString(file));
    } catch (InvalidNoteException e) {
      throw CorruptLedgerException.at(file.toString(), "line 1", e.expected(), e.found());
    }
  }

  /// Writes the key to a new file that only its owner may read, durably.
  public void save(Path file) throws IOException {
    var options = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    var permissions = PosixFilePermissions.asFileAttribute(OWNER_ONLY);
    try (var channel = FileChannel.open(file, options, permissions)) {
      var text = ByteBuffer.wrap((text() + "\n").getBytes(StandardCharsets.UTF_8));
      while (text.hasRemaining()) {
        var _ = channel.write(text);
      }
      channel.force(true);
    }
  }

  private String text() {
    return PREFIX
        + verifier.name()
        + "+"
        + verifier.idText()
        + "+"
        + Base64.getEncoder().encodeToString(VerifierKey.typed(seed));
  }

  /// The public half.
  public VerifierKey verifier() {
    return verifier;
  }

  /// The public half as text; see [VerifierKey#vkey].
  public String vkey() {
    return verifier.vkey();
  }

  /// The signature line of a note over `text`.
  String signatureLine(String text) {
    var signature = sign(text.getBytes(StandardCharsets.UTF_8));
    return SignedNote.line(
        verifier.name(),
        ByteBuffer.allocate(4 + signature.length).putInt(verifier.id()).put(signature).array());
  }

  private byte[] sign(byte[] message) {
    try {
      var signer = Signature.getInstance("Ed25519");
      signer.initSign(secret);
      signer.update(message);
      return signer.sign();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java platform has no Ed25519", e);
    }
  }

  private static LogKey ofSeed(String name, byte[] seed) throws InvalidNoteException {
    try {
      // The platform derives a public key only when it generates a pair: it draws the seed.
      var generator = KeyPairGenerator.getInstance("Ed25519");
      generator.initialize(255, new SeedAsRandomness(seed));
      var pair = generator.generateKeyPair();
      var key =
          new LogKey(
              seed.clone(),
              pair.getPrivate(),
              VerifierKey.of(name, raw((EdECPublicKey) pair.getPublic())));
      key.check();
      return key;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java platform has no Ed25519", e);
    }
  }

  /// The platform must have used exactly our seed, or the saved key would be another one.
  private void check() {
    var used = ((EdECPrivateKey) secret).getBytes();
    var probe = new byte[] {1};
    if (used.isEmpty()
        || !Arrays.equals(used.get(), seed)
        || !verifier.verify(probe, sign(probe))) {
      throw new IllegalStateException("the platform generated an Ed25519 key from another seed");
    }
  }

  private static byte[] raw(EdECPublicKey key) {
    var raw = new byte[VerifierKey.KEY_BYTES];
    var y = key.getPoint().getY().toByteArray(); // big-endian, perhaps with a leading zero
    for (int i = 0; i < raw.length && i < y.length; i++) {
      raw[i] = y[y.length - 1 - i];
    }
    if (key.getPoint().isXOdd()) {
      raw[raw.length - 1] |= (byte) 0x80;
    }
    return raw;
  }

  private static final class SeedAsRandomness extends SecureRandom {
    private static final long serialVersionUID = 1L;

    private final byte[] seed;

    SeedAsRandomness(byte[] seed) {
      this.seed = seed.clone();
    }

    @Override
    public void nextBytes(byte[] bytes) {
      System.arraycopy(seed, 0, bytes, 0, bytes.length);
    }
  }
}
