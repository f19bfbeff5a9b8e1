package dev.clew.diff;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.clew.testing.Cases;
import dev.clew.testing.Golden;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.eclipse.jgit.diff.RawText;
import org.eclipse.jgit.diff.RawTextComparator;
import org.junit.jupiter.api.Test;

class LineDiffTest {
  private static final String BEFORE =
      "one\ntwo\nthree\nfour\nfive\nsix\nseven\neight\nnine\nten\n";

  @Test
  void nothing_differs_between_equal_contents() {
    var diff = diff(BEFORE, BEFORE);
    assertThat(diff.isEmpty()).isTrue();
    assertThat(diff.hunks(3)).isEmpty();
    assertThat(diff.unified("a/f", "b/f", 3)).isEmpty();
  }

  @Test
  void a_change_shows_both_sides_in_their_context() {
    var diff = diff(BEFORE, BEFORE.replace("five", "FIVE"));
    assertThat(diff.added()).isEqualTo(1);
    assertThat(diff.removed()).isEqualTo(1);
    assertThat(diff.changes()).containsExactly(new Change(4, 5, 4, 5));
    assertThat(diff.hunks(1))
        .containsExactly(
            new Hunk(
                4,
                3,
                4,
                3,
                List.of(
                    new Line(Line.Kind.CONTEXT, "four", false),
                    new Line(Line.Kind.REMOVED, "five", false),
                    new Line(Line.Kind.ADDED, "FIVE", false),
                    new Line(Line.Kind.CONTEXT, "six", false))));
  }

  @Test
  void hunks_join_where_their_contexts_touch() {
    var diff = diff(BEFORE, BEFORE.replace("two\n", "").replace("seven\n", "7\nsieben\n"));
    assertThat(diff.hunks(1)).hasSize(2);
    assertThat(diff.hunks(2)).hasSize(1);
    golden("joined.diff", diff);
  }

  @Test
  void a_side_without_lines_starts_before_them() {
    var hunk = diff(BEFORE, "zero\n" + BEFORE).hunks(0).getFirst();
    assertThat(List.of(hunk.oldStart(), hunk.oldLines(), hunk.newStart(), hunk.newLines()))
        .containsExactly(0, 0, 1, 1);
  }

  @Test
  void a_lost_last_newline_is_a_change_of_the_line() {
    var diff = diff("one\ntwo\n", "one\ntwo");
    assertThat(diff.changes()).containsExactly(new Change(1, 2, 1, 2));
    assertThat(diff.hunks(0).getFirst().lines())
        .containsExactly(
            new Line(Line.Kind.REMOVED, "two", false), new Line(Line.Kind.ADDED, "two", true));
    golden("lost-newline.diff", diff);
  }

  @Test
  void a_carriage_return_belongs_to_its_line() {
    var diff = diff("one\r\ntwo\rstill two\n", "one\ntwo\rstill two\n");
    assertThat(diff.changes()).containsExactly(new Change(0, 1, 0, 1));
    assertThat(diff.hunks(0).getFirst().lines().getFirst().text()).isEqualTo("one\r");
  }

  @Test
  void a_created_file_is_not_the_same_as_an_empty_one() {
    golden("created.diff", LineDiff.of(null, bytes("one\n")));
    golden("created-empty.diff", LineDiff.of(null, bytes("")));
    golden("deleted.diff", LineDiff.of(bytes("one\n"), null));
    golden("filled.diff", LineDiff.of(bytes(""), bytes("one\n")));
    assertThat(LineDiff.of(null, null).isEmpty()).isTrue();
    assertThat(LineDiff.of(null, bytes("")).isEmpty()).isFalse();
  }

  @Test
  void a_name_that_is_no_file_is_taken_for_one() {
    var diff = LineDiff.of(null, bytes("one\n"));
    assertThat(new String(diff.unified("/dev/null", "b/f", 3), ISO_8859_1))
        .isEqualTo(new String(diff.unified("b/f", "b/f", 3), ISO_8859_1));
  }

  @Test
  void text_that_is_not_utf_8_is_shown_with_replacements_and_kept_in_the_patch() {
    var diff = diff("caf\u00e9\n", "coffee\n");
    assertThat(diff.hunks(0).getFirst().lines().getFirst().text()).isEqualTo("caf\uFFFD");
    assertThat(new String(diff.unified("a/f", "b/f", 0), ISO_8859_1)).contains("-caf\u00e9\n");
  }

  @Test
  void a_nul_byte_makes_a_side_binary() {
    assertThat(diff("a\0b\n", "a\n").isBinary()).isTrue();
    assertThat(diff("a\n", "a\0").isBinary()).isTrue();
    assertThat(diff("a\r\n", "a\rb\n").isBinary()).isFalse();
  }

  @Test
  void a_negative_context_is_a_bug() {
    assertThatThrownBy(() -> diff("a\n", "b\n").hunks(-1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("context of -1 lines");
  }

  @Test
  void any_context_is_wide_enough() {
    assertThat(diff(BEFORE, BEFORE.replace("five", "5")).hunks(Integer.MAX_VALUE))
        .containsExactlyElementsOf(diff(BEFORE, BEFORE.replace("five", "5")).hunks(10));
  }

  @Test
  void the_changes_rebuild_the_newer_content_out_of_the_older_one() {
    Cases.forAll(
        500,
        random -> {
          var before = RandomText.lines(random);
          var after = RandomText.edited(random, before);
          assertThat(rebuilt(before, after)).isEqualTo(after);
        });
  }

  @Test
  void twenty_thousand_rewritten_lines_take_linear_work() {
    assertThat(work(i -> "old " + i, i -> "new " + i)).isLessThan(40 * LINES);
  }

  @Test
  void twenty_thousand_shuffled_lines_take_linear_work() {
    var order = new ArrayList<>(IntStream.range(0, LINES).boxed().toList());
    Collections.shuffle(order, new Random(1));
    assertThat(work(i -> "line " + i, i -> "line " + order.get(i))).isLessThan(40 * LINES);
  }

  @Test
  void twenty_thousand_lines_half_of_them_reindented_take_linear_work() {
    assertThat(work(i -> "line " + i % 7000, i -> (i % 2 == 0 ? "  " : "") + "line " + i % 7000))
        .isLessThan(40 * LINES);
  }

  @Test
  void twenty_thousand_lines_of_three_kinds_take_linear_work() {
    assertThat(work(i -> "kind " + i % 3, i -> "kind " + i * 7 % 5 % 3)).isLessThan(40 * LINES);
  }

  @Test
  void every_second_line_reindented_leaves_the_others_alone() {
    var diff =
        LineDiff.of(
            bytes(text(i -> "line " + i)),
            bytes(text(i -> (i % 2 == 0 ? "  " : "") + "line " + i)));
    assertThat(diff.added()).isEqualTo(LINES / 2);
    assertThat(diff.removed()).isEqualTo(LINES / 2);
  }

  @Test
  void large_contents_are_rebuilt_out_of_their_changes_too() {
    Cases.forAll(
        10,
        random -> {
          var before = new ArrayList<String>();
          for (int i = 0; i < 3000; i++) {
            before.add("line " + random.nextInt(1 + random.nextInt(4000)) + "\n");
          }
          var after = new ArrayList<>(before);
          for (int i = random.nextInt(2000); i > 0; i--) {
            var moved = after.remove(random.nextInt(after.size()));
            after.add(random.nextInt(after.size()), random.nextBoolean() ? moved : "new " + moved);
          }
          after.set(after.size() - 1, after.getLast().strip());
          assertThat(rebuilt(before, after)).isEqualTo(after);
        });
  }

  private static final int LINES = 20_000;

  /// How many lines are hashed or compared.
  private static int work(Function<Integer, String> before, Function<Integer, String> after) {
    var counting = new CountingComparator();
    var diff = LineDiff.of(bytes(text(before)), bytes(text(after)), counting);
    assertThat(diff.isEmpty()).isFalse();
    return counting.count;
  }

  private static String text(Function<Integer, String> line) {
    return String.join("\n", IntStream.range(0, LINES).boxed().map(line).toList()) + "\n";
  }

  private static final class CountingComparator extends RawTextComparator {
    int count;

    @Override
    public boolean equals(RawText a, int ai, RawText b, int bi) {
      count++;
      return DEFAULT.equals(a, ai, b, bi);
    }

    @Override
    public int hash(RawText text, int line) {
      count++;
      return DEFAULT.hash(text, line);
    }

    @Override
    protected int hashRegion(byte[] raw, int from, int to) {
      throw new AssertionError("only hash calls it");
    }
  }

  private static List<String> rebuilt(List<String> before, List<String> after) {
    var lines = new ArrayList<String>();
    var from = 0;
    for (var change : diff(String.join("", before), String.join("", after)).changes()) {
      lines.addAll(before.subList(from, change.oldFrom()));
      lines.addAll(after.subList(change.newFrom(), change.newTo()));
      from = change.oldTo();
    }
    lines.addAll(before.subList(from, before.size()));
    return lines;
  }

  private static void golden(String name, LineDiff diff) {
    Golden.check("diff/" + name, new String(diff.unified("a/f", "b/f", 3), ISO_8859_1));
  }

  private static LineDiff diff(String before, String after) {
    return LineDiff.of(bytes(before), bytes(after));
  }

  private static byte[] bytes(String latin1) {
    return latin1.getBytes(ISO_8859_1);
  }
}
