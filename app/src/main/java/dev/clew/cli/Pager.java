package dev.clew.cli;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Shows an answer that is longer than the screen through the user's pager; one that is not is
/// printed as it is, and no program is started. Messages wait until the pager has ended.
///
/// The pager: `$CLEW_PAGER`, else `$PAGER`, else `less -FRX`; empty or `cat` means none, and one
/// that is not on the PATH is not missed. A user who leaves it early gets no message about it.
final class Pager implements AutoCloseable {
  /// Starts pagers.
  interface Starter {
    /// Starts one, or has it started.
    Reader start(String command, Map<String, String> environment) throws IOException;
  }

  /// A pager that runs.
  interface Reader {
    /// What it shows.
    OutputStream in();

    /// Waits until its user leaves it.
    void await();
  }

  private final Terminal terminal;
  private final Starter starter;
  private final String command;
  private final Map<String, String> environment;
  private final ByteArrayOutputStream messages = new ByteArrayOutputStream();
  private final Screen screen = new Screen();
  private final PrintStream out = new PrintStream(screen, false, StandardCharsets.UTF_8);
  private final PrintStream err = new PrintStream(messages, false, StandardCharsets.UTF_8);

  private Pager(
      Terminal terminal, Starter starter, String command, Map<String, String> environment) {
    this.terminal = terminal;
    this.starter = starter;
    this.command = command;
    this.environment = environment;
  }

  /// The pager for answers to this terminal; empty when there is none to use.
  static Optional<Pager> of(Context context, Starter starter) {
    var environment = context.environment();
    var named = environment.get("CLEW_PAGER");
    if (named == null) {
      named = environment.get("PAGER");
    }
    var command = (named == null ? "less -FRX" : named).strip();
    var usable =
        context.terminal().paged()
            && !command.isEmpty()
            && !command.equals("cat")
            && !"dumb".equals(environment.get("TERM"))
            && isThere(command.split("\\s+", -1)[0], environment);
    return usable
        ? Optional.of(new Pager(context.terminal(), starter, command, environment))
        : Optional.empty();
  }

  /// Whether the shell will find the program; what is more than a name is left to the shell.
  private static boolean isThere(String program, Map<String, String> environment) {
    if (!program.matches("[A-Za-z0-9_.+/-]+")) {
      return true;
    }
    if (program.contains("/")) {
      return Files.isExecutable(Path.of(program));
    }
    return List.of(environment.getOrDefault("PATH", "").split(File.pathSeparator, -1)).stream()
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
  }

  /// The terminal that a command writes to meanwhile.
  Terminal terminal() {
    return terminal.with(out, err);
  }

  @Override
  public void close() {
    out.flush();
    screen.end();
    err.flush();
    terminal.err().print(messages.toString(StandardCharsets.UTF_8));
    terminal.err().flush();
  }

  /// Keeps what fits on the screen; starts the pager when it does not.
  private final class Screen extends OutputStream {
    private final ByteArrayOutputStream kept = new ByteArrayOutputStream();
    private int rows;
    private int column;
    private @Nullable Reader pager;
    private boolean left;

    @Override
    public void write(int b) throws IOException {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      if (pager != null) {
        pass(bytes, offset, length);
        return;
      }
      kept.write(bytes, offset, length);
      for (var i = offset; i < offset + length; i++) {
        column++;
        if (bytes[i] == '\n' || column > terminal.width() * 2) {
          rows++;
          column = 0;
        }
      }
      if (rows >= terminal.height()) {
        start();
      }
    }

    private void start() throws IOException {
      terminal.out().flush();
      pager = starter.start(command, environment);
      pass(kept.toByteArray(), 0, kept.size());
    }

    private void pass(byte[] bytes, int offset, int length) {
      if (left || pager == null) {
        return;
      }
      try {
        pager.in().write(bytes, offset, length);
      } catch (IOException e) {
        left = true; // its user has seen enough
      }
    }

    void end() {
      if (pager == null) {
        terminal.out().writeBytes(kept.toByteArray());
        terminal.out().flush();
        return;
      }
      try {
        pager.in().flush();
      } catch (IOException e) {
        // It ended before it read everything.
      }
      pager.await();
    }
  }
}
