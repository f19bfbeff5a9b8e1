package dev.clew.cost;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One line of a price file, in cells, and what they mean.
///
/// @param defaults the line that empty cells are read from
record PriceLine(
    String file,
    int number,
    List<String> header,
    List<String> cells,
    @Nullable PriceLine defaults) {
  static final List<String> COLUMNS =
      List.of(
          "model",
          "provider",
          "over",
          "from",
          "until",
          "input",
          "cache_read",
          "cache_write_5m",
          "cache_write_1h",
          "output",
          "fast",
          "us",
          "regional",
          "batch",
          "search",
          "source",
          "date");

  /// What [#scaled] says to text that is no number.
  private static final long NO_NUMBER = -1;

  private static final int PICO_PER_TOKEN = 6;
  private static final int PICO_PER_SEARCH = 9;
  private static final int THOUSANDTHS = 3;

  /// Keeps products of prices and factors within a long, ahead of the finer check.
  private static final long MAX_THOUSANDTHS = 100 * PriceRow.ONE;

  PriceRow row() throws PriceFileException {
    var input = price("input", PriceRow.NONE);
    var row =
        new PriceRow(
            names(),
            ModelNames.lower(text("provider")),
            over(),
            date("from").map(PriceLine::start).orElse(Instant.MIN),
            date("until").map(PriceLine::start).orElse(Instant.MAX),
            new PriceRow.Rates(
                input,
                price("cache_read", input),
                price("cache_write_5m", input),
                price("cache_write_1h", input),
                price("output", input)),
            new PriceRow.Factors(factor("fast"), factor("us"), factor("regional"), factor("batch")),
            search(),
            number,
            text("source"),
            date("date"));
    if (!row.from().isBefore(row.until())) {
      throw error("from before until", text("from") + " and " + text("until"));
    }
    checkFactors(row);
    return row;
  }

  boolean isDefault() {
    return own("model").equals("default");
  }

  /// The models it prices, normalised.
  List<String> names() throws PriceFileException {
    var names = new ArrayList<String>();
    for (var name : own("model").split(" ", -1)) {
      if (name.isEmpty()) {
        throw error("model names, separated by one space", PriceFile.quoted(own("model")));
      }
      names.add(ModelNames.normalise(name));
    }
    return names;
  }

  /// The cell, or the one of the defaults; the empty text where neither has it.
  String text(String column) {
    var own = own(column);
    return own.isEmpty() && defaults != null ? defaults.own(column) : own;
  }

  private String own(String column) {
    var at = header.indexOf(column);
    return at < 0 || at >= cells.size() ? "" : cells.get(at).strip();
  }

  private long over() throws PriceFileException {
    var text = text("over");
    var tokens = text.isEmpty() ? 0 : scaled(text, 0);
    if (tokens == NO_NUMBER) {
      throw error("a number of tokens in over", PriceFile.quoted(text));
    }
    return tokens;
  }

  private Optional<LocalDate> date(String column) throws PriceFileException {
    var text = text(column);
    try {
      return text.isEmpty() ? Optional.empty() : Optional.of(LocalDate.parse(text));
    } catch (DateTimeParseException e) {
      throw error("a day such as 2026-08-22 in " + column, PriceFile.quoted(text));
    }
  }

  private static Instant start(LocalDate day) {
    return day.atStartOfDay(ZoneOffset.UTC).toInstant();
  }

  /// Pico-dollars per token.
  private long price(String column, long input) throws PriceFileException {
    var text = text(column);
    if (text.equals("-")) {
      return PriceRow.NONE;
    }
    var price = text.startsWith("*") ? times(input, text) : scaled(text, PICO_PER_TOKEN);
    if (price == NO_NUMBER || price > PriceRow.MAX_USD * 1_000_000) {
      throw error(
          "US dollars per million tokens (at most %d, 6 decimals), *N or - in %s"
              .formatted(PriceRow.MAX_USD, column),
          PriceFile.quoted(text));
    }
    return price;
  }

  /// So many times the input price; no number if there is none or a fraction comes out.
  private static long times(long input, String factor) {
    var thousandths = thousandths(factor);
    if (input == PriceRow.NONE || thousandths == NO_NUMBER) {
      return NO_NUMBER;
    }
    var product = input * thousandths;
    return product % PriceRow.ONE == 0 ? product / PriceRow.ONE : NO_NUMBER;
  }

  private long factor(String column) throws PriceFileException {
    var text = text(column);
    if (text.equals("-") || text.isEmpty()) {
      return PriceRow.NONE;
    }
    var factor = text.startsWith("*") ? thousandths(text) : NO_NUMBER;
    if (factor == NO_NUMBER) {
      throw error("*N (3 decimals) or - in " + column, PriceFile.quoted(text));
    }
    return factor;
  }

  private long search() throws PriceFileException {
    var text = text("search");
    if (text.equals("-") || text.isEmpty()) {
      return PriceRow.NONE;
    }
    var price = scaled(text, PICO_PER_SEARCH);
    if (price == NO_NUMBER || price > PriceRow.MAX_USD * 1_000_000_000) {
      throw error(
          "US dollars per thousand searches (at most %d, 6 decimals) or - in search"
              .formatted(PriceRow.MAX_USD),
          PriceFile.quoted(text));
    }
    return price;
  }

  /// Whatever factors meet in one call, a token costs a whole number of pico-dollars.
  private void checkFactors(PriceRow row) throws PriceFileException {
    var factors = row.factors();
    for (long speed : new long[] {PriceRow.ONE, factors.fast(), factors.batch()}) {
      for (long place : new long[] {PriceRow.ONE, factors.us(), factors.regional()}) {
        if (speed != PriceRow.NONE && place != PriceRow.NONE) {
          checkFactor(row.rates(), speed * place);
        }
      }
    }
  }

  private void checkFactor(PriceRow.Rates rates, long factor) throws PriceFileException {
    if (factor > PriceRow.MAX_FACTOR * PriceRow.ONE * PriceRow.ONE) {
      throw error("factors that make at most *" + PriceRow.MAX_FACTOR, shown(factor));
    }
    for (long price : rates.all()) {
      if (price != PriceRow.NONE && price * factor % (PriceRow.ONE * PriceRow.ONE) != 0) {
        var found = Cost.usd(price).movePointRight(PICO_PER_TOKEN).toPlainString();
        throw error("a whole number of pico-dollars per token", found + shown(factor));
      }
    }
  }

  private static String shown(long factors) {
    return "*" + BigDecimal.valueOf(factors, 2 * THOUSANDTHS).stripTrailingZeros().toPlainString();
  }

  private static long thousandths(String factor) {
    var thousandths = scaled(factor.substring(1), THOUSANDTHS);
    return thousandths > MAX_THOUSANDTHS ? NO_NUMBER : thousandths;
  }

  /// A decimal number of at most nine digits and `decimals` decimals, times ten to that power.
  ///
  /// By hand: this runs for every cell whenever a command starts that shows money.
  private static long scaled(String number, int decimals) {
    var point = number.indexOf('.');
    var whole = point < 0 ? number : number.substring(0, point);
    var rest = point < 0 ? "" : number.substring(point + 1);
    if (whole.isEmpty() || whole.length() > 9 || rest.length() > decimals) {
      return NO_NUMBER;
    }
    if (rest.isEmpty() && point >= 0) {
      return NO_NUMBER;
    }
    long value = 0;
    for (char c : (whole + rest + "0".repeat(decimals - rest.length())).toCharArray()) {
      if (c < '0' || c > '9') {
        return NO_NUMBER;
      }
      value = 10 * value + (c - '0');
    }
    return value;
  }

  private PriceFileException error(String expected, String found) {
    return new PriceFileException(file, number, expected, found);
  }
}
