package dev.clew.cost;

import java.math.BigDecimal;

/// What a model call costs at list price, exactly.
///
/// A subscriber does not pay it: it is what the same call costs through the API.
///
/// @param picoUsd millionths of a millionth of a US dollar; a long holds 9.2 million dollars. Every
///   price per token is a whole number of them, so sums are exact
/// @param priceVersion the [PriceTable#version()] that was used
public record Cost(long picoUsd, String priceVersion) {
  private static final int PICO = 12;

  /// In US dollars, without trailing zeros and never in scientific notation when printed plainly.
  public BigDecimal usd() {
    return usd(picoUsd);
  }

  /// The same for a sum of `picoUsd`.
  public static BigDecimal usd(long picoUsd) {
    var exact = BigDecimal.valueOf(picoUsd, PICO).stripTrailingZeros();
    return exact.scale() < 0 ? exact.setScale(0) : exact;
  }
}
