package dev.clew.capture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clew.capture.claude.ClaudeHooks;
import dev.clew.capture.codex.CodexHooks;
import dev.clew.capture.copilot.CopilotHooks;
import dev.clew.capture.cursor.CursorHooks;
import dev.clew.capture.gemini.GeminiHooks;
import dev.clew.capture.move.MoveHooks;
import dev.clew.capture.opencode.OpenCodeHooks;
import dev.clew.capture.run.RunHooks;
import java.util.List;
import org.junit.jupiter.api.Test;

/// How conversations go on, agent by agent; and that nothing is claimed for others.
class ResumeTest {
  private static final String ID = "01e5a1de-0000-4000-8000-00000000c1e3";

  private static Resume of(Hooks hooks, String id) {
    return hooks.resume(id).orElseThrow();
  }

  @Test
  void claude_code_opens_a_conversation_again_or_a_copy_of_it() {
    var resume = of(new ClaudeHooks(), ID);
    assertThat(resume.command()).isEqualTo("claude --resume " + ID);
    assertThat(resume.copy()).isEqualTo("claude --resume " + ID + " --fork-session");
    assertThat(resume.back()).startsWith("/rewind").contains("conversation only");
  }

  @Test
  void codex_opens_a_conversation_again_or_a_copy_of_it() {
    var resume = of(new CodexHooks(), ID);
    assertThat(resume.command()).isEqualTo("codex resume " + ID);
    assertThat(resume.copy()).isEqualTo("codex fork " + ID);
    assertThat(resume.back()).startsWith("Esc twice");
  }

  @Test
  void gemini_cli_opens_a_conversation_again_and_has_no_copies() {
    var resume = of(new GeminiHooks(), ID);
    assertThat(resume.command()).isEqualTo("gemini --resume " + ID);
    assertThat(resume.copy()).isNull();
    assertThat(resume.back()).startsWith("/rewind");
  }

  @Test
  void copilot_cli_opens_a_conversation_again_and_no_way_back_is_claimed() {
    var resume = of(new CopilotHooks(), ID);
    assertThat(resume.command()).isEqualTo("copilot --resume " + ID);
    assertThat(resume.copy()).isNull();
    assertThat(resume.back()).isNull();
  }

  @Test
  void opencode_opens_a_conversation_again_and_its_way_back_which_moves_files_is_not_told() {
    var resume = of(new OpenCodeHooks(), "ses_5f3e21aa9ffeKq0Xz71bPcWm4L");
    assertThat(resume.command()).isEqualTo("opencode --session ses_5f3e21aa9ffeKq0Xz71bPcWm4L");
    assertThat(resume.copy()).isEqualTo(resume.command() + " --fork");
    assertThat(resume.back()).isNull();
  }

  @Test
  void nothing_is_claimed_where_it_is_not_known() {
    for (var hooks : List.of(new CursorHooks(), new RunHooks(), new MoveHooks())) {
      assertThat(hooks.resume(ID)).as(hooks.agent()).isEmpty();
    }
  }

  @Test
  void a_name_that_the_agent_did_not_give_is_no_part_of_a_command() {
    for (var hooks :
        List.of(
            new ClaudeHooks(),
            new CodexHooks(),
            new GeminiHooks(),
            new CopilotHooks(),
            new OpenCodeHooks())) {
      for (var id :
          List.of(
              "",
              "unknown",
              "s1",
              "[REDACTED]",
              "--help",
              ID + "; rm -rf ~",
              ID + "\n",
              "$(id)",
              "ses_a b",
              "ses_../../etc")) {
        assertThat(hooks.resume(id)).as(hooks.agent() + " " + id).isEmpty();
      }
    }
  }
}
