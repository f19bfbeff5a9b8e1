package dev.clew.diff;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.clew.testing.Cases;
import java.util.BitSet;
import org.junit.jupiter.api.Test;

/// Some of the passages that differ.
class PartlyTest {
  @Test
  void one_passage_alone_is_taken() {
    var before = "1\n2\n3\n4\n5\n6\n7\n8\n9\n";
    var diff = diff(before, "one\n2\n3\n4\n5\n6\n7\n8\nnine\n");
    assertThat(diff.hunks(3)).hasSize(2);
    assertThat(text(diff.partly(3, hunk -> hunk == 0))).isEqualTo("one\n2\n3\n4\n5\n6\n7\n8\n9\n");
    assertThat(text(diff.partly(3, hunk -> hunk == 1))).isEqualTo("1\n2\n3\n4\n5\n6\n7\n8\nnine\n");
  }

  @Test
  void all_passages_are_the_newer_content_and_none_the_older() {
    Cases.forAll(
        500,
        random -> {
          var lines = RandomText.lines(random);
          var before = String.join("", lines);
          var after = String.join("", RandomText.edited(random, lines));
          var diff = diff(before, after);
          var context = random.nextInt(5);
          assertThat(text(diff.partly(context, _ -> true))).isEqualTo(after);
          assertThat(text(diff.partly(context, _ -> false))).isEqualTo(before);
        });
  }

  @Test
  void what_was_not_taken_is_what_is_left_to_take() {
    Cases.forAll(
        300,
        random -> {
          // Lines of their own, so that there is one way only to tell the contents apart.
          var before = new StringBuilder();
          var after = new StringBuilder();
          for (var i = random.nextInt(80); i > 0; i--) {
            before.append("line ").append(i).append('\n');
            after.append(random.nextInt(9) == 0 ? "new " : "line ").append(i).append('\n');
          }
          var diff = diff(before.toString(), after.toString());
          var chosen = BitSet.valueOf(new long[] {random.nextLong()});
          var some = text(diff.partly(3, chosen::get));
          var rest = diff(some, after.toString());
          var left = diff.hunks(3).size() - chosen.get(0, diff.hunks(3).size()).cardinality();
          assertThat(rest.hunks(3)).hasSize(left);
          assertThat(text(rest.partly(3, _ -> true))).isEqualTo(after.toString());
        });
  }

  private static LineDiff diff(String before, String after) {
    return LineDiff.of(before.getBytes(ISO_8859_1), after.getBytes(ISO_8859_1));
  }

  private static String text(byte[] content) {
    return new String(content, ISO_8859_1);
  }
}
