package dev.clew.redact;

import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// What stands where a secret was: `⟦secret:<rule>:<8 hex digits>:<length>⟧`.
///
/// The digits are the start of HMAC-SHA256(key of the store, secret in UTF-8): equal secrets have
/// equal placeholders in one store and unrelated ones in another. The length is in characters.
final class Placeholder {
  private static final String OPEN = "⟦secret:";
  private static final Pattern SHAPE =
      Pattern.compile("⟦secret:[a-z0-9._-]{1,80}:[0-9a-f]{8}:[0-9]{1,10}⟧");
  private static final int KEY_BYTES = 32;

  private final SecretKeySpec key;

  Placeholder(byte[] key) {
    if (key.length != KEY_BYTES) {
      throw new IllegalArgumentException(
          "redaction key: expected %d bytes, found %d".formatted(KEY_BYTES, key.length));
    }
    this.key = new SecretKeySpec(key, "HmacSHA256");
  }

  String of(String rule, String secret) {
    var digest = mac().doFinal(secret.getBytes(StandardCharsets.UTF_8));
    return OPEN + rule + ":" + HexFormat.of().formatHex(digest, 0, 4) + ":" + secret.length() + "⟧";
  }

  /// `text` with each finding replaced; adds to `counts` by rule.
  String write(String text, List<Finding> findings, Map<String, Integer> counts) {
    var out = new StringBuilder(text.length());
    int copied = 0;
    for (var finding : findings) {
      out.append(text, copied, finding.from());
      var instead = finding.instead();
      out.append(instead.isEmpty() ? of(finding.rule(), finding.secret()) : instead);
      copied = finding.to();
      counts.merge(finding.rule(), 1, Integer::sum);
    }
    return out.append(text, copied, text.length()).toString();
  }

  /// Where placeholders stand in `text`, in order.
  static List<Span> spans(String text) {
    if (!text.contains(OPEN)) {
      return List.of();
    }
    var spans = new ArrayList<Span>();
    var matcher = SHAPE.matcher(text);
    for (int at = text.indexOf(OPEN); at >= 0; at = text.indexOf(OPEN, at + 1)) {
      if (matcher.region(at, text.length()).lookingAt()) {
        spans.add(new Span(at, matcher.end()));
      }
    }
    return spans;
  }

  /// Whether one of `spans`, which are in order, overlaps the characters `from` to `to`.
  static boolean overlaps(List<Span> spans, int from, int to) {
    int low = 0;
    int high = spans.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (spans.get(middle).to() <= from) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low < spans.size() && spans.get(low).from() < to;
  }

  private Mac mac() {
    try {
      var mac = Mac.getInstance("HmacSHA256");
      mac.init(key);
      return mac;
    } catch (NoSuchAlgorithmException | InvalidKeyException e) {
      throw new IllegalStateException("every Java has HmacSHA256", e);
    }
  }

  /// Characters `from` (inclusive) to `to` (exclusive).
  record Span(int from, int to) {}
}
