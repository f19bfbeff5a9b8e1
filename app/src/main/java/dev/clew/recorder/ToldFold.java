package dev.clew.recorder;

import dev.clew.content.ContentReader;
import dev.clew.index.IndexReader;
import dev.clew.index.ToldStep;
import dev.clew.origin.replay.Finding;
import dev.clew.origin.replay.Replay;
import dev.clew.origin.replay.ToldCauses;
import dev.clew.origin.replay.ToldVersion;
import dev.clew.origin.shell.Reach;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/// Replays what transcripts tell of files, from the index and the records.
final class ToldFold {
  private final ToldLoader loader;
  private final Map<Long, Reach> reaches = new HashMap<>();

  ToldFold(IndexReader index, ContentReader content, Interpreter interpreter) {
    loader = new ToldLoader(index.told(), content, interpreter);
  }

  /// The versions of these files, in the order in which they were told.
  ///
  /// @param files absolute, with those that they were moved from or to
  /// @param until what is told then or later does not count, in epoch milliseconds
  void replay(
      Collection<String> files,
      long until,
      ToldCauses causes,
      Consumer<ToldVersion> versions,
      Consumer<Finding> findings)
      throws SQLException {
    var steps = loader.index().steps(files);
    var sessions = steps.stream().map(ToldStep::session).collect(Collectors.toSet());
    var replay =
        new Replay(causes, new ToldSuspects(loader, sessions, reaches), versions, findings);
    try {
      loader.facts(steps.stream().filter(step -> step.at() < until).toList(), files, replay::take);
    } catch (ToldSuspects.ToldException e) {
      throw e.getCause() instanceof SQLException sql ? sql : new SQLException(e);
    }
  }
}
