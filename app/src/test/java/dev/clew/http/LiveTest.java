package dev.clew.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clew.recorder.ImportListener;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The stream of changes, as a client hears it.
class LiveTest {
  @TempDir private Path folder;
  private TestServer world;
  private final List<Client> clients = new ArrayList<>();

  @BeforeEach
  void start() throws Exception {
    world = TestServer.start(folder);
  }

  @AfterEach
  void stop() throws Exception {
    for (var client : clients) {
      client.close();
    }
    world.close();
  }

  /// One who listens.
  private final class Client implements AutoCloseable {
    private final Socket socket;
    private final BufferedReader in;
    final String status;

    Client(String parameters) throws IOException {
      socket = new Socket(InetAddress.getLoopbackAddress(), world.server.port());
      socket.setSoTimeout(20_000);
      var request =
          "GET /api/v1/live%s HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nAuthorization: Bearer %s\r\n\r\n"
              .formatted(parameters, world.server.port(), TestServer.TOKEN);
      socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
      in =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
      status = in.readLine();
      clients.add(this);
    }

    /// The next line that begins so; empty at the end of the stream.
    String next(String start) throws IOException {
      for (var line = in.readLine(); line != null; line = in.readLine()) {
        if (line.startsWith(start)) {
          return line;
        }
      }
      return "";
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }

  private Client listen(String parameters) throws IOException {
    var client = new Client(parameters);
    assertThat(client.status).isEqualTo("HTTP/1.1 200 OK");
    assertThat(client.next("Content-Type")).endsWith("text/event-stream");
    assertThat(client.next("event:")).isEqualTo("event: hello");
    return client;
  }

  private void importSecond() throws Exception {
    world.recorder.importPaths(
        List.of(TestServer.FIXTURES.resolve("second.jsonl")),
        Optional.empty(),
        ImportListener.none());
  }

  @Test
  void a_change_is_told_when_readers_see_it() throws Exception {
    var client = listen("");
    importSecond();
    assertThat(client.next("event:")).isEqualTo("event: change");
    var sessions = world.json("/api/v1/sessions").path("items");
    assertThat(sessions).hasSize(2);
    var changed = client.next("data:");
    assertThat(sessions.values())
        .filteredOn(each -> changed.contains(each.path("session").asString()))
        .hasSize(1);
  }

  @Test
  void one_session_can_be_listened_to_by_the_start_of_its_id() throws Exception {
    var first = world.json("/api/v1/sessions").path("items").get(0).path("session").asString();
    var narrow = listen("?session=" + first.substring(0, 6));
    var wide = listen("");
    importSecond();
    assertThat(wide.next("event: change")).isNotEmpty();
    world.server.close();
    assertThat(narrow.next("event:")).isEmpty();
  }

  @Test
  void what_makes_no_sense_is_refused() throws Exception {
    assertThat(new Client("?session=nothing").status).startsWith("HTTP/1.1 404 ");
    assertThat(new Client("?since=1").status).startsWith("HTTP/1.1 400 ");
    assertThat(world.log.toString()).isEmpty();
  }

  @Test
  void the_end_of_the_server_ends_every_stream() throws Exception {
    var one = listen("");
    var other = listen("");
    world.server.close();
    assertThat(one.next("event:")).isEmpty();
    assertThat(other.next("event:")).isEmpty();
  }

  @Test
  void one_too_many_is_refused_until_another_goes() throws Exception {
    for (var i = 0; i < LiveRoute.CLIENTS; i++) {
      listen("");
    }
    assertThat(new Client("").status).startsWith("HTTP/1.1 503 ");
    clients.getFirst().close();
    listen("");
  }
}
