package dev.clew.recorder;

import dev.clew.event.Event;
import dev.clew.event.Event.ToolAnswered;
import dev.clew.event.Event.ToolRequested;
import dev.clew.event.FileOp;
import dev.clew.event.FileSight;
import dev.clew.event.FileTouch;
import dev.clew.event.SpanId;
import dev.clew.index.ToldStep;
import dev.clew.origin.replay.Moment;
import dev.clew.origin.replay.NumberedLines;
import dev.clew.origin.replay.ToldFact;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// What the records of one step tell of files: of several requests or answers the first counts, a
/// transcript's before a hook's, as in the index.
final class ToldEvents {
  private static final Comparator<Event> FIRST =
      Comparator.comparing((Event event) -> event.header().position() == Event.Header.NOWHERE)
          .thenComparing(ToldEvents::moment);

  private final ToldStep step;
  private final @Nullable ToolRequested request;
  private final @Nullable ToolAnswered answer;
  private final @Nullable ToolAnswered byHook;

  ToldEvents(ToldStep step, Collection<Event> events) {
    this.step = step;
    request = first(events, ToolRequested.class, each -> each.step().bits() == step.step());
    var answers =
        events.stream()
            .filter(ToolAnswered.class::isInstance)
            .map(ToolAnswered.class::cast)
            .filter(each -> each.step().bits() == step.step())
            .sorted(FIRST)
            .toList();
    answer = answers.isEmpty() ? null : answers.getFirst();
    byHook =
        answers.stream()
            .filter(each -> each.header().position() == Event.Header.NOWHERE)
            .findFirst()
            .orElse(null);
  }

  private static <T extends Event> @Nullable T first(
      Collection<Event> events, Class<T> type, Predicate<T> which) {
    return events.stream()
        .filter(type::isInstance)
        .map(type::cast)
        .filter(which)
        .min(FIRST)
        .orElse(null);
  }

  /// When an event was told.
  static Moment moment(Event event) {
    var header = event.header();
    var at = header.at();
    return new Moment(
        at == null ? 0 : at.toEpochMilli(),
        header.position(),
        header.record().hex(),
        header.ordinal());
  }

  /// What the step asked for; absent when no record tells.
  Optional<ToolRequested> request() {
    return Optional.ofNullable(request);
  }

  /// The facts of these files, in the order in which they were done.
  List<ToldFact> facts(Collection<String> files) {
    var facts = new ArrayList<ToldFact>();
    if (answer == null) {
      return facts;
    }
    var moment = moment(answer);
    var touches = touches(answer);
    for (var i = 0; i < touches.size(); i++) {
      var touch = touches.get(i);
      var next = i + 1 < touches.size() ? touches.get(i + 1) : touch;
      if (touch.op() == FileOp.DELETE && next.op() == FileOp.RENAME) {
        // A move is told as its old place and its new one; the old one holds until it is made.
        add(facts, files, fact(moment, next, step.resolved(touch.path())));
        i++;
      }
      add(facts, files, fact(moment, touch, null));
    }
    return facts;
  }

  private static void add(List<ToldFact> facts, Collection<String> files, @Nullable ToldFact fact) {
    if (fact != null && files.contains(fact.path())) {
      facts.add(fact);
    }
  }

  private @Nullable ToldFact fact(Moment moment, FileTouch touch, @Nullable String from) {
    var path = step.resolved(touch.path());
    var id = new SpanId(step.step());
    if (touch.op() != FileOp.READ) {
      return new ToldFact.Edited(moment, id, step.session(), path, touch.op(), from, touch.edit());
    }
    var sight = touch.sight();
    return sight == null ? null : new ToldFact.Shown(moment, id, step.session(), path, sight);
  }

  /// What the answer that speaks of files says was done, else what was asked for.
  private List<FileTouch> touches(ToolAnswered told) {
    var done = told.answer().files();
    if (done.isEmpty() && byHook != null) {
      done = byHook.answer().files();
    }
    var intended = request == null ? List.<FileTouch>of() : request.intended();
    if (done.isEmpty()) {
      return intended.stream().map(touch -> shown(touch, told.answer().output())).toList();
    }
    var saysHow = done.stream().allMatch(each -> each.op() == FileOp.READ || saysHow(each));
    return saysHow || intended.stream().noneMatch(each -> each.edit() != null) ? done : intended;
  }

  private static boolean saysHow(FileTouch touch) {
    return touch.edit() != null || touch.op() == FileOp.DELETE || touch.op() == FileOp.RENAME;
  }

  private static FileTouch shown(FileTouch touch, String output) {
    if (touch.op() != FileOp.READ || touch.sight() != null) {
      return touch;
    }
    FileSight sight = NumberedLines.of(output).orElse(null);
    return new FileTouch(touch.path(), FileOp.READ, 0, 0, null, sight);
  }
}
