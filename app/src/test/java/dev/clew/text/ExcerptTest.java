package dev.clew.text;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clew.testing.Cases;
import org.junit.jupiter.api.Test;

/// Which part of a text is shown.
class ExcerptTest {
  private static Excerpt of(String typed, String text) {
    return Excerpt.of(text, TextQuery.parse(typed).orElseThrow().find(text));
  }

  private static String marked(Excerpt excerpt) {
    var text = new StringBuilder(excerpt.text());
    for (var match : excerpt.matches().reversed()) {
      text.insert(match.end(), ']').insert(match.start(), '[');
    }
    return text.toString();
  }

  @Test
  void a_short_text_is_shown_whole() {
    assertThat(marked(of("two", "one two three\n"))).isEqualTo("one [two] three");
  }

  @Test
  void a_line_is_shown_from_its_beginning() {
    assertThat(marked(of("two", "x\n".repeat(100) + "one two"))).isEqualTo("one [two]");
  }

  @Test
  void a_long_line_is_cut_between_words() {
    assertThat(marked(of("here", "word ".repeat(100) + "here" + " more".repeat(100))))
        .startsWith("…word ")
        .contains(" [here] more")
        .endsWith(" more…")
        .hasSizeLessThan(400);
  }

  @Test
  void the_place_where_most_words_stand_together_is_shown() {
    var text = "alpha\n" + "x\n".repeat(300) + "alpha beta\n" + "y\n".repeat(300) + "beta";
    assertThat(marked(of("alpha beta", text))).startsWith("[alpha] [beta]\ny");
  }

  @Test
  void matches_lie_in_the_excerpt_and_do_not_overlap() {
    Cases.forAll(
        500,
        random -> {
          var text = new StringBuilder();
          for (var i = random.nextInt(200); i >= 0; i--) {
            text.append(random.nextInt(9) == 0 ? "\n" : " ");
            text.append(random.nextInt(9) == 0 ? "ab ab-c" : "🧶🧶".repeat(random.nextInt(40)));
          }
          text.append(" ab-c");
          var excerpt = of("ab ab-c", text.toString());
          var last = 0;
          for (var match : excerpt.matches()) {
            assertThat(match.start()).isGreaterThanOrEqualTo(last);
            assertThat(excerpt.text().substring(match.start(), match.end())).startsWith("ab");
            last = match.end();
          }
          assertThat(excerpt.matches()).isNotEmpty();
          assertThat(excerpt.text().codePoints().filter(c -> c >= 0xd800 && c <= 0xdfff)).isEmpty();
        });
  }
}
