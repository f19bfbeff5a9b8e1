package dev.clew.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// A coding agent without a model: it fires real hooks through the real client, as Claude Code
/// does, edits real files and runs real commands.
///
/// Several may work at once; one may run several calls at once.
public final class ScriptedAgent {
  private static final int PATIENCE_S = 60;
  private static final String WAIT_MS = "2000";

  private final Hookline hooks;
  private final Path cwd;
  private final String session;
  private final @Nullable String subagent;
  private final boolean codex;
  private final Map<String, String> environment;
  private final AtomicInteger calls;

  /// Where its hooks go.
  public interface Hookline {
    /// A hook fires; what is to be done before its agent goes on has been done on return.
    ///
    /// @param waits whether the agent lets the recorder look around before it goes on
    void fire(String event, ObjectNode payload, boolean waits);
  }

  /// An agent that works in `cwd`.
  ///
  /// @param client the program that its settings call when a hook fires
  /// @param home the store's folder
  /// @param session its name for the conversation
  public ScriptedAgent(List<String> client, Path home, Path cwd, String session) {
    this(
        (event, payload, waits) -> call(List.copyOf(client), home, event, payload, waits),
        cwd,
        session,
        TestGit.ENVIRONMENT);
  }

  /// An agent that works in `cwd` and whose hooks go to `hooks`.
  ///
  /// @param environment what its commands find set, besides what we do
  public ScriptedAgent(Hookline hooks, Path cwd, String session, Map<String, String> environment) {
    this(hooks, cwd, session, null, false, environment, new AtomicInteger());
  }

  private ScriptedAgent(
      Hookline hooks,
      Path cwd,
      String session,
      @Nullable String subagent,
      boolean codex,
      Map<String, String> environment,
      AtomicInteger calls) {
    this.hooks = hooks;
    this.cwd = cwd;
    this.session = session;
    this.subagent = subagent;
    this.codex = codex;
    this.environment = environment;
    this.calls = calls;
  }

  /// An agent that this one starts, with a conversation of its own within this one.
  public ScriptedAgent subagent(String name) {
    return new ScriptedAgent(hooks, cwd, session, name, codex, environment, calls);
  }

  /// The same agent in another folder.
  public ScriptedAgent in(Path folder) {
    return new ScriptedAgent(hooks, folder, session, subagent, codex, environment, calls);
  }

  /// The same agent as Codex: it patches files.
  public ScriptedAgent asCodex() {
    return new ScriptedAgent(hooks, cwd, session, subagent, true, environment, calls);
  }

  /// Its name for the conversation.
  public String session() {
    return session;
  }

  /// A call that has begun.
  ///
  /// @param id the agent's name for it
  public record Call(String id, String tool, ObjectNode input) {}

  /// The conversation begins.
  public ScriptedAgent start() {
    return fire("SessionStart", payload().put("source", "startup"));
  }

  /// The user says something.
  public ScriptedAgent prompt(String text) {
    return fire("UserPromptSubmit", payload().put("prompt", text));
  }

  /// The agent has nothing more to do for now.
  public ScriptedAgent stop() {
    return fire("Stop", payload().put("stop_hook_active", false));
  }

  /// The conversation ends.
  public ScriptedAgent end() {
    return fire("SessionEnd", payload().put("reason", "exit"));
  }

  /// Runs a command with bash; the call.
  public Call bash(String command) {
    var call = before(bashCall(command));
    var output = run(command);
    return after(call, object().put("stdout", output).put("stderr", "").put("interrupted", false));
  }

  /// A call of bash that has not begun.
  public Call bashCall(String command) {
    return call("Bash", object().put("command", command));
  }

  /// Runs a command as a tool does, without hooks; what it said.
  public String run(String command) {
    try {
      var builder = new ProcessBuilder("bash", "-c", command).directory(cwd.toFile());
      builder.environment().putAll(environment);
      // What it leaves running must not keep us waiting.
      var said = Files.createTempFile("said", "");
      var process = builder.redirectErrorStream(true).redirectOutput(said.toFile()).start();
      process.getOutputStream().close();
      if (!process.waitFor(PATIENCE_S, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new AssertionError("does not end: " + command);
      }
      var text = Files.readString(said);
      Files.delete(said);
      return text;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /// Replaces a text in a file with the edit tool; the call.
  public Call edit(String path, String from, String to) {
    var call = before(editCall(path, from, to));
    replace(path, from, to);
    return after(call, object().put("filePath", file(path).toString()));
  }

  /// A call of the edit tool that has not begun.
  public Call editCall(String path, String from, String to) {
    return call(
        "Edit",
        object()
            .put("file_path", file(path).toString())
            .put("old_string", from)
            .put("new_string", to));
  }

  /// What the edit tool does, without hooks.
  public void replace(String path, String from, String to) {
    try {
      var text = Files.readString(file(path));
      Files.writeString(file(path), text.replace(from, to));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Writes a file with the write tool; the call.
  public Call write(String path, String text) {
    var input = object().put("file_path", file(path).toString()).put("content", text);
    var call = before(call("Write", input));
    try {
      Files.createDirectories(file(path).getParent());
      Files.writeString(file(path), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return after(call, object().put("filePath", file(path).toString()));
  }

  /// Reads a file; the call.
  public Call read(String path) {
    var call = before(call("Read", object().put("file_path", file(path).toString())));
    return after(call, object());
  }

  /// Replaces texts in a file with the tool that takes several edits; the call.
  ///
  /// @param pairs old and new texts by turns
  public Call multiEdit(String path, String... pairs) {
    var input = object().put("file_path", file(path).toString());
    var edits = input.putArray("edits");
    for (var i = 0; i < pairs.length; i += 2) {
      edits.addObject().put("old_string", pairs[i]).put("new_string", pairs[i + 1]);
    }
    var call = before(call("MultiEdit", input));
    for (var i = 0; i < pairs.length; i += 2) {
      replace(path, pairs[i], pairs[i + 1]);
    }
    return after(call, object().put("filePath", file(path).toString()));
  }

  /// Changes files with a patch; the call.
  ///
  /// @param patch the envelope
  /// @param effect does to the files what the patch says
  public Call patch(String patch, Runnable effect) {
    var call = before(call("apply_patch", object().put("command", patch)));
    effect.run();
    return after(call, object());
  }

  private Path file(String path) {
    return cwd.resolve(path);
  }

  /// A call that has not begun.
  public Call call(String tool, ObjectNode input) {
    return new Call("toolu_%s_%d".formatted(session, calls.incrementAndGet()), tool, input);
  }

  /// Tells that the call begins.
  public Call before(Call call) {
    fire("PreToolUse", about(call));
    return call;
  }

  /// Tells that the call has ended.
  public Call after(Call call, ObjectNode response) {
    fire("PostToolUse", about(call).set("tool_response", response));
    return call;
  }

  /// The same with an empty answer.
  public Call after(Call call) {
    return after(call, object());
  }

  private ObjectNode about(Call call) {
    return payload()
        .put("tool_name", call.tool)
        .put("tool_use_id", call.id)
        .set("tool_input", call.input);
  }

  private ObjectNode payload() {
    if (codex) {
      return object()
          .put("session_id", session)
          .put("turn_id", "turn of " + session)
          .put("transcript_path", "/somewhere/.codex/sessions/rollout-" + session + ".jsonl")
          .put("cwd", cwd.toString())
          .put("permission_mode", "default");
    }
    return object()
        .put("session_id", session)
        .put("transcript_path", "/somewhere/.claude/projects/p/" + session + ".jsonl")
        .put("cwd", cwd.toString())
        .put("permission_mode", "default");
  }

  private static ObjectNode object() {
    return JsonMapper.shared().createObjectNode();
  }

  private ScriptedAgent fire(String event, ObjectNode payload) {
    payload.put("hook_event_name", event);
    if (subagent != null) {
      payload.put("agent_id", subagent);
    }
    hooks.fire(event, payload, event.equals("PreToolUse"));
    return this;
  }

  private static void call(
      List<String> client, Path home, String event, ObjectNode payload, boolean waits) {
    var command = new ArrayList<>(client);
    command.addAll(List.of(home.toString(), "claude", event));
    if (waits) {
      command.add(WAIT_MS);
    }
    try {
      var process = new ProcessBuilder(command).redirectErrorStream(true).start();
      try (var in = process.getOutputStream()) {
        in.write(payload.toString().getBytes(StandardCharsets.UTF_8));
      }
      var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (process.waitFor() != 0 || !said.isEmpty()) {
        throw new AssertionError("the hook client ended with " + process.exitValue() + ": " + said);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
