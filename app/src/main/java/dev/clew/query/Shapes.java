package dev.clew.query;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The shapes of every answer.
public final class Shapes {
  static final Shape TOKENS =
      Shape.of(
          "tokens",
          "Tokens in buckets that do not overlap.",
          """
          input: number - read fresh
          cache_read: number - read from the provider's cache
          cache_write_5m: number - written to the cache for five minutes
          cache_write_1h: number - written to the cache for an hour
          output: number - written by the model
          reasoning: number - written as reasoning, where it is counted apart
          """);
  static final Shape GAP =
      Shape.of(
          "gap",
          "Something that is known to be missing.",
          """
          reason: text - what is missing, and why
          count: number - how often
          steps?: [id] - the calls that it is about, where these are known
          """);

  private Shapes() {}

  /// Every shape that an answer can have or hold, by name.
  public static Map<String, Shape> all() {
    var all = new LinkedHashMap<String, Shape>();
    for (var question : Questions.all()) {
      question.rows().forEach(shape -> all.put(shape.name(), shape));
      question.parts().forEach(shape -> all.put(shape.name(), shape));
    }
    for (var shape : List.of(TOKENS, GAP)) {
      all.put(shape.name(), shape);
    }
    return all;
  }
}
