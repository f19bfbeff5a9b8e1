package dev.clew.http;

import dev.clew.export.Pictures;
import dev.clew.query.QueryException;
import java.io.IOException;
import java.sql.SQLException;

/// Answers with the bytes of an attachment: `?sha256=HEX`.
///
/// Agents bring these bytes, so only what begins as one of four image formats is called an image;
/// anything else is a download that no browser shows.
final class ObjectRoute implements Route {
  private static final String UNKNOWN = "application/octet-stream";

  private final SourcesPool sources;

  ObjectRoute(SourcesPool sources) {
    this.sources = sources;
  }

  @Override
  public void answer(Exchange exchange)
      throws RefusedException, QueryException, IOException, SQLException {
    var sha256 = exchange.parameters().getOrDefault("sha256", "");
    if (!sha256.matches("[0-9a-f]{64}")) {
      throw RefusedException.of(400, "sha256: expected 64 lower-case hex digits");
    }
    var bytes =
        sources
            .with(open -> open.attachment(sha256))
            .orElseThrow(() ->
                RefusedException.of(404, "no attachment has these bytes, or it was forgotten"));
    var type = type(bytes);
    if (type.equals(UNKNOWN)) {
      exchange.header("Content-Disposition", "attachment");
    }
    exchange.send(type, bytes);
  }

  /// The type that the first bytes tell.
  static String type(byte[] bytes) {
    return Pictures.type(bytes).orElse(UNKNOWN);
  }
}
