package dev.clew.query;

import dev.clew.cost.Tokens;
import dev.clew.event.Usage;

/// Usage in the words of the cost package.
final class Usages {
  private Usages() {}

  static Tokens tokens(Usage usage) {
    return new Tokens(
        usage.input(),
        usage.cacheRead(),
        usage.cacheWrite5m(),
        usage.cacheWrite1h(),
        usage.output(),
        usage.reasoning());
  }
}
