package dev.clew.query;

import dev.clew.content.DamagedObjectException;
import dev.clew.index.StepRow;
import dev.clew.index.TextFilter;
import dev.clew.index.TextKind;
import dev.clew.index.TextRow;
import dev.clew.index.ToldText;
import dev.clew.index.TurnHead;
import dev.clew.text.Excerpt;
import dev.clew.text.TextQuery;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Finds texts: the index names those that have the words, in order; the records themselves tell
/// whether and where the words stand in them as asked.
///
/// A step that several records tell, in part or again, is one hit for each kind of text: in the
/// first record, by time and place, in which everything is found.
final class HitFinder {
  private static final int FIRST_PAGE = 128;
  private static final int GROWTH = 8;

  private final Sources sources;
  private final TextQuery query;
  private final TextFilter filter;

  /// What stands in the first record of a step or turn, until it is told; then empty. So records
  /// are not opened again for another one of them.
  private final Map<Key, Optional<Found>> firsts = new HashMap<>();

  HitFinder(Sources sources, TextQuery query, TextFilter filter) {
    this.sources = sources;
    this.query = query;
    this.filter = filter;
  }

  private record Key(TextKind kind, long span) {}

  /// A hit before it is dressed.
  private record Found(TextRow row, Excerpt excerpt) {}

  /// The hits from number `from` to before `to`.
  List<Hit> find(long from, long to) throws SQLException, IOException, QueryException {
    var found = new ArrayList<Found>();
    var lookups = query.lookups();
    long offset = 0;
    long count = 0;
    var page = FIRST_PAGE;
    try {
      while (count < to) {
        var rows = sources.index().texts(lookups, filter, offset, page);
        for (var i = 0; i < rows.size() && count < to; i++) {
          var hit = check(rows.get(i));
          if (hit.isPresent() && count++ >= from) {
            found.add(hit.get());
          }
        }
        if (rows.size() < page) {
          break;
        }
        offset += page;
        page = (int) Math.min(1 << 20, (long) page * GROWTH);
      }
    } catch (DamagedObjectException e) {
      throw new IOException(e.getMessage() + "; 'clew verify' lists what is damaged", e);
    }
    return dressed(found);
  }

  /// The hit that the row stands for; empty when it has not what is asked for, or another record
  /// tells the same first.
  private Optional<Found> check(TextRow row)
      throws SQLException, IOException, QueryException, DamagedObjectException {
    var key = new Key(row.kind(), row.span());
    var first = firsts.get(key);
    if (first == null) {
      if (row.kind() == TextKind.PROMPTS && !opens(row)) {
        return Optional.empty();
      }
      var own = Records.events(sources, List.of(row.seq()));
      if (excerpt(own, row).isEmpty()) {
        return Optional.empty(); // another record may still have what is asked for
      }
      first = first(own, row);
      firsts.put(key, first);
    }
    if (first.isEmpty() || first.get().row.seq() != row.seq()) {
      return Optional.empty();
    }
    firsts.put(key, Optional.empty()); // told once
    return Optional.of(new Found(row, first.get().excerpt));
  }

  /// Whether the prompt's turn rests on the row's record, and not on a copy or another form of it.
  private boolean opens(TextRow row) throws SQLException, QueryException {
    return sources.index().turnHead(row.span()).filter(turn -> turn.seq() == row.seq()).isPresent();
  }

  /// What stands in the first record that tells this step or turn and has what is asked for.
  ///
  /// @param own what the row's record says, which is not read again
  private Optional<Found> first(List<Records.Told> own, TextRow row)
      throws SQLException, IOException, QueryException, DamagedObjectException {
    if (row.kind() == TextKind.PROMPTS) {
      return excerpt(own, row);
    }
    var others = sources.index().textRecords(row).stream().filter(seq -> seq != row.seq()).toList();
    return excerpt(Records.inOrder(own, Records.events(sources, others)), row);
  }

  /// The first of these in which everything is found.
  private Optional<Found> excerpt(List<Records.Told> told, TextRow row) {
    var kind = EnumSet.of(row.kind());
    var span = row.placed() ? ToldText.BY_PLACE : row.span();
    for (var each : told) {
      for (var text : ToldText.of(List.of(each.event()), kind)) {
        if (text.kind() == row.kind() && text.span() == span) {
          var matches = query.find(text.text());
          if (!matches.isEmpty()) {
            return Optional.of(
                new Found(
                    new TextRow(
                        each.record().seq(), row.kind(), row.span(), row.placed(), row.at()),
                    Excerpt.of(text.text(), matches)));
          }
        }
      }
    }
    return Optional.empty();
  }

  private List<Hit> dressed(List<Found> found) throws SQLException, QueryException {
    var index = sources.index();
    var ids =
        found.stream()
            .filter(each -> each.row.kind() != TextKind.PROMPTS)
            .map(each -> each.row.span())
            .distinct()
            .toList();
    var steps =
        index.stepsById(ids).stream().collect(Collectors.toMap(StepRow::id, Function.identity()));
    var hits = new ArrayList<Hit>();
    for (var each : found) {
      // A conversation that goes on can be told anew between two looks: what is gone is no hit.
      if (each.row.kind() == TextKind.PROMPTS) {
        var turn = index.turnHead(each.row.span());
        if (turn.isPresent()) {
          hits.add(prompt(each, turn.get()));
        }
      } else {
        var step = steps.get(each.row.span());
        if (step != null) {
          hits.add(step(each, step));
        }
      }
    }
    return hits;
  }

  private Hit prompt(Found found, TurnHead turn) throws SQLException, QueryException {
    return new Hit(
        sources.index().sessionName(turn.sessionRef()),
        found.row.span(),
        null,
        found.row.kind(),
        at(found),
        turn.title(),
        null,
        found.excerpt);
  }

  private Hit step(Found found, StepRow step) throws SQLException, QueryException {
    return new Hit(
        sources.index().sessionName(step.sessionRef()),
        step.turn(),
        step.id(),
        found.row.kind(),
        at(found),
        step.title(),
        step.tool(),
        found.excerpt);
  }

  private static @Nullable Long at(Found found) {
    return found.row.at() == 0 ? null : Long.valueOf(found.row.at());
  }
}
