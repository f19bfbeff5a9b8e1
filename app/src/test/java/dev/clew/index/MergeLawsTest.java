package dev.clew.index;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clew.event.Event;
import dev.clew.event.FileOp;
import dev.clew.event.FileTouch;
import dev.clew.event.ModelAnswer;
import dev.clew.event.PromptSource;
import dev.clew.event.RecordId;
import dev.clew.event.SessionKey;
import dev.clew.event.SpanId;
import dev.clew.event.StepKind;
import dev.clew.event.StepStatus;
import dev.clew.event.TitleSource;
import dev.clew.event.ToolAnswer;
import dev.clew.event.Usage;
import dev.clew.testing.Cases;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/// The merges that make the index a function of the set of events: the same in any order, however
/// often an event comes, and wherever what has been merged so far is written down and read back.
///
/// Values come from small domains, so that ties are common.
class MergeLawsTest {
  private static final int CASES = 400;
  private static final SessionKey SESSION = SessionKey.main("claude", "s");
  private static final SpanId STEP = new SpanId(7);
  private static final SpanId CALL = new SpanId(8);

  /// Merges events in some orders, some of them twice, and compares what comes out.
  private static void sameInAnyOrder(
      RandomGenerator random, List<Event> events, Function<List<Event>, String> merged) {
    var expected = merged.apply(events);
    for (var i = 0; i < 4; i++) {
      var other = new ArrayList<>(events);
      other.addAll(events.subList(0, random.nextInt(events.size() + 1)));
      Collections.shuffle(other, new Random(random.nextLong()));
      assertThat(merged.apply(other)).isEqualTo(expected);
    }
  }

  @Test
  void a_tool_step_is_the_same_whatever_the_order_of_its_events() {
    Cases.forAll(
        CASES,
        random -> {
          var events = new ArrayList<Event>();
          for (var i = random.nextInt(6); i >= 0; i--) {
            events.add(random.nextBoolean() ? requested(random, i) : answered(random, i));
          }
          sameInAnyOrder(random, events, MergeLawsTest::tool);
        });
  }

  private static String tool(List<Event> events) {
    var state = new StepState(STEP.bits(), 1);
    for (var event : events) {
      switch (event) {
        case Event.ToolRequested requested -> state.merge(requested);
        case Event.ToolAnswered answered -> state.merge(answered);
        default -> throw new AssertionError(event);
      }
    }
    return text(state);
  }

  @Test
  void an_answer_reads_back_as_what_it_was() {
    Cases.forAll(
        CASES,
        random -> {
          var answer = StepAnswer.of((Event.ToolAnswered) answered(random, 1));
          assertThat(StepAnswer.parse(answer.text())).isEqualTo(answer);
        });
  }

  @Test
  void what_the_transcript_says_of_an_answer_counts_and_else_what_the_hook_says() {
    var file = new Event.Header(RecordId.derive("claude", "f"), 0, SESSION, 7, Instant.EPOCH);
    var hook =
        new Event.Header(
            RecordId.derive("claude", "h"), 0, SESSION, Event.Header.NOWHERE, Instant.EPOCH);
    var read = List.of(new FileTouch("f", FileOp.READ, 0, 0, null));
    var byHook =
        new ToolAnswer(StepStatus.ERROR, "h", "no", read, null, 12L, "user", false, List.of());
    var inFile =
        new ToolAnswer(StepStatus.OK, "f", null, List.of(), null, null, null, false, List.of());
    for (var hookFirst : List.of(true, false)) {
      var state = new StepState(STEP.bits(), 1);
      state.merge(
          new Event.ToolAnswered(hookFirst ? hook : file, STEP, hookFirst ? byHook : inFile));
      state.merge(
          new Event.ToolAnswered(hookFirst ? file : hook, STEP, hookFirst ? inFile : byHook));
      assertThat(state.status).isEqualTo("ok");
      assertThat(state.error).isNull();
      assertThat(state.durationMs).isEqualTo(12);
      assertThat(state.fileSource).as("files that the hook tells").isEqualTo(2);
    }
  }

  @Test
  void a_model_call_is_the_same_whatever_the_order_of_its_events() {
    Cases.forAll(
        CASES,
        random -> {
          var events = new ArrayList<Event>();
          for (var i = random.nextInt(6); i >= 0; i--) {
            events.add(random.nextInt(3) > 0 ? model(random, i) : requested(random, i));
          }
          sameInAnyOrder(random, events, MergeLawsTest::call);
        });
  }

  private static String call(List<Event> events) {
    var state = new StepState(CALL.bits(), 1);
    for (var event : events) {
      switch (event) {
        case Event.ModelAnswered answered -> state.merge(answered);
        case Event.ToolRequested requested -> state.mergeAsked(requested);
        default -> throw new AssertionError(event);
      }
    }
    return text(state);
  }

  private static String text(StepState state) {
    return Stream.of(
            state.kind,
            state.tool,
            state.title,
            state.rank,
            state.titleClass,
            state.started,
            state.ended,
            state.durationMs,
            state.answerRank(),
            state.status,
            state.error,
            state.denial,
            state.fileSource,
            state.provider,
            state.model,
            state.synthetic,
            state.stopReason,
            state.usageRank,
            state.usage)
        .map(String::valueOf)
        .collect(Collectors.joining("|"));
  }

  @Test
  void of_several_subagents_of_one_step_the_same_is_linked_whatever_the_order() {
    Cases.forAll(
        CASES,
        random -> {
          var children =
              new ArrayList<>(
                  Cases.listOf(random, 5, one -> SESSION.subagent("a" + one.nextInt(3))));
          var first = new StepState(STEP.bits(), 1);
          children.forEach(each -> first.mergeChild(state(each)));
          Collections.shuffle(children, new Random(random.nextLong()));
          var other = new StepState(STEP.bits(), 1);
          children.forEach(each -> other.mergeChild(state(each)));
          children.forEach(each -> other.mergeChild(state(each)));
          assertThat(other.childId).isEqualTo(first.childId);
          assertThat(other.child).isEqualTo(first.child);
        });
  }

  private static SessionState state(SessionKey key) {
    return new SessionState(key.hashCode(), key, "metadata", new Facts());
  }

  @Test
  void a_session_is_the_same_whatever_the_order_of_its_events() {
    Cases.forAll(
        CASES,
        random -> {
          var events = new ArrayList<Event>();
          for (var i = random.nextInt(7); i >= 0; i--) {
            events.add(
                switch (random.nextInt(3)) {
                  case 0 -> observed(random, i);
                  case 1 ->
                      new Event.SessionTitled(
                          header(random, i), one(random, TitleSource.values()), word(random));
                  default -> prompt(random, i);
                });
          }
          sameInAnyOrder(random, events, MergeLawsTest::session);
        });
  }

  private static String session(List<Event> events) {
    var state = state(SESSION);
    for (var event : events) {
      state.seen(event.header());
      state.seen(event.header().position() == 0 ? "content" : "metadata");
      switch (event) {
        case Event.SessionObserved observed -> state.merge(observed);
        case Event.SessionTitled titled -> state.merge(titled);
        case Event.PromptSubmitted prompt -> state.merge(prompt);
        default -> throw new AssertionError(event);
      }
    }
    return state.facts.text() + state.firstAt + " " + state.lastAt + " " + state.mode;
  }

  @Test
  void a_turn_is_the_same_whatever_the_order_of_its_prompts() {
    Cases.forAll(
        CASES,
        random -> {
          var events = new ArrayList<Event>();
          for (var i = random.nextInt(4); i >= 0; i--) {
            events.add(prompt(random, i));
          }
          sameInAnyOrder(
              random,
              events,
              all -> {
                var turn = new TurnState(1, 1);
                for (var event : all) {
                  turn.merge((Event.PromptSubmitted) event, event.header().position());
                }
                return turn.title + turn.source + turn.rank;
              });
        });
  }

  @Test
  void facts_read_back_merge_on_as_if_they_had_never_been_written() {
    Cases.forAll(
        CASES,
        random -> {
          var kept = new Facts();
          var written = new Facts();
          for (var i = random.nextInt(8); i >= 0; i--) {
            var kind = one(random, Facts.Kind.values());
            var value = random.nextBoolean() ? word(random) : "two\nlines\tand tabs";
            var rank = Rank.of(header(random, i));
            kept.merge(kind, value, rank);
            written.merge(kind, value, rank);
            written = Facts.parse(written.text());
          }
          assertThat(written.text()).isEqualTo(kept.text());
        });
  }

  @Test
  void ranks_are_a_total_order_and_read_back_as_what_they_were() {
    Cases.forAll(
        CASES,
        random -> {
          var a = Rank.of(header(random, random.nextInt(3)));
          var b = Rank.of(header(random, random.nextInt(3)));
          var c = Rank.of(header(random, random.nextInt(3)));
          assertThat(Integer.signum(a.compareTo(b))).isEqualTo(-Integer.signum(b.compareTo(a)));
          assertThat(a.compareTo(b) == 0).isEqualTo(a.equals(b));
          if (a.compareTo(b) <= 0 && b.compareTo(c) <= 0) {
            assertThat(a.compareTo(c)).isLessThanOrEqualTo(0);
          }
          assertThat(Rank.parse(a.text())).isEqualTo(a);
        });
  }

  private static Event.Header header(RandomGenerator random, int record) {
    var at = random.nextInt(4);
    return new Event.Header(
        RecordId.derive("claude", Integer.toString(record)),
        0,
        SESSION,
        random.nextInt(3) - 1, // -1: a hook's
        at == 0 ? null : Instant.ofEpochMilli(1000L * at));
  }

  private static Event requested(RandomGenerator random, int record) {
    return new Event.ToolRequested(
        header(random, record),
        STEP,
        CALL,
        word(random),
        one(random, StepKind.values()),
        word(random),
        JsonMapper.shared().createObjectNode(),
        List.of());
  }

  private static Event answered(RandomGenerator random, int record) {
    var path = new FileTouch("f", FileOp.READ, 0, 0, null);
    return new Event.ToolAnswered(
        header(random, record),
        STEP,
        new ToolAnswer(
            one(random, StepStatus.values()),
            word(random),
            random.nextBoolean() ? maybe(random) : "two\nlines\tand tabs",
            random.nextBoolean() ? List.of() : List.of(path),
            null,
            random.nextBoolean() ? null : (long) random.nextInt(9),
            maybe(random),
            random.nextBoolean(),
            List.of()));
  }

  private static Event model(RandomGenerator random, int record) {
    var blocks =
        Cases.listOf(
            random,
            2,
            one -> new ModelAnswer.Block(one.nextBoolean(), one.nextBoolean() ? "" : "t"));
    return new Event.ModelAnswered(
        header(random, record),
        CALL,
        new ModelAnswer(
            "anthropic",
            maybe(random),
            maybe(random),
            random.nextInt(4) == 0
                ? null
                : new Usage(1, 2, 3, 4, random.nextInt(3), 0, false, false, 0),
            maybe(random),
            maybe(random),
            blocks,
            random.nextInt(5) == 0));
  }

  private static Event observed(RandomGenerator random, int record) {
    return new Event.SessionObserved(
        header(random, record),
        maybe(random),
        maybe(random),
        maybe(random),
        maybe(random),
        maybe(random),
        maybe(random));
  }

  private static Event prompt(RandomGenerator random, int record) {
    return new Event.PromptSubmitted(
        header(random, record), STEP, one(random, PromptSource.values()), word(random), 0);
  }

  private static String word(RandomGenerator random) {
    return "w" + random.nextInt(4);
  }

  private static @Nullable String maybe(RandomGenerator random) {
    return random.nextInt(3) == 0 ? null : word(random);
  }

  private static <T> T one(RandomGenerator random, T[] values) {
    return values[random.nextInt(values.length)];
  }
}
