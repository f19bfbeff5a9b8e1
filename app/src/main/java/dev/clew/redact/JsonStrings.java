package dev.clew.redact;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.BinaryOperator;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;

/// Rewrites the strings inside one JSON value, leaving every other byte as it is.
///
/// Strings are values and field names. Only strings that change are encoded again, and spliced in
/// between the bytes around them: white space, number forms, key order and duplicate keys stay.
/// Lone surrogates, which JSON can name (`"\ud83d"`) but UTF-8 cannot hold, are written as escapes.
public final class JsonStrings {
  // Transcripts have single strings of many megabytes; depth costs us no stack.
  private static final JsonFactory JSON =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(Integer.MAX_VALUE)
                  .maxStringLength(Integer.MAX_VALUE)
                  .maxNameLength(Integer.MAX_VALUE)
                  .maxNumberLength(Integer.MAX_VALUE)
                  .maxDocumentLength(-1)
                  .maxTokenCount(-1)
                  .build())
          .build();
  private static final String HEX = "0123456789abcdef";

  private JsonStrings() {}

  /// `json` with each string replaced by what `each` gives for it; the same array if nothing
  /// changes.
  ///
  /// @param json one JSON value in UTF-8
  /// @throws tools.jackson.core.JacksonException if it is not
  public static byte[] rewrite(byte[] json, UnaryOperator<String> each) {
    return rewrite(json, (_, value) -> each.apply(value));
  }

  /// As [#rewrite(byte\[\], UnaryOperator)], with the name of the field that has the string as its
  /// value; the empty string for array elements, for a string that is the whole value, and for
  /// field names themselves.
  public static byte[] rewrite(byte[] json, BinaryOperator<String> nameAndValue) {
    return rewriteAt(
        json,
        new Sites() {
          private String name = "";

          @Override
          public boolean wants(int from, int to, boolean isName) {
            return true;
          }

          @Override
          public String name(String text) {
            name = text;
            return nameAndValue.apply("", text);
          }

          @Override
          public String value(boolean inField, String text) {
            return nameAndValue.apply(inField ? name : "", text);
          }
        });
  }

  /// Says which strings to decode, and what to write instead.
  interface Sites {
    /// Whether the string token at bytes `from` to `to`, quotes included, is to be looked at.
    boolean wants(int from, int to, boolean isName);

    String name(String text);

    /// A string value; `inField` if the last field name was that of this very value.
    String value(boolean inField, String text);
  }

  static byte[] rewriteAt(byte[] json, Sites sites) {
    var splice = new Splice(json);
    try (var parser = JSON.createParser(ObjectReadContext.empty(), json)) {
      @Nullable JsonToken before = null;
      for (var token = parser.nextToken(); token != null; token = parser.nextToken()) {
        if (token == JsonToken.VALUE_STRING || token == JsonToken.PROPERTY_NAME) {
          visit(parser, token, before == JsonToken.PROPERTY_NAME, sites, splice);
        }
        before = token;
      }
    }
    return splice.finish();
  }

  private static void visit(
      JsonParser parser, JsonToken token, boolean inField, Sites sites, Splice splice) {
    boolean isName = token == JsonToken.PROPERTY_NAME;
    int from = (int) parser.currentTokenLocation().getByteOffset();
    int to = splice.endOfString(from);
    if (sites.wants(from, to, isName)) {
      var text = parser.getString();
      var now = isName ? sites.name(text) : sites.value(inField, text);
      if (!now.equals(text)) {
        splice.replace(from, to, encode(now));
      }
    }
  }

  /// `text` as a JSON string with its quotes.
  static byte[] encode(String text) {
    var out = new StringBuilder(text.length() + 16).append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"', '\\' -> out.append('\\').append(c);
        case '\n' -> out.append("\\n");
        case '\r' -> out.append("\\r");
        case '\t' -> out.append("\\t");
        case '\b' -> out.append("\\b");
        case '\f' -> out.append("\\f");
        default -> {
          if (c < ' ' || isLone(text, i)) {
            escape(out, c);
          } else {
            out.append(c);
          }
        }
      }
    }
    return out.append('"').toString().getBytes(StandardCharsets.UTF_8);
  }

  private static boolean isLone(String text, int at) {
    char c = text.charAt(at);
    if (Character.isHighSurrogate(c)) {
      return at + 1 == text.length() || !Character.isLowSurrogate(text.charAt(at + 1));
    }
    return Character.isLowSurrogate(c)
        && (at == 0 || !Character.isHighSurrogate(text.charAt(at - 1)));
  }

  private static void escape(StringBuilder out, char c) {
    out.append("\\u");
    for (int shift = 12; shift >= 0; shift -= 4) {
      out.append(HEX.charAt((c >> shift) & 15));
    }
  }

  /// The bytes of one value with some ranges replaced, in order.
  private static final class Splice {
    private final byte[] json;
    private @Nullable ByteArrayOutputStream out;
    private int copied;

    Splice(byte[] json) {
      this.json = json;
    }

    /// The byte after the quote that closes the string whose opening quote is at `from`.
    ///
    /// The parser decodes lazily and does not know the end of a string it has not read.
    int endOfString(int from) {
      for (int i = from + 1; i < json.length; i++) {
        if (json[i] == '\\') {
          i++;
        } else if (json[i] == '"') {
          return i + 1;
        }
      }
      return json.length;
    }

    void replace(int from, int to, byte[] text) {
      if (out == null) {
        out = new ByteArrayOutputStream(json.length + 256);
      }
      out.write(json, copied, from - copied);
      out.writeBytes(text);
      copied = to;
    }

    byte[] finish() {
      if (out == null) {
        return json;
      }
      out.write(json, copied, json.length - copied);
      return out.toByteArray();
    }
  }
}
