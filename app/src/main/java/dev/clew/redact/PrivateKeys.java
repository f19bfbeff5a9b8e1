package dev.clew.redact;

import org.jspecify.annotations.Nullable;

/// Finds PEM private keys: `-----BEGIN … PRIVATE KEY …-----` to its `-----END …-----`.
///
/// Line ends may be real, escaped once or more, or missing. A key that was cut off counts up to the
/// last line of base64.
final class PrivateKeys {
  static final String RULE = "private-key";
  private static final String BEGIN = "-----BEGIN";
  private static final String END = "-----END";
  private static final String DASHES = "-----";
  private static final int HEADER = 120;
  private static final int FIRST_RUN = 32;
  private static final int RUN = 16;
  // "Proc-Type: 4,ENCRYPTED" and "DEK-Info: …" before the first line; a short last line after it.
  private static final int FIRST_GAP = 240;
  private static final int GAP = 80;

  private PrivateKeys() {}

  /// The key whose header has the words "private key" just before `at`.
  static @Nullable Finding find(String text, int at) {
    int begin = text.substring(Math.max(0, at - HEADER), at).lastIndexOf(BEGIN);
    int header = text.substring(at, Math.min(text.length(), at + HEADER)).indexOf(DASHES);
    if (begin < 0 || header < 0) {
      return null;
    }
    begin += Math.max(0, at - HEADER);
    int body = at + header + DASHES.length();
    int end = end(text, body);
    return end == body ? null : new Finding(begin, end, 0, RULE, text.substring(begin, end));
  }

  /// The end of the key that starts at `body`; `body` if there is none.
  private static int end(String text, int body) {
    int last = body;
    int run = 0;
    for (int i = body; i < text.length(); i++) {
      char c = text.charAt(i);
      if (isBase64(c)) {
        run++;
        if (run >= (last == body ? FIRST_RUN : RUN)) {
          last = i + 1;
        }
        continue;
      }
      run = 0;
      if (i - last > (last == body ? FIRST_GAP : GAP) || text.startsWith(BEGIN, i)) {
        return last;
      }
      if (text.startsWith(END, i)) {
        return last == body ? body : closing(text, i);
      }
    }
    return last;
  }

  private static int closing(String text, int from) {
    int limit = Math.min(text.length(), from + HEADER);
    int dashes = text.substring(from + END.length(), limit).indexOf(DASHES);
    return dashes < 0 ? from : from + END.length() + dashes + DASHES.length();
  }

  private static boolean isBase64(char c) {
    return c < 128 && c != '_' && (Assignment.isWord((byte) c) || c == '+' || c == '/' || c == '=');
  }
}
