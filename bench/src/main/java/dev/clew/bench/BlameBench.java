package dev.clew.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.json.JsonMapper;

/// A file with many revisions, each an edit that an agent's hooks tell of, and questions about it.
///
/// `BlameBench play FOLDER CLIENT HOME REVISIONS STREAM` edits `FOLDER/Work.java` and fires hooks
/// through the client; the same contents become a stream for `git fast-import`. `BlameBench ask URL
/// TOKEN FILE[&lines=...] RUNS` prints `name value` lines: milliseconds of an answer over HTTP, bytes.
public final class BlameBench {
  private static final int LINES = 5000;

  /// What the installed command has for hooks before tools.
  private static final String WAIT_MS = "50";

  private static final JsonMapper JSON = new JsonMapper();

  private BlameBench() {}

  /// Runs.
  public static void main(String[] arguments) throws IOException, InterruptedException {
    if (arguments[0].equals("play")) {
      play(
          Path.of(arguments[1]),
          arguments[2],
          Path.of(arguments[3]),
          Integer.parseInt(arguments[4]),
          Path.of(arguments[5]));
    } else {
      ask(arguments[1], arguments[2], arguments[3], Integer.parseInt(arguments[4]));
    }
  }

  private static void play(Path folder, String client, Path home, int revisions, Path stream)
      throws IOException, InterruptedException {
    var history = new History(LINES, 1);
    var file = folder.resolve("Work.java");
    try (var out = new BufferedOutputStream(Files.newOutputStream(stream))) {
      for (int i = 0; i <= revisions; i++) {
        if (i == 0) {
          Files.write(file, history.content());
          hook(client, home, folder, "SessionStart", "\"source\":\"startup\"");
          hook(client, home, folder, "UserPromptSubmit", "\"prompt\":\"Work on it.\"");
        } else {
          var edit = history.edit();
          var call =
              "\"tool_name\":\"Edit\",\"tool_use_id\":\"toolu_%d\",\"tool_input\":{\"file_path\":%s,\"old_string\":%s,\"new_string\":%s}"
                  .formatted(
                      i,
                      JSON.writeValueAsString(file.toString()),
                      JSON.writeValueAsString(edit.before()),
                      JSON.writeValueAsString(edit.after()));
          hook(client, home, folder, "PreToolUse", call);
          Files.write(file, history.content());
          hook(client, home, folder, "PostToolUse", call + ",\"tool_response\":{}");
        }
        commit(out, i, history.content());
        awaitEmpty(home.resolve("spool"));
      }
    }
  }

  private static void hook(String client, Path home, Path folder, String event, String fields)
      throws IOException, InterruptedException {
    var process =
        new ProcessBuilder(
                event.equals("PreToolUse")
                    ? List.of(client, home.toString(), "claude", event, WAIT_MS)
                    : List.of(client, home.toString(), "claude", event))
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .start();
    try (var in = process.getOutputStream()) {
      in.write(
          "{\"session_id\":\"5e551000-0000-4000-8000-0000000b1a3e\",\"cwd\":%s,\"hook_event_name\":\"%s\",%s}"
              .formatted(JSON.writeValueAsString(folder.toString()), event, fields)
              .getBytes(UTF_8));
    }
    process.waitFor();
  }

  private static void awaitEmpty(Path spool) throws IOException, InterruptedException {
    for (int i = 0; i < 20_000; i++) {
      try (var files = Files.list(spool)) {
        if (files.findAny().isEmpty()) {
          return;
        }
      }
      TimeUnit.MILLISECONDS.sleep(1);
    }
    throw new IOException("hooks are not taken in");
  }

  private static void commit(OutputStream out, int number, byte[] content) throws IOException {
    var message = "Revision " + number;
    out.write(
        "commit refs/heads/main\ncommitter A <a@example.com> %d +0000\ndata %d\n%s\nM 100644 inline Work.java\ndata %d\n"
            .formatted(1_700_000_000L + number, message.length(), message, content.length)
            .getBytes(UTF_8));
    out.write(content);
    out.write('\n');
  }

  private static void ask(String url, String token, String question, int runs)
      throws IOException, InterruptedException {
    try (var client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
      var request =
          HttpRequest.newBuilder(URI.create(url + "/api/v1/blame?file=" + question))
              .header("Authorization", "Bearer " + token)
              .build();
      var millis = new double[runs];
      var bytes = 0;
      for (int i = 0; i < runs; i++) {
        var began = System.nanoTime();
        var answer = client.send(request, BodyHandlers.ofByteArray());
        if (answer.statusCode() != 200) {
          throw new IOException(answer.statusCode() + " " + new String(answer.body(), UTF_8));
        }
        millis[i] = (System.nanoTime() - began) / 1e6;
        bytes = answer.body().length;
      }
      Arrays.sort(millis);
      System.out.printf(
          Locale.ROOT,
          "p10 %.2f%np50 %.2f%nmax %.2f%nbytes %d%n",
          millis[runs / 10],
          millis[runs / 2],
          millis[runs - 1],
          bytes);
    }
  }
}
