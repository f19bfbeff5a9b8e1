package dev.clew.recorder;

import dev.clew.move.Reverting;
import dev.clew.query.QueryException;
import dev.clew.query.Reverts;
import dev.clew.testing.TestGit;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.util.List;
import java.util.function.Consumer;

/// Takes commits back as the command does, beside a recorder, and hears of each point at which the
/// process may end. As a program of its own, it ends there as by `kill -9`.
final class RevertMaker {
  private static final int KILLED = 137;

  private final Home home;
  private final Path root;
  private final Path userHome;
  private final MoveDoor door;

  RevertMaker(Home home, Path root, Path userHome, MoveDoor door) {
    this.home = home;
    this.root = root;
    this.userHome = userHome;
    this.door = door;
  }

  /// @param stageOnly whether the files are to be staged only
  Reverting.End make(String session, boolean stageOnly, Consumer<String> reached)
      throws QueryException, NoMoveException, IOException, SQLException, InterruptedException {
    try (var sources = MoveMaker.sources(home, userHome)) {
      var plan = Reverts.plan(session, List.of(), root, sources);
      reached.accept("plan");
      var mover = new Mover(home, door, new SecureRandom(), reached);
      return new Reverting(home, TestGit.ENVIRONMENT, reached)
          .make(plan, stageOnly, mover::make)
          .end();
    }
  }

  /// Reverts what a session did, and says what came of it.
  ///
  /// @param arguments the store, the workspace, the user's home, the session, whether to stage
  ///   only, at which of the points it ends: beyond the last one it does not
  public static void main(String[] arguments) throws Exception {
    var home = new Home(Path.of(arguments[0]));
    var out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
    var left = new int[] {Integer.parseInt(arguments[5])};
    new RevertMaker(home, Path.of(arguments[1]), Path.of(arguments[2]), MoveMaker.running(home))
        .make(
            arguments[3],
            Boolean.parseBoolean(arguments[4]),
            point -> {
              if (point.equals("plan")) {
                out.println(point);
              }
              if (left[0]-- == 0) {
                Runtime.getRuntime().halt(KILLED);
              }
            });
    out.println("done");
    Runtime.getRuntime().halt(0);
  }
}
