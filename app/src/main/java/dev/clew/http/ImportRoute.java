package dev.clew.http;

import dev.clew.recorder.FileResult;
import dev.clew.recorder.ImportListener;
import dev.clew.recorder.ImportWire;
import dev.clew.recorder.Recorder;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import tools.jackson.databind.JsonNode;

/// Imports paths and tells of it line by line: `{"paths":[...],"agent":"claude"?}`.
///
/// An import that has begun goes on to its end, whether anybody listens or not. What stops it early
/// is a last line `{"error":{"message":...}}`.
final class ImportRoute implements Route {
  private final Recorder recorder;
  private final FailureLog log;

  ImportRoute(Recorder recorder, FailureLog log) {
    this.recorder = recorder;
    this.log = log;
  }

  /// What is to be imported.
  private record Order(List<Path> paths, Optional<String> agent) {}

  @Override
  public void answer(Exchange exchange) throws RefusedException, IOException, InterruptedException {
    var order = order(exchange.json());
    var lines = exchange.lines();
    try {
      run(order, lines);
    } catch (ExecutionException e) {
      var message =
          switch (e.getCause()) {
            case IOException failure -> "the import failed: " + failure.getMessage();
            case SQLException failure -> "the import failed: " + failure.getMessage();
            case InterruptedException _ -> "the recorder stopped; what is done stays done";
            case null, default -> FailureLog.BUG;
          };
      log.note("import", e);
      lines.line(json -> {
        json.writeStartObject();
        json.writeObjectPropertyStart("error");
        json.writeStringProperty("message", message);
        json.writeEndObject();
        json.writeEndObject();
      });
    }
    lines.finish();
  }

  /// Imports on a thread of its own: it spends its time in native code, where a virtual thread
  /// would hold on to one of the few that carry the others.
  private void run(Order order, LineStream lines) throws ExecutionException, InterruptedException {
    var task =
        new FutureTask<>(() -> {
          recorder.importPaths(order.paths(), order.agent(), new Wire(lines));
          return true;
        });
    Thread.ofPlatform().daemon().name("import").start(task);
    task.get();
  }

  private Order order(JsonNode body) throws RefusedException {
    for (var name : body.propertyNames()) {
      if (!List.of("paths", "agent").contains(name)) {
        throw RefusedException.of(400, "expected paths and agent, found '%s'".formatted(name));
      }
    }
    var named = body.path("paths");
    if (!named.isArray() || named.isEmpty()) {
      throw RefusedException.of(400, "paths: expected a list of absolute paths");
    }
    var paths = new ArrayList<Path>();
    for (var each : named.values()) {
      paths.add(path(each));
    }
    var agent = body.path("agent");
    if (agent.isMissingNode()) {
      return new Order(paths, Optional.empty());
    }
    if (!agent.isString() || !recorder.agents().contains(agent.asString())) {
      throw RefusedException.of(
          400, "agent: expected one of %s, found %s".formatted(recorder.agents(), agent));
    }
    return new Order(paths, Optional.of(agent.asString()));
  }

  private static Path path(JsonNode value) throws RefusedException {
    try {
      if (value.isString() && Path.of(value.asString()).isAbsolute()) {
        return Path.of(value.asString());
      }
    } catch (InvalidPathException e) {
      // The same answer as for a relative path.
    }
    throw RefusedException.of(400, "paths: expected absolute paths, found %s".formatted(value));
  }

  /// Passes on what it hears.
  private record Wire(LineStream lines) implements ImportListener {
    @Override
    public void done(FileResult result) {
      lines.line(json -> ImportWire.write(result, json));
    }

    @Override
    public void progress(Progress progress) {
      lines.line(json -> ImportWire.write(progress, json));
    }
  }
}
