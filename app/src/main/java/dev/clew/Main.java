package dev.clew;

import dev.clew.capture.Agent;
import dev.clew.capture.Agents;
import dev.clew.capture.ProbeHooks;
import dev.clew.capture.claude.ClaudeHooks;
import dev.clew.capture.claude.ClaudeTranscripts;
import dev.clew.capture.codex.CodexHooks;
import dev.clew.capture.codex.CodexTranscripts;
import dev.clew.capture.copilot.CopilotHooks;
import dev.clew.capture.cursor.CursorHooks;
import dev.clew.capture.gemini.GeminiHooks;
import dev.clew.capture.move.MoveHooks;
import dev.clew.capture.opencode.OpenCodeHooks;
import dev.clew.capture.run.RunHooks;
import dev.clew.cli.BreakOff;
import dev.clew.cli.Cli;
import dev.clew.cli.Context;
import dev.clew.cli.Terminal;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.time.ZoneId;

/// Where everything is put together.
public final class Main {
  private Main() {}

  /// Runs one command and ends the process with its exit code.
  public static void main(String[] arguments) {
    var environment = System.getenv();
    var out =
        new PrintStream(new FileOutputStream(FileDescriptor.out), false, StandardCharsets.UTF_8);
    var err =
        new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8);
    var context =
        new Context(
            Terminal.of(out, err, environment),
            environment,
            Path.of("").toAbsolutePath(),
            Context.userHome(environment),
            InstantSource.system(),
            ZoneId::systemDefault,
            SecureRandom::new,
            agents(),
            BreakOff.ofProcess());
    var exit = new Cli(context).runOrReport(arguments);
    out.flush();
    System.exit(exit.code());
  }

  /// The agents that are known. A new one is one line here.
  static Agents agents() {
    return Agents.of(
        Agent.of(new ClaudeTranscripts(), new ClaudeHooks()),
        Agent.of(new CodexTranscripts(), new CodexHooks()),
        Agent.of(new CursorHooks()),
        Agent.of(new GeminiHooks()),
        Agent.of(new OpenCodeHooks()),
        Agent.of(new CopilotHooks()),
        Agent.of(new RunHooks()),
        Agent.of(new MoveHooks()),
        Agent.of(new ProbeHooks()));
  }
}
