package dev.clew.http;

import dev.clew.export.Export;
import dev.clew.move.Reverting;
import dev.clew.query.Questions;
import dev.clew.recorder.Recorder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.eclipse.jetty.server.Request;

/// Every path, what answers it, and what must hold before it does.
final class Routes {
  /// Where everything lies that needs the token.
  static final String API = "/api/";

  private static final String PREFIX = "/api/v1/";

  /// A path's one method and its answer.
  private record Entry(Route.Method method, Route route) {}

  private final Gate gate;
  private final Route files;
  private final Map<String, Entry> entries = new HashMap<>();

  Routes(Gate gate, Route files) {
    this.gate = gate;
    this.files = files;
  }

  /// Adds every question, and what the page asks besides.
  Routes questions(SourcesPool sources) {
    for (var question : Questions.all()) {
      add(question.name(), Route.Method.GET, new QuestionRoute<>(question, sources));
    }
    return add("object", Route.Method.GET, new ObjectRoute(sources));
  }

  /// Adds what gives a session away as one document, and the description of all this.
  Routes documents(SourcesPool sources, Export.Surroundings surroundings) {
    return add("export", Route.Method.GET, new ExportRoute(sources, surroundings))
        .add(
            "openapi.json",
            Route.Method.GET,
            exchange ->
                exchange.send(
                    "application/json", ApiDocument.text().getBytes(StandardCharsets.UTF_8)));
  }

  /// Adds what only the process that writes the store may do.
  ///
  /// @param environment what Git gets that commits
  Routes orders(
      Recorder recorder,
      SourcesPool sources,
      Runnable shutdown,
      FailureLog log,
      Map<String, String> environment) {
    add("live", Route.Method.GET, new LiveRoute(recorder.changes(), sources));
    add("import", Route.Method.POST, new ImportRoute(recorder, log));
    add(
        "quarantine",
        Route.Method.POST,
        exchange -> {
          var objects = new ArrayList<Long>();
          exchange.json().path("objects").values().forEach(each -> objects.add(each.asLong(0)));
          recorder.quarantine(objects);
          sources.renew();
          done(exchange);
        });
    add(
        "gc",
        Route.Method.POST,
        exchange -> {
          var onlyCount = exchange.json().path("dry_run").asBoolean(false);
          var collected = recorder.collect(onlyCount);
          sources.renew();
          exchange.send("application/json", Exchange.bytes(collected::write));
        });
    add("forget", Route.Method.POST, new ForgetRoute(recorder, sources));
    var moves = new RecorderMoves(recorder);
    var reverting = new Reverting(recorder.home(), environment);
    add("move", Route.Method.POST, new MoveRoute(moves, sources));
    add("waiting", Route.Method.POST, new WaitingRoute(moves, sources, reverting));
    add("revert-commit", Route.Method.POST, new RevertRoute(moves, sources, reverting));
    add(
        "reindex",
        Route.Method.POST,
        exchange -> {
          exchange.json();
          recorder.reindex();
          sources.renew();
          done(exchange);
        });
    return add(
        "shutdown",
        Route.Method.POST,
        exchange -> {
          exchange.json();
          exchange.header("Connection", "close");
          exchange.afterwards(shutdown);
          done(exchange);
        });
  }

  private static void done(Exchange exchange) throws LostClientException {
    exchange.send(
        "application/json",
        Exchange.bytes(json -> {
          json.writeStartObject();
          json.writeBooleanProperty("done", true);
          json.writeEndObject();
        }));
  }

  private Routes add(String name, Route.Method method, Route route) {
    var earlier = entries.put(PREFIX + name, new Entry(method, route));
    if (earlier != null) {
      throw new IllegalStateException(name + " names two routes");
    }
    return this;
  }

  /// The paths below `/api/`.
  Set<String> paths() {
    return entries.keySet();
  }

  /// What answers the request, which has passed the gate.
  Route find(Request request) throws RefusedException {
    gate.checkOrigin(request);
    var path = Request.getPathInContext(request);
    if (path == null || !path.startsWith(API)) {
      return checked(Route.Method.GET, request, files);
    }
    gate.checkToken(request);
    var entry = entries.get(path);
    if (entry == null) {
      throw RefusedException.of(404, "there is no such question");
    }
    return checked(entry.method, request, entry.route);
  }

  private static Route checked(Route.Method method, Request request, Route route)
      throws RefusedException {
    if (!method.name().equals(request.getMethod())) {
      throw RefusedException.method(method.name());
    }
    return route;
  }
}
