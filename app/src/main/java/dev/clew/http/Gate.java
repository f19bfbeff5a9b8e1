package dev.clew.http;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;

/// Lets in what the user's own browser and commands ask, and nothing else.
///
/// A web page anywhere can make its visitor's browser send requests to a loopback port, also under
/// a name of its own that it lets point here. Such requests carry a foreign `Host`, `Origin` or
/// `Sec-Fetch-Site`. Other users of the machine can reach the port too: they lack the token.
final class Gate {
  private static final String SCHEME = "Bearer ";

  private final List<String> hosts;
  private final byte[] token;

  Gate(int port, String token) {
    this.hosts = List.of("127.0.0.1:" + port, "localhost:" + port, "[::1]:" + port);
    this.token = token.getBytes(StandardCharsets.UTF_8);
  }

  /// Checks where a request comes from.
  ///
  /// @throws RefusedException when it was sent to another name, or by another site's page
  void checkOrigin(Request request) throws RefusedException {
    var headers = request.getHeaders();
    var named = headers.getValuesList(HttpHeader.HOST);
    var host = named.size() == 1 ? named.getFirst() : "";
    if (!hosts.contains(host) || !host.equals(request.getHttpURI().getAuthority())) {
      throw RefusedException.of(421, "Host: expected one of " + hosts);
    }
    for (var origin : headers.getValuesList(HttpHeader.ORIGIN)) {
      if (!origin.equals("http://" + host)) {
        throw RefusedException.of(403, "Origin: expected http://" + host);
      }
    }
    for (var site : headers.getValuesList("Sec-Fetch-Site")) {
      if (!site.equals("same-origin") && !site.equals("none")) {
        throw RefusedException.of(403, "Sec-Fetch-Site: expected same-origin or none");
      }
    }
  }

  /// Checks the token, in a time that does not tell how much of it was right.
  ///
  /// @throws RefusedException when it is missing or another one
  void checkToken(Request request) throws RefusedException {
    var given = request.getHeaders().getValuesList(HttpHeader.AUTHORIZATION);
    var value = given.size() == 1 ? given.getFirst() : "";
    var said = value.startsWith(SCHEME) ? value.substring(SCHEME.length()) : "";
    if (!MessageDigest.isEqual(token, said.getBytes(StandardCharsets.UTF_8))) {
      throw RefusedException.of(
          401,
          "the token is missing or not this recorder's: use the address that 'clew up' prints");
    }
  }
}
