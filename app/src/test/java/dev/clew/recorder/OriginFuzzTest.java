package dev.clew.recorder;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clew.testing.Cases;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/// H: agents, persons and Git at work in one repository, told by an independent model.
class OriginFuzzTest {
  @Test
  void every_line_is_whose_it_is_whatever_agents_persons_and_git_do() {
    var answers = new TreeMap<String, Integer>();
    var byRule = new TreeMap<String, Integer>();
    Cases.forAll(
        Cases.soaking() ? 500 : 20,
        random -> {
          var outcome = OriginRun.check(OriginFuzz.script(random, 20));
          outcome.answers().forEach((key, count) -> answers.merge(key, count, Integer::sum));
          outcome.byRule().forEach((key, count) -> byRule.merge(key, count, Integer::sum));
        });
    report("%s%nunknown by rule: %s%n".formatted(answers, byRule));
    assertThat(share(byRule, answers)).isLessThan(0.2);
  }

  /// Leaves the counts where a person can read them.
  private static void report(String text) {
    try {
      Files.writeString(
          Files.createDirectories(Path.of("target")).resolve("origin-fuzz.txt"), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static double share(Map<String, Integer> some, Map<String, Integer> all) {
    return (double) some.values().stream().mapToInt(each -> each).sum()
        / Math.max(1, all.values().stream().mapToInt(each -> each).sum());
  }
}
