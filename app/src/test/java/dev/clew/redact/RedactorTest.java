package dev.clew.redact;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.clew.testing.Golden;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RedactorTest {
  private static final byte[] KEY = "a key for tests, 32 bytes long..".getBytes(UTF_8);
  private static final String TOKEN = "ghp_" + "aB3dE6gH9j".repeat(3) + "K1mN2p";
  private static final Redactor STANDARD = redactor(RedactionLevel.STANDARD);

  @Test
  void every_trait_is_redacted_and_stays_valid() throws IOException {
    var out = new StringBuilder();
    for (var line : traits()) {
      var redacted = STANDARD.json(line.getBytes(UTF_8));
      out.append(new String(redacted.json(), UTF_8)).append('\n');
      out.append("  ").append(redacted.counts()).append('\n');
    }
    Golden.check("redact/traits.redacted.txt", out.toString());
  }

  @ParameterizedTest
  @EnumSource
  void redacting_again_changes_nothing(RedactionLevel level) throws IOException {
    for (var line : traits()) {
      var once = redactor(level).json(line.getBytes(UTF_8)).json();
      assertThat(new String(redactor(level).json(once).json(), UTF_8))
          .isEqualTo(new String(once, UTF_8));
      assertThat(new String(STANDARD.json(once).json(), UTF_8)).isEqualTo(new String(once, UTF_8));
    }
  }

  @ParameterizedTest
  @EnumSource
  void a_higher_level_leaves_the_placeholders_of_a_lower_one(RedactionLevel level) {
    var once = STANDARD.text("use " + TOKEN + " as password = \"" + TOKEN + "\"").text();
    assertThat(redactor(level).text(once).text()).isEqualTo(once);
  }

  @Test
  void a_line_without_secrets_is_the_same_array() {
    var json = "{\"usage\":{\"input_tokens\":1},\"key\":\"value\"}".getBytes(UTF_8);
    var redacted = STANDARD.json(json);
    assertThat(redacted.json()).isSameAs(json);
    assertThat(redacted.counts()).isEmpty();
  }

  @Test
  void ids_that_join_records_stay() {
    var json = "{\"apiCallId\":\"msg_bdrk_01STdeZpePhau9NBqpxBfaiw\",\"id\":\"" + TOKEN + "\"}";
    var redacted = STANDARD.json(json.getBytes(UTF_8));
    assertThat(new String(redacted.json(), UTF_8))
        .startsWith("{\"apiCallId\":\"msg_bdrk_01STdeZpePhau9NBqpxBfaiw\",")
        .doesNotContain(TOKEN);
  }

  @Test
  void equal_secrets_have_equal_placeholders_under_one_key_only() {
    var first = STANDARD.text("a " + TOKEN).text();
    var other = Redactor.of(RedactionLevel.STANDARD, new byte[32], KnownValues.none());
    assertThat(STANDARD.text("b " + TOKEN).text().substring(2)).isEqualTo(first.substring(2));
    assertThat(first).matches("a ⟦secret:github-pat:[0-9a-f]{8}:40⟧");
    assertThat(other.text("a " + TOKEN).text()).isNotEqualTo(first);
  }

  @Test
  void strict_also_finds_passwords_in_urls_and_assigned_values() {
    var strict = redactor(RedactionLevel.STRICT);
    assertThat(STANDARD.text("ftp://joe:open1sesame@host/x").counts()).isEmpty();
    assertThat(strict.text("ftp://joe:open1sesame@host/x").text())
        .matches("ftp://joe:⟦secret:url-credentials:[0-9a-f]{8}:11⟧@host/x");
    assertThat(strict.text("db.password = s0meth1ng!").counts()).containsKey("assignment");
    assertThat(strict.text("password = ${DB_PASSWORD1}").counts()).isEmpty();
  }

  @Test
  void paranoid_also_finds_bare_tokens() {
    var text = "commit 9fceb02d0ae598e95dc970b74767f19372d61af8";
    assertThat(redactor(RedactionLevel.STRICT).text(text).counts()).isEmpty();
    assertThat(redactor(RedactionLevel.PARANOID).text(text).counts())
        .containsOnlyKeys("high-entropy");
  }

  @Test
  void malformed_bytes_are_replaced_and_the_rest_is_redacted() {
    var bytes = ("x? {\"t\": \"" + TOKEN).getBytes(UTF_8);
    bytes[1] = (byte) 0xff;
    assertThat(STANDARD.malformed(bytes).text())
        .startsWith("x\ufffd {\"t\": \"⟦secret:github-pat:");
  }

  @Test
  void utf16_is_not_guessed() {
    var bytes = TOKEN.getBytes(java.nio.charset.StandardCharsets.UTF_16LE);
    assertThat(STANDARD.malformed(bytes).counts()).isEmpty();
  }

  @Test
  void the_version_names_rules_and_level() {
    assertThat(STANDARD.version()).matches("r1-[0-9a-f]{8}-standard");
  }

  @Test
  void a_key_of_another_length_is_refused() {
    assertThatThrownBy(() -> Redactor.of(RedactionLevel.STANDARD, new byte[5], KnownValues.none()))
        .hasMessage("redaction key: expected 32 bytes, found 5");
  }

  @Test
  void many_threads_share_one_instance() throws Exception {
    var fresh = redactor(RedactionLevel.STANDARD);
    var lines = traits();
    var expected = lines.stream().map(line -> json(STANDARD, line)).toList();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var results =
          threads.invokeAll(
              IntStream.range(0, 16)
                  .mapToObj(_ ->
                      (java.util.concurrent.Callable<List<String>>)
                          () -> lines.stream().map(line -> json(fresh, line)).toList())
                  .toList());
      for (var result : results) {
        assertThat(result.get()).isEqualTo(expected);
      }
    }
  }

  private static String json(Redactor redactor, String line) {
    return new String(redactor.json(line.getBytes(UTF_8)).json(), UTF_8);
  }

  private static List<String> traits() throws IOException {
    return Files.readAllLines(Path.of("src/test/fixtures/redact/traits.jsonl"));
  }

  private static Redactor redactor(RedactionLevel level) {
    return Redactor.of(level, KEY, KnownValues.none());
  }
}
