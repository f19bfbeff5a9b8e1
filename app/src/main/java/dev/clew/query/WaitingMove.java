package dev.clew.query;

import dev.clew.index.IndexReader;
import dev.clew.index.StepRow;
import dev.clew.recorder.Conflicts;
import dev.clew.recorder.Home;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/// A move that waits for somebody: for its conflicts to be resolved, or for its commit.
///
/// @param move what it left
/// @param marked the files that still have conflict markers; all, where they cannot be read
/// @param step that it is; absent where nothing has told of it
public record WaitingMove(Conflicts move, List<String> marked, @Nullable StepRow step) {
  static final Shape SHAPE =
      Shape.of(
          "waiting_move",
          "A move that waits for somebody: for its conflicts to be resolved, or for its commit.",
          """
          root: text - the workspace's folder
          step: id - the move
          session?: id - the session that it is in the log
          title?: text - what it did
          files: [text] - that it left in conflict; where a commit is to follow, all that it is to have
          marked: [text] - those of them that still have conflict markers
          message?: text - of the commit that is to follow; empty where files are only to be staged
          """);

  /// All that there are.
  static List<WaitingMove> all(Home home, IndexReader index) throws SQLException, IOException {
    var all = new ArrayList<WaitingMove>();
    for (var each : Conflicts.everywhere(home)) {
      var step = index.step(Long.parseUnsignedLong(each.step(), 16));
      all.add(new WaitingMove(each, marked(each), step.orElse(null)));
    }
    return all;
  }

  private static List<String> marked(Conflicts move) {
    try {
      return move.open();
    } catch (IOException e) {
      return move.paths();
    }
  }

  void write(JsonGenerator json) {
    json.writeStartObject();
    new Fields(json)
        .text("root", move.root().toString())
        .text("step", move.step())
        .text("session", step == null ? null : step.session())
        .text("title", step == null ? null : step.title())
        .texts("files", move.paths())
        .texts("marked", marked)
        .text("message", move.message());
    json.writeEndObject();
  }
}
