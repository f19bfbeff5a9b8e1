package dev.clew.origin.lines;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/// What a file would be with one side of its conflicts.
class ConflictSidesTest {
  private static List<List<Integer>> sides(String... lines) {
    return ConflictSides.of(new Text(String.join("\n", lines).getBytes(UTF_8)));
  }

  @Test
  void each_side_has_what_stands_around_it() {
    assertThat(sides("a", "<<<<<<< HEAD", "b", "c", "=======", "d", ">>>>>>> 1 (x)", "e"))
        .containsExactly(List.of(0, 2, 3, 7), List.of(0, 5, 7));
  }

  @Test
  void what_both_came_from_is_a_side_where_git_tells_it() {
    assertThat(
            sides(
                "<<<<<<< HEAD",
                "b",
                "||||||| 1",
                "a",
                "=======",
                ">>>>>>> 2",
                "x",
                "<<<<<<< HEAD",
                "=======",
                "c",
                ">>>>>>> 2"))
        .containsExactly(List.of(1, 6), List.of(6, 9), List.of(3, 6));
  }

  @Test
  void a_conflict_without_end_is_none() {
    assertThat(sides("a", "=======", "b", ">>>>>>> 1")).isEmpty();
    assertThat(sides("<<<<<<< HEAD", "b", "=======", "c")).isEmpty();
  }
}
