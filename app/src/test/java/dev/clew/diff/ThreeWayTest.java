package dev.clew.diff;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.clew.testing.Cases;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ThreeWayTest {
  @TempDir Path folder;

  private static ThreeWay merge(String base, String ours, String theirs) {
    return ThreeWay.merge(
        base.getBytes(ISO_8859_1),
        ours.getBytes(ISO_8859_1),
        theirs.getBytes(ISO_8859_1),
        "now",
        "before");
  }

  private static String text(ThreeWay merged) {
    return new String(merged.content(), ISO_8859_1);
  }

  @Test
  void changes_of_different_lines_are_joined() {
    var merged = merge("1\n2\n3\n4\n5\n", "one\n2\n3\n4\n5\n", "1\n2\n3\n4\nfive\n");
    assertThat(merged.conflicts()).isZero();
    assertThat(text(merged)).isEqualTo("one\n2\n3\n4\nfive\n");
  }

  @Test
  void the_same_change_on_both_sides_is_no_conflict() {
    var merged = merge("1\n2\n3\n", "1\ntwo\n3\n", "1\ntwo\n3\n");
    assertThat(merged.conflicts()).isZero();
    assertThat(text(merged)).isEqualTo("1\ntwo\n3\n");
  }

  @Test
  void different_changes_of_one_line_stand_between_markers() {
    var merged = merge("1\n2\n3\n", "1\nours\n3\n", "1\ntheirs\n3\n");
    assertThat(merged.conflicts()).isEqualTo(1);
    assertThat(text(merged))
        .isEqualTo("1\n<<<<<<< now\nours\n=======\ntheirs\n>>>>>>> before\n3\n");
    assertThat(ThreeWay.hasMarkers(merged.content())).isTrue();
  }

  @Test
  void a_last_line_without_an_end_gets_one_before_a_marker_only() {
    var merged = merge("1\n2", "1\nours", "1\ntheirs");
    assertThat(text(merged)).isEqualTo("1\n<<<<<<< now\nours\n=======\ntheirs\n>>>>>>> before\n");
    assertThat(text(merge("1\n2\n3", "one\n2\n3", "1\n2\n3"))).isEqualTo("one\n2\n3");
  }

  @Test
  void carriage_returns_and_bytes_that_are_no_text_are_kept() {
    var merged = merge("1\r\n2\r\n3\r\n", "\u00ff\r\n2\r\n3\r\n", "1\r\n2\r\n\u0000\r\n");
    assertThat(merged.conflicts()).isZero();
    assertThat(text(merged)).isEqualTo("\u00ff\r\n2\r\n\u0000\r\n");
  }

  @Test
  void only_a_line_of_seven_signs_and_a_name_is_a_marker() {
    assertThat(ThreeWay.hasMarkers("<<<<<<< now\n".getBytes(UTF_8))).isTrue();
    assertThat(ThreeWay.hasMarkers(" <<<<<<< now\n".getBytes(UTF_8))).isFalse();
    assertThat(ThreeWay.hasMarkers("<<<<<<<\n".getBytes(UTF_8))).isFalse();
    assertThat(ThreeWay.hasMarkers("<<<<<<<<\n".getBytes(UTF_8))).isFalse();
    assertThat(ThreeWay.hasMarkers(new byte[0])).isFalse();
  }

  @Test
  void where_git_merges_cleanly_it_comes_to_the_same() {
    var both = new int[2];
    Cases.forAll(
        80,
        random -> {
          var base = lines(random);
          var ours = String.join("", edited(random, base, "ours"));
          var theirs = String.join("", edited(random, base, "theirs"));
          var merged = merge(String.join("", base), ours, theirs);
          var git = git(String.join("", base), ours, theirs);
          both[0]++;
          if (git.isPresent() && merged.conflicts() == 0) {
            both[1]++;
            assertThat(text(merged)).isEqualTo(git.get());
          }
        });
    assertThat(both[1]).as("cases that both merge").isGreaterThan(both[0] / 4);
  }

  @Test
  void one_side_alone_is_taken_as_it_is() {
    Cases.forAll(
        300,
        random -> {
          var before = RandomText.lines(random);
          var base = String.join("", before);
          var side = String.join("", RandomText.edited(random, before));
          assertThat(text(merge(base, side, base))).isEqualTo(side);
          assertThat(text(merge(base, base, side))).isEqualTo(side);
          assertThat(text(merge(base, side, side))).isEqualTo(side);
        });
  }

  private static List<String> lines(RandomGenerator random) {
    var lines = new ArrayList<String>();
    for (var i = random.nextInt(1, 40); i > 0; i--) {
      lines.add("line " + lines.size() + (random.nextInt(8) == 0 ? "\r\n" : "\n"));
    }
    return lines;
  }

  private static List<String> edited(RandomGenerator random, List<String> base, String name) {
    var lines = new ArrayList<>(base);
    for (var i = random.nextInt(4); i > 0; i--) {
      var at = random.nextInt(lines.size() + 1);
      var line = "%s %d\n".formatted(name, random.nextInt(1000));
      if (at == lines.size() || random.nextInt(3) == 0) {
        lines.add(at, line);
      } else if (random.nextBoolean()) {
        lines.set(at, line);
      } else {
        lines.remove(at);
      }
    }
    return lines;
  }

  /// What Git makes of it; empty where it sees a conflict.
  private Optional<String> git(String base, String ours, String theirs) {
    try {
      Files.writeString(folder.resolve("base"), base, ISO_8859_1);
      Files.writeString(folder.resolve("ours"), ours, ISO_8859_1);
      Files.writeString(folder.resolve("theirs"), theirs, ISO_8859_1);
      var process =
          new ProcessBuilder("git", "merge-file", "-p", "ours", "base", "theirs")
              .directory(folder.toFile())
              .start();
      var said = new String(process.getInputStream().readAllBytes(), ISO_8859_1);
      return process.waitFor() == 0 ? Optional.of(said) : Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
