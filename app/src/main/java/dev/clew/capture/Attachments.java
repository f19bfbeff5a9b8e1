package dev.clew.capture;

import dev.clew.redact.JsonStrings;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;

/// Takes images, PDFs and what only a provider can decrypt out of records: they are kept as objects
/// of their own, and a reference stands in their place.
///
/// Only bytes that begin as such a file does are taken out: base64 of anything else is text, and
/// stays where the redactor sees it. What a picture shows cannot be redacted; it is only sealed.
public final class Attachments {
  private static final int SHORTEST = 256;

  /// How reasoning begins that only the provider can read (Fernet: version and time, base64url).
  private static final String ENCRYPTED = "gAAAAA";

  /// How base64 of the formats begins: PNG, JPEG, GIF, WebP (RIFF), PDF.
  private static final List<String> BEGINNINGS =
      List.of("iVBORw0KGgo", "/9j/", "R0lGOD", "UklGR", "JVBERi0", ENCRYPTED);

  /// How a URL begins that holds such a file itself.
  private static final String DATA_URL = "data:";

  private Attachments() {}

  /// A record without its attachments.
  ///
  /// @param json the record; the same array when there was none
  public record Extracted(byte[] json, List<Attachment> attachments) {}

  /// Takes the attachments out of one JSON value.
  public static Extracted extract(byte[] json) {
    if (!mayHold(json)) {
      return new Extracted(json, List.of());
    }
    var found = new ArrayList<Attachment>();
    var rest = JsonStrings.rewrite(json, value -> extract(value, found));
    return found.isEmpty() ? new Extracted(json, List.of()) : new Extracted(rest, found);
  }

  /// Whether any string of the value is long enough and begins right; a cheap look at the bytes.
  private static boolean mayHold(byte[] json) {
    for (var i = 0; i + SHORTEST < json.length; i++) {
      if (json[i] == '"') {
        for (var beginning : BEGINNINGS) {
          if (startsWith(json, i + 1, beginning)) {
            return true;
          }
        }
        if (startsWith(json, i + 1, DATA_URL)) {
          return true;
        }
      }
    }
    return false;
  }

  private static boolean startsWith(byte[] json, int at, String beginning) {
    for (var i = 0; i < beginning.length(); i++) {
      if (json[at + i] != beginning.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  private static String extract(String value, List<Attachment> found) {
    var from = value.startsWith(DATA_URL) ? value.indexOf(',') + 1 : 0;
    if (value.length() - from < SHORTEST
        || BEGINNINGS.stream().noneMatch(beginning -> value.startsWith(beginning, from))) {
      return value;
    }
    try {
      var decoder =
          value.startsWith(ENCRYPTED, from) ? Base64.getUrlDecoder() : Base64.getDecoder();
      var bytes = decoder.decode(value.substring(from));
      found.add(new Attachment(bytes));
      var sha256 = MessageDigest.getInstance("SHA-256").digest(bytes);
      var hex = HexFormat.of().formatHex(sha256);
      return value.substring(0, from) + new Attachment.Reference(hex, bytes.length).text();
    } catch (IllegalArgumentException e) {
      return value; // not base64 after all
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
