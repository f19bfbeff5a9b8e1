package dev.clew.recorder;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.clew.content.ContentReader;
import dev.clew.content.Database;
import dev.clew.content.Unsealer;
import dev.clew.testing.World;
import dev.clew.text.Terms;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// No secret, and in mode `metadata` no word, that a transcript tells is anywhere in a store: not
/// in a file's bytes, an opened object, a ledger entry, a row or a page of a write-ahead log.
class SecretsTest {
  private static final String SESSION = "5e551000-0000-4000-8000-000000000001";

  /// Made up; none ever worked anywhere.
  private static final List<String> SECRETS =
      List.of(
          "ghp_" + "x7Kq9ZpL2mN4vB6cR8tY1wQ3eD5fG0hJ2aS4",
          "AKIA" + "Z3QF7XN5LWJ2RT6V",
          "xoxb-" + "384756102938-5610293847561-aB3dE5fG7hJ9kL1mN3pQ5rS7",
          "glpat-" + "Xk29dLq7Rz4mTn8vWp3y",
          "sk-ant-api03-"
              + "RVGxbgKFEBbmU4zDQjkZT2M5GSPB6s4S4TNLVUr8x779ZF7pXt"
              + "aiRMRgTF58m6VAUnw9V7ziNcdpUdeLQVS54CFCfrTjkAA",
          "AIza" + "SyB7xK2mQ9vR4tN8wL3pZ6cH1jF5gD0sAeW");

  @TempDir private Path folder;

  private World imported(Settings settings, String... lines) throws Exception {
    var world = new World(folder);
    world.write(SESSION + ".jsonl", lines);
    try (var store = new Rig(world).open()) {
      new Rig(world).with(settings).run(store, List.of(world.transcripts()), Optional.empty());
      scan(world, "open"); // with its write-ahead logs
    }
    return world;
  }

  private final List<String> absent = new ArrayList<>();
  private boolean hasText = true;

  /// Looks for each absent text in every file of the home and in everything that can be read there.
  private void scan(World world, String when) throws Exception {
    try (var files = Files.walk(world.home().folder())) {
      for (var file : files.filter(Files::isRegularFile).toList()) {
        look(when + " " + file.getFileName(), Files.readAllBytes(file));
      }
    }
    var master = Keys.open(world.home()).master();
    try (var reader = ContentReader.open(world.home().content(), new Unsealer(master))) {
      for (var entry : reader.entries(0, Integer.MAX_VALUE)) {
        look(when + " payload " + entry.record(), reader.payload(entry).orElseThrow());
      }
    }
    for (var database : List.of(world.home().content(), world.home().index())) {
      rows(when, database);
    }
    terms(when, world.home().index());
  }

  /// The full-text index keeps words in pieces: each is put together again, and none may be a word
  /// of what is absent.
  private void terms(String when, Path index) throws Exception {
    var words = new TreeSet<String>();
    absent.forEach(each -> words.addAll(Terms.of(each)));
    words.removeIf(word -> word.length() < 8);
    var terms = 0;
    try (var connection = Database.reader(index);
        var statement = connection.createStatement()) {
      statement.executeUpdate("CREATE VIRTUAL TABLE temp.words USING fts5vocab(main, text, row)");
      try (var rows = statement.executeQuery("SELECT term FROM temp.words")) {
        while (rows.next()) {
          terms++;
          look(when + " term", rows.getBytes(1));
          assertThat(words).as("%s term", when).doesNotContain(rows.getString(1));
        }
      }
    }
    assertThat(terms > 0).as("%s: text is indexed", when).isEqualTo(hasText);
  }

  private void rows(String when, Path database) throws Exception {
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
              look(when + " " + table, value == null ? new byte[0] : value);
            }
          }
        }
      }
    }
  }

  private void look(String where, byte[] bytes) {
    var text = new String(bytes, StandardCharsets.ISO_8859_1);
    for (var each : absent) {
      assertThat(text.contains(new String(each.getBytes(UTF_8), StandardCharsets.ISO_8859_1)))
          .as("%s in %s", each, where)
          .isFalse();
    }
  }

  private static String line(String json, int number) {
    return json.replace(
        "@",
        "\"uuid\":\"u%d\",\"sessionId\":\"%s\",\"timestamp\":\"2026-03-02T10:00:%02d.000Z\""
            .formatted(number, SESSION, number));
  }

  /// A transcript that tells `secret` in every place where one can stand.
  private static String[] lines(String secret) throws IOException {
    var all = new ArrayList<String>();
    var number = 1;
    var fixture = Path.of("src/test/fixtures/recorder/places.jsonl");
    for (var line : Files.readAllLines(fixture)) {
      var base64 =
          Base64.getEncoder().encodeToString(("password and so on: " + secret).getBytes(UTF_8));
      all.add(line(line, number++).replace("BASE64", base64).replace("SECRET", secret));
    }
    return all.toArray(String[]::new);
  }

  @Test
  void no_secret_is_anywhere_in_the_store() throws Exception {
    var all = new ArrayList<String>();
    for (var secret : SECRETS) {
      absent.add(secret);
      absent.add(Base64.getEncoder().encodeToString(secret.getBytes(UTF_8)));
      all.addAll(
          List.of(lines(secret)).stream()
              .map(line ->
                  line.replace("\"u", "\"" + Integer.toUnsignedString(secret.hashCode()) + "u"))
              .toList());
    }
    var world = imported(Settings.DEFAULT, all.toArray(String[]::new));
    scan(world, "closed");
    world.clew("reindex");
    scan(world, "reindexed");
    for (var step : world.clew("log", "--json").json()) {
      var shown = world.clew("show", step.path("step").asString(), "--json").out();
      look("show", shown.getBytes(UTF_8));
    }
  }

  @Test
  void in_mode_metadata_no_word_is_anywhere_in_the_store() throws Exception {
    absent.addAll(List.of("rhubarb", "marzipan"));
    hasText = false;
    var settings = new Settings(CaptureMode.METADATA, Settings.DEFAULT.redactionLevel(), Map.of());
    var world = imported(settings, lines("rhubarb-marzipan/x.txt"));
    scan(world, "closed");
    var session = world.clew("sessions", "--json").json().getFirst();
    assertThat(session.path("capture_mode").asString()).isEqualTo("metadata");
    assertThat(session.path("tool_calls").asInt()).isPositive();
    assertThat(session.path("tokens").path("output").asInt()).isPositive();
  }
}
