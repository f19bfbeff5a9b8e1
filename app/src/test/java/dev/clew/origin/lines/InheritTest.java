package dev.clew.origin.lines;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.clew.index.Runs;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class InheritTest {
  private final TestCauses causes = new TestCauses();

  @TestFactory
  Stream<DynamicTest> of_a_change() throws IOException {
    return LineCases.read("change.txt").stream()
        .map(one -> DynamicTest.dynamicTest(one.name(), () -> checkChange(one.parts())));
  }

  @TestFactory
  Stream<DynamicTest> of_what_git_made() throws IOException {
    return LineCases.read("made.txt").stream()
        .map(one -> DynamicTest.dynamicTest(one.name(), () -> checkMade(one.parts())));
  }

  private void checkChange(List<LineCases.Part> parts) {
    var names = new LinkedHashMap<String, LineCases.@Nullable Part[]>();
    for (var part : parts) {
      var words = part.head().split(" ", -1);
      var sides =
          names.computeIfAbsent(
              words.length > 1 ? words[1] : "", _ -> new LineCases.@Nullable Part[2]);
      sides["before".equals(words[0]) ? 0 : 1] = part;
    }
    var changes = new ArrayList<Changed>();
    var expected = new ArrayList<List<String>>();
    for (var sides : names.values()) {
      var before = sides[0];
      var after = sides[1];
      changes.add(
          new Changed(
              before == null ? null : ancestor(before, 0),
              after == null ? null : after.content(),
              causes.of("9")));
      expected.add(after == null ? List.of() : after.labels());
    }
    assertThat(Inherit.changes(changes, causes).stream().map(causes::labels)).isEqualTo(expected);
  }

  private void checkMade(List<LineCases.Part> parts) {
    var ancestors = new ArrayList<Ancestor>();
    for (var part : parts.subList(0, parts.size() - 1)) {
      ancestors.add(ancestor(part, Integer.parseInt(part.head().substring(9))));
    }
    var made = Inherit.made(parts.getLast().content(), ancestors, causes.of("9"), causes);
    assertThat(causes.labels(made)).isEqualTo(parts.getLast().labels());
  }

  private Ancestor ancestor(LineCases.Part part, int rank) {
    return new Ancestor(
        part.content(), Runs.ofLines(part.labels().stream().mapToLong(causes::of).toArray()), rank);
  }

  @Test
  void a_large_content_is_compared_from_its_ends() {
    var before = numbered(0, Content.MOST_LINES + 1);
    var after = "new first\n" + numbered(1, 10) + "new\n" + numbered(11, Content.MOST_LINES + 1);
    var runs =
        Inherit.change(
            new Ancestor(bytes(before), Runs.whole(Content.MOST_LINES + 1, 1)),
            bytes(after),
            9,
            causes);
    assertThat(runs).isEqualTo(Runs.of(new int[] {11, 99_990}, new long[] {9, 1}));
    assertThat(Content.coarse(bytes(before))).isTrue();
  }

  @Test
  void a_large_file_that_is_indented_keeps_every_line() {
    var line = "%s  value%d = %s;\n%s}\n\n";
    var before = new StringBuilder();
    var after = new StringBuilder();
    for (int i = 0; i < 1500; i++) {
      before.append(line.formatted("", i, i % 7, ""));
      after.append(line.formatted("    ", i, i % 7, "    "));
    }
    var ancestor = new Ancestor(bytes(before.toString()), Runs.whole(4500, causes.of("1")));
    var runs = Inherit.change(ancestor, bytes(after.toString()), causes.of("9"), causes);
    assertThat(causes.labels(runs)).doesNotContain("9");
    assertThat(causes.labels(runs).subList(0, 3)).containsExactly("1w", "1w", "1");
  }

  @Test
  void a_line_of_four_mebibytes_and_more_is_large() {
    var line = "x".repeat(Content.MOST_BYTES);
    assertThat(Content.coarse(bytes(line))).isFalse();
    assertThat(Content.coarse(bytes(line + "\n"))).isTrue();
    var ancestor = new Ancestor(bytes(line), Runs.whole(1, 1));
    assertThat(Inherit.change(ancestor, bytes("a\n" + line), 9, causes))
        .isEqualTo(Runs.of(new int[] {1, 1}, new long[] {9, 1}));
  }

  @Test
  void a_whole_copy_says_so() {
    var source =
        new Ancestor(bytes("the first line\nthe second line\n"), Runs.ofLines(labels("1", "2")));
    assertThat(Inherit.copied(source, causes.of("9"), causes).map(causes::labels))
        .contains(List.of("1c", "2c"));
    assertThat(Inherit.copied(new Ancestor(bytes("}\n{\n"), Runs.whole(2, 1)), 9, causes))
        .isEmpty();
    assertThat(Inherit.copied(new Ancestor(bytes(""), Runs.EMPTY), 9, causes)).isEmpty();
  }

  @Test
  void what_is_too_little_to_tell_is_trivial() {
    assertThat(Stream.of("", "\n", "x\n", "# a\n", "all: build\n", "{}\n[]\n"))
        .allMatch(text -> Content.trivial(bytes(text)));
    assertThat(Stream.of("import java.util.List;\nclass A {}\n", "x".repeat(100), "é".repeat(50)))
        .noneMatch(text -> Content.trivial(bytes(text)));
  }

  @Test
  void versions_of_one_content_agree_line_by_line() {
    var one = Runs.ofLines(labels("1", "2", "3"));
    var other = Runs.ofLines(labels("1", "4", "3"));
    assertThat(Inherit.agreed(List.of(one, one), causes)).isEqualTo(one);
    assertThat(causes.labels(Inherit.agreed(List.of(one, other, one), causes)))
        .containsExactly("1", "?2/4", "3");
  }

  @Test
  void an_ancestor_has_a_cause_for_each_line() {
    assertThatThrownBy(() -> new Ancestor(bytes("one\ntwo"), Runs.whole(1, 1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("runs of 1 lines, a content of 2");
  }

  private long[] labels(String... labels) {
    return Stream.of(labels).mapToLong(causes::of).toArray();
  }

  private static String numbered(int from, int to) {
    return String.join(
        "", IntStream.range(from, to).mapToObj(line -> "line " + line + "\n").toList());
  }

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }
}
