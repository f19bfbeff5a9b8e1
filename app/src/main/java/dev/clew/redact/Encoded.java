package dev.clew.redact;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;

/// Finds base64 that holds text.
final class Encoded {
  private static final int LEAST = 24;
  private static final int PROBE = 12;
  private static final byte[] CODE = new byte[128];

  static {
    var alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    Arrays.fill(CODE, (byte) -1);
    for (int i = 0; i < alphabet.length(); i++) {
      CODE[alphabet.charAt(i)] = (byte) i;
    }
    CODE['-'] = 62;
    CODE['_'] = 63;
  }

  private Encoded() {}

  /// Receives the characters `from` to `to`, without padding.
  interface Sink {
    void token(int from, int to);
  }

  /// Runs of at least 24 base64 characters that decode to something that begins like text.
  ///
  /// Looks at every 24th byte and goes back from there, so prose costs a third of its bytes.
  static void tokens(byte[] bytes, Sink sink) {
    int from = 0;
    while (from + LEAST <= bytes.length) {
      int at = from + LEAST - 1;
      while (at >= from && isCode(bytes[at])) {
        at--;
      }
      if (at >= from) {
        from = at + 1;
        continue;
      }
      int start = from;
      int to = from + LEAST;
      while (to < bytes.length && isCode(bytes[to])) {
        to++;
      }
      if (start > 0 && bytes[start - 1] == '\\') {
        start++; // the n of an escaped line end
      }
      if (beginsLikeText(bytes, start)) {
        sink.token(start, to);
      }
      from = to;
    }
  }

  /// The decoded bytes, of either alphabet.
  static byte[] decode(String token) {
    return Base64.getDecoder().decode(token.replace('-', '+').replace('_', '/'));
  }

  /// `text` in UTF-8, in the alphabet of `token` and padded as it is.
  static String encodeLike(String token, String text) {
    boolean plain = token.indexOf('+') >= 0 || token.indexOf('/') >= 0 || token.endsWith("=");
    boolean url = !plain || token.indexOf('-') >= 0 || token.indexOf('_') >= 0;
    var encoder = url ? Base64.getUrlEncoder() : Base64.getEncoder();
    return (token.endsWith("=") ? encoder : encoder.withoutPadding())
        .encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  private static boolean isCode(byte b) {
    return b >= 0 && CODE[b] >= 0;
  }

  private static boolean beginsLikeText(byte[] bytes, int from) {
    for (int i = from; i < from + PROBE; i += 4) {
      int group =
          CODE[bytes[i]] << 18
              | CODE[bytes[i + 1]] << 12
              | CODE[bytes[i + 2]] << 6
              | CODE[bytes[i + 3]];
      if (!isText(group >> 16) || !isText((group >> 8) & 255) || !isText(group & 255)) {
        return false;
      }
    }
    return true;
  }

  private static boolean isText(int b) {
    return (b >= ' ' && b < 127) || b == '\n' || b == '\r' || b == '\t';
  }
}
