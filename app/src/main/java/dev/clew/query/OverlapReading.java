package dev.clew.query;

import dev.clew.index.IndexReader;
import dev.clew.index.OverlapParty;
import dev.clew.index.StaleRow;
import dev.clew.index.TouchRow;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Reads who changed files, and which writes were stale: a few statements for many files.
final class OverlapReading {
  private static final long PERSON = -1;

  private final IndexReader index;

  OverlapReading(IndexReader index) {
    this.index = index;
  }

  /// What is told of the files with these numbers, in their order.
  List<Overlap> overlaps(List<Long> files) throws SQLException {
    var reader = index.overlaps();
    var paths = reader.paths(files);
    var touches = new HashMap<Long, List<TouchRow>>();
    var refs = new LinkedHashSet<Long>();
    for (var touch : reader.touches(files)) {
      touches.computeIfAbsent(touch.file(), _ -> new ArrayList<>()).add(touch);
      if (touch.session() != null) {
        refs.add(touch.session());
      }
    }
    var sessions = reader.parties(refs);
    var writes = new HashMap<String, List<StaleRow>>();
    reader
        .stale(files)
        .forEach(write -> writes.computeIfAbsent(write.path(), _ -> new ArrayList<>()).add(write));
    var overlaps = new ArrayList<Overlap>();
    for (var file : files) {
      var path = paths.getOrDefault(file, "");
      overlaps.add(
          overlap(
              path,
              touches.getOrDefault(file, List.of()),
              sessions,
              writes.getOrDefault(path, List.of())));
    }
    return overlaps;
  }

  private static Overlap overlap(
      String path,
      List<TouchRow> touches,
      Map<Long, OverlapParty> sessions,
      List<StaleRow> writes) {
    var parties = new LinkedHashMap<Long, List<TouchRow>>();
    for (var touch : touches) {
      var who = touch.session() == null ? PERSON : touch.session();
      var before = parties.remove(who);
      var now = before == null ? new ArrayList<TouchRow>() : before;
      now.add(touch);
      parties.put(who, now); // whoever did last stands last
    }
    var told = new ArrayList<Overlap.Party>();
    parties.forEach((who, its) -> told.add(party(sessions.get(who), its)));
    var last = touches.isEmpty() ? null : touches.getLast().at();
    return new Overlap(path, last, together(parties, sessions), told, writes);
  }

  private static Overlap.Party party(@Nullable OverlapParty session, List<TouchRow> touches) {
    var steps = touches.stream().map(TouchRow::step).filter(Objects::nonNull).distinct().toList();
    return new Overlap.Party(
        session == null ? null : session.id(),
        session == null ? "human" : session.agent(),
        session == null ? null : session.title(),
        steps.isEmpty() ? touches.size() : steps.size(),
        steps,
        touches.getFirst().at(),
        touches.getLast().at());
  }

  /// Whether two who changed a file were at work at the same time: sessions from their first record
  /// to their last, a person when they changed the file.
  private static boolean together(
      Map<Long, List<TouchRow>> parties, Map<Long, OverlapParty> sessions) {
    var spans = new ArrayList<Span>();
    parties.forEach((who, touches) -> {
      var session = sessions.get(who);
      if (session != null) {
        spans.add(new Span(session.trace(), ms(session.firstAt()), ms(session.lastAt())));
      } else {
        touches.forEach(touch -> spans.add(new Span("", ms(touch.at()), ms(touch.at()))));
      }
    });
    return Span.meet(spans);
  }

  private static long ms(@Nullable Long at) {
    return at == null ? 0 : at;
  }

  /// When a party was at work.
  record Span(String party, long from, long to) {
    /// Whether spans of two parties have a moment in common.
    static boolean meet(List<Span> spans) {
      Span longest = null;
      Span other = null; // the longest that is not of the party of `longest`
      for (var span : spans.stream().sorted(Comparator.comparingLong(Span::from)).toList()) {
        if (isBeside(span, longest) || isBeside(span, other)) {
          return true;
        }
        if (longest == null || span.to > longest.to) {
          other = longest == null || longest.party.equals(span.party) ? other : longest;
          longest = span;
        } else if (!longest.party.equals(span.party) && (other == null || span.to > other.to)) {
          other = span;
        }
      }
      return false;
    }

    /// Whether a span that begins later begins before the earlier one ends.
    private static boolean isBeside(Span later, @Nullable Span earlier) {
      return earlier != null && !earlier.party.equals(later.party) && earlier.to >= later.from;
    }
  }
}
