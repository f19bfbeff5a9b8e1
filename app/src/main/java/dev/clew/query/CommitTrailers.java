package dev.clew.query;

import dev.clew.event.OriginClass;
import dev.clew.index.SessionRow;
import dev.clew.workspace.GitHistory;
import dev.clew.workspace.StagedChanges;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The trailers that say which sessions wrote lines of what is about to be committed.
///
/// They are made from what was recorded alone. What stands in a commit's message is never read:
/// anybody can type it.
public final class CommitTrailers {
  private static final long POLL_MS = 20;
  private static final int MOST = 16;
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._:/@+\\[\\]-]{0,99}");

  private final Sources sources;
  private final StagedChanges staged;
  private final LineOrigins origins;
  private final long begun = System.nanoTime();

  /// @param root the work tree's folder
  public CommitTrailers(Sources sources, String root, StagedChanges staged)
      throws SQLException, QueryException {
    this.sources = sources;
    this.staged = staged;
    this.origins = new LineOrigins(sources, root);
  }

  /// How many lines are a session's, by the model that answered when they were written.
  private static final class Lines {
    private final Map<String, Integer> models = new HashMap<>();
    private int all;

    void add(int lines, @Nullable String model) {
      all += lines;
      if (model != null) {
        models.merge(model, lines, Integer::sum);
      }
    }

    Optional<String> model() {
      return models.entrySet().stream()
          .max(Map.Entry.<String, Integer>comparingByValue().thenComparing(Map.Entry::getKey))
          .map(Map.Entry::getKey);
    }
  }

  /// The trailers, `Name: value`: the session with most lines first; none where no line is known to
  /// be an agent's. Empty where it would take too long to tell.
  ///
  /// @param within how long it may take; half of it is spent on waiting for what was seen just now
  public Optional<List<String>> lines(Duration within)
      throws SQLException, IOException, QueryException, InterruptedException {
    var changes = staged.changes();
    var wanted = new ArrayList<String>();
    for (var change : changes) {
      wanted.add(change.blob());
      wanted.addAll(change.before());
    }
    var contents = staged.contents(wanted.stream().distinct().toList());
    while (origins.versions().behind() && !isLater(within.dividedBy(2))) {
      Thread.sleep(POLL_MS);
    }
    var sessions = new HashMap<String, Lines>();
    for (var change : changes) {
      if (isLater(within)) {
        return Optional.empty();
      }
      if (contents.keySet().containsAll(change.before())) {
        count(change, contents, sessions);
      }
    }
    return Optional.of(trailers(sessions));
  }

  private boolean isLater(Duration time) {
    return System.nanoTime() - begun > time.toNanos();
  }

  private void count(
      GitHistory.Changed change, Map<String, byte[]> contents, Map<String, Lines> sessions)
      throws SQLException, IOException, QueryException {
    var content = contents.get(change.blob());
    if (content == null) {
      return;
    }
    var found = origins.of(new LineOrigins.Asked(change.path(), content, change.blob(), null));
    if (found.coarse()) {
      return;
    }
    var causes = origins.causesOf(List.of(found));
    var authors = origins.authors(causes.values());
    var added = CommitLines.added(change, content, contents, found.runs().lines());
    for (var line = added.nextSetBit(0); line >= 0; line = added.nextSetBit(line + 1)) {
      var cause = CommitLines.told(causes, found.runs().causeOf(line));
      var session = cause.session();
      var step = cause.step();
      if (cause.origin() == OriginClass.AGENT && session != null && step != null) {
        var author = authors.get(step);
        sessions
            .computeIfAbsent(session, _ -> new Lines())
            .add(1, author == null ? null : author.model());
      }
    }
  }

  private List<String> trailers(Map<String, Lines> sessions) throws SQLException, QueryException {
    var first =
        Comparator.<Map.Entry<String, Lines>>comparingInt(each -> -each.getValue().all)
            .thenComparing(Map.Entry::getKey);
    var trailers = new ArrayList<String>();
    for (var each : sessions.entrySet().stream().sorted(first).limit(MOST).toList()) {
      var session = session(each.getKey());
      if (session.isPresent()) {
        trailers.addAll(trailers(session.get(), each.getValue().model()));
      }
    }
    return trailers;
  }

  private static List<String> trailers(SessionRow session, Optional<String> model) {
    var trailers = new ArrayList<String>();
    var plain = model.filter(name -> PLAIN.matcher(name).matches());
    trailers.add("Trace-Id: " + session.trace());
    if (PLAIN.matcher(session.agentSession()).matches()) {
      trailers.add("Agent-Id: " + session.agentSession());
    }
    plain.ifPresent(name -> trailers.add("Model: " + name));
    if (PLAIN.matcher(session.agent()).matches()) {
      trailers.add("Assisted-by: " + session.agent() + plain.map(name -> ":" + name).orElse(""));
    }
    return trailers;
  }

  private Optional<SessionRow> session(String id) throws SQLException, QueryException {
    var found = sources.index().sessionsLike(id);
    return found.size() == 1 ? sources.index().session(found.getFirst()) : Optional.empty();
  }
}
