package dev.clew.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clew.testing.Golden;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CompletionTest {
  private final Completion completion = new Completion(new Commands(), List.of("claude", "codex"));

  @TempDir private Path folder;

  @Test
  void the_scripts_and_pages_are_made_from_the_commands() {
    Golden.check("cli/completion.bash", completion.bash());
    Golden.check("cli/completion.zsh", completion.zsh());
    Golden.check("cli/completion.fish", completion.fish());
    Golden.check("cli/clew.1", ManPage.overview(new Commands()));
    Golden.check("cli/clew-log.1", ManPage.of(new Commands().named("log").orElseThrow().page()));
    Golden.check("../../../../docs/guide/commands.md", GuidePage.of(new Commands()));
  }

  /// Completes in a real bash, where `clew complete` is played by a function.
  private List<String> completed(String... words) throws IOException, InterruptedException {
    var script = Files.writeString(folder.resolve("clew.bash"), completion.bash());
    var line = new StringBuilder();
    for (var word : words) {
      line.append(" '").append(word).append("'");
    }
    var process =
        new ProcessBuilder(
                "bash",
                "--norc",
                "-c",
                """
                . %s
                clew() { printf '3f2a\\tWeave\\n3f7b\\tSpin\\n90aa\\tDye it red\\n'; }
                complete -p clew > /dev/null || exit 9
                COMP_WORDS=(%s); COMP_CWORD=$((${#COMP_WORDS[@]} - 1)); _clew
                printf '%%s\\n' "${COMPREPLY[@]}"
                """
                    .formatted(script, line))
            .redirectErrorStream(true)
            .start();
    var out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(out).isZero();
    return out.lines().filter(reply -> !reply.isEmpty()).toList();
  }

  @Test
  void bash_completes_commands_options_and_values() throws Exception {
    assertThat(completed("clew", "ses")).containsExactly("sessions");
    assertThat(completed("clew", "log", "--rev")).containsExactly("--reverse");
    assertThat(completed("clew", "search", "--in", "d")).containsExactly("diffs");
    assertThat(completed("clew", "search", "--in", "=", "pr")).containsExactly("prompts");
    assertThat(completed("clew", "import", "--agent", "")).containsExactly("claude", "codex");
    assertThat(completed("clew", "--color", "al")).containsExactly("always");
    assertThat(completed("clew", "-C", "/", "help", "unin")).containsExactly("uninstall");
    assertThat(completed("clew", "down", "")).isEmpty();
  }

  @Test
  void bash_completes_sessions_with_their_titles() throws Exception {
    assertThat(completed("clew", "log", "3f")).containsExactly("3f2a  Weave", "3f7b  Spin");
    assertThat(completed("clew", "log", "9")).containsExactly("90aa");
    assertThat(completed("clew", "show", "--json", "9")).containsExactly("90aa");
    assertThat(completed("clew", "cost", "--session", "9")).containsExactly("90aa");
    assertThat(completed("clew", "log", "3f2a", "")).isEmpty();
  }
}
