package dev.clew.testing;

import java.util.List;
import java.util.random.RandomGenerator;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Puts something else in a random place of a JSON value: an adapter must read it all the same.
public final class DisturbedJson {
  private static final JsonMapper JSON = JsonMapper.shared();

  private DisturbedJson() {}

  /// The line with something else in a random place.
  public static JsonNode of(JsonNode node, RandomGenerator random) {
    if (node instanceof ObjectNode object && !object.isEmpty() && random.nextInt(5) > 0) {
      var names = List.copyOf(object.propertyNames());
      var name = names.get(random.nextInt(names.size()));
      object.set(name, of(object.get(name), random));
      return object;
    }
    if (node instanceof ArrayNode array && !array.isEmpty() && random.nextInt(5) > 0) {
      var at = random.nextInt(array.size());
      array.set(at, of(array.get(at), random));
      return array;
    }
    return garbage(random);
  }

  private static JsonNode garbage(RandomGenerator random) {
    var all =
        List.of(
            "null",
            "true",
            "0",
            "-1",
            "1e999",
            "123456789012345678901234567890",
            "-9223372036854775808",
            "0.5",
            "\"\"",
            "\"text\"",
            "\"\\ud800\"",
            "\"\\u0000\"",
            "\"+1000000000-12-31T23:59:59Z\"",
            "[]",
            "{}",
            "[[[]]]",
            "[null]",
            "{\"\":{}}",
            "{\"type\":5}",
            "[{\"type\":\"tool_use\"},{\"type\":\"tool_result\"},7]");
    return JSON.readTree(all.get(random.nextInt(all.size())));
  }
}
