package dev.clew.query;

import dev.clew.content.DamagedObjectException;
import dev.clew.workspace.ObjectSource;
import java.io.IOException;
import java.sql.SQLException;
import java.util.HexFormat;
import java.util.Optional;

/// The objects of the store, as trees are read from it.
final class StoredObjects implements ObjectSource {
  private final Sources sources;

  StoredObjects(Sources sources) {
    this.sources = sources;
  }

  @Override
  public Optional<byte[]> read(String sha256) throws IOException {
    if (!sha256.matches("[0-9a-f]{64}")) {
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
}
