package dev.clew.recorder;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.clew.testing.Samples;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// JSON as strict as its standard, but for one thing: a line may hold several values.
class JsonTest {
  /// Invalid as one value, valid as several, or as one with blanks that we skip around it.
  private static final Set<String> SEVERAL =
      Set.of(
          "n_single_space.json",
          "n_structure_no_data.json",
          "n_structure_double_array.json",
          "n_structure_object_with_trailing_garbage.json",
          "n_structure_UTF8_BOM_no_data.json");

  @TestFactory
  Stream<DynamicTest> values_of_the_parsing_suite_are_judged_as_it_says() {
    return Samples.files("jsontestsuite/test_parsing", ".json").stream()
        .filter(file -> !file.getFileName().toString().startsWith("i_"))
        .filter(file -> !SEVERAL.contains(file.getFileName().toString()))
        .map(file ->
            DynamicTest.dynamicTest(
                file.getFileName().toString(),
                () ->
                    assertThat(accepts(file))
                        .isEqualTo(file.getFileName().toString().startsWith("y_"))));
  }

  @TestFactory
  Stream<DynamicTest> no_file_of_the_suite_does_worse_than_being_refused() {
    return Samples.files("jsontestsuite", ".json").stream()
        .map(file -> DynamicTest.dynamicTest(file.getFileName().toString(), () -> accepts(file)));
  }

  private static boolean accepts(Path file) throws IOException {
    try {
      return !Json.values(Files.readAllBytes(file)).isEmpty();
    } catch (Json.MalformedException e) {
      return false;
    }
  }

  @Test
  void glued_values_are_told_apart_and_keep_their_places() throws Exception {
    var bytes = " {\"a\":\"ü\"}{\"b\":[1]} \"x\"[2]7 8 ".getBytes(UTF_8);
    var values = Json.values(bytes);
    assertThat(values.stream().map(value -> value.node().toString()))
        .containsExactly("{\"a\":\"ü\"}", "{\"b\":[1]}", "\"x\"", "[2]", "7", "8");
    assertThat(values)
        .allSatisfy(value ->
            assertThat(new String(bytes, value.from(), value.to() - value.from(), UTF_8).strip())
                .isEqualTo(value.node().toString()));
  }

  @Test
  void a_value_with_something_after_it_is_refused_whole() {
    assertThatThrownBy(() -> Json.values("{\"a\":1} tail".getBytes(UTF_8)))
        .isInstanceOf(Json.MalformedException.class);
  }

  @Test
  void what_is_no_utf8_is_refused_for_that() {
    for (var bytes :
        new byte[][] {
          {'"', (byte) 0xc3, '"'},
          {'"', (byte) 0xf5, (byte) 0x80, (byte) 0x80, (byte) 0x80, '"'},
          {'"', (byte) 0xc0, (byte) 0x80, '"'},
          {'"', (byte) 0xed, (byte) 0xb0, (byte) 0x80, '"'}
        }) {
      assertThatThrownBy(() -> Json.values(bytes))
          .isInstanceOfSatisfying(
              Json.MalformedException.class, e -> assertThat(e.why()).isEqualTo("utf8"));
    }
  }

  @Test
  void blank_bytes_are_no_values() throws Exception {
    assertThat(Json.values(new byte[0])).isEmpty();
    assertThat(Json.values(" \t\r\n".getBytes(UTF_8))).isEmpty();
  }
}
