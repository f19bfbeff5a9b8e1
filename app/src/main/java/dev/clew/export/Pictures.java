package dev.clew.export;

import dev.clew.query.Sources;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.Base64;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// The images that a document holds: those that are not too large, until there are too many bytes
/// of them. They cannot be redacted.
public final class Pictures {
  private static final long MOST_EACH = 2L << 20;
  private static final long MOST_ALL = 24L << 20;

  private final Sources sources;
  private final boolean wanted;
  private long bytes;
  private int shown;
  private int leftOut;

  Pictures(Sources sources, boolean wanted) {
    this.sources = sources;
    this.wanted = wanted;
  }

  /// A `data:` address of the image; empty when it is left out.
  Optional<String> address(JsonNode image) throws IOException {
    var found = wanted ? bytes(image) : Optional.<byte[]>empty();
    var type = found.flatMap(Pictures::type);
    if (type.isEmpty()) {
      leftOut++;
      return Optional.empty();
    }
    shown++;
    bytes += found.get().length;
    return Optional.of(
        "data:%s;base64,%s".formatted(type.get(), Base64.getEncoder().encodeToString(found.get())));
  }

  private Optional<byte[]> bytes(JsonNode image) throws IOException {
    var size = image.path("bytes").asLong(0);
    var sha256 = image.path("sha256").asString("");
    if (size > MOST_EACH || bytes + size > MOST_ALL || !sha256.matches("[0-9a-f]{64}")) {
      return Optional.empty();
    }
    try {
      return sources.attachment(sha256).filter(found -> found.length <= MOST_EACH);
    } catch (SQLException e) {
      throw new IOException(e);
    }
  }

  int shown() {
    return shown;
  }

  int leftOut() {
    return leftOut;
  }

  /// The image format that the first bytes tell; empty when it is none that browsers show.
  ///
  /// Source: WHATWG MIME Sniffing, section 6.1.
  public static Optional<String> type(byte[] bytes) {
    var head = new String(bytes, 0, Math.min(16, bytes.length), StandardCharsets.ISO_8859_1);
    if (head.startsWith("\u0089PNG\r\n\u001a\n")) {
      return Optional.of("image/png");
    }
    if (head.startsWith("\u00ff\u00d8\u00ff")) {
      return Optional.of("image/jpeg");
    }
    if (head.startsWith("GIF87a") || head.startsWith("GIF89a")) {
      return Optional.of("image/gif");
    }
    return head.startsWith("RIFF") && head.startsWith("WEBPVP", 8)
        ? Optional.of("image/webp")
        : Optional.empty();
  }
}
