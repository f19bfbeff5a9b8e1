package dev.clew.http;

import java.util.Map;
import org.eclipse.jetty.http.HttpFields;

/// The headers that every answer carries, errors included: they keep a browser from running what
/// agents wrote, and other sites from reading or framing it.
///
/// Sources: Content Security Policy Level 3, Trusted Types, Fetch ("nosniff", CORP), HTML (COOP).
final class SecurityHeaders {
  private static final Map<String, String> ALL =
      Map.of(
          "Content-Security-Policy",
          "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob: data:;"
              + " connect-src 'self'; font-src 'self'; base-uri 'none'; form-action 'none';"
              + " frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'",
          "X-Content-Type-Options",
          "nosniff",
          "Referrer-Policy",
          "no-referrer",
          "Cross-Origin-Opener-Policy",
          "same-origin",
          "Cross-Origin-Resource-Policy",
          "same-origin",
          "Cache-Control",
          "no-store");

  private SecurityHeaders() {}

  /// Puts them in; the page's files later say themselves how long they keep.
  static void put(HttpFields.Mutable headers) {
    ALL.forEach(headers::put);
  }
}
