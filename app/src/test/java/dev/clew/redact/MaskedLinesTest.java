package dev.clew.redact;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/// An exact content is held against a redacted one, line for line.
class MaskedLinesTest {
  private static final byte[] KEY = new byte[32];
  private static final Placeholder PLACEHOLDER = new Placeholder(KEY);

  private static MaskedLines like(String exact, String redacted) {
    return MaskedLines.like(exact.getBytes(UTF_8), redacted.getBytes(UTF_8), KEY);
  }

  private static String text(MaskedLines masked) {
    return new String(masked.content(), UTF_8);
  }

  @Test
  void a_line_with_the_same_secret_is_the_redacted_one() {
    var told = "a\nkey = '" + PLACEHOLDER.of("token", "abc123") + "';\nb\n";

    assertThat(text(like("a\nkey = 'abc123';\nc\n", told)))
        .isEqualTo(told.replace("\nb\n", "\nc\n"));
  }

  @Test
  void another_secret_of_the_same_length_stays_as_it_is() {
    var told = "key = '" + PLACEHOLDER.of("token", "abc123") + "'\n";

    assertThat(text(like("key = 'xyz789'\n", told))).isEqualTo("key = 'xyz789'\n");
  }

  @Test
  void a_secret_over_several_lines_keeps_their_number() {
    var secret = "-----BEGIN\nabc\nEND-----";
    var masked = like("x\n" + secret + "\ny\n", "x\n" + PLACEHOLDER.of("key", secret) + "\ny\n");

    assertThat(text(masked))
        .isEqualTo("x\n" + PLACEHOLDER.of("key", secret) + "\n⟦more⟧\n⟦more⟧\ny\n");
    assertThat(masked.isSwallowed(1)).isFalse();
    assertThat(masked.isSwallowed(2)).isTrue();
    assertThat(masked.isSwallowed(3)).isTrue();
    assertThat(masked.isSwallowed(4)).isFalse();
  }

  @Test
  void without_placeholders_nothing_is_changed() {
    assertThat(text(like("a\n", "b\n"))).isEqualTo("a\n");
    assertThat(
            MaskedLines.like(new byte[] {(byte) 0xff}, "⟦secret:".getBytes(UTF_8), KEY).content())
        .containsExactly(0xff);
  }
}
