package dev.clew.move;

import dev.clew.query.MovePlan;
import dev.clew.query.MoveQuestion;
import dev.clew.query.MoveQuestion.Verb;
import dev.clew.query.QueryException;
import dev.clew.query.Request;
import dev.clew.query.Sources;
import dev.clew.recorder.Conflicts;
import dev.clew.recorder.Home;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.HashMap;

/// A move that waits for somebody in a workspace: until its conflicts are resolved, or its commit
/// is made.
public final class Waiting {
  private Waiting() {}

  /// The one in the workspace at `root`.
  ///
  /// @throws QueryException when there is none
  public static Conflicts in(Path root, Home home) throws QueryException, IOException {
    return Conflicts.of(home, root)
        .orElseThrow(() -> QueryException.usage("no move has left conflicts in this workspace"));
  }

  /// The same, for a move that no commit is to follow.
  ///
  /// @throws QueryException when there is none, or one is to follow
  public static Conflicts withoutCommit(Path root, Home home) throws QueryException, IOException {
    var open = in(root, home);
    if (open.message() != null) {
      throw QueryException.usage(
          "a commit is to follow: clew revert-commit --continue, or --abort");
    }
    return open;
  }

  /// The same, for a move that a commit is to follow.
  ///
  /// @throws QueryException when there is none, or none is to follow
  public static Conflicts forCommit(Path root, Home home) throws QueryException, IOException {
    var open = in(root, home);
    if (open.message() == null) {
      throw QueryException.usage("what is open is another move: clew undo --continue, or --abort");
    }
    return open;
  }

  /// How it is taken back, with its conflicts.
  ///
  /// @param filesOnly whether Git may be in the middle of something, or elsewhere than it was
  public static MovePlan back(Conflicts open, boolean filesOnly, Sources sources)
      throws QueryException, SQLException, IOException {
    var question = new MoveQuestion(Verb.UNDO);
    var values = new HashMap<String, String>();
    values.put("folder", open.root().toString());
    values.put("what", open.step());
    values.put("abort", "true");
    if (filesOnly) {
      values.put("files", "true");
    }
    return question.plan(Request.of(question, values), sources);
  }
}
