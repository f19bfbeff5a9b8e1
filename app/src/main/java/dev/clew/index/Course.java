package dev.clew.index;

import dev.clew.event.Place;
import dev.clew.event.PromptSource;
import dev.clew.event.SessionKey;
import dev.clew.event.SpanId;
import dev.clew.event.Usage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The course of a conversation: model calls and turns, put together from its marks in the order of
/// their places.
///
/// What a model writes belongs to one call until the total of tokens changes; the call took what
/// the total grew by. Where no total is told, what comes after a tool's answer is another call's.
///
/// Calls and turns are named by the agent's own id of the turn and their number in it, so that a
/// conversation that begins with a copy of another one's history tells the same ones. A turn that
/// has no id, or one that is not unique, is named by its thread, its number and its prompt.
final class Course {
  private static final int UNIQUE = 24;

  /// What has been gathered of one turn.
  private static final class Scope {
    final List<Mark> prompts = new ArrayList<>();
    final List<Call> calls = new ArrayList<>();
    boolean answered;
  }

  private record Call(List<Mark> marks, Told.Call told, String total) {}

  private final SessionKey session;
  private final List<Told> told = new ArrayList<>();
  private final Map<String, Integer> calls = new HashMap<>();
  private final Map<String, Integer> prompts = new HashMap<>();
  private final Map<String, Integer> scopes = new HashMap<>();
  private final List<Mark> open = new ArrayList<>();
  private Scope scope = new Scope();
  private String thread = "";
  private @Nullable String turn;
  private @Nullable String provider;
  private @Nullable String model;
  private @Nullable Usage total;

  private Course(SessionKey session) {
    this.session = session;
  }

  /// What the marks of `session` tell, given in the order of their places.
  static List<Told> of(SessionKey session, List<Mark> marks) {
    var course = new Course(session);
    marks.forEach(course::take);
    course.close();
    return course.told;
  }

  private void take(Mark mark) {
    switch (mark.place()) {
      case Place.Conditions conditions -> take(conditions);
      case Place.Prompt _ -> {
        if (turn == null && scope.answered) {
          close();
        }
        scope.prompts.add(mark);
      }
      case Place.Said _, Place.Asked _ -> {
        scope.answered = true;
        open.add(mark);
      }
      case Place.Answered _, Place.Stopped _ -> open.add(mark);
      case Place.Counted counted -> count(mark, counted);
    }
  }

  private void take(Place.Conditions conditions) {
    if (conditions.turn() != null && !conditions.turn().equals(turn)) {
      close();
      turn = conditions.turn();
    }
    if (conditions.thread() != null) {
      thread = conditions.thread();
    }
    provider = conditions.provider() == null ? provider : conditions.provider();
    model = conditions.model() == null ? model : conditions.model();
  }

  private void count(Mark mark, Place.Counted counted) {
    var before = total;
    if (counted.total().equals(before)) {
      return; // told again
    }
    total = counted.total();
    var used = used(before, counted);
    if (sum(used) == 0) {
      return; // an estimate of the window, not a call
    }
    var marks = new ArrayList<>(open.stream().filter(Mark::isAnswer).toList());
    marks.add(mark);
    scope.calls.add(call(marks, used));
    scope.answered = true;
    open.clear();
  }

  /// What the total has grown by; what the record says of the latest call where the total is the
  /// first, or begins anew.
  private static Usage used(@Nullable Usage before, Place.Counted counted) {
    var growth = before == null ? null : difference(before, counted.total());
    if (growth != null) {
      return growth;
    }
    return counted.last() == null ? counted.total() : counted.last();
  }

  private static @Nullable Usage difference(Usage before, Usage after) {
    var growth =
        new Usage(
            after.input() - before.input(),
            after.cacheRead() - before.cacheRead(),
            after.cacheWrite5m() - before.cacheWrite5m(),
            after.cacheWrite1h() - before.cacheWrite1h(),
            after.output() - before.output(),
            after.reasoning() - before.reasoning(),
            false,
            false,
            0);
    var grew =
        growth.input() >= 0
            && growth.cacheRead() >= 0
            && growth.cacheWrite5m() >= 0
            && growth.output() >= 0
            && growth.reasoning() >= 0;
    return grew ? growth : null;
  }

  private static long sum(Usage usage) {
    return usage.input()
        + usage.cacheRead()
        + usage.cacheWrite5m()
        + usage.output()
        + usage.reasoning();
  }

  private Call call(List<Mark> marks, @Nullable Usage usage) {
    var answer = marks.stream().filter(Mark::isAnswer).toList();
    var first = answer.isEmpty() ? marks.getFirst() : answer.getFirst();
    var last = answer.isEmpty() ? marks.getLast() : answer.getLast();
    var title = title(answer);
    var error =
        marks.stream()
            .map(Mark::place)
            .filter(Place.Stopped.class::isInstance)
            .map(place -> ((Place.Stopped) place).reason())
            .findFirst()
            .orElse(null);
    return new Call(
        marks,
        new Told.Call(
            first.rank(),
            title.quality,
            title.text,
            last.at() == Rank.NO_TIME ? null : last.at(),
            provider,
            model,
            error,
            usage),
        usage == null ? "" : Mark.numbers(total));
  }

  private record Title(int quality, String text) {}

  private static Title title(List<Mark> answer) {
    var best = new Title(StepState.TITLE_NONE, "");
    for (var mark : answer) {
      var offered =
          switch (mark.place()) {
            case Place.Said said when !said.blocks().isEmpty() ->
                new Title(
                    said.blocks().getFirst().thinking()
                        ? StepState.TITLE_THINKING
                        : StepState.TITLE_TEXT,
                    said.blocks().getFirst().text());
            case Place.Asked asked ->
                new Title(StepState.TITLE_ASKED, "→ " + Titles.line(asked.tool()));
            case Place.Said _,
                Place.Conditions _,
                Place.Prompt _,
                Place.Answered _,
                Place.Counted _,
                Place.Stopped _ ->
                best;
          };
      best = offered.quality < best.quality ? offered : best;
    }
    return best;
  }

  /// What was written since the last change of the total, one call after each tool's answer.
  private void uncounted() {
    var marks = new ArrayList<Mark>();
    var tool = false;
    for (var mark : open) {
      if (mark.isAnswer() && tool && !marks.isEmpty()) {
        scope.calls.add(call(List.copyOf(marks), null));
        marks.clear();
        tool = false;
      }
      tool |= mark.place() instanceof Place.Answered;
      if (mark.isAnswer() || (mark.place() instanceof Place.Stopped && !marks.isEmpty())) {
        marks.add(mark);
      }
    }
    if (!marks.isEmpty()) {
      scope.calls.add(call(List.copyOf(marks), null));
    }
    open.clear();
  }

  /// Ends the turn: its calls and prompts get their names.
  private void close() {
    uncounted();
    var asked = prompts();
    if (!asked.isEmpty() || !scope.calls.isEmpty()) {
      var name = name(asked);
      for (var call : scope.calls) {
        var number = calls.merge(name, 1, Integer::sum);
        var id = SpanId.ofModelCall(session, name, number + (isUnique() ? "" : call.total));
        told.add(new Told(Shared.STEP, id.bits(), call.told.text(), Told.seqs(call.marks)));
      }
      asked.forEach(mark -> prompt(mark, name));
    }
    scope = new Scope();
  }

  private boolean isUnique() {
    return turn != null && turn.length() >= UNIQUE;
  }

  private String name(List<Mark> asked) {
    if (isUnique()) {
      return Objects.requireNonNull(turn);
    }
    var first = asked.isEmpty() ? "" : ((Place.Prompt) asked.getFirst().place()).text();
    var number = scopes.merge(thread, 1, Integer::sum);
    return "%s %d %s".formatted(thread.isEmpty() ? session.id() : thread, number, first);
  }

  /// The turn's prompts in the best form in which they are told.
  private List<Mark> prompts() {
    for (var telling : Place.Telling.values()) {
      var found =
          scope.prompts.stream()
              .filter(mark -> ((Place.Prompt) mark.place()).telling() == telling)
              .toList();
      if (!found.isEmpty()) {
        return found;
      }
    }
    return List.of();
  }

  private void prompt(Mark mark, String name) {
    var number = prompts.merge(name, 1, Integer::sum);
    if (mark.place() instanceof Place.Prompt prompt
        && prompt.source() != PromptSource.PARENT_AGENT) {
      var id = SpanId.ofTurn(session, name + " " + number);
      var source = prompt.source().name().toLowerCase(Locale.ROOT);
      var turnTold = new Told.Turn(mark.rank(), source, prompt.text());
      told.add(new Told(Shared.TURN, id.bits(), turnTold.text(), Told.seqs(List.of(mark))));
    }
  }
}
