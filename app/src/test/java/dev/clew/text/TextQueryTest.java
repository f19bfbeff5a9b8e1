package dev.clew.text;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clew.testing.Cases;
import java.time.Duration;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;

/// What is found in a text, and that an index of its terms never misses it.
class TextQueryTest {
  private static List<String> found(String typed, String text) {
    return TextQuery.parse(typed).orElseThrow().find(text).stream()
        .map(match -> text.substring(match.start(), match.end()))
        .toList();
  }

  @Test
  void words_must_all_be_there_in_any_order_and_case() {
    assertThat(found("refused Connection", "CONNECTION to db was refused"))
        .containsExactly("CONNECTION", "refused");
    assertThat(found("refused connection", "connection lost")).isEmpty();
  }

  @Test
  void a_word_is_not_found_inside_another() {
    assertThat(found("count", "counter account recount")).isEmpty();
    assertThat(found("count", "count, (count) thread_count")).hasSize(3);
  }

  @Test
  void identifiers_and_paths_are_found_as_they_are_typed() {
    assertThat(found("FileIntake.java", "at FileIntake.java:12"))
        .containsExactly("FileIntake.java");
    assertThat(found("foo_bar", "call foo_bar(1)")).containsExactly("foo_bar");
    assertThat(found("foo_bar", "call foo bar, foo-bar")).isEmpty();
    assertThat(found("--no-verify", "git commit --no-verify")).containsExactly("--no-verify");
    assertThat(found("--no-verify", "no-verify")).isEmpty();
    assertThat(found("src/main", "app/src/main/java")).containsExactly("src/main");
    assertThat(found("a->b", "if (a->b)")).containsExactly("a->b");
    assertThat(found("x=\"1\"", "<p x=\"1\">")).containsExactly("x=\"1\"");
  }

  @Test
  void a_phrase_is_found_over_line_ends() {
    assertThat(found("\"one two\"", "one\n  two")).containsExactly("one\n  two");
    assertThat(found("\"one two\"", "one, two; two one")).isEmpty();
    assertThat(found("\"one two", "one two")).containsExactly("one two");
  }

  @Test
  void a_star_lets_a_word_or_phrase_go_on() {
    assertThat(found("migrat*", "Migration migrated")).containsExactly("Migrat", "migrat");
    assertThat(found("\"the migr\"*", "the migration")).containsExactly("the migr");
    assertThat(found("a*b c", "a*b c")).containsExactly("a*b", "c");
  }

  @Test
  void accents_of_latin_letters_make_no_difference() {
    assertThat(found("cafe", "CAFÉ Cafe\u0301")).containsExactly("CAFÉ", "Cafe\u0301");
    assertThat(found("Åse", "ase")).containsExactly("ase");
  }

  @Test
  void scripts_without_spaces_are_found_anywhere() {
    assertThat(found("漢字", "これは漢字です")).containsExactly("漢字");
    assertThat(found("字", "これは漢字です")).containsExactly("字");
    assertThat(found("です", "これは漢字です")).containsExactly("です");
  }

  @Test
  void an_emoji_is_a_word() {
    assertThat(found("🧶", "a ball of🧶thread")).containsExactly("🧶");
    assertThat(found("❤️", "I ❤ it")).containsExactly("❤");
  }

  @Test
  void signs_alone_are_nothing_to_look_up() {
    for (var typed : List.of("", " ", "\"", "\"\"", "*", "->", "\0", "«»", "\u0301")) {
      assertThat(TextQuery.parse(typed)).as(typed).isEmpty();
    }
    assertThat(found("a ->", "a -> b")).containsExactly("a", "->");
    assertThat(found("a ->", "a => b")).isEmpty();
  }

  @Test
  void a_text_made_to_be_slow_is_read_once() {
    var text = "-".repeat(2_000_000);
    var typed = "-".repeat(50_000) + "y -";
    Assertions.assertTimeoutPreemptively(
        Duration.ofSeconds(20), () -> assertThat(found(typed, text + "x")).isEmpty());
  }

  @Test
  void a_text_that_is_found_has_the_terms_that_are_looked_up() {
    var alphabet = "aAb1é e\u0301ß_-./\"*\n\t 漢字か🧶ü한가ก้İǅ".codePoints().toArray();
    Cases.forAll(
        3000,
        random -> {
          var text = word(random, alphabet, 30);
          var from = random.nextInt(text.length() + 1);
          var part = text.substring(from, from + random.nextInt(text.length() - from + 1));
          var typed = part + (random.nextInt(4) == 0 ? "*" : "");
          var query = TextQuery.parse(random.nextBoolean() ? typed : '"' + typed + '"');
          if (query.isPresent() && !query.get().find(text).isEmpty()) {
            var terms = Terms.of(text);
            assertThat(query.get().lookups())
                .as("%s in %s", typed, text)
                .allMatch(lookup ->
                    terms.stream()
                        .anyMatch(term ->
                            lookup.prefix()
                                ? term.startsWith(lookup.term())
                                : term.equals(lookup.term())));
          }
        });
  }

  private static String word(RandomGenerator random, int[] alphabet, int length) {
    return random
        .ints(1 + random.nextInt(length), 0, alphabet.length)
        .mapToObj(i -> Character.toString(alphabet[i]))
        .collect(Collectors.joining());
  }

  @Test
  void long_words_are_found_by_their_beginning_and_checked_to_their_end() {
    var hash = "0123456789abcdef".repeat(4);
    assertThat(found(hash, "sha " + hash)).containsExactly(hash);
    assertThat(found(hash, "sha " + hash.substring(1) + "0")).isEmpty();
    assertThat(Terms.of(hash)).containsExactly(hash.substring(0, Terms.LONGEST));
  }
}
