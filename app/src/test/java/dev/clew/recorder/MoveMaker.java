package dev.clew.recorder;

import dev.clew.query.MoveQuestion;
import dev.clew.query.MoveQuestion.Verb;
import dev.clew.query.QueryException;
import dev.clew.query.Request;
import dev.clew.query.Sources;
import dev.clew.redact.KnownValues;
import dev.clew.socket.HookClient;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/// Plans and makes moves as commands do, and hears of each point at which the process may end. As a
/// program of its own, it ends there as by `kill -9`.
final class MoveMaker {
  private static final int KILLED = 137;

  private final Home home;
  private final Path root;
  private final Path userHome;
  private final MoveDoor door;

  MoveMaker(Home home, Path root, Path userHome, MoveDoor door) {
    this.home = home;
    this.root = root;
    this.userHome = userHome;
    this.door = door;
  }

  /// To the recorder that runs.
  static MoveDoor running(Home home) {
    return frame -> new HookClient(home, Duration.ofSeconds(1)).deliver(frame);
  }

  /// What a command would ask.
  static Sources sources(Home home, Path userHome) {
    return new Sources(
        home,
        new Interpreter(LiveRig.AGENTS),
        InstantSource.system(),
        Optional::empty,
        userHome,
        () -> KnownValues.discover(Map.of(), userHome));
  }

  /// @param values what the move's question is asked with, but for the folder
  MoveResult make(String verb, Map<String, String> values, Consumer<String> reached)
      throws QueryException, NoMoveException, IOException, SQLException, InterruptedException {
    var question = new MoveQuestion(Verb.valueOf(verb.toUpperCase(Locale.ROOT)));
    var all = new HashMap<>(values);
    all.put("folder", root.toString());
    try (var sources = sources(home, userHome)) {
      var plan = question.plan(Request.of(question, all), sources);
      var aborts = values.containsKey("abort");
      reached.accept("plan");
      return new Mover(home, door, new SecureRandom(), reached)
          .make(aborts ? plan.orderAbort() : plan.order());
    }
  }

  BrokenMoves.Ended resume() throws IOException, SQLException, InterruptedException {
    return new BrokenMoves(home, door, new SecureRandom()).resume();
  }

  /// One line of a program's input.
  ///
  /// @param point at which of the points it ends; beyond the last one it does not
  static String line(String verb, Map<String, String> values, int point) {
    var line = new StringBuilder(verb).append('\t').append(point);
    values.forEach((name, value) ->
        line.append('\t')
            .append(name)
            .append('=')
            .append(URLEncoder.encode(value, StandardCharsets.UTF_8)));
    return line.append('\n').toString();
  }

  /// Makes the moves that it is told of line by line, beside a recorder or as one.
  ///
  /// @param arguments the store, the workspace, the user's home, `running` or `own`
  public static void main(String[] arguments) throws Exception {
    var home = new Home(Path.of(arguments[0]));
    var userHome = Path.of(arguments[2]);
    var out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
    MoveDoor door;
    if (arguments[3].equals("own")) {
      var surroundings =
          new Recorder.Surroundings(
              InstantSource.system(), new SecureRandom(), Map.of(), userHome, 2);
      var recorder =
          Recorder.open(home, HomeLock.tryTake(home).orElseThrow(), LiveRig.AGENTS, surroundings);
      var intake = recorder.takeHooks(new PrintWriter(System.err, true, StandardCharsets.UTF_8));
      door = MoveDoor.to(intake);
    } else {
      door = running(home);
    }
    var maker = new MoveMaker(home, Path.of(arguments[1]), userHome, door);
    out.println("ready");
    var in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (var line = in.readLine(); line != null; line = in.readLine()) {
      var words = line.split("\t", -1);
      var left = new int[] {Integer.parseInt(words[1])};
      var values = new HashMap<String, String>();
      for (var i = 2; i < words.length; i++) {
        var mark = words[i].indexOf('=');
        values.put(
            words[i].substring(0, mark),
            URLDecoder.decode(words[i].substring(mark + 1), StandardCharsets.UTF_8));
      }
      maker.make(
          words[0],
          values,
          point -> {
            if (point.equals("plan")) {
              out.println(point);
            }
            if (left[0]-- == 0) {
              Runtime.getRuntime().halt(KILLED);
            }
          });
      out.println("done");
    }
    Runtime.getRuntime().halt(0);
  }
}
