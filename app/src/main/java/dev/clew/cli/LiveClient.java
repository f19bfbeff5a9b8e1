package dev.clew.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.databind.json.JsonMapper;

/// The recorder's stream of changes, as this process hears it.
final class LiveClient implements AutoCloseable {
  private static final String DATA = "data: ";

  private final HttpClient client;
  private final Stream<String> stream;
  private final Iterator<String> lines;

  /// The stream of an answer; `client` is closed with it.
  LiveClient(HttpClient client, Stream<String> stream) {
    this.client = client;
    this.stream = stream;
    this.lines = stream.iterator();
  }

  /// Waits for the next change; the sessions, or empty when the recorder has stopped.
  Optional<List<String>> next() throws IOException {
    try {
      while (lines.hasNext()) {
        var line = lines.next();
        if (line.startsWith(DATA)) {
          var sessions = sessions(line.substring(DATA.length()));
          if (!sessions.isEmpty()) {
            return Optional.of(sessions);
          }
        }
      }
    } catch (UncheckedIOException e) {
      // It stopped in the middle: the same as the end.
    }
    return Optional.empty();
  }

  private static List<String> sessions(String data) {
    var sessions = new ArrayList<String>();
    JsonMapper.shared()
        .readTree(data)
        .path("sessions")
        .values()
        .forEach(each -> sessions.add(each.asString()));
    return sessions;
  }

  @Override
  public void close() {
    stream.close();
    client.shutdownNow();
  }
}
