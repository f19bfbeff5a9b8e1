package dev.clew.recorder;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clew.capture.Agent;
import dev.clew.capture.Agents;
import dev.clew.capture.copilot.CopilotHooks;
import dev.clew.capture.cursor.CursorHooks;
import dev.clew.capture.gemini.GeminiHooks;
import dev.clew.event.SpanId;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Hooks of agents that do not name calls, tied to the calls that they are about.
class OpenCallsTest {
  private final HookReader reader =
      new HookReader(
          Agents.of(
              Agent.of(new GeminiHooks()),
              Agent.of(new CursorHooks()),
              Agent.of(new CopilotHooks())));

  private final OpenCalls calls = new OpenCalls();
  private int frames;

  private HeardHook hook(String agent, String event, String payload) {
    frames++;
    var bytes = payload.getBytes(StandardCharsets.UTF_8);
    return calls.tie(
        reader.read(
            new HookFrame(
                agent, event, "%032x".formatted(frames), frames, 1, 0, bytes.length, bytes)));
  }

  private @Nullable SpanId step(String agent, String event, String payload) {
    var call = hook(agent, event, payload).call();
    return call == null ? null : call.step();
  }

  private static String gemini(String event, String command) {
    return """
    {"session_id":"g","hook_event_name":"%s","tool_name":"run_shell_command",
     "tool_input":{"command":"%s"},"tool_response":{"llmContent":"x"}}\
    """
        .formatted(event, command);
  }

  @Test
  void a_hook_after_a_tool_is_about_the_oldest_open_call_with_its_arguments() {
    var first = step("gemini", "BeforeTool", gemini("BeforeTool", "npm test"));
    var other = step("gemini", "BeforeTool", gemini("BeforeTool", "ls"));
    assertThat(step("gemini", "AfterTool", gemini("AfterTool", "npm test"))).isEqualTo(first);
    var second = step("gemini", "BeforeTool", gemini("BeforeTool", "npm test"));
    assertThat(second).as("the same command once more").isNotEqualTo(first);
    assertThat(step("gemini", "AfterTool", gemini("AfterTool", "npm test"))).isEqualTo(second);
    assertThat(step("gemini", "AfterTool", gemini("AfterTool", "ls"))).isEqualTo(other);
  }

  @Test
  void a_hook_after_a_tool_that_nobody_saw_begin_is_a_call_of_its_own() {
    var one = step("gemini", "AfterTool", gemini("AfterTool", "ls"));
    assertThat(one)
        .isNotNull()
        .isNotEqualTo(step("gemini", "AfterTool", gemini("AfterTool", "ls")));
  }

  @Test
  void a_hook_that_is_looked_at_again_is_about_the_same_call() {
    var before = step("gemini", "BeforeTool", gemini("BeforeTool", "ls"));
    var after = hook("gemini", "AfterTool", gemini("AfterTool", "ls"));
    var again = calls.tie(reader.read(after.frame())).call();
    assertThat(again).isNotNull();
    assertThat(again.step()).isEqualTo(before);
  }

  @Test
  void several_hooks_of_one_call_are_about_the_call_that_one_of_them_names() {
    var named =
        step(
            "cursor",
            "preToolUse",
            cursor(
                "preToolUse",
                "\"tool_name\":\"Shell\","
                    + "\"tool_use_id\":\"t-1\",\"tool_input\":{\"command\":\"ls\"}"));
    var plain = "\"command\":\"ls\",\"cwd\":\"/p\"";
    assertThat(step("cursor", "x", cursor("beforeShellExecution", plain))).isEqualTo(named);
    assertThat(step("cursor", "x", cursor("afterShellExecution", plain))).isEqualTo(named);
  }

  @Test
  void where_none_names_the_call_the_first_opens_it() {
    var plain = "\"command\":\"ls\",\"cwd\":\"/p\"";
    var first = step("cursor", "x", cursor("beforeShellExecution", plain));
    assertThat(step("cursor", "x", cursor("afterShellExecution", plain)))
        .isNotNull()
        .isEqualTo(first);
  }

  private static String cursor(String event, String rest) {
    return "{\"conversation_id\":\"c\",\"generation_id\":\"g\",\"hook_event_name\":\"%s\",%s}"
        .formatted(event, rest);
  }

  @Test
  void one_hook_before_several_tools_opens_them_all() {
    hook(
        "copilot",
        "preToolUse",
        """
        {"sessionId":"s","cwd":"/p","toolCalls":[
          {"id":"toolu_1","name":"bash","args":"{\\"command\\":\\"ls\\"}"},
          {"id":"toolu_2","name":"view","args":"{\\"path\\":\\"/p/a\\"}"}]}\
        """);
    var after =
        hook(
            "copilot",
            "postToolUse",
            """
            {"sessionId":"s","cwd":"/p","toolName":"view","toolArgs":"{\\"path\\":\\"/p/a\\"}"}\
            """);
    assertThat(after.envelope().call()).isEqualTo("toolu_2");
  }
}
