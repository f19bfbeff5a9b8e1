package dev.clew.http;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.regex.Pattern;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.jspecify.annotations.Nullable;

/// Answers with the page's files.
///
/// A name is a word with dots in it, in the root or in `assets/`: no name can lead out of the
/// folder. Files in `assets/` have their hash in their name and keep for ever; the others are asked
/// for again with their tag.
final class PageFiles implements Route {
  private static final Pattern NAME =
      Pattern.compile("(?:assets/)?[A-Za-z0-9_-]+(?:\\.[A-Za-z0-9_-]+)*\\.([a-z0-9]+)");
  private static final Map<String, String> TYPES =
      Map.ofEntries(
          Map.entry("html", "text/html; charset=utf-8"),
          Map.entry("js", "text/javascript; charset=utf-8"),
          Map.entry("css", "text/css; charset=utf-8"),
          Map.entry("svg", "image/svg+xml"),
          Map.entry("png", "image/png"),
          Map.entry("ico", "image/x-icon"),
          Map.entry("woff2", "font/woff2"),
          Map.entry("json", "application/json"),
          Map.entry("webmanifest", "application/manifest+json"),
          Map.entry("txt", "text/plain; charset=utf-8"));
  private static final String NOT_BUILT =
      """
      The recorder runs, but this Clew was built without its page.
      Build it with './dev build' in Clew's repository (it needs Node.js) and start Clew again.
      The same answers come from the command line: 'clew sessions' is a beginning.
      """;

  /// Where the files come from.
  interface Folder {
    /// The file with this name; absent when there is none.
    @Nullable InputStream open(String name);
  }

  private final Folder folder;

  PageFiles(Folder folder) {
    this.folder = folder;
  }

  @Override
  public void answer(Exchange exchange) throws RefusedException, IOException {
    var path = Request.getPathInContext(exchange.request());
    var name = path.equals("/") ? "index.html" : path.substring(1);
    var matcher = NAME.matcher(name);
    var type = matcher.matches() ? TYPES.get(matcher.group(1)) : null;
    var bytes = type == null ? null : read(name);
    if (type == null || bytes == null) {
      if (path.equals("/")) {
        exchange.send("text/plain; charset=utf-8", NOT_BUILT.getBytes(StandardCharsets.UTF_8));
        return;
      }
      throw RefusedException.of(404, "there is no such file");
    }
    if (name.startsWith("assets/")) {
      exchange.header("Cache-Control", "public, max-age=31536000, immutable");
    } else {
      var tag = tag(bytes);
      exchange.header("Cache-Control", "no-cache");
      exchange.header("ETag", tag);
      if (tag.equals(exchange.request().getHeaders().get(HttpHeader.IF_NONE_MATCH))) {
        exchange.empty(304);
        return;
      }
    }
    exchange.send(type, bytes);
  }

  private byte @Nullable [] read(String name) throws IOException {
    try (var in = folder.open(name)) {
      return in == null ? null : in.readAllBytes();
    }
  }

  private static String tag(byte[] bytes) {
    try {
      var hash = MessageDigest.getInstance("SHA-256").digest(bytes);
      return '"' + HexFormat.of().formatHex(hash, 0, 16) + '"';
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
