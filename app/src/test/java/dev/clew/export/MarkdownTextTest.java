package dev.clew.export;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clew.testing.Cases;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Whatever a text holds, it stays text in Markdown.
class MarkdownTextTest {
  private static String prose(String... lines) {
    return String.join("\n", MarkdownText.prose(String.join("\n", lines)));
  }

  @Test
  void html_outside_of_code_is_escaped_and_inside_of_it_left_alone() {
    assertThat(prose("a <b> and `List<String>`")).isEqualTo("a &lt;b> and `List<String>`");
    assertThat(prose("```java", "List<String> x;", "```"))
        .isEqualTo("\n```java\nList<String> x;\n```\n");
  }

  @Test
  void a_fence_is_longer_than_any_inside() {
    assertThat(MarkdownText.fenced("````\n</details>", "text"))
        .containsExactly("`````text", "````", "</details>", "`````");
    assertThat(prose("~~~", "```", "x", "~~~")).isEqualTo("\n````\n```\nx\n````\n");
  }

  @Test
  void what_only_looks_like_code_is_not_left_alone() {
    assertThat(prose("a ` b", "` <img src=x> `")).isEqualTo("a \\` b\n` <img src=x> `");
    assertThat(prose("\\` <img> `")).isEqualTo("\\` &lt;img> \\`");
    assertThat(prose("| ` a | <img> ` |")).isEqualTo("| \\` a | &lt;img> \\` |");
    assertThat(prose("[`]: javascript:x`")).doesNotContain("]: java");
  }

  @Test
  void pictures_and_addresses_that_run_are_shown_as_text() {
    assertThat(prose("![x](http://evil.example/p.png)"))
        .isEqualTo("!\\[x](http://evil.example/p.png)");
    assertThat(prose("[x](javascript:alert(1))")).isEqualTo("[x]\\(javascript:alert(1))");
    assertThat(prose("[ok](https://example.org)")).isEqualTo("[ok](https://example.org)");
  }

  @Test
  void a_heading_stands_below_the_documents_own() {
    assertThat(prose("# One", "## Two", "text", "==="))
        .isEqualTo("#### One\n##### Two\ntext\n\\===");
  }

  @Test
  void no_text_ends_the_document_it_stands_in() {
    var pieces =
        List.of(
            "`",
            "``",
            "```",
            "~~~",
            "<img>",
            "</details>",
            "|",
            "\n",
            "> ",
            "- ",
            "\\",
            " ",
            "[a",
            "]:",
            "](",
            "x",
            "\n\n",
            "    ",
            "#",
            "![");
    Cases.forAll(
        2000,
        random -> {
          var text = new StringBuilder();
          for (var i = random.nextInt(30); i >= 0; i--) {
            text.append(pieces.get(random.nextInt(pieces.size())));
          }
          var lines = MarkdownText.prose(text.toString());
          assertThat(outsideOfCode(lines))
              .as(text.toString())
              .noneMatch(each -> each.contains("<"));
        });
  }

  /// The lines without fenced blocks and code spans, found in the simplest way.
  private static List<String> outsideOfCode(List<String> lines) {
    var left = new java.util.ArrayList<String>();
    String fence = null;
    for (var line : lines) {
      if (fence != null) {
        fence = line.equals(fence) ? null : fence;
      } else if (line.startsWith("```")) {
        fence = line.replaceAll("[^`].*", "");
      } else {
        left.add(line.replaceAll("(?<![`\\\\])(`+)(?!`)[^|]*?(?<!`)\\1(?!`)", ""));
      }
    }
    return left;
  }
}
