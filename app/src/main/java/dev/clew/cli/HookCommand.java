package dev.clew.cli;

import dev.clew.recorder.HookFrame;
import dev.clew.socket.HookClient;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.time.Instant;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/// `clew hook AGENT EVENT [WAIT_MS]`: hands the hook payload on standard input to the recorder.
/// What agents call is `bin/clew-hook` in the home, which does the same without a virtual machine.
///
/// Whatever goes wrong, it says nothing and succeeds: no agent is failed by us.
final class HookCommand implements Command {
  private static final String WORD = "[\\w.:-]{1,64}";
  private static final int NONCE = 16;

  private final InputStream in;

  HookCommand(InputStream in) {
    this.in = in;
  }

  @Override
  public CommandSpec spec() {
    return Help.command("hook", "Hand the payload of an agent's hook, on standard input, on.")
        .addPositional(Help.optional("0", "AGENT", "Whose hook it is.", List.of()))
        .addPositional(Help.optional("1", "EVENT", "Which hook it is.", List.of()))
        .addPositional(
            Help.optional(
                "2", "WAIT_MS", "How long the recorder may look around first.", List.of()));
  }

  @Override
  public Exit run(ParseResult arguments, Context context) throws InterruptedException {
    var agent = arguments.matchedPositionalValue(0, "");
    var event = arguments.matchedPositionalValue(1, "");
    var wait = arguments.matchedPositionalValue(2, "0");
    if (agent.matches("[a-z][a-z0-9_-]{0,31}")
        && event.matches(WORD)
        && wait.matches("[0-9]{1,4}")
        && Files.isDirectory(context.home().spool())) {
      try {
        hand(frame(agent, event, Integer.parseInt(wait), context), context);
      } catch (IOException e) {
        return Exit.YES; // nobody is there to be told
      }
    }
    return Exit.YES;
  }

  private HookFrame frame(String agent, String event, int wait, Context context)
      throws IOException {
    var now = Instant.now();
    var nonce = new byte[NONCE];
    context.random().get().nextBytes(nonce);
    var payload = in.readNBytes(HookFrame.LONGEST + 1);
    var length = payload.length + in.skip(Long.MAX_VALUE);
    return new HookFrame(
        agent,
        event,
        HookFrame.nonce(nonce),
        now.getEpochSecond() * 1_000_000_000L + now.getNano(),
        ProcessHandle.current().parent().map(ProcessHandle::pid).orElse(0L),
        wait,
        length,
        length > HookFrame.LONGEST ? new byte[0] : payload);
  }

  private static void hand(HookFrame frame, Context context)
      throws IOException, InterruptedException {
    var answer = new HookClient(context.home()).deliver(frame);
    if (answer.isPresent() && answer.get().says().length > 0) {
      context.terminal().out().writeBytes(answer.get().says());
    }
  }
}
