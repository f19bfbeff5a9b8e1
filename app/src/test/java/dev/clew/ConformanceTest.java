package dev.clew;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// `docs/conformance.md` names tests that exist.
class ConformanceTest {
  private static final Path TABLE = Path.of("../docs/conformance.md");
  private static final Path TESTS = Path.of("src/test/java");
  private static final Pattern NAMED = Pattern.compile("`([A-Z]\\w+Test)(?:\\.(\\w+))?`");

  @Test
  void every_case_that_holds_names_a_test_that_exists() throws IOException {
    var cases = 0;
    for (var line : Files.readAllLines(TABLE)) {
      var cells = line.split("\\|", -1);
      if (cells.length == 5 && cells[3].strip().startsWith("holds")) {
        var named = NAMED.matcher(cells[2]);
        assertThat(named.find()).as(line).isTrue();
        var method = named.group(2);
        assertThat(source(named.group(1)))
            .as(line)
            .contains(method == null ? "@Test" : method + "(");
        cases++;
      }
    }
    assertThat(cases).isGreaterThan(20);
  }

  private static String source(String test) throws IOException {
    try (var files = Files.walk(TESTS)) {
      var file = files.filter(each -> each.endsWith(test + ".java")).findFirst();
      assertThat(file).as(test).isPresent();
      return Files.readString(file.orElseThrow());
    }
  }
}
