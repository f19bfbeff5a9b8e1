package dev.clew.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.clew.testing.Cases;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class RunsTest {
  @Test
  void neighbours_of_one_cause_are_one_run_and_empty_ones_none() {
    var runs = Runs.of(new int[] {2, 0, 3, 1}, new long[] {7, 9, 7, 8});
    assertThat(runs).hasToString("[5×7 1×8]").isEqualTo(lines(7, 7, 7, 7, 7, 8));
    assertThat(runs.lines()).isEqualTo(6);
    assertThat(runs.size()).isEqualTo(2);
    assertThat(runs.length(0)).isEqualTo(5);
    assertThat(runs.start(1)).isEqualTo(5);
    assertThat(runs.cause(1)).isEqualTo(8);
    assertThat(runs.hashCode()).isEqualTo(lines(7, 7, 7, 7, 7, 8).hashCode());
  }

  @Test
  void a_line_has_the_cause_of_its_run() {
    var runs = lines(1, 1, 2, 3, 3);
    assertThat(List.of(runs.causeOf(0), runs.causeOf(1), runs.causeOf(2), runs.causeOf(4)))
        .containsExactly(1L, 1L, 2L, 3L);
    assertThatThrownBy(() -> runs.causeOf(5)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> Runs.EMPTY.causeOf(0)).isInstanceOf(IndexOutOfBoundsException.class);
  }

  @Test
  void lengths_and_causes_come_in_pairs() {
    assertThatThrownBy(() -> Runs.of(new int[1], new long[2]))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Runs.Builder().add(-1, 1))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void no_lines_are_one_byte() {
    assertThat(Runs.EMPTY.whole()).containsExactly(0);
    assertThat(Runs.read(Runs.EMPTY.whole(), null)).isEqualTo(Runs.EMPTY);
  }

  @Test
  void one_changed_line_takes_few_bytes_however_many_runs_there_are() {
    var before = new long[5000];
    Arrays.setAll(before, line -> 1_000_000 + line * 31L % 997);
    var after = before.clone();
    after[2500] = 1_002_000;
    assertThat(lines(after).since(lines(before))).hasSizeLessThan(16);
    assertThat(lines(after).whole()).hasSizeGreaterThan(10_000);
  }

  @Test
  void what_is_written_is_read_again() {
    Cases.forAll(
        1000,
        random -> {
          var before = some(random);
          var after = edited(random, before);
          assertThat(Runs.read(after.whole(), null)).isEqualTo(after);
          assertThat(Runs.read(after.whole(), before)).isEqualTo(after);
          assertThat(Runs.read(after.since(before), before)).isEqualTo(after);
          assertThat(after.since(before).length).isLessThanOrEqualTo(after.whole().length);
          assertThat(Runs.isWhole(after.whole())).isTrue();
        });
  }

  @Test
  void damaged_bytes_are_told() {
    Cases.forAll(
        1000,
        random -> {
          var before = some(random);
          var bytes = edited(random, before).since(before);
          bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
          try {
            Runs.read(bytes, before);
          } catch (IllegalArgumentException | ArithmeticException e) {
            assertThat(e).isNotNull();
          }
        });
  }

  @Test
  void a_difference_cannot_be_read_by_itself() {
    var before = lines(1, 2, 3, 4, 5, 6, 7, 8);
    var since = lines(1, 2, 3, 4, 9, 5, 6, 7, 8).since(before);
    assertThat(Runs.isWhole(since)).isFalse();
    assertThatThrownBy(() -> Runs.read(since, null)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Runs.read(since, Runs.EMPTY))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static Runs lines(long... causes) {
    return Runs.ofLines(causes);
  }

  private static Runs some(RandomGenerator random) {
    var runs = new Runs.Builder();
    for (int i = random.nextInt(40); i > 0; i--) {
      runs.add(random.nextInt(20), random.nextInt(10) == 0 ? random.nextLong() : random.nextInt(9));
    }
    return runs.build();
  }

  private static Runs edited(RandomGenerator random, Runs before) {
    var lines = new ArrayList<>(Arrays.stream(before.toLines()).boxed().toList());
    for (int i = random.nextInt(8); i > 0; i--) {
      var at = random.nextInt(lines.size() + 1);
      if (at == lines.size() || random.nextInt(3) == 0) {
        lines.add(at, random.nextLong(100));
      } else if (random.nextBoolean()) {
        lines.set(at, random.nextLong(100));
      } else {
        var moved = lines.remove(at);
        if (random.nextBoolean()) {
          lines.add(random.nextInt(lines.size() + 1), moved);
        }
      }
    }
    return Runs.ofLines(lines.stream().mapToLong(Long::longValue).toArray());
  }
}
