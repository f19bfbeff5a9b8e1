package dev.clew.socket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `native/ask.c`, compiled and run. Where there is no C compiler, the launcher does without it.
class NativeClientTest {
  @TempDir private static Path built;
  @TempDir private Path folder;

  @BeforeAll
  static void compile() throws IOException, InterruptedException {
    var compiler =
        List.of("/usr/bin/cc", "/usr/local/bin/cc").stream()
            .map(Path::of)
            .filter(Files::isExecutable)
            .findFirst();
    assumeTrue(compiler.isPresent(), "no C compiler");
    var source = Path.of("../native/ask.c").toAbsolutePath().normalize().toString();
    var options = List.of("-std=c99", "-D_POSIX_C_SOURCE=200809L", "-Wall", "-Wextra", "-Werror");
    var command = new ArrayList<>(List.of(compiler.get().toString()));
    command.addAll(options);
    command.addAll(List.of("-o", built.resolve("ask").toString(), source));
    var ran = run(command, Map.of());
    assertThat(ran.code()).as(ran.err()).isZero();
  }

  private record Ran(int code, String out, String err) {}

  private static Ran run(List<String> command, Map<String, String> environment)
      throws IOException, InterruptedException {
    var out = Files.createTempFile(built, "out", "");
    var err = Files.createTempFile(built, "err", "");
    var builder = new ProcessBuilder(command);
    builder.environment().keySet().removeAll(List.of("PAGER", "NO_COLOR"));
    builder.environment().putAll(environment);
    var process = builder.redirectOutput(out.toFile()).redirectError(err.toFile()).start();
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    return new Ran(process.exitValue(), Files.readString(out), Files.readString(err));
  }

  private Ran ask(CommandRunner runner, Map<String, String> environment, String... words)
      throws IOException, InterruptedException {
    var log = new PrintWriter(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8);
    var file = folder.resolve("socket");
    try (var _ = CommandSocket.open(file, "b1", runner, log)) {
      var command = new ArrayList<>(List.of(built.resolve("ask").toString()));
      command.addAll(List.of(file.toString(), "b1"));
      command.addAll(List.of(words));
      return run(command, environment);
    }
  }

  /// Answers with what it was asked, and a pager where one is named.
  private static CommandRunner echo(int lines) {
    return new CommandRunner() {
      @Override
      public boolean takes(CommandRequest request) {
        return !request.words().getFirst().equals("up");
      }

      @Override
      public int run(CommandRequest request, CommandClient client) {
        if (request.environment().containsKey("PAGER")) {
          client.pager(request.environment().get("PAGER"));
        }
        var text = String.join(" ", request.words()) + "\n";
        try {
          client.out().write(text.repeat(lines).getBytes(StandardCharsets.UTF_8));
          client.err().write("said\n".getBytes(StandardCharsets.UTF_8));
          return 3;
        } catch (IOException e) {
          return 70;
        }
      }
    };
  }

  @Test
  void it_passes_words_on_and_brings_back_output_messages_and_code() throws Exception {
    var ran = ask(echo(1), Map.of(), "log", "--repo", "a b", "");
    assertThat(ran).isEqualTo(new Ran(3, "log --repo a b \n", "said\n"));
  }

  @Test
  void a_pager_gets_the_answer_and_its_early_end_is_no_failure() throws Exception {
    assertThat(ask(echo(1), Map.of("PAGER", "sed s/log/LOG/"), "log").out()).isEqualTo("LOG\n");
    var ran = ask(echo(200_000), Map.of("PAGER", "head -n 1"), "log");
    assertThat(ran.out()).isEqualTo("log\n");
    assertThat(ran.code()).isZero();
  }

  @Test
  void where_nobody_answers_or_the_command_is_not_taken_it_prints_nothing_and_says_75()
      throws Exception {
    assertThat(ask(echo(1), Map.of(), "up")).isEqualTo(new Ran(75, "", ""));
    var nobody = List.of(built.resolve("ask").toString(), folder + "/none", "b1", "log");
    assertThat(run(nobody, Map.of())).isEqualTo(new Ran(75, "", ""));
  }

  @Test
  void whoever_runs_a_command_hears_that_its_client_was_killed() throws Exception {
    var began = new CountDownLatch(1);
    var gone = new CountDownLatch(1);
    var ended = new CountDownLatch(1);
    var waits =
        new CommandRunner() {
          @Override
          public boolean takes(CommandRequest request) {
            return true;
          }

          @Override
          public int run(CommandRequest request, CommandClient client) {
            try (var _ = client.whenGone(gone::countDown)) {
              began.countDown();
              gone.await();
              ended.countDown();
            } catch (InterruptedException e) {
              Thread.currentThread().interrupt();
            }
            return 0;
          }
        };
    var log = new PrintWriter(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8);
    var file = folder.resolve("socket");
    try (var _ = CommandSocket.open(file, "b1", waits, log)) {
      var client =
          new ProcessBuilder(built.resolve("ask").toString(), file.toString(), "b1", "checkout")
              .start();
      assertThat(began.await(60, TimeUnit.SECONDS)).isTrue();
      assertThat(gone.getCount()).isEqualTo(1);
      client.destroyForcibly().waitFor();
      assertThat(ended.await(60, TimeUnit.SECONDS)).isTrue();
    }
  }
}
