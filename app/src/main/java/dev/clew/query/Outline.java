package dev.clew.query;

import dev.clew.index.OutlineStep;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What a session looks like from afar: when it worked, what failed, what was tried again, and
/// which sub-agents ran when. Steps are told by their ordinals, their places in the session's log
/// from 0.
///
/// @param steps how many steps there are
/// @param startedAt the first moment, in epoch milliseconds; all spans count from it
/// @param busy when at least one step ran, in order, with gaps between; at most [#MOST_SPANS]
/// @param errors the failed steps; at most [#MOST_MARKS], the rest counted in `errorCount`
/// @param retries steps that do again what had failed
/// @param lanes the sub-agents, by their first step
public record Outline(
    long steps,
    @Nullable Long startedAt,
    List<Span> busy,
    List<Long> errors,
    long errorCount,
    List<Retry> retries,
    List<Lane> lanes) {
  static final int MOST_SPANS = 400;
  static final int MOST_MARKS = 5_000;

  /// A stretch of time, in milliseconds since the outline's start.
  public record Span(long fromMs, long toMs) {}

  /// `step` does again what `of`, the last failed attempt, did.
  public record Retry(long step, long of) {}

  /// A sub-agent's steps.
  ///
  /// @param parent the step that started it
  public record Lane(
      long sessionRef,
      @Nullable Long parent,
      long first,
      long last,
      @Nullable Span span,
      long steps,
      long errors) {}

  /// Makes an outline of steps in the order of the log.
  ///
  /// @param main the session whose steps are no lane
  /// @param turnsAt when its turns began, ascending: a model call cannot have begun before
  /// @param parents for each sub-agent the step that started it
  static Outline of(
      List<OutlineStep> steps, long main, List<Long> turnsAt, Map<Long, Long> parents) {
    var maker = new Maker(main, turnsAt);
    steps.forEach(maker::add);
    return maker.made(parents);
  }

  /* One pass. A model call is written when it has answered: it began when the step before it ended,
  or with the turn, as `log` tells it too. Times may run backwards between lines, so spans are
  sorted before they are joined. */
  private static final class Maker {
    private final long main;
    private final List<Long> turnsAt;
    private final Map<Long, Long> lastEnd = new HashMap<>();
    private final Map<String, Long> failed = new HashMap<>();
    private final Map<Long, Long> ordinals = new HashMap<>();
    private final Map<Long, Lane> lanes = new LinkedHashMap<>();
    private final List<Span> spans = new ArrayList<>();
    private final List<Long> errors = new ArrayList<>();
    private final List<Retry> retries = new ArrayList<>();
    private long errorCount;
    private long next;

    Maker(long main, List<Long> turnsAt) {
      this.main = main;
      this.turnsAt = turnsAt;
    }

    void add(OutlineStep step) {
      var ordinal = next++;
      ordinals.put(step.id(), ordinal);
      var isError = "error".equals(step.status());
      if (isError) {
        errorCount++;
        if (errors.size() < MOST_MARKS) {
          errors.add(ordinal);
        }
      }
      retry(step, ordinal, isError);
      var span = span(step);
      if (span != null) {
        spans.add(span);
        lastEnd.merge(step.sessionRef(), span.toMs(), Math::max);
      }
      if (step.sessionRef() != main) {
        var lane = new Lane(step.sessionRef(), null, ordinal, ordinal, span, 1, isError ? 1 : 0);
        lanes.merge(step.sessionRef(), lane, Maker::joined);
      }
    }

    private void retry(OutlineStep step, long ordinal, boolean isError) {
      if (step.retries() == null) {
        return;
      }
      var key = step.sessionRef() + " " + step.retries();
      var before = isError ? failed.put(key, ordinal) : failed.remove(key);
      if (before != null && retries.size() < MOST_MARKS) {
        retries.add(new Retry(ordinal, before));
      }
    }

    private @Nullable Span span(OutlineStep step) {
      var start = step.startedAt();
      if (start == null) {
        return null;
      }
      var end = step.endedAt() == null ? start : Math.max(start, step.endedAt());
      if (step.modelCall()) {
        var before = Math.max(lastEnd.getOrDefault(step.sessionRef(), 0L), turnBefore(start));
        return new Span(before > 0 && before < start ? before : start, end);
      }
      var told = step.durationMs() == null ? 0 : step.durationMs();
      return new Span(start, Math.max(end, step.endedAt() == null ? start + told : end));
    }

    private long turnBefore(long ms) {
      var low = 0;
      var high = turnsAt.size();
      while (low < high) {
        var middle = (low + high) >>> 1;
        if (turnsAt.get(middle) <= ms) {
          low = middle + 1;
        } else {
          high = middle;
        }
      }
      return low == 0 ? 0 : turnsAt.get(low - 1);
    }

    private static Lane joined(Lane one, Lane other) {
      return new Lane(
          one.sessionRef(),
          null,
          Math.min(one.first(), other.first()),
          Math.max(one.last(), other.last()),
          joined(one.span(), other.span()),
          one.steps() + other.steps(),
          one.errors() + other.errors());
    }

    private static @Nullable Span joined(@Nullable Span one, @Nullable Span other) {
      return one == null
          ? other
          : other == null
              ? one
              : new Span(
                  Math.min(one.fromMs(), other.fromMs()), Math.max(one.toMs(), other.toMs()));
    }

    Outline made(Map<Long, Long> parents) {
      spans.sort(Comparator.comparingLong(Span::fromMs).thenComparingLong(Span::toMs));
      var start = spans.isEmpty() ? null : Long.valueOf(spans.getFirst().fromMs());
      var origin = start == null ? 0 : start;
      var placed = new ArrayList<Lane>();
      for (var lane : lanes.values()) {
        var parent = parents.get(lane.sessionRef());
        placed.add(
            new Lane(
                lane.sessionRef(),
                parent == null ? null : ordinals.get(parent),
                lane.first(),
                lane.last(),
                since(lane.span(), origin),
                lane.steps(),
                lane.errors()));
      }
      var busy = fewest(union(spans)).stream().map(span -> since(span, origin)).toList();
      return new Outline(next, start, busy, errors, errorCount, retries, placed);
    }

    private static @Nullable Span since(@Nullable Span span, long origin) {
      return span == null ? null : new Span(span.fromMs() - origin, span.toMs() - origin);
    }

    private static List<Span> union(List<Span> sorted) {
      var joined = new ArrayList<Span>();
      for (var span : sorted) {
        var last = joined.isEmpty() ? null : joined.getLast();
        if (last != null && span.fromMs() <= last.toMs()) {
          joined.set(
              joined.size() - 1, new Span(last.fromMs(), Math.max(last.toMs(), span.toMs())));
        } else {
          joined.add(span);
        }
      }
      return joined;
    }

    /// The widest gaps stay, the rest close: a picture has no room for more.
    private static List<Span> fewest(List<Span> spans) {
      if (spans.size() <= MOST_SPANS) {
        return spans;
      }
      var gaps = new ArrayList<Long>();
      for (var i = 1; i < spans.size(); i++) {
        gaps.add(spans.get(i).fromMs() - spans.get(i - 1).toMs());
      }
      gaps.sort(Comparator.reverseOrder());
      var least = gaps.get(MOST_SPANS - 1);
      var kept = new ArrayList<Span>();
      for (var span : spans) {
        var last = kept.isEmpty() ? null : kept.getLast();
        if (last != null && span.fromMs() - last.toMs() <= least) {
          kept.set(kept.size() - 1, new Span(last.fromMs(), span.toMs()));
        } else {
          kept.add(span);
        }
      }
      return kept;
    }
  }
}
