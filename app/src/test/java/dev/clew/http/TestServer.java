package dev.clew.http;

import dev.clew.capture.Agent;
import dev.clew.capture.Agents;
import dev.clew.capture.claude.ClaudeHooks;
import dev.clew.capture.claude.ClaudeTranscripts;
import dev.clew.capture.move.MoveHooks;
import dev.clew.export.Export;
import dev.clew.query.Sources;
import dev.clew.recorder.Home;
import dev.clew.recorder.HomeLock;
import dev.clew.recorder.ImportListener;
import dev.clew.recorder.Interpreter;
import dev.clew.recorder.Recorder;
import dev.clew.redact.KnownValues;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A real server on a store of its own, which holds our small session, and a client for it.
final class TestServer implements AutoCloseable {
  static final String TOKEN = "the-token";
  static final Path FIXTURES = Path.of("src/test/fixtures/http").toAbsolutePath();
  static final InstantSource CLOCK = InstantSource.fixed(Instant.parse("2026-11-20T12:00:00Z"));
  static final Export.Surroundings EXPORTS =
      new Export.Surroundings(Map.of(), Path.of("/home/nobody"), CLOCK);
  private static final Agents AGENTS =
      Agents.of(Agent.of(new ClaudeTranscripts(), new ClaudeHooks()), Agent.of(new MoveHooks()));

  final Home home;
  final Recorder recorder;
  final WebServer server;
  final CountDownLatch shutdown = new CountDownLatch(1);
  final StringWriter log = new StringWriter();
  private final InstantSource clock;
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private TestServer(
      Path folder,
      UnaryOperator<Sources> sources,
      PageFiles.Folder page,
      Duration idle,
      InstantSource clock)
      throws Exception {
    this.clock = clock;
    home = new Home(folder.resolve("home")).create();
    recorder =
        Recorder.open(
            home,
            HomeLock.tryTake(home).orElseThrow(),
            AGENTS,
            new Recorder.Surroundings(
                clock, new SecureRandom(), Map.of(), folder.resolve("nobody"), 1));
    recorder.importPaths(
        List.of(FIXTURES.resolve("session.jsonl")), Optional.empty(), ImportListener.none());
    recorder.indexText(_ -> {});
    server =
        WebServer.start(
            0,
            new WebServer.Parts(
                TOKEN,
                recorder,
                () -> sources.apply(sources()),
                shutdown::countDown,
                new PrintWriter(log, true),
                clock,
                EXPORTS),
            page,
            idle);
  }

  static TestServer start(Path folder) throws Exception {
    return start(folder, sources -> sources);
  }

  /// With the time of day, for workspaces that are looked at as they change.
  static TestServer now(Path folder) throws Exception {
    return new TestServer(
        folder,
        sources -> sources,
        TestServer::pageFile,
        Duration.ofSeconds(30),
        InstantSource.system());
  }

  static TestServer start(Path folder, UnaryOperator<Sources> sources) throws Exception {
    return new TestServer(folder, sources, TestServer::pageFile, Duration.ofSeconds(30), CLOCK);
  }

  static TestServer impatient(Path folder, Duration idle) throws Exception {
    return new TestServer(folder, sources -> sources, TestServer::pageFile, idle, CLOCK);
  }

  static TestServer withoutPage(Path folder) throws Exception {
    return new TestServer(folder, sources -> sources, _ -> null, Duration.ofSeconds(30), CLOCK);
  }

  /// With the page as it was built, not a fixture in its place.
  static TestServer withBuiltPage(Path folder) throws Exception {
    return new TestServer(
        folder,
        sources -> sources,
        name -> WebServer.class.getResourceAsStream("/web/" + name),
        Duration.ofSeconds(30),
        CLOCK);
  }

  private static @Nullable InputStream pageFile(String name) {
    try {
      var file = FIXTURES.resolve("web").resolve(name);
      return Files.isRegularFile(file) ? Files.newInputStream(file) : null;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Sources on the store, as a command beside the server opens them.
  Sources sources() {
    return new Sources(
        home,
        new Interpreter(AGENTS),
        clock,
        recorder::importing,
        Path.of("/nonexistent"),
        KnownValues::none);
  }

  HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return client.send(request(path).GET().build(), BodyHandlers.ofString());
  }

  HttpResponse<byte[]> bytes(String path) throws IOException, InterruptedException {
    return client.send(request(path).GET().build(), BodyHandlers.ofByteArray());
  }

  HttpResponse<String> post(String path, String body) throws IOException, InterruptedException {
    return client.send(
        request(path)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build(),
        BodyHandlers.ofString());
  }

  JsonNode json(String path) throws IOException, InterruptedException {
    return JsonMapper.shared().readTree(get(path).body());
  }

  HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(server.url() + path))
        .header("Authorization", "Bearer " + TOKEN);
  }

  <T> HttpResponse<T> send(HttpRequest request, HttpResponse.BodyHandler<T> handler)
      throws IOException, InterruptedException {
    return client.send(request, handler);
  }

  /// Sends what no client would, and reads until the server closes.
  String raw(String... lines) throws IOException {
    try (var socket = open(lines)) {
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  /// Sends what no client would, and reads the first line.
  String firstLine(String... lines) throws IOException {
    try (var socket = open(lines);
        var in = new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8)) {
      return new BufferedReader(in).readLine();
    }
  }

  private Socket open(String... lines) throws IOException {
    var socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
    socket.setSoTimeout(10_000);
    var text = String.join("\r\n", lines) + "\r\n\r\n";
    socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
    return socket;
  }

  @Override
  public void close() throws IOException, SQLException {
    client.close();
    server.close();
    recorder.close();
  }
}
