package dev.clew.recorder;

import dev.clew.content.MasterKey;
import dev.clew.ledger.LogKey;
import java.io.IOException;
import java.nio.file.Files;
import java.security.SecureRandom;
import java.util.HexFormat;

/// The keys of a store: one signs the ledger, one wraps the objects' keys, one makes placeholders
/// and opaque ids.
public record Keys(LogKey log, MasterKey master, MasterKey redaction) {
  /// Reads the keys, or makes those that are missing.
  public static Keys openOrCreate(Home home, SecureRandom random) throws IOException {
    if (!Files.exists(home.logKey())) {
      var id = new byte[8];
      random.nextBytes(id);
      logKey("clew.local/" + HexFormat.of().formatHex(id), random).save(home.logKey());
    }
    return new Keys(
        LogKey.load(home.logKey()),
        MasterKey.openOrCreate(home.masterKey(), random),
        MasterKey.openOrCreate(home.redactionKey(), random));
  }

  private static LogKey logKey(String name, SecureRandom random) {
    try {
      return LogKey.generate(name, random);
    } catch (dev.clew.ledger.InvalidNoteException e) {
      throw new IllegalStateException(name, e);
    }
  }

  /// Reads the keys of a store that exists.
  public static Keys open(Home home) throws IOException {
    return new Keys(
        LogKey.load(home.logKey()),
        MasterKey.open(home.masterKey()),
        MasterKey.open(home.redactionKey()));
  }

  /// Hashes under the redaction key.
  public KeyedHash hash() {
    return new KeyedHash(redaction.bytes());
  }
}
