package dev.clew.capture;

import java.util.Optional;
import java.util.regex.Pattern;

/// Bytes that came inside a record and are kept beside it: an image or a PDF in base64.
///
/// @param bytes the decoded bytes
public record Attachment(byte[] bytes) {
  /// What stands in the record in place of the bytes.
  ///
  /// @param sha256 of the bytes, lower-case hex
  public record Reference(String sha256, long bytes) {
    private static final Pattern FORM =
        Pattern.compile("clew-object:sha256=([0-9a-f]{64});bytes=([0-9]{1,18})");

    /// The reference that `text` is; empty when it is something else.
    public static Optional<Reference> parse(String text) {
      var matcher = FORM.matcher(text);
      return matcher.matches()
          ? Optional.of(new Reference(matcher.group(1), Long.parseLong(matcher.group(2))))
          : Optional.empty();
    }

    /// `clew-object:sha256=<hex>;bytes=<n>`.
    public String text() {
      return "clew-object:sha256=%s;bytes=%d".formatted(sha256, bytes);
    }
  }
}
