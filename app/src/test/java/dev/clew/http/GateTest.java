package dev.clew.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.clew.query.Questions;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// Who gets in: the user's own page and commands, and nobody else.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class GateTest {
  private static final List<String> HEADERS =
      List.of(
          "Content-Security-Policy: default-src 'none'; script-src 'self'; style-src 'self';"
              + " img-src 'self' blob: data:; connect-src 'self'; font-src 'self';"
              + " base-uri 'none'; form-action 'none'; frame-ancestors 'none';"
              + " require-trusted-types-for 'script'; trusted-types 'none'",
          "X-Content-Type-Options: nosniff",
          "Referrer-Policy: no-referrer",
          "Cross-Origin-Opener-Policy: same-origin",
          "Cross-Origin-Resource-Policy: same-origin",
          "Cache-Control: ");

  private TestServer world;

  @BeforeAll
  void start(@TempDir Path folder) throws Exception {
    world = TestServer.start(folder);
  }

  @AfterAll
  void stop() throws Exception {
    world.close();
  }

  /// Every path that answers, with its method.
  private static List<String> routes() {
    var routes = new ArrayList<>(api());
    routes.addAll(List.of("GET /", "GET /icon.svg", "GET /assets/index-abc123.js"));
    return routes;
  }

  private static List<String> api() {
    var routes = new ArrayList<String>();
    Questions.all().forEach(each -> routes.add("GET /api/v1/" + each.name()));
    routes.add("GET /api/v1/object");
    routes.add("GET /api/v1/export");
    routes.add("GET /api/v1/openapi.json");
    routes.add("GET /api/v1/live");
    for (var order :
        List.of(
            "import",
            "reindex",
            "shutdown",
            "gc",
            "forget",
            "move",
            "waiting",
            "revert-commit",
            "quarantine")) {
      routes.add("POST /api/v1/" + order);
    }
    return routes;
  }

  private String ask(String route, String host, String... headers) throws IOException {
    var lines = new ArrayList<>(List.of(route + " HTTP/1.1", "Host: " + host));
    lines.addAll(List.of(headers));
    lines.add("Connection: close");
    return world.raw(lines.toArray(String[]::new));
  }

  private String host() {
    return "127.0.0.1:" + world.server.port();
  }

  private static final String TOKEN = "Authorization: Bearer " + TestServer.TOKEN;

  @Test
  void every_route_below_api_is_in_the_list() throws Exception {
    var table =
        new Routes(new Gate(1, ""), _ -> {})
            .questions(new SourcesPool(() -> world.sources()))
            .documents(new SourcesPool(() -> world.sources()), TestServer.EXPORTS)
            .orders(
                world.recorder, new SourcesPool(() -> world.sources()), () -> {}, log(), Map.of());
    assertThat(api().stream().map(each -> each.split(" ", -1)[1]))
        .containsExactlyInAnyOrderElementsOf(table.paths());
  }

  private static FailureLog log() {
    return new FailureLog(new PrintWriter(new StringWriter()), TestServer.CLOCK);
  }

  @Test
  void without_the_token_no_route_tells_anything() throws Exception {
    for (var route : api()) {
      for (var authorization :
          List.of(
              "X-Nothing: here",
              "Authorization: Bearer",
              "Authorization: Bearer ",
              "Authorization: Bearer wrong",
              "Authorization: bearer " + TestServer.TOKEN,
              "Authorization: Basic " + TestServer.TOKEN,
              "Authorization: " + TestServer.TOKEN,
              "Authorization: Bearer " + TestServer.TOKEN + "x",
              TOKEN + "\r\n" + TOKEN,
              "Cookie: token=" + TestServer.TOKEN)) {
        var answer = ask(route, host(), authorization, "Content-Length: 0");
        assertThat(answer).as(route + " " + authorization).startsWith("HTTP/1.1 401 ");
        assertThat(answer).contains("clew up").doesNotContain("items");
      }
    }
    assertThat(ask("GET /api/v1/nothing", host())).startsWith("HTTP/1.1 401 ");
    assertThat(ask("DELETE /api/v1/sessions", host())).startsWith("HTTP/1.1 401 ");
    assertThat(world.shutdown.getCount()).isOne();
  }

  @Test
  void a_token_in_the_address_is_none() throws Exception {
    assertThat(ask("GET /api/v1/status?token=" + TestServer.TOKEN, host()))
        .startsWith("HTTP/1.1 401 ");
  }

  @Test
  void a_request_to_another_name_is_refused_everywhere() throws Exception {
    var port = world.server.port();
    for (var route : routes()) {
      for (var host :
          List.of(
              "127.0.0.1.evil.example:" + port,
              "evil.example:" + port,
              "evil.example",
              "127.0.0.1",
              "localhost",
              "localhost.:" + port,
              "127.0.0.1:" + (port + 1),
              "0.0.0.0:" + port,
              "127.0.0.2:" + port,
              "127.1:" + port,
              "2130706433:" + port,
              "[::ffff:127.0.0.1]:" + port,
              "user@127.0.0.1:" + port,
              "")) {
        assertThat(ask(route, host, TOKEN))
            .as(route + " " + host)
            .matches("(?s)HTTP/1.1 4(00|21) .*");
      }
      assertThat(ask(route, host() + "\r\nHost: evil.example:" + port, TOKEN))
          .matches("(?s)HTTP/1.1 4(00|21) .*");
      assertThat(world.raw(route + " HTTP/1.0", TOKEN)).matches("(?s)HTTP/1.[01] 4(00|21) .*");
    }
    assertThat(ask("GET http://evil.example/api/v1/status", host(), TOKEN))
        .matches("(?s)HTTP/1.1 4(00|21) .*");
  }

  @Test
  void another_sites_page_is_refused_everywhere() throws Exception {
    var port = world.server.port();
    for (var route : routes()) {
      for (var header :
          List.of(
              "Origin: http://127.0.0.1.evil.example:" + port,
              "Origin: http://evil.example",
              "Origin: https://127.0.0.1:" + port,
              "Origin: http://127.0.0.1:" + (port + 1),
              "Origin: http://127.0.0.1",
              "Origin: http://localhost:" + port,
              "Origin: null",
              "Origin:",
              "Origin: http://" + host() + "\r\nOrigin: http://evil.example",
              "Sec-Fetch-Site: cross-site",
              "Sec-Fetch-Site: same-site",
              "Sec-Fetch-Site: ",
              "Sec-Fetch-Site: same-origin\r\nSec-Fetch-Site: cross-site")) {
        assertThat(ask(route, host(), header, TOKEN))
            .as(route + " " + header)
            .startsWith("HTTP/1.1 403 ");
      }
    }
  }

  @Test
  void the_page_itself_gets_in_under_each_of_its_names() throws Exception {
    for (var name : List.of("127.0.0.1:", "localhost:", "[::1]:")) {
      var host = name + world.server.port();
      assertThat(
              ask(
                  "GET /api/v1/sessions",
                  host,
                  TOKEN,
                  "Origin: http://" + host,
                  "Sec-Fetch-Site: same-origin"))
          .startsWith("HTTP/1.1 200 ");
      assertThat(ask("GET /", host, "Sec-Fetch-Site: none")).startsWith("HTTP/1.1 200 ");
    }
  }

  @Test
  void no_other_method_is_taken() throws Exception {
    for (var route : routes()) {
      var taken = route.split(" ", -1)[0];
      for (var method :
          List.of("GET", "POST", "HEAD", "PUT", "DELETE", "OPTIONS", "PATCH", "TRACE", "BREW")) {
        if (!method.equals(taken)) {
          var answer = ask(method + route.substring(taken.length()), host(), TOKEN);
          assertThat(answer).as(method + " " + route).startsWith("HTTP/1.1 405 ");
          assertThat(answer).contains("Allow: " + taken + "\r\n");
        }
      }
    }
    assertThat(ask("OPTIONS *", host(), TOKEN)).startsWith("HTTP/1.1 4");
    assertThat(world.firstLine("CONNECT 127.0.0.1:80 HTTP/1.1", "Host: " + host(), TOKEN))
        .startsWith("HTTP/1.1 4");
  }

  @Test
  void every_answer_carries_the_headers_and_no_others_that_tell() throws Exception {
    for (var answer :
        List.of(
            ask("GET /", host()),
            ask("GET /api/v1/status", host(), TOKEN),
            ask("GET /api/v1/status", host()),
            ask("GET /api/v1/nothing", host(), TOKEN),
            ask("GET /", "evil.example"),
            ask("GET /nothing", host()),
            ask("GET /%2e%2e/etc/passwd", host()),
            ask("PUT /", host()),
            world.raw("NO HTTP AT ALL"),
            world.raw("GET / HTTP/1.1", "Host: " + host(), "X-Long: " + "x".repeat(20_000)))) {
      assertThat(answer).as(answer).contains(HEADERS);
      assertThat(answer.toLowerCase(Locale.ROOT))
          .doesNotContain("set-cookie", "access-control", "server:", "jetty", "x-powered-by");
    }
  }

  @Test
  void nothing_listens_beyond_this_machine() throws Exception {
    for (var each : (Iterable<NetworkInterface>) NetworkInterface.networkInterfaces()::iterator) {
      for (var address : (Iterable<InetAddress>) each.inetAddresses()::iterator) {
        if (!address.isLoopbackAddress() && !address.isLinkLocalAddress()) {
          assertThatThrownBy(() -> new Socket(address, world.server.port()).close())
              .isInstanceOf(IOException.class);
        }
      }
    }
    assertThat(world.server.url()).isEqualTo("http://127.0.0.1:" + world.server.port());
  }

  @Test
  void a_port_that_is_taken_gives_way_to_another(@TempDir Path folder) throws Exception {
    var parts =
        new WebServer.Parts(
            TestServer.TOKEN,
            world.recorder,
            world::sources,
            () -> {},
            new PrintWriter(world.log),
            TestServer.CLOCK,
            TestServer.EXPORTS);
    try (var second = WebServer.start(world.server.port(), parts)) {
      assertThat(second.port()).isNotZero().isNotEqualTo(world.server.port());
    }
  }

  @Test
  void a_connection_that_says_nothing_is_closed(@TempDir Path folder) throws Exception {
    try (var impatient = TestServer.impatient(folder, Duration.ofMillis(200));
        var socket = new Socket(InetAddress.getLoopbackAddress(), impatient.server.port())) {
      socket.setSoTimeout(10_000);
      socket.getOutputStream().write("GET / HT".getBytes(StandardCharsets.UTF_8));
      assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
          .doesNotContain("200");
    }
  }
}
