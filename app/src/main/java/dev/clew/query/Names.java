package dev.clew.query;

import dev.clew.event.SpanId;
import dev.clew.index.IndexReader;
import dev.clew.index.SessionFilter;
import dev.clew.index.SessionRow;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Finds what a user names: by any unique prefix of an id.
final class Names {
  private static final int SHOWN = 5;
  private static final int TITLE = 60;

  private Names() {}

  /// What an id can name.
  sealed interface Named {
    record Session(long ref) implements Named {}

    record Turn(long id) implements Named {}

    record Step(long id) implements Named {}

    record Snapshot(String tree) implements Named {}
  }

  /// The session that `text` names: a prefix of its id or of the agent's own id, or `last`.
  static long session(IndexReader index, String text) throws SQLException, QueryException {
    if (text.equals("last")) {
      return last(index);
    }
    var found = index.sessionsLike(text.toLowerCase(Locale.ROOT));
    if (found.isEmpty()) {
      found = index.sessionsLike(text);
    }
    return one(index, found, text);
  }

  private static long last(IndexReader index) throws SQLException, QueryException {
    var page = index.sessions(SessionFilter.all(true), Filters.newest(1));
    if (page.rows().isEmpty()) {
      throw QueryException.notFound("there is no session yet");
    }
    return page.rows().getFirst().ref();
  }

  /// What `text` names: a step, a turn, a session or a snapshot.
  static Named any(IndexReader index, String text) throws SQLException, QueryException {
    var prefix = text.toLowerCase(Locale.ROOT);
    var isHex = prefix.matches("[0-9a-f]{1,16}");
    var steps = isHex ? index.spansLike(false, prefix) : List.<Long>of();
    var turns = isHex ? index.spansLike(true, prefix) : List.<Long>of();
    var sessions = index.sessionsLike(prefix);
    var trees = trees(index, prefix);
    var all = steps.size() + turns.size() + sessions.size() + trees.size();
    if (all > 1) {
      var lines = new ArrayList<String>(lines(index, sessions));
      for (var turn : turns) {
        index.turn(turn).ifPresent(row -> lines.add(line("turn", turn, row.title())));
      }
      for (var step : steps) {
        index.step(step).ifPresent(row -> lines.add(line("step", step, row.title())));
      }
      trees.forEach(tree -> lines.add("snapshot " + tree.substring(0, 16)));
      throw ambiguous(text, lines);
    }
    if (!steps.isEmpty()) {
      return new Named.Step(steps.getFirst());
    }
    if (!trees.isEmpty()) {
      return new Named.Snapshot(trees.getFirst());
    }
    return turns.isEmpty()
        ? new Named.Session(session(index, text))
        : new Named.Turn(turns.getFirst());
  }

  private static List<String> trees(IndexReader index, String prefix) throws SQLException {
    return prefix.matches("[0-9a-f]{4,64}")
        ? index.workspaces().snapshotsLike(prefix).stream()
            .map(seen -> seen.what().tree())
            .distinct()
            .toList()
        : List.of();
  }

  private static long one(IndexReader index, List<Long> found, String text)
      throws SQLException, QueryException {
    if (found.size() == 1) {
      return found.getFirst();
    }
    throw found.isEmpty() ? unknown(index, text) : ambiguous(text, lines(index, found));
  }

  private static QueryException ambiguous(String text, List<String> lines) {
    return QueryException.usage(
        "%s names more than one thing; give more of the id:%s".formatted(text, listed(lines)));
  }

  /// Nothing is called so; but people know a session by what was asked.
  private static QueryException unknown(IndexReader index, String text)
      throws SQLException, QueryException {
    var titled =
        text.isBlank()
            ? List.<SessionRow>of()
            : index.sessions(SessionFilter.all(false).text(text), Filters.newest(SHOWN)).rows();
    return QueryException.notFound(
        titled.isEmpty()
            ? "no id begins with %s: 'clew sessions' and 'clew log' list them".formatted(text)
            : "no id begins with %s, but there is:%s"
                .formatted(text, listed(titled.stream().map(Names::line).toList())));
  }

  private static List<String> lines(IndexReader index, List<Long> sessions) throws SQLException {
    var lines = new ArrayList<String>();
    for (var session : sessions) {
      index.session(session).ifPresent(row -> lines.add(line(row)));
    }
    return lines;
  }

  private static String line(SessionRow row) {
    return "session %s  %s".formatted(row.id().substring(0, 16), shortened(row.title()));
  }

  private static String line(String what, long id, String title) {
    return "%-7s %s  %s".formatted(what, new SpanId(id).hex(), shortened(title));
  }

  private static String shortened(@Nullable String title) {
    var line = title == null ? "" : title.replaceAll("\\s+", " ").strip();
    return line.codePointCount(0, line.length()) <= TITLE
        ? line
        : line.substring(0, line.offsetByCodePoints(0, TITLE - 1)) + "…";
  }

  private static String listed(List<String> lines) {
    return lines.stream().limit(SHOWN).map(line -> "\n  " + line).collect(Collectors.joining());
  }
}
