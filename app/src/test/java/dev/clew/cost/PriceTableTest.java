package dev.clew.cost;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class PriceTableTest {
  private static final Path FIXTURES = Path.of("src/test/fixtures/cost");
  private static final Instant AUGUST = Instant.parse("2026-08-22T12:00:00Z");
  private static final Tokens SOME = new Tokens(1000, 0, 0, 0, 100, 0);
  private final PriceTable table = PriceTable.builtIn();

  @TestFactory
  Stream<DynamicTest> costs_what_was_computed_by_hand() throws IOException {
    return Files.readAllLines(FIXTURES.resolve("cases.tsv")).stream()
        .filter(line -> !line.startsWith("#"))
        .map(line -> line.split("\t", -1))
        .map(cells ->
            DynamicTest.dynamicTest(
                cells[0],
                () -> assertThat(shown(table, usage(cells))).as(cells[7]).isEqualTo(cells[6])));
  }

  @TestFactory
  Stream<DynamicTest> a_bad_file_is_refused_with_its_line() throws IOException {
    try (var files = Files.list(FIXTURES.resolve("bad"))) {
      return files.sorted().toList().stream()
          .map(file ->
              DynamicTest.dynamicTest(
                  file.getFileName().toString(),
                  () ->
                      assertThatThrownBy(() -> table.overriddenBy(file))
                          .isInstanceOf(PriceFileException.class)
                          .hasMessage(file + ": " + firstComment(file))));
    }
  }

  @Test
  void a_cost_names_the_version_of_its_price() {
    assertThat(table.version()).isEqualTo("2026-08-22");
    assertThat(table.cost(Usage.of("", "claude-opus-5", AUGUST, SOME)))
        .contains(new Cost(7_500_000_000L, "2026-08-22"));
  }

  @Test
  void the_users_price_goes_before_ours_from_its_day_on() throws IOException {
    var own = table.overriddenBy(FIXTURES.resolve("own-prices.tsv"));
    var call = Usage.of("anthropic", "claude-opus-4-5-20251101", AUGUST, SOME);
    assertThat(own.version()).matches("2026-08-22\\+user-[0-9a-f]{8}");
    assertThat(shown(own, call)).isEqualTo("0.006");
    var earlier =
        Usage.of("anthropic", "claude-opus-4-5", Instant.parse("2026-06-30T23:59:59Z"), SOME);
    assertThat(shown(own, earlier)).isEqualTo("0.0075");
    assertThat(shown(table, call)).isEqualTo("0.0075");
  }

  @Test
  void empty_cells_of_a_users_file_mean_what_ours_mean() throws IOException {
    var own = table.overriddenBy(FIXTURES.resolve("own-prices.tsv"));
    var call = Usage.of("", "claude-opus-4-5", AUGUST, new Tokens(0, 1000, 1000, 1000, 0, 0));
    assertThat(shown(own, call)).isEqualTo("0.0134");
  }

  @Test
  void the_users_line_for_a_provider_goes_before_the_one_for_all() throws IOException {
    var own = table.overriddenBy(FIXTURES.resolve("own-prices.tsv"));
    assertThat(shown(own, Usage.of("azure", "gpt-4o", AUGUST, SOME))).isEqualTo("0.0028");
    assertThat(shown(own, Usage.of("openai", "gpt-4o", AUGUST, SOME))).isEqualTo("0.00336");
    assertThat(shown(own, Usage.of("ollama", "our-model", AUGUST, SOME))).isEqualTo("0");
    assertThat(shown(own, Usage.of("", "our-model", AUGUST, SOME))).isEqualTo("-");
  }

  @Test
  void the_built_in_file_breaks_no_rule() {
    assertThatCode(PriceTable::checkBuiltIn).doesNotThrowAnyException();
  }

  @Test
  void every_built_in_row_says_where_it_comes_from_and_when() {
    assertThat(table.rows())
        .hasSizeGreaterThan(80)
        .allSatisfy(row -> {
          assertThat(row.source()).isNotEmpty();
          assertThat(row.date()).isPresent();
        });
  }

  @Test
  void tokens_and_usages_below_zero_are_bugs() {
    assertThatThrownBy(() -> new Tokens(0, 0, 0, 0, 0, -1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("reasoning -1");
    assertThatThrownBy(() -> Usage.of("", "m", AUGUST, SOME).withWebSearches(-1))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static String shown(PriceTable table, Usage usage) {
    return table.cost(usage).map(Cost::usd).map(BigDecimal::toPlainString).orElse("-");
  }

  private static String firstComment(Path file) throws IOException {
    try (var in = Files.newBufferedReader(file, ISO_8859_1)) {
      return in.readLine().substring(2);
    }
  }

  private static Usage usage(String[] cells) {
    var counts = Arrays.stream(cells[4].split(" ", -1)).mapToLong(Long::parseLong).toArray();
    var tokens = new Tokens(counts[0], counts[1], counts[2], counts[3], counts[4], counts[5]);
    var usage = Usage.of(cells[1], cells[2], Instant.parse(cells[3]), tokens);
    for (var flag : cells[5].split(" ", -1)) {
      var value = flag.substring(flag.indexOf('=') + 1);
      usage =
          switch (flag.split("=", -1)[0]) {
            case "." -> usage;
            case "fast" -> usage.withFast(true);
            case "batch" -> usage.withBatch(true);
            case "geo" -> usage.withInferenceGeo(value);
            case "search" -> usage.withWebSearches(Integer.parseInt(value));
            case "prompt" -> usage.withPromptTokens(Long.parseLong(value));
            default -> throw new IllegalArgumentException(flag);
          };
    }
    return usage;
  }
}
