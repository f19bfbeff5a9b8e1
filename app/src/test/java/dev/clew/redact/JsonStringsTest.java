package dev.clew.redact;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.clew.testing.Cases;
import dev.clew.testing.Samples;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import tools.jackson.core.JacksonException;

class JsonStringsTest {
  private static final String[] PIECES = {
    "a", "é", "😀", "\ud83d", "\udc00", "\"", "\\", "\n", "\u0000", "\u007f", "/", "</", "\u2028",
    "⟦"
  };

  @Test
  void only_changed_strings_are_written_anew() {
    var json = "{ \"a\\u0062\" : \"keep \\/ this\",\t\"n\":1.0E+2, \"b\": [\"x\", null ] }";
    assertThat(rewrite(json, s -> s.equals("x") ? "y\n" : s))
        .isEqualTo("{ \"a\\u0062\" : \"keep \\/ this\",\t\"n\":1.0E+2, \"b\": [\"y\\n\", null ] }");
  }

  @Test
  void nothing_changed_is_the_same_array() {
    var json = "[\"\\ud83d\", {\"a\":\"b\"}]".getBytes(UTF_8);
    assertThat(JsonStrings.rewrite(json, s -> s)).isSameAs(json);
  }

  @Test
  void the_name_of_the_enclosing_field_is_told() {
    var seen = new ArrayList<String>();
    var json = "{\"a\":\"1\",\"b\":[\"2\",{\"c\":\"3\"}],\"d\":{\"e\":null},\"f\":\"4\"}";
    JsonStrings.rewrite(
        json.getBytes(UTF_8),
        (name, value) -> {
          seen.add(name + "=" + value);
          return value;
        });
    assertThat(seen).containsExactly("=a", "a=1", "=b", "=2", "=c", "c=3", "=d", "=e", "=f", "f=4");
  }

  @Test
  void any_text_survives_being_written() {
    Cases.forAll(
        200,
        random -> {
          var text = text(random);
          var json = rewrite("[\"old\"]", _ -> text);
          var read = new ArrayList<String>();
          rewrite(
              json,
              s -> {
                read.add(s);
                return s;
              });
          assertThat(read).containsExactly(text);
        });
  }

  @Test
  void every_byte_outside_the_changed_strings_stays() {
    Cases.forAll(
        200,
        random -> {
          var values = Cases.listOf(random, 8, JsonStringsTest::text);
          var before = new StringBuilder("[");
          var after = new StringBuilder("[");
          for (var value : values) {
            boolean change = random.nextBoolean();
            var kept = new String(JsonStrings.encode(change ? "!" + value : value), UTF_8);
            before.append(" ").append(kept).append("\t, 1e5 ,");
            after.append(" ").append(change ? "\"changed\"" : kept).append("\t, 1e5 ,");
          }
          assertThat(rewrite(before + "0]", s -> s.startsWith("!") ? "changed" : s))
              .isEqualTo(after + "0]");
        });
  }

  @Test
  void depth_costs_no_stack() {
    int depth = 100_000;
    var json = "[".repeat(depth) + "\"x\"" + "]".repeat(depth);
    assertThat(rewrite(json, s -> s.toUpperCase(Locale.ROOT))).contains("[\"X\"]");
  }

  @Test
  void what_is_not_json_is_refused() {
    for (var text : List.of("{\"a\":\"b\"", "[\"a\" \"b\"]", "\"a\nb\"", "nope")) {
      assertThatThrownBy(() -> rewrite(text, s -> s)).isInstanceOf(JacksonException.class);
    }
  }

  @Test
  void every_transcript_line_comes_back_as_it_was() throws IOException {
    for (var file : Samples.files("claude/edge", ".jsonl")) {
      for (var line : Files.readAllLines(file, java.nio.charset.StandardCharsets.ISO_8859_1)) {
        var bytes = line.getBytes(java.nio.charset.StandardCharsets.ISO_8859_1);
        if (isJson(bytes)) {
          assertThat(JsonStrings.rewrite(bytes, s -> s)).isSameAs(bytes);
        }
      }
    }
  }

  private static boolean isJson(byte[] bytes) {
    try {
      JsonStrings.rewrite(bytes, s -> s);
      return true;
    } catch (JacksonException _) {
      return false;
    }
  }

  private static String rewrite(String json, java.util.function.UnaryOperator<String> each) {
    return new String(JsonStrings.rewrite(json.getBytes(UTF_8), each), UTF_8);
  }

  private static String text(RandomGenerator random) {
    return String.join("", Cases.listOf(random, 12, r -> PIECES[r.nextInt(PIECES.length)]));
  }
}
