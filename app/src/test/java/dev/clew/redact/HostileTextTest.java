package dev.clew.redact;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.clew.testing.Cases;
import java.time.Duration;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Text made to cost much: it must be redacted, or removed, in bounded work.
class HostileTextTest {
  private static final int LENGTH = 16 << 10;
  private static final String[] FILLERS = {
    "a", "0", "A1", " ", "\n", "=", "\"", "'", ":", ".", "-", "_", "/", "\\", "\\n", "\\\"", "%41",
    "key", "secret=", "a.b-", "x\ny\n", " -H ", "a=\"b\"", "=\"\n"
  };
  private static final RuleSet RULES = RuleSet.load(RedactionLevel.STRICT);
  private static final Redactor REDACTOR =
      Redactor.of(RedactionLevel.STRICT, new byte[32], KnownValues.none());

  @Test
  void each_rule_pumped_with_its_own_anchors_stays_in_bounds() {
    Cases.forAll(
        200,
        random -> {
          var text = pumped(random);
          assertThat(timed(() -> REDACTOR.text(text)))
              .as(text.substring(0, 80))
              .isLessThan(limit());
        });
  }

  @Test
  void text_that_costs_too_much_is_removed_as_a_whole() {
    var text = "curl " + "x ".repeat(1000);
    long steps = 1000 - 256L * text.length(); // what is left beside the share of the length
    var small = Redactor.of(RedactionLevel.STANDARD, new byte[32], KnownValues.none(), steps);
    var redacted = small.text(text);
    assertThat(redacted.counts()).containsOnlyKeys("timeout");
    assertThat(redacted.text()).matches("⟦secret:timeout:[0-9a-f]{8}:2005⟧");
    assertThat(small.json(JsonStrings.encode(text)).counts()).containsOnlyKeys("timeout");
  }

  @Test
  @Timeout(180)
  void long_lines_cost_in_proportion() {
    for (var unit :
        List.of(
            "-----BEGIN PRIVATE KEY-----\n",
            "private key ",
            "\\u0041",
            "eyJhbGciOi.",
            "key=\\\"",
            "⟦secret:",
            "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
            "token: %22",
            "api_key='Zx81kQ0pLm37VbNc92Tr' ",
            "api_key='Zx81kQ0pLm37VbNc92Tr' ⟦secret:known:01234567:8⟧")) {
      var json = JsonStrings.encode(unit.repeat((1 << 18) / unit.length()));
      assertThat(REDACTOR.json(json).json()).isNotEmpty();
    }
  }

  @Test
  void deep_nesting_costs_no_stack() {
    var json = "[".repeat(100_000) + "\"ghp_" + "aB3".repeat(12) + "\"" + "]".repeat(100_000);
    assertThat(REDACTOR.json(json.getBytes(UTF_8)).counts()).isNotEmpty();
  }

  @Test
  void nul_lone_surrogates_and_controls_are_text_like_any_other() {
    var text = "\u0000\ud83d\u001b]8;;x\u0007 ghp_" + "aB3".repeat(12) + " \udc00\u202e";
    assertThat(REDACTOR.text(text).text())
        .matches("(?s)\u0000\ud83d.*⟦secret:np.github.1:.*\u202e");
  }

  @Test
  void random_text_never_fails_and_is_stable() {
    Cases.forAll(
        200,
        random -> {
          var text = soup(random);
          var once = REDACTOR.text(text);
          assertThat(REDACTOR.text(once.text()).text()).isEqualTo(once.text());
          assertThat(REDACTOR.json(JsonStrings.encode(text)).json())
              .isEqualTo(JsonStrings.encode(once.text()));
        });
  }

  private static String pumped(RandomGenerator random) {
    var rule = RULES.rules().get(random.nextInt(RULES.rules().size()));
    var anchor = rule.anchors.get(random.nextInt(rule.anchors.size()));
    var filler = FILLERS[random.nextInt(FILLERS.length)];
    var between = FILLERS[random.nextInt(FILLERS.length)];
    var unit = random.nextBoolean() ? anchor + between + filler : filler;
    return anchor + between + unit.repeat(LENGTH / unit.length());
  }

  private static String soup(RandomGenerator random) {
    var text = new StringBuilder();
    for (int i = random.nextInt(30); i >= 0; i--) {
      var anchors = RULES.rules().get(random.nextInt(RULES.rules().size())).anchors;
      text.append(
          switch (random.nextInt(4)) {
            case 0 -> anchors.get(random.nextInt(anchors.size()));
            case 1 -> FILLERS[random.nextInt(FILLERS.length)];
            case 2 -> Long.toString(random.nextLong(), 36).repeat(random.nextInt(1, 5));
            default -> "\" = ";
          });
    }
    return text.toString();
  }

  private static Duration timed(Runnable work) {
    long start = System.nanoTime();
    work.run();
    return Duration.ofNanos(System.nanoTime() - start);
  }

  /// Far above the 50 ms that the steps are meant to take, for machines that do other things.
  private static Duration limit() {
    return Duration.ofSeconds(2);
  }
}
