package dev.clew.recorder;

import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Reads JSON strictly: bytes must be UTF-8, values complete.
final class Json {
  /// A value and where it lies in the bytes that it was read from.
  record Value(JsonNode node, int from, int to) {}

  /// Bytes that are not what they should be.
  static final class MalformedException extends Exception {
    private static final long serialVersionUID = 1;

    /// `utf8` or `json`.
    private final String why;

    MalformedException(String why, String message) {
      super(message);
      this.why = why;
    }

    String why() {
      return why;
    }
  }

  private static final JsonMapper MAPPER =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder().maxStringLength(Lines.MAX_LINE).build())
                  .build())
          // What follows a value on its line is the next value, glued to it.
          .disable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private Json() {}

  /// The values in `bytes`, in order: one, or several glued together without a line break.
  static List<Value> values(byte[] bytes) throws MalformedException {
    requireUtf8(bytes);
    var values = new ArrayList<Value>(1);
    var from = skipBlank(bytes, 0);
    try {
      while (from < bytes.length) {
        try (var parser = MAPPER.createParser(bytes, from, bytes.length - from)) {
          var node = MAPPER.readTree(parser);
          var to = from + Math.toIntExact(parser.currentLocation().getByteOffset());
          values.add(new Value(node, from, to));
          from = skipBlank(bytes, to);
        }
      }
    } catch (JacksonException e) {
      throw new MalformedException("json", e.getOriginalMessage());
    }
    return values;
  }

  /// The one value in `bytes`, which were checked before they were stored.
  static JsonNode value(byte[] bytes) {
    return MAPPER.readTree(bytes);
  }

  private static int skipBlank(byte[] bytes, int from) {
    var at = from;
    while (at < bytes.length && bytes[at] <= ' ' && bytes[at] >= 0) {
      at++;
    }
    return at;
  }

  /// Strict, and before the parser: it would take UTF-16 for granted when it sees a NUL, and
  /// overlong sequences for characters.
  private static void requireUtf8(byte[] bytes) throws MalformedException {
    var bad = Utf8.firstBad(bytes);
    if (bad >= 0) {
      throw new MalformedException("utf8", "byte %d is no UTF-8".formatted(bad));
    }
    for (var i = 0; i < Math.min(4, bytes.length); i++) {
      if (bytes[i] == 0) {
        throw new MalformedException("json", "a NUL byte at byte " + i);
      }
    }
  }
}
