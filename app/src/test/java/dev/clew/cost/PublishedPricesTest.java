package dev.clew.cost;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clew.testing.Samples;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Holds the built-in table to data beside the repository, where there is some.
class PublishedPricesTest {
  private static final Pattern MODEL = Pattern.compile("\"model\"\\s*:\\s*\"([^\"]*)\"");

  /// Ids in recorded sessions that are no priced model.
  private static final Set<String> EXPECTED_UNKNOWN =
      Set.of(
          "<synthetic>", // no call was made
          "sonnet", // a family, as the argument of a sub-agent tool
          "claude-*", // a pattern in a file that the agent read
          "gpt-5.3-codex-spark", // a research preview without a list price
          "gpt-oss:20b"); // open weights on the own machine

  /// Where we say something else than genai-prices, by our first name and the column.
  private static final Map<String, String> DIFFERENCES =
      Map.of(
          "claude-sonnet-4 over 200000", "the 1M beta's price, which genai lacks",
          "gemini-1-5-flash-8b", "genai's pattern for Flash catches this spelling of Flash-8B",
          "gemini-1-5-flash-8b over 128000", "the same",
          "gpt-5-5 over 272000", "the long-context price, which genai lacks",
          "claude-sonnet-5", "genai has the rise of 2026-09-01 that Anthropic took back",
          "o3 until 2025-06-10", "genai has the cached price after the cut");

  private static final Map<String, String> COLUMNS =
      Map.of(
          "input_mtok", "input",
          "cache_read_mtok", "cacheRead",
          "cache_write_mtok", "cacheWrite5m",
          "output_mtok", "output");

  @TestFactory
  Stream<DynamicTest> every_recorded_model_has_a_price_or_is_listed() {
    return Stream.of("claude", "codex")
        .flatMap(folder -> Samples.files(folder, ".jsonl").stream())
        .map(file -> DynamicTest.dynamicTest(file.getFileName().toString(), () -> priced(file)));
  }

  @Test
  void our_prices_are_those_of_genai_prices() throws IOException {
    for (var file : Samples.files("pricing", ".json")) {
      var providers = JsonMapper.shared().readTree(Files.readString(file));
      var differences = new TreeSet<String>();
      var compared = 0;
      for (var row : PriceTable.builtIn().rows().toList()) {
        for (var name : row.names()) {
          var published = published(providers, name, row);
          compared += published.size();
          published.stream()
              .filter(each -> !each.agrees())
              .forEach(_ -> differences.add(label(row)));
        }
      }
      assertThat(compared).isGreaterThan(300);
      assertThat(differences).containsExactlyInAnyOrderElementsOf(DIFFERENCES.keySet());
    }
  }

  private static void priced(Path file) throws IOException {
    var unknown = new TreeSet<String>();
    try (var lines = Files.lines(file, StandardCharsets.ISO_8859_1)) {
      lines
          .flatMap(line -> MODEL.matcher(line).results().map(found -> found.group(1)))
          .distinct()
          .filter(model -> PriceTable.builtIn().cost(used(model)).isEmpty())
          .forEach(unknown::add);
    }
    assertThat(EXPECTED_UNKNOWN).containsAll(unknown);
  }

  private static Usage used(String model) {
    var tokens = new Tokens(1, 1, 1, 0, 1, 1);
    return Usage.of("", model, Instant.parse("2026-08-22T00:00:00Z"), tokens);
  }

  private static String label(PriceRow row) {
    var name = row.names().getFirst();
    if (row.over() > 0) {
      return name + " over " + row.over();
    }
    var until =
        row.until().equals(Instant.MAX) ? "" : " until " + row.until().toString().substring(0, 10);
    return name + until;
  }

  /// One price of ours beside the published one.
  private record Compared(BigDecimal ours, BigDecimal theirs) {
    boolean agrees() {
      return ours.compareTo(theirs) == 0;
    }
  }

  private static List<Compared> published(JsonNode providers, String name, PriceRow row) {
    var found = new ArrayList<Compared>();
    for (var provider : providers) {
      if (Set.of("anthropic", "openai", "google").contains(provider.path("id").asString())
          && !(provider.path("id").asString().equals("google") && name.startsWith("claude"))) {
        for (var model : provider.path("models")) {
          if (matches(model.path("match"), name)) {
            COLUMNS.forEach((theirs, ours) -> compare(found, row, model, theirs, ours));
            return found;
          }
        }
      }
    }
    return found;
  }

  private static void compare(
      List<Compared> found, PriceRow row, JsonNode model, String theirs, String ours) {
    for (var at : List.of(row.from(), row.until())) {
      var day = at.equals(Instant.MIN) ? Instant.EPOCH : at.equals(Instant.MAX) ? LAST : at;
      var when = at.equals(row.until()) ? day.minusMillis(1) : day;
      var price = tier(prices(model.path("prices"), when).path(theirs), row.over());
      if (!price.isMissingNode()) {
        found.add(new Compared(rate(row.rates(), ours), price.decimalValue()));
      }
    }
  }

  private static final Instant LAST = Instant.parse("2100-01-01T00:00:00Z");

  private static BigDecimal rate(PriceRow.Rates rates, String column) {
    var pico =
        switch (column) {
          case "input" -> rates.input();
          case "cacheRead" -> rates.cacheRead();
          case "cacheWrite5m" -> rates.cacheWrite5m();
          default -> rates.output();
        };
    return BigDecimal.valueOf(pico, 6);
  }

  /// A list of prices holds the last one whose start has come.
  private static JsonNode prices(JsonNode prices, Instant when) {
    if (!prices.isArray()) {
      return prices;
    }
    return prices
        .valueStream()
        .filter(each -> !start(each).isAfter(when))
        .max(Comparator.comparing(PublishedPricesTest::start))
        .orElseThrow()
        .path("prices");
  }

  private static Instant start(JsonNode prices) {
    var day = prices.path("constraint").path("start_date");
    return day.isMissingNode()
        ? Instant.EPOCH
        : LocalDate.parse(day.asString()).atStartOfDay(ZoneOffset.UTC).toInstant();
  }

  private static JsonNode tier(JsonNode price, long over) {
    if (!price.isObject()) {
      return price;
    }
    return price
        .path("tiers")
        .valueStream()
        .filter(tier -> tier.path("start").asLong() == over)
        .map(tier -> tier.path("price"))
        .findFirst()
        .orElse(price.path("base"));
  }

  private static boolean matches(JsonNode rule, String name) {
    if (rule.has("or")) {
      return rule.path("or").valueStream().anyMatch(each -> matches(each, name));
    }
    var kind = rule.propertyNames().iterator().next();
    var value = ModelNames.normalise(rule.path(kind).asString());
    return switch (kind) {
      case "equals" -> name.equals(value);
      case "starts_with" -> name.startsWith(value);
      case "contains" -> name.contains(value);
      case "ends_with" -> name.endsWith(value);
      default -> false;
    };
  }
}
