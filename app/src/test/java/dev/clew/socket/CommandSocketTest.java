package dev.clew.socket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CommandSocketTest {
  @TempDir private Path folder;

  private Path file;
  private CommandSocket socket;

  /// Says what it was given, as often as it is told to.
  private static final class Echo implements CommandRunner {
    @Override
    public boolean takes(CommandRequest request) {
      return request.words().getFirst().equals("echo");
    }

    @Override
    public int run(CommandRequest request, CommandClient client) {
      var out = client.out();
      try {
        if (request.environment().containsKey("PAGER")) {
          client.pager(request.environment().get("PAGER"));
        }
        var times = Integer.parseInt(request.words().get(1));
        for (var i = 0; i < times; i++) {
          out.write((request.words().get(2) + "\n").getBytes(StandardCharsets.UTF_8));
        }
        client.err().write(("from " + request.folder() + "\n").getBytes(StandardCharsets.UTF_8));
        return 7;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  @BeforeEach
  void listen() throws IOException {
    file = folder.resolve("socket");
    var log = new PrintWriter(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8);
    socket = CommandSocket.open(file, "b1", new Echo(), log);
  }

  @AfterEach
  void close() throws IOException {
    socket.close();
  }

  private record Answer(String out, String err, String kinds, int code) {}

  private Answer ask(byte[] request) throws IOException {
    try (var channel = SocketChannel.open(UnixDomainSocketAddress.of(file))) {
      Channels.newOutputStream(channel).write(request);
      channel.shutdownOutput();
      var in = new DataInputStream(Channels.newInputStream(channel));
      var out = new ByteArrayOutputStream();
      var err = new ByteArrayOutputStream();
      var kinds = new StringBuilder();
      var code = -1;
      for (var kind = in.read(); kind >= 0; kind = in.read()) {
        var bytes = in.readNBytes(in.readInt());
        kinds.append(kinds.indexOf(Character.toString(kind)) < 0 ? Character.toString(kind) : "");
        switch (kind) {
          case Frames.OUT -> out.writeBytes(bytes);
          case Frames.ERR -> err.writeBytes(bytes);
          case Frames.EXIT -> code = bytes[0];
          default -> assertThat(bytes).isEmpty();
        }
      }
      return new Answer(
          out.toString(StandardCharsets.UTF_8),
          err.toString(StandardCharsets.UTF_8),
          kinds.toString(),
          code);
    }
  }

  private static byte[] request(String build, String... words) throws IOException {
    var body = build + "\0NO_COLOR=1\0\0/somewhere\0" + String.join("\0", words) + "\0";
    var bytes = new ByteArrayOutputStream();
    var out = new DataOutputStream(bytes);
    out.writeBytes("clw1");
    out.writeInt(body.getBytes(StandardCharsets.UTF_8).length);
    out.write(body.getBytes(StandardCharsets.UTF_8));
    return bytes.toByteArray();
  }

  @Test
  void a_command_runs_and_its_output_messages_and_code_come_back() throws IOException {
    var answer = ask(request("b1", "echo", "2", "gruß"));
    assertThat(answer).isEqualTo(new Answer("gruß\ngruß\n", "from /somewhere\n", "aoex", 7));
  }

  @Test
  void a_long_answer_comes_whole() throws IOException {
    var answer = ask(request("b1", "echo", "100000", "0123456789"));
    assertThat(answer.out()).hasSize(1_100_000);
    assertThat(answer.code()).isEqualTo(7);
  }

  @Test
  void another_build_and_a_command_that_is_not_taken_are_left_to_the_caller() throws IOException {
    assertThat(ask(request("b2", "echo", "1", "a")).kinds()).isEqualTo("r");
    assertThat(ask(request("b1", "up")).kinds()).isEqualTo("r");
  }

  @Test
  void what_is_no_request_gets_no_answer_and_the_next_one_does() throws IOException {
    for (var text : List.of("GET ", "clw1\u007f\0\0\0", "clw1\0\0\0\1\0", "clw", "")) {
      assertThat(ask(text.getBytes(StandardCharsets.UTF_8)).kinds()).isEmpty();
    }
    assertThat(ask(request("b1", "echo", "1", "a")).out()).isEqualTo("a\n");
  }

  @Test
  void a_socket_left_by_an_earlier_recorder_is_replaced_and_ours_is_taken_away()
      throws IOException {
    socket.close();
    assertThat(file).doesNotExist();
    Files.createFile(file);
    listen();
    assertThat(ask(request("b1", "echo", "1", "a")).out()).isEqualTo("a\n");
  }

  @Test
  void a_path_that_is_too_long_for_a_socket_is_named() {
    var deep = folder.resolve("x".repeat(120));
    var log = new PrintWriter(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8);
    assertThatThrownBy(() -> CommandSocket.open(deep, "b1", new Echo(), log))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("too long for a socket");
  }
}
