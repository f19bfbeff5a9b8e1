package dev.clew.bench;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class VariationTest {
  private final Variation one = new Variation(1);
  private final Variation two = new Variation(2);

  @Test
  void letters_stay_letters_of_their_case_and_digits_digits() {
    var varied = one.of("Reader lineCount 1024 x-y_Z (42%)");
    assertThat(varied)
        .matches(
            "[A-Z][a-z]{5} [a-z]{4}[A-Z][a-z]{4} [1-9][0-9]{3} [a-z]-[a-z]_[A-Z] \\([1-9][0-9]%\\)");
    assertThat(varied).isNotEqualTo("Reader lineCount 1024 x-y_Z (42%)");
  }

  @Test
  void the_same_word_becomes_the_same_word_wherever_it_stands() {
    assertThat(one.of("queue worker queue").split(" ")[2]).isEqualTo(one.of("queue"));
    assertThat(one.of("src/queue/worker.java")).contains(one.of("queue/worker"));
  }

  @Test
  void another_seed_gives_another_text() {
    assertThat(one.of("queue worker")).isNotEqualTo(two.of("queue worker"));
  }

  @Test
  void a_uuid_stays_a_uuid() {
    var varied = one.of("at 1067ea24-8c25-41e8-96b0-104d44431a77.");
    assertThat(varied)
        .matches("[a-z]{2} [0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\\.")
        .doesNotContain("1067ea24");
  }

  @Test
  void ids_keep_their_prefixes_and_hashes_stay_hex() {
    assertThat(one.of("toolu_01N7e6wNjxKbdRsD7HjJuwYJ"))
        .matches("toolu_0[0-9][A-Z][0-9][a-z][0-9].*")
        .doesNotContain("NjxKb");
    assertThat(one.of("66fc9648")).matches("[0-9a-f]{8}").isNotEqualTo("66fc9648");
  }

  @Test
  void escapes_and_other_alphabets_stay() {
    assertThat(one.of("naïve\\n\\u00e9\\\"größe")).contains("\\n\\u00e9\\\"").contains("ï", "öß");
  }
}
