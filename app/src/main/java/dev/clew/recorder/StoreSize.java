package dev.clew.recorder;

import dev.clew.content.Database;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;

/// How large the parts of a store are on disk.
///
/// @param parts bytes by part: `content`, `index`, `ledger`, `keys`, `spool`, `caches`, `other`
/// @param spare bytes within the databases that nothing uses
public record StoreSize(Map<String, Long> parts, long spare) {
  /// Measures the store in `home`.
  public static StoreSize of(Home home) throws IOException, SQLException {
    var parts = new LinkedHashMap<String, Long>();
    for (var name :
        new String[] {"content", "index", "ledger", "keys", "spool", "caches", "other"}) {
      parts.put(name, 0L);
    }
    if (Files.isDirectory(home.folder())) {
      try (var files = Files.walk(home.folder())) {
        for (var file : (Iterable<Path>) files::iterator) {
          add(home.folder().relativize(file).toString(), file, parts);
        }
      }
    }
    return new StoreSize(parts, spare(home.content()) + spare(home.index()));
  }

  /// What readers share while they read is not counted: it comes and goes with them.
  private static void add(String name, Path file, Map<String, Long> parts) throws IOException {
    if (name.endsWith(".db-shm")) {
      return;
    }
    try {
      var attributes = Files.readAttributes(file, BasicFileAttributes.class);
      if (attributes.isRegularFile()) {
        parts.merge(part(name), attributes.size(), Long::sum);
      }
    } catch (NoSuchFileException e) {
      // It went while the others were counted.
    }
  }

  private static String part(String name) {
    if (name.startsWith("content.db")) {
      return "content";
    }
    if (name.startsWith("index.db")) {
      return "index";
    }
    for (var folder : new String[] {"ledger", "keys", "spool"}) {
      if (name.startsWith(folder + "/")) {
        return folder;
      }
    }
    return name.startsWith("cache") || name.startsWith("workspaces/") ? "caches" : "other";
  }

  private static long spare(Path database) throws SQLException {
    if (!Files.exists(database)) {
      return 0;
    }
    try (var connection = Database.reader(database);
        var statement = connection.createStatement()) {
      try (var free = statement.executeQuery("PRAGMA freelist_count")) {
        free.next();
        var pages = free.getLong(1);
        try (var size = statement.executeQuery("PRAGMA page_size")) {
          size.next();
          return pages * size.getLong(1);
        }
      }
    }
  }

  /// All bytes on disk.
  public long total() {
    return parts.values().stream().mapToLong(Long::longValue).sum();
  }

  /// Those that hold something.
  public long used() {
    return total() - spare;
  }
}
