package dev.clew.index;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clew.content.Database;
import dev.clew.text.Terms;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The full-text table on disk.
class TextTableTest {
  @TempDir private Path folder;

  private static List<String> vocabulary(Connection connection) throws SQLException {
    var terms = new ArrayList<String>();
    try (var statement = connection.createStatement()) {
      statement.executeUpdate("DROP TABLE IF EXISTS temp.words");
      statement.executeUpdate("CREATE VIRTUAL TABLE temp.words USING fts5vocab(main, text, row)");
      try (var rows = statement.executeQuery("SELECT term FROM temp.words")) {
        while (rows.next()) {
          terms.add(rows.getString(1));
        }
      }
    }
    return terms;
  }

  private static RecordTerms record(long seq, String text) {
    return new RecordTerms(
        seq, List.of(new RecordTerms.Text(TextKind.OUTPUT, seq + 1, seq, Terms.of(text))));
  }

  @Test
  void what_is_removed_is_no_longer_in_the_file() throws Exception {
    var file = folder.resolve("index.db");
    try (var connection = Database.rebuildable(file)) {
      IndexWriter.SCHEMA.prepare(connection, "index.db");
      var table = new TextTable(connection);
      for (var seq = 0; seq < 2000; seq++) {
        table.add(record(seq, "common words number%d".formatted(seq)));
      }
      var secret = record(2000, "common zanzibarberry");
      table.add(secret);
      for (var seq = 2001; seq < 3000; seq++) {
        table.add(record(seq, "common words number%d".formatted(seq)));
      }
      connection.commit();
      assertThat(vocabulary(connection)).contains("zanzibarberry");
      table.remove(secret);
      connection.commit();
      assertThat(vocabulary(connection)).doesNotContain("zanzibarberry").contains("common");
      assertThat(
              new Sql()
                  .add("SELECT count(*) FROM text WHERE text MATCH '\"common\"'")
                  .number(connection))
          .isEqualTo(2999);
      assertThat(new Sql().add("SELECT count(*) FROM told WHERE seq = 2000").number(connection))
          .isZero();
      connection.setAutoCommit(true);
      try (var statement = connection.createStatement()) {
        statement.execute("PRAGMA wal_checkpoint(TRUNCATE)");
      }
    }
    var bytes = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
    assertThat(bytes).doesNotContain("zanzibarberry").doesNotContain("anzibarberr");
  }

  @Test
  void merging_comes_to_an_end_and_changes_no_answer() throws Exception {
    try (var connection = Database.rebuildable(folder.resolve("index.db"))) {
      IndexWriter.SCHEMA.prepare(connection, "index.db");
      var table = new TextTable(connection);
      for (var seq = 0; seq < 500; seq++) {
        table.add(record(seq, "common number%d".formatted(seq)));
        connection.commit();
      }
      var before = vocabulary(connection);
      while (table.merge(16)) {
        connection.commit();
      }
      assertThat(vocabulary(connection)).isEqualTo(before).hasSize(501);
    }
  }
}
