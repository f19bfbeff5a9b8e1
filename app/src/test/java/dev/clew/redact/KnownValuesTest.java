package dev.clew.redact;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KnownValuesTest {
  private static final String VALUE = "tulip/Meadow \"9\"";
  private static final Redactor REDACTOR =
      Redactor.of(
          RedactionLevel.STANDARD, new byte[32], KnownValues.of(List.of(VALUE, "éüöäßñçøåœ")));

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3})
  void base64_is_found_in_every_alignment(int before) {
    var text = "x".repeat(before) + VALUE + " and more";
    var encoded = Base64.getEncoder().encodeToString(text.getBytes(UTF_8));
    assertThat(REDACTOR.text("[" + encoded + "]").counts()).isNotEmpty();
  }

  @Test
  void plain_hex_url_and_json_forms_are_found() {
    var hex = HexFormat.of().formatHex(VALUE.getBytes(UTF_8));
    for (var form : List.of(VALUE, hex, "tulip%2FMeadow+%229%22", "tulip/Meadow \\\"9\\\"")) {
      var redacted = REDACTOR.text("<" + form + ">");
      assertThat(redacted.counts()).containsOnlyKeys("known");
      assertThat(redacted.text()).matches("<⟦secret:known:[0-9a-f]{8}:16⟧>");
    }
  }

  @Test
  void values_are_found_in_json_whatever_its_escapes() {
    for (var json : List.of("\"tulip/Meadow \\\"9\\\"\"", "\"tulip\\/M\\u0065adow \\\"9\\\"\"")) {
      assertThat(REDACTOR.json(json.getBytes(UTF_8)).counts()).containsOnlyKeys("known");
    }
  }

  @Test
  void a_value_without_any_ascii_is_found() {
    assertThat(REDACTOR.json("{\"a\":\"x éüöäßñçøåœ\"}".getBytes(UTF_8)).counts())
        .containsOnlyKeys("known");
  }

  @Test
  void short_and_monotonous_values_are_left_out() {
    var known = KnownValues.of(List.of("abc", "1234567", "aaaaaaaaaaaa"));
    assertThat(known.forms()).isEmpty();
  }

  @Test
  void the_environment_and_credential_files_are_read(@TempDir Path home) throws IOException {
    Files.createDirectories(home.resolve(".aws"));
    Files.writeString(
        home.resolve(".aws/credentials"),
        "[default]\naws_access_key_id = AKIAQ3EXAMPLE7TEST22\naws_secret_access_key=q8Wz/one+two9\n");
    Files.writeString(home.resolve(".npmrc"), "//npm.example/:_authToken=npm-hello-4711\n");
    Files.writeString(home.resolve(".netrc"), "machine a login joe password net-rc-pass1\n");
    Files.writeString(home.resolve(".git-credentials"), "https://joe:git-cred-77@example.com\n");
    var environment =
        Map.of(
            "DEPLOY_TOKEN", "deploy-9183-kx",
            "DATABASE_URL", "postgres://app:db-pass-31@db/app",
            "SSH_AUTH_SOCK", "/tmp/ssh-1/agent.9",
            "GIT_AUTHOR_NAME", "Josephine Baker 3",
            "PASSWORD_MODE", "disabled");
    var values =
        KnownValues.discover(environment, home).forms().stream()
            .map(KnownValues.Form::value)
            .distinct();
    assertThat(values)
        .containsExactlyInAnyOrder(
            "deploy-9183-kx",
            "db-pass-31",
            "AKIAQ3EXAMPLE7TEST22",
            "q8Wz/one+two9",
            "npm-hello-4711",
            "net-rc-pass1",
            "git-cred-77");
  }
}
