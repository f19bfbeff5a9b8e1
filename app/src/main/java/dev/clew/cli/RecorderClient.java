package dev.clew.cli;

import dev.clew.recorder.Collected;
import dev.clew.recorder.ForgetOrder;
import dev.clew.recorder.ForgetWire;
import dev.clew.recorder.Forgetting;
import dev.clew.recorder.ImportListener;
import dev.clew.recorder.ImportWire;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/// Asks the recorder that runs to do what only it may do.
final class RecorderClient {
  private static final Duration SHORT = Duration.ofSeconds(5);

  private final String url;
  private final String token;

  RecorderClient(String url, String token) {
    this.url = url;
    this.token = token;
  }

  /// The page's address. The token stands in the fragment, which no browser sends anywhere.
  String address() {
    return url + "/#token=" + token;
  }

  /// Whether it answers, and takes the token.
  boolean answers() throws InterruptedException {
    var request = request("status?limit=0").timeout(SHORT).GET().build();
    try (var client = client()) {
      return client.send(request, BodyHandlers.discarding()).statusCode() == 200;
    } catch (IOException e) {
      return false;
    }
  }

  /// Has paths imported; the listener hears of it as it goes on.
  void importPaths(List<Path> paths, Optional<String> agent, ImportListener listener)
      throws CommandException, IOException, InterruptedException {
    var body = JsonMapper.shared().createObjectNode();
    var array = body.putArray("paths");
    paths.forEach(path -> array.add(path.toAbsolutePath().normalize().toString()));
    agent.ifPresent(name -> body.put("agent", name));
    post("import", body.toString(), line -> ImportWire.read(line, listener));
  }

  /// Listens to what changes: in the session with this id, or in any.
  LiveClient live(Optional<String> session)
      throws CommandException, IOException, InterruptedException {
    var request = request("live" + session.map(id -> "?session=" + id).orElse("")).GET().build();
    var client = client();
    var response = client.send(request, BodyHandlers.ofLines());
    if (response.statusCode() == 200) {
      return new LiveClient(client, response.body());
    }
    try (var lines = response.body()) {
      throw new CommandException(
          Exit.ENVIRONMENT,
          "the recorder at %s answered %d: %s"
              .formatted(
                  url,
                  response.statusCode(),
                  lines.map(RecorderClient::error).findFirst().orElse("")));
    } finally {
      client.shutdownNow();
    }
  }

  /// Has the index built anew.
  void reindex() throws CommandException, IOException, InterruptedException {
    post("reindex", "{}", _ -> {});
  }

  /// Tells it to stop; returns when it has heard.
  void shutdown() throws CommandException, IOException, InterruptedException {
    post("shutdown", "{}", _ -> {});
  }

  /// Has it let go of what is too old or too much.
  Collected collect(boolean onlyCount) throws CommandException, IOException, InterruptedException {
    var lines = new ArrayList<String>();
    post("gc", "{\"dry_run\":%b}".formatted(onlyCount), lines::add);
    return Collected.read(lines.getLast());
  }

  /// Has damaged objects put aside.
  void quarantine(List<Long> objects) throws CommandException, IOException, InterruptedException {
    var body = JsonMapper.shared().createObjectNode();
    var array = body.putArray("objects");
    objects.forEach(array::add);
    post("quarantine", body.toString(), _ -> {});
  }

  /// Has something forgotten, or tells what that would do.
  Forgetting forget(ForgetOrder order, boolean onlyCount)
      throws CommandException, IOException, InterruptedException {
    var lines = new ArrayList<String>();
    post("forget", ForgetWire.order(order, onlyCount), lines::add);
    return ForgetWire.read(lines.getLast());
  }

  private void post(String path, String body, Consumer<String> listener)
      throws CommandException, IOException, InterruptedException {
    var request =
        request(path)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build();
    try (var client = client()) {
      read(client.send(request, BodyHandlers.ofLines()), listener);
    } catch (ConnectException e) {
      throw new CommandException(
          Exit.ENVIRONMENT, "the recorder at %s does not answer".formatted(url));
    } catch (UncheckedIOException e) {
      throw new CommandException(
          Exit.ENVIRONMENT, "the recorder at %s stopped in between".formatted(url));
    }
  }

  private void read(HttpResponse<Stream<String>> response, Consumer<String> listener)
      throws CommandException {
    try (var lines = response.body()) {
      for (var line : (Iterable<String>) lines::iterator) {
        var error = error(line);
        if (response.statusCode() != 200 || !error.isEmpty()) {
          throw new CommandException(
              Exit.ENVIRONMENT,
              "the recorder at %s answered %d: %s"
                  .formatted(url, response.statusCode(), error.isEmpty() ? line : error));
        }
        listener.accept(line);
      }
    }
  }

  /// What an error says; empty when the line is none.
  private static String error(String line) {
    try {
      return JsonMapper.shared().readTree(line).path("error").path("message").asString("");
    } catch (JacksonException e) {
      return "";
    }
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(url).resolve("/api/v1/" + path))
        .header("Authorization", "Bearer " + token);
  }

  /// A client that goes the straight way: no proxy has a say in what stays on this machine.
  private static HttpClient client() {
    return HttpClient.newBuilder()
        .version(HttpClient.Version.HTTP_1_1)
        .proxy(HttpClient.Builder.NO_PROXY)
        .connectTimeout(SHORT)
        .build();
  }
}
