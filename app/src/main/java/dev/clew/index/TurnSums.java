package dev.clew.index;

import java.sql.ResultSet;
import java.sql.SQLException;

/// What was done in a turn, in numbers.
///
/// @param lastEndMs when its last step ended, in epoch milliseconds; 0 when unknown
public record TurnSums(int steps, int errors, long costPico, long lastEndMs) {
  /// Nothing at all.
  public static final TurnSums ZERO = new TurnSums(0, 0, 0, 0);

  TurnSums plus(ResultSet step) throws SQLException {
    return new TurnSums(
        steps + 1,
        errors + ("error".equals(step.getString("status")) ? 1 : 0),
        costPico + step.getLong("cost_pico"),
        Math.max(lastEndMs, Math.max(step.getLong("started"), step.getLong("ended"))));
  }
}
