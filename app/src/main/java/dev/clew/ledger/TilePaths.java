package dev.clew.ledger;

import java.nio.file.Path;
import java.util.Locale;

/// Where tiles and entry bundles lie below the ledger's folder.
///
/// Source: C2SP tlog-tiles, "Paths": the index in groups of three digits, every group but the last
/// behind an `x` and in a folder of its own; `.p/W` holds the first W of a tile that is not full.
final class TilePaths {
  private final Path root;

  TilePaths(Path ledger) {
    this.root = ledger.resolve("tile");
  }

  Path hashes(int level, long index) {
    return root.resolve(Integer.toString(level)).resolve(encode(index));
  }

  Path entries(long index) {
    return root.resolve("entries").resolve(encode(index));
  }

  /// The folder of the partial forms of a tile or bundle.
  static Path partials(Path full) {
    return full.resolveSibling(full.getFileName() + ".p");
  }

  static Path partial(Path full, int count) {
    return partials(full).resolve(Integer.toString(count));
  }

  static String encode(long index) {
    var path = String.format(Locale.ROOT, "%03d", index % 1000);
    for (long rest = index / 1000; rest > 0; rest /= 1000) {
      path = String.format(Locale.ROOT, "x%03d/", rest % 1000) + path;
    }
    return path;
  }
}
