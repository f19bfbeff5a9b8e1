package dev.clew.query;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clew.diff.LineDiff;
import dev.clew.diff.PatchHeader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// Which hunks of a patch are about some lines.
class HunksOfLinesTest {
  private static final List<String> LINES =
      IntStream.range(0, 40).mapToObj(i -> "line " + i).toList();

  private static String patch(List<String> now) {
    var header = new PatchHeader("f", "f", "100644", "100644", List.of());
    return new String(
        LineDiff.of(bytes(LINES), bytes(now)).unified(header, 1), StandardCharsets.UTF_8);
  }

  private static byte[] bytes(List<String> lines) {
    return lines.stream()
        .map(line -> line + "\n")
        .collect(Collectors.joining())
        .getBytes(StandardCharsets.UTF_8);
  }

  private static String changed(int... at) {
    var numbers = IntStream.of(at).boxed().toList();
    return patch(
        IntStream.range(0, 40)
            .mapToObj(i -> numbers.contains(i) ? "@@ -1 +1 @@ " + i : LINES.get(i))
            .toList());
  }

  @Test
  void a_hunk_that_reaches_the_lines_stays_with_the_header_and_the_others_go() {
    var patch = changed(4, 20, 36);
    assertThat(HunksOfLines.of(patch, 0, 40)).isEqualTo(patch);
    assertThat(HunksOfLines.of(patch, 20, 21))
        .startsWith("diff --git a/f b/f")
        .contains("+@@ -1 +1 @@ 20")
        .doesNotContain("@@ 4", "@@ 36");
    assertThat(HunksOfLines.of(patch, 30, 40)).contains("@@ 36").doesNotContain("@@ 20");
    assertThat(HunksOfLines.of(patch, 10, 12)).doesNotContain("line");
  }

  @Test
  void lines_that_were_taken_away_belong_to_where_they_stood() {
    var patch = patch(LINES.subList(0, 10).stream().toList());
    assertThat(HunksOfLines.of(patch, 9, 10)).isEqualTo(patch);
    assertThat(HunksOfLines.of(patch, 2, 4)).doesNotContain("-line 20");
  }
}
