package dev.clew.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clew.testing.Cases;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;

class CellsTest {
  private static final String FAMILY = "\ud83d\udc68\u200d\ud83d\udc69\u200d\ud83d\udc67";

  @Test
  void what_a_reader_takes_for_one_letter_is_measured_as_one() {
    assertThat(Cells.width("loom")).isEqualTo(4);
    assertThat(Cells.width("織機")).isEqualTo(4);
    assertThat(Cells.width("e\u0301")).isEqualTo(1);
    assertThat(Cells.width("한글")).isEqualTo(4);
    assertThat(Cells.width("🧵")).isEqualTo(2);
    assertThat(Cells.width("❤\ufe0f")).isEqualTo(2);
    assertThat(Cells.width("\ud83c\udde9\ud83c\uddea")).isEqualTo(2);
    assertThat(Cells.width(FAMILY)).isEqualTo(2);
    assertThat(Cells.width("└ → …")).isEqualTo(5);
  }

  @Test
  void a_cut_leaves_whole_letters_and_an_ellipsis() {
    assertThat(Cells.cut("loom", 4)).isEqualTo("loom");
    assertThat(Cells.cut("looms", 4)).isEqualTo("loo…");
    assertThat(Cells.cut("織機の糸", 8)).isEqualTo("織機の糸");
    assertThat(Cells.cut("織機の糸", 7)).isEqualTo("織機の…");
    assertThat(Cells.cut("織機の糸", 6)).isEqualTo("織機…");
    assertThat(Cells.cut(FAMILY + FAMILY, 3)).isEqualTo(FAMILY + "…");
    assertThat(Cells.cut("ne\u0301e", 2)).isEqualTo("n…");
  }

  @Test
  void nothing_cut_is_wider_than_asked_for() {
    var letters = List.of("a", "織", "e\u0301", "🧵", FAMILY, " ", "→", "…", "ß");
    Cases.forAll(
        300,
        random -> {
          var text = new StringBuilder();
          for (var i = random.nextInt(20); i > 0; i--) {
            text.append(letters.get(random.nextInt(letters.size())));
          }
          var width = 1 + random.nextInt(30);
          var cut = Cells.cut(text.toString(), width);
          assertThat(Cells.width(cut)).isLessThanOrEqualTo(width);
          assertThat(Words.fit(text.toString(), width))
              .isEqualTo(Cells.cut(text.toString().strip(), width));
        });
  }

  @Test
  void a_joiner_is_let_through_between_pictures_only() {
    assertThat(Escapes.line(FAMILY)).isEqualTo(FAMILY);
    assertThat(Escapes.line("pass\u200dword")).isEqualTo("pass‹U+200D›word");
    assertThat(Escapes.line("\u200d🧵")).isEqualTo("‹U+200D›🧵");
  }

  @Test
  void times_are_told_as_how_long_ago() {
    var now = 1_800_000_000_000L;
    var second = 1000L;
    assertThat(
            List.of(0L, 3L, 59L, 60L, 119L, 7199L, 7200L, 172_799L, 172_800L, 14 * 86_400L).stream()
                .map(ago -> Words.ago(now - ago * second, now, () -> ZoneOffset.UTC)))
        .containsExactly(
            "just now",
            "just now",
            "59 s ago",
            "1 min ago",
            "1 min ago",
            "119 min ago",
            "2 h ago",
            "47 h ago",
            "2 days ago",
            "14 days ago");
    assertThat(Words.ago(now - 15 * 86_400 * second, now, () -> ZoneOffset.UTC))
        .isEqualTo("2026-12-31");
    assertThat(Words.ago(now + 60 * second, now, () -> ZoneOffset.UTC))
        .isEqualTo("2027-01-15 08:01");
    assertThat(Words.ago(null, now, () -> ZoneOffset.UTC)).isEqualTo("-");
  }
}
