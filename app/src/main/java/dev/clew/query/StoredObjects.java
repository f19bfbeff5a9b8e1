package dev.clew.query;

import dev.clew.content.DamagedObjectException;
import dev.clew.workspace.ObjectSource;
import java.io.IOException;
import java.sql.SQLException;
import java.util.HexFormat;
import java.util.Optional;

/// The objects of the store, as trees are read from it.
final class StoredObjects implements ObjectSource {
  private static final int LETTERS = 64;

  private final Sources sources;

  StoredObjects(Sources sources) {
    this.sources = sources;
  }

  @Override
  public Optional<byte[]> read(String sha256) throws IOException {
    if (sha256.length() != LETTERS || !sha256.chars().allMatch(StoredObjects::isHex)) {
      return Optional.empty(); // a keyed hash, of what may not be known
    }
    try {
      return sources.content().object(HexFormat.of().parseHex(sha256));
    } catch (DamagedObjectException e) {
      throw new IOException(e.getMessage() + "; 'clew verify' lists what is damaged", e);
    } catch (SQLException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  private static boolean isHex(int letter) {
    return (letter >= '0' && letter <= '9') || (letter >= 'a' && letter <= 'f');
  }
}
