package dev.clew.recorder;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clew.content.ContentReader;
import dev.clew.content.Database;
import dev.clew.content.Unsealer;
import dev.clew.testing.World;
import dev.clew.text.Terms;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.TreeSet;

/// Looks for what must be nowhere in a store: in the bytes of every file (free pages and pages of
/// write-ahead logs are bytes of files), in every opened object, in every row, in every term.
final class Leftovers {
  private final World world;
  private final List<byte[]> absent = new ArrayList<>();
  private final List<String> texts = new ArrayList<>();

  Leftovers(World world) {
    this.world = world;
  }

  /// A text that must be nowhere, plain or in base64.
  Leftovers text(String text) {
    var bytes = text.getBytes(StandardCharsets.UTF_8);
    absent.add(bytes);
    absent.add(Base64.getEncoder().withoutPadding().encode(bytes));
    texts.add(text);
    return this;
  }

  /// Bytes that must be nowhere.
  Leftovers bytes(byte[] bytes) {
    absent.add(bytes);
    return this;
  }

  /// How often any of it was found.
  List<String> found() {
    var found = new ArrayList<String>();
    try {
      files(found);
      objects(found);
      rows(world.home().content(), found);
      rows(world.home().index(), found);
      terms(world.home().index(), found);
    } catch (Exception e) {
      throw new AssertionError(e);
    }
    return found;
  }

  private void files(List<String> found) throws Exception {
    try (var files = Files.walk(world.home().folder())) {
      for (var file : files.filter(Files::isRegularFile).toList()) {
        look("file " + file.getFileName(), Files.readAllBytes(file), found);
      }
    }
  }

  private void objects(List<String> found) throws Exception {
    var master = Keys.open(world.home()).master();
    try (var reader = ContentReader.open(world.home().content(), new Unsealer(master))) {
      for (var entry : reader.entries(0, Integer.MAX_VALUE)) {
        look("payload", reader.payload(entry).orElse(new byte[0]), found);
        for (var attachment : reader.attachments(entry.record().seq())) {
          look("object", reader.object(attachment.sha256()).orElse(new byte[0]), found);
        }
      }
    }
  }

  private void rows(Path database, List<String> found) throws Exception {
    try (var connection = Database.reader(database);
        var tables = connection.getMetaData().getTables(null, null, "%", new String[] {"TABLE"})) {
      while (tables.next()) {
        var table = tables.getString("TABLE_NAME");
        if (table.equals("text")) {
          continue; // it keeps no rows; what it is made of are tables of their own
        }
        try (var statement = connection.createStatement();
            var rows = statement.executeQuery("SELECT * FROM \"" + table + "\"")) {
          while (rows.next()) {
            for (var i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
              var value = rows.getBytes(i);
              look("row of " + table, value == null ? new byte[0] : value, found);
            }
          }
        }
      }
    }
  }

  private void terms(Path index, List<String> found) throws Exception {
    var words = new TreeSet<String>();
    texts.forEach(each -> words.addAll(Terms.of(each)));
    words.removeIf(word -> word.length() < 8);
    try (var connection = Database.reader(index);
        var statement = connection.createStatement()) {
      statement.executeUpdate("CREATE VIRTUAL TABLE temp.words USING fts5vocab(main, text, row)");
      try (var rows = statement.executeQuery("SELECT term FROM temp.words")) {
        while (rows.next()) {
          if (words.contains(rows.getString(1))) {
            found.add("term " + rows.getString(1));
          }
        }
      }
    }
  }

  private void look(String where, byte[] bytes, List<String> found) {
    var text = new String(bytes, StandardCharsets.ISO_8859_1);
    for (var each : absent) {
      if (each.length > 0 && text.contains(new String(each, StandardCharsets.ISO_8859_1))) {
        found.add("%s in %s".formatted(shown(each), where));
      }
    }
  }

  private static String shown(byte[] bytes) {
    var text = new String(bytes, StandardCharsets.US_ASCII);
    return text.matches("[ -~]+") ? text : HexFormat.of().formatHex(bytes);
  }

  /// Fails where any of it is found.
  void areNone() {
    assertThat(found()).isEmpty();
  }
}
