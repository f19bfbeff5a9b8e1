package dev.clew.bench;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// How long a line takes from its write to an answer over HTTP that tells of it, and to `tail -F`.
///
/// `TailLatency URL TOKEN FOLDER SESSIONS LINES` makes `SESSIONS` transcripts in `FOLDER` grow by
/// one step each, every 200 ms, and asks for the newest step of one of them until it is there.
/// Prints a row of figures in milliseconds: ours, and those of a `tail -F` on the same file.
public final class TailLatency {
  private static final int EVERY_MS = 200;

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final String url;
  private final String token;
  private final Path folder;

  private TailLatency(String url, String token, Path folder) {
    this.url = url;
    this.token = token;
    this.folder = folder;
  }

  /// Measures and prints.
  public static void main(String[] arguments) throws IOException, InterruptedException {
    var bench = new TailLatency(arguments[0], arguments[1], Path.of(arguments[2]));
    bench.run(Integer.parseInt(arguments[3]), Integer.parseInt(arguments[4]));
  }

  private void run(int sessions, int lines) throws IOException, InterruptedException {
    Files.createDirectories(folder);
    var seen = file(sessions, 0);
    append(sessions, 0, 0);
    var tail = new ProcessBuilder("tail", "-n", "0", "-F", seen.toString()).start();
    var ours = new ArrayList<Long>();
    var peers = new ArrayList<Long>();
    try (var heard = tail.inputReader(StandardCharsets.UTF_8)) {
      TimeUnit.SECONDS.sleep(2);
      for (var n = 1; n <= lines; n++) {
        for (var i = 1; i < sessions; i++) {
          append(sessions, i, n);
        }
        var at = System.nanoTime();
        append(sessions, 0, n);
        heard.readLine();
        peers.add(System.nanoTime() - at);
        while (!newest(sessions).contains("do-%d-of-0\"".formatted(n))) {
          TimeUnit.MILLISECONDS.sleep(2);
        }
        ours.add(System.nanoTime() - at);
        TimeUnit.MILLISECONDS.sleep(EVERY_MS);
      }
    } finally {
      tail.destroy();
    }
    System.out.printf("| %d | %d | %s | %s |%n", sessions, lines, figures(ours), figures(peers));
  }

  private static String figures(List<Long> nanos) {
    var sorted = nanos.stream().sorted().toList();
    return "%d | %d | %d"
        .formatted(
            ms(sorted.get(sorted.size() / 2)),
            ms(sorted.get(sorted.size() * 95 / 100)),
            ms(sorted.getLast()));
  }

  private static long ms(long nanos) {
    return TimeUnit.NANOSECONDS.toMillis(nanos);
  }

  /// Another one in every folder: what was told before would not be new.
  private String session(int sessions, int i) {
    var place = folder.toString().hashCode() & 0xffff;
    return "7a11be4c-%04x-4000-8000-%06d%06d".formatted(place, sessions, i);
  }

  private Path file(int sessions, int i) {
    return folder.resolve(session(sessions, i) + ".jsonl");
  }

  private void append(int sessions, int i, int n) throws IOException {
    var line =
        """
        {"type":"assistant","uuid":"%1$s-%2$d","sessionId":"%1$s","timestamp":"%3$s","cwd":"/src/app",\
        "version":"2.1.200","isSidechain":false,"requestId":"r%1$s%2$d","message":{"id":"m%1$s%2$d",\
        "type":"message","role":"assistant","model":"claude-sonnet-4-5","content":[{"type":"text",\
        "text":"do-%2$d-of-%4$d"}],"stop_reason":"end_turn","usage":{"input_tokens":3,"output_tokens":20}}}
        """
            .formatted(session(sessions, i), n, Instant.now(), i);
    Files.writeString(
        file(sessions, i), line, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }

  private String newest(int sessions) throws IOException, InterruptedException {
    var request =
        HttpRequest.newBuilder(
                URI.create(url + "/api/v1/log?limit=1&session=" + session(sessions, 0)))
            .header("Authorization", "Bearer " + token)
            .build();
    return client.send(request, BodyHandlers.ofString()).body();
  }
}
