package dev.clew.origin.shell;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clew.testing.Cases;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class ReachTest {
  private static final Path TABLE = Path.of("src/test/fixtures/origin/commands.txt");

  private record Row(String command, List<String> facts) {}

  private static List<Row> table() throws IOException {
    var rows = new ArrayList<Row>();
    for (var line : Files.readAllLines(TABLE)) {
      if (line.startsWith("$ ")) {
        rows.add(new Row(line.substring(2).replace("\\n", "\n"), new ArrayList<>()));
      } else if (!line.startsWith("#")) {
        rows.getLast().facts.add(line);
      }
    }
    return rows;
  }

  @TestFactory
  Stream<DynamicTest> a_command_reaches_what_the_table_says_and_nothing_else() throws IOException {
    return table().stream().map(row -> DynamicTest.dynamicTest(row.command, () -> check(row)));
  }

  private static void check(Row row) {
    var reach = Reach.of(row.command, "/r");

    for (var fact : row.facts) {
      var path = fact.substring(1);
      switch (fact.charAt(0)) {
        case '!' -> {}
        case '?' -> assertThat(reach.mentions(path)).as(fact).isTrue();
        case '~' -> assertThat(reach.affects(path)).as(fact).isTrue();
        default -> assertThat(reach.writes(fact)).as(fact).isTrue();
      }
    }
    assertThat(reach.opaque()).as("opaque").isEqualTo(row.facts.contains("!"));
    assertThat(reach.writes()).hasSize((int) count(row, '/'));
    assertThat(reach.effects().isEmpty()).as("no effects").isEqualTo(count(row, '~') == 0);
    assertThat(reach.writes("/elsewhere")).isFalse();
  }

  private static long count(Row row, char mark) {
    return row.facts.stream().filter(fact -> fact.charAt(0) == mark).count();
  }

  @Test
  void a_package_manager_writes_its_own_files_and_no_others() {
    var reach = Reach.of("npm install", "/r");

    assertThat(reach.affects("/r/package-lock.json")).isTrue();
    assertThat(reach.affects("/r/src/index.js")).isFalse();
  }

  @Test
  void a_formatter_writes_files_of_its_languages_where_it_is_told_to() {
    var reach = Reach.of("prettier --write src", "/r");

    assertThat(reach.affects("/r/src/a.css")).isTrue();
    assertThat(reach.affects("/r/src/a.py")).isFalse();
    assertThat(reach.affects("/r/other/a.css")).isTrue(); // a word without a dot may be a script's
    assertThat(Reach.of("prettier --write ./src", "/r").affects("/r/other/a.css")).isFalse();
  }

  @Test
  void any_text_is_read_to_its_end() {
    var pieces =
        List.of(
            "echo", " ", "\n", ";", "&&", "|", "(", ")", "{", "}", "'", "\"", "\\", "$", "$(", "`",
            "<<E", "E", ">", ">>", "<", "2>&1", "<(", "#", "*", "[a", "case", "in", ";;", "esac",
            "if", "a.txt", "cd", "..", "/", "sed -i", "-c", "bash -c", "find", "-exec", "xargs",
            "${a:-b}", "\u0000", "é");
    Cases.forAll(
        2000,
        random -> {
          var text = text(random, pieces);
          var reach = Reach.of(text, "/r");
          assertThat(reach.writes()).allMatch(each -> each.path().startsWith("/"));
        });
  }

  private static String text(RandomGenerator random, List<String> pieces) {
    return String.join(
        "", Cases.listOf(random, 60, each -> pieces.get(each.nextInt(pieces.size()))));
  }

  @Test
  void a_command_without_end_takes_no_time_without_end() {
    assertThat(Reach.of("$(".repeat(100_000), "/r").opaque()).isTrue();
    assertThat(Reach.of("bash -c 'bash -c \"".repeat(100), "/r").opaque()).isTrue();
    var reach = Reach.of("rm " + "*a".repeat(200), "/r");
    assertThat(reach.writes("/r/" + "a".repeat(200) + "b")).isFalse();
  }
}
