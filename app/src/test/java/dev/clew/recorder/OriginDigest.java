package dev.clew.recorder;

import dev.clew.content.Database;
import dev.clew.index.IndexReader;
import dev.clew.index.Runs;
import dev.clew.index.VersionRow;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/// All versions, runs, causes and links of an index as text, without numbers that differ from one
/// index to the next.
final class OriginDigest {
  private final Path file;
  private final List<VersionRow> rows = new ArrayList<>();
  private final Map<Long, String> names = new HashMap<>();
  private final List<String> links = new ArrayList<>();

  private OriginDigest(Path file) {
    this.file = file;
  }

  static String of(Path file) {
    try {
      var digest = new OriginDigest(file);
      digest.read();
      return digest.text();
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }

  private void read() throws SQLException {
    var paths = new TreeSet<String>();
    try (var connection = Database.reader(file);
        var statement = connection.createStatement()) {
      try (var found =
          statement.executeQuery(
              "SELECT DISTINCT p.path FROM version v JOIN path p ON p.id = v.path")) {
        while (found.next()) {
          paths.add(found.getString(1));
        }
      }
      try (var index = IndexReader.open(file)) {
        if (index.versions().behind()) {
          throw new AssertionError("something is behind");
        }
        for (var path : paths) {
          var n = 0;
          for (var row : index.versions().ofFile(path, Integer.MAX_VALUE).reversed()) {
            names.put(row.id(), path + "#" + n++);
            rows.add(row);
          }
        }
      }
      try (var found =
          statement.executeQuery(
              "SELECT c.commit_id, p.path, c.version FROM commit_version c"
                  + " JOIN path p ON p.id = c.path ORDER BY 1, 2")) {
        while (found.next()) {
          links.add(
              "%s %s %s"
                  .formatted(found.getString(1), found.getString(2), names.get(found.getLong(3))));
        }
      }
    }
  }

  private String text() throws SQLException {
    var text = new StringBuilder();
    try (var index = IndexReader.open(file)) {
      for (var row : rows) {
        var runs = index.versions().runs(row);
        var causes = new TreeSet<Long>();
        causes.add(row.cause());
        for (int run = 0; run < runs.size(); run++) {
          causes.add(runs.cause(run));
        }
        text.append(line(row, runs)).append('\n');
        var known = index.versions().causes(causes);
        for (var cause : causes) {
          text.append("  ").append(known.get(cause)).append('\n');
        }
      }
    }
    links.forEach(link -> text.append(link).append('\n'));
    return text.toString();
  }

  private String line(VersionRow row, Runs runs) {
    var predecessor = row.predecessor();
    return "%s %s %s %s %s %s %s %s %s %s %s %s %s %s"
        .formatted(
            names.get(row.id()),
            row.root(),
            row.at(),
            row.session(),
            row.step(),
            row.kind(),
            row.op(),
            row.content(),
            predecessor == null ? "-" : names.get(predecessor),
            row.cause(),
            row.lines(),
            row.commit(),
            row.coarse(),
            runs);
  }
}
