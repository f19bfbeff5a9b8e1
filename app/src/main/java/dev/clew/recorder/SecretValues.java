package dev.clew.recorder;

import dev.clew.content.ContentReader;
import dev.clew.content.DamagedObjectException;
import dev.clew.content.SealedObject;
import dev.clew.content.Sealer;
import dev.clew.content.Unsealer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Values that were forgotten as secrets: kept sealed, because what is read later is searched for
/// them.
///
/// Random bytes stand before each: an object's address is a plain hash of its bytes, and that of a
/// secret alone could be found by trying.
final class SecretValues {
  private static final int RANDOM = 16;

  private SecretValues() {}

  static SealedObject seal(String value, Sealer sealer, SecureRandom random) {
    var text = value.getBytes(StandardCharsets.UTF_8);
    var plain = new byte[RANDOM + text.length];
    random.nextBytes(plain);
    System.arraycopy(text, 0, plain, RANDOM, text.length);
    return sealer.seal(plain);
  }

  /// All of them; none where there is no store yet.
  static List<String> read(Home home, Keys keys) {
    if (!home.exists()) {
      return List.of();
    }
    try (var reader = ContentReader.open(home.content(), new Unsealer(keys.master()))) {
      return open(reader.secretValues(), keys);
    } catch (SQLException e) {
      throw new UncheckedIOException(new IOException(home.content() + ": " + e.getMessage(), e));
    }
  }

  static List<String> open(List<SealedObject> sealed, Keys keys) {
    var values = new ArrayList<String>();
    try (var unsealer = new Unsealer(keys.master())) {
      for (var each : sealed) {
        var plain = unsealer.unseal(each);
        values.add(
            new String(Arrays.copyOfRange(plain, RANDOM, plain.length), StandardCharsets.UTF_8));
      }
    } catch (DamagedObjectException e) {
      throw new UncheckedIOException(new IOException(e.getMessage(), e));
    }
    return values;
  }
}
