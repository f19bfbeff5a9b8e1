package dev.clew.query;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clew.index.OutlineStep;
import dev.clew.testing.Cases;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OutlineTest {
  private static final long MAIN = 1;

  private static OutlineStep tool(long id, long session, long from, long to, String title) {
    var failed = title.startsWith("!");
    return new OutlineStep(
        id, session, false, from, to, null, failed ? "error" : "ok", title.replace("!", ""));
  }

  private static OutlineStep call(long id, long session, long at) {
    return new OutlineStep(id, session, true, at, at, null, "ok", null);
  }

  private static Outline outline(OutlineStep... steps) {
    return Outline.of(List.of(steps), MAIN, List.of(1_000L, 90_000L), Map.of(2L, 11L));
  }

  @Test
  void a_model_call_is_busy_since_the_step_before_it_or_the_turn() {
    var outline =
        outline(
            call(10, MAIN, 3_000),
            tool(11, MAIN, 3_100, 4_000, "Bash ls"),
            call(12, MAIN, 7_000),
            call(13, MAIN, 95_000));
    assertThat(outline.startedAt()).isEqualTo(1_000);
    assertThat(outline.busy())
        .containsExactly(
            new Outline.Span(0, 2_000),
            new Outline.Span(2_100, 6_000),
            new Outline.Span(89_000, 94_000));
  }

  @Test
  void failures_are_told_by_place_and_an_attempt_is_linked_to_the_one_before() {
    var outline =
        outline(
            tool(1, MAIN, 2_000, 2_100, "!Bash make"),
            tool(2, MAIN, 3_000, 3_100, "Bash ls"),
            tool(3, MAIN, 4_000, 4_100, "!Bash make"),
            tool(4, 2, 4_050, 4_100, "Bash make"),
            tool(5, MAIN, 5_000, 5_100, "Bash make"),
            tool(6, MAIN, 6_000, 6_100, "Bash make"));
    assertThat(outline.errors()).containsExactly(0L, 2L);
    assertThat(outline.errorCount()).isEqualTo(2);
    assertThat(outline.retries()).containsExactly(new Outline.Retry(2, 0), new Outline.Retry(4, 2));
  }

  @Test
  void a_subagent_is_a_lane_from_the_step_that_started_it() {
    var outline =
        outline(
            call(10, MAIN, 2_000),
            tool(11, MAIN, 2_000, 9_000, "Task look"),
            call(20, 2, 3_000),
            tool(21, 2, 3_500, 4_000, "!Bash x"),
            call(12, MAIN, 9_500));
    assertThat(outline.lanes())
        .containsExactly(new Outline.Lane(2, 1L, 2, 3, new Outline.Span(0, 3_000), 2, 1));
    assertThat(outline.steps()).isEqualTo(5);
  }

  @Test
  void steps_without_a_time_are_counted_and_take_none() {
    var outline = outline(new OutlineStep(1, MAIN, false, null, null, null, "error", "Bash x"));
    assertThat(outline.startedAt()).isNull();
    assertThat(outline.busy()).isEmpty();
    assertThat(outline.errors()).containsExactly(0L);
  }

  @Test
  void spans_are_ordered_apart_and_few_and_cover_every_step() {
    Cases.forAll(
        30,
        random -> {
          var steps = new ArrayList<OutlineStep>();
          for (var i = 0; i < 1_500; i++) {
            var from = 1_000 + random.nextInt(50_000_000);
            steps.add(tool(i, MAIN, from, from + random.nextInt(5_000), "Bash x"));
          }
          var outline = Outline.of(steps, MAIN, List.of(), Map.of());
          var busy = outline.busy();
          assertThat(busy).hasSizeLessThanOrEqualTo(Outline.MOST_SPANS);
          for (var i = 1; i < busy.size(); i++) {
            assertThat(busy.get(i).fromMs()).isGreaterThan(busy.get(i - 1).toMs());
          }
          var origin = outline.startedAt() == null ? 0 : outline.startedAt();
          for (var step : steps) {
            var from = step.startedAt() == null ? 0 : step.startedAt() - origin;
            var to = step.endedAt() == null ? 0 : step.endedAt() - origin;
            assertThat(busy).anyMatch(span -> span.fromMs() <= from && to <= span.toMs());
          }
        });
  }
}
