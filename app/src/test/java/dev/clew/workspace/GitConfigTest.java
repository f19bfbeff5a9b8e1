package dev.clew.workspace;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GitConfigTest {
  @ParameterizedTest
  @CsvSource({
    "https://example.org/a/b.git, https://example.org/a/b.git",
    "https://me:word@example.org/a.git, https://example.org/a.git",
    "https://token@example.org/a.git?key=1#x, https://example.org/a.git",
    "ssh://git@example.org:22/a.git, ssh://example.org:22/a.git",
    "git@example.org:a/b.git, example.org:a/b.git",
    "me:word@example.org:a/b.git, example.org:a/b.git",
    "/srv/git/a@b.git, /srv/git/a@b.git",
    "../a.git, ../a.git",
    "https://p%40ss:w@x@example.org/a.git, https://example.org/a.git",
  })
  void an_address_is_told_without_who_signs_in(String url, String told) {
    assertThat(GitConfig.withoutCredentials(url)).isEqualTo(told);
  }
}
