package dev.clew.recorder;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.luben.zstd.ZstdOutputStream;
import dev.clew.testing.Cases;
import dev.clew.testing.Dialect;
import dev.clew.testing.Samples;
import dev.clew.testing.World;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/// Transcripts with lines in them that no agent writes: such a line is kept or told, the lines
/// around it are read as if it were not there, and nothing stops, fails or waits.
class HostileTranscriptTest {
  @TempDir private Path folder;
  private World world = new World(Path.of(""));

  @BeforeEach
  void open() {
    world = new World(folder);
  }

  static List<Dialect> agents() {
    return Dialect.all();
  }

  /// A conversation with these bytes after its second line.
  private void write(Dialect agent, int number, byte[] middle) {
    var bytes = new ByteArrayOutputStream();
    var lines = agent.conversation(number);
    for (var i = 0; i < lines.size(); i++) {
      bytes.writeBytes((lines.get(i) + "\n").getBytes(UTF_8));
      if (i == 1) {
        bytes.writeBytes(middle);
        bytes.write('\n');
      }
    }
    world.write(agent.file(number), bytes.toByteArray());
  }

  private List<JsonNode> rows(String what) {
    return world.clew("capture", "--json").json().stream()
        .filter(row -> row.path("what").asString().equals(what))
        .toList();
  }

  /// Every session has what its conversation has, and every line is accounted for.
  private void nothingElseIsLost(Dialect agent, int sessions) {
    var total = rows("total").getFirst();
    assertThat(total.path("balance").asLong()).as(total.toString()).isZero();
    assertThat(total.path("unaccounted_records").asLong()).as(total.toString()).isZero();
    var plain = new World(folder.resolve("plain"));
    plain.write(agent.file(1), (String.join("\n", agent.conversation(1)) + "\n").getBytes(UTF_8));
    new Rig(plain).run();
    var expected = counts(plain.clew("sessions", "--json").json().getFirst());
    var rows = world.clew("sessions", "--json").json();
    assertThat(rows).hasSize(sessions);
    assertThat(rows).allSatisfy(row -> assertThat(counts(row)).isEqualTo(expected));
    assertThat(new Rig(world).verify().firstBad()).isEmpty();
  }

  private static List<Object> counts(JsonNode row) {
    return List.of(
        row.path("turns").asLong(),
        row.path("model_calls").asLong(),
        row.path("tool_calls").asLong(),
        row.path("tokens").toString());
  }

  @ParameterizedTest
  @MethodSource("agents")
  void every_file_of_the_json_parsing_suite_may_stand_among_the_lines(Dialect agent)
      throws IOException {
    var suite = Samples.files("jsontestsuite", ".json");
    if (suite.isEmpty()) {
      return; // a clone without samples
    }
    var names = new HashMap<String, String>();
    for (var i = 0; i < suite.size(); i++) {
      write(agent, i + 1, Files.readAllBytes(suite.get(i)));
      names.put(world.transcript(agent.file(i + 1)).toString(), name(suite.get(i)));
    }
    new Rig(world).run();
    nothingElseIsLost(agent, suite.size());
    for (var file : rows("file")) {
      var name = names.getOrDefault(file.path("path").asString(), "");
      var isOneLine = file.path("lines").asLong() == agent.conversation(1).size() + 1;
      if (isOneLine && (name.startsWith("y_") || name.startsWith("n_"))) {
        assertThat(file.path("unreadable").asLong())
            .as(name)
            .isEqualTo(name.startsWith("y_") || SEVERAL.contains(name) ? 0 : 1);
      }
    }
  }

  /// Invalid as one value, valid as several, or as blanks.
  private static final List<String> SEVERAL =
      List.of(
          "n_single_space.json",
          "n_structure_no_data.json",
          "n_structure_double_array.json",
          "n_structure_object_with_trailing_garbage.json");

  private static String name(Path file) {
    return file.getFileName().toString();
  }

  @ParameterizedTest
  @MethodSource("agents")
  void bytes_that_are_no_text_and_values_without_bottom_are_kept_as_text(Dialect agent) {
    var deep = 100_000;
    var bad =
        List.of(
            "\0\0\0\0".getBytes(UTF_8),
            new byte[] {'"', (byte) 0xc0, (byte) 0xaf, '"'}, // overlong
            new byte[] {'"', (byte) 0xed, (byte) 0xa0, (byte) 0x80, '"'}, // a surrogate as bytes
            new byte[] {'"', (byte) 0xff, (byte) 0xfe, '"'},
            "{\"type\":\"user\"}".getBytes(StandardCharsets.UTF_16LE),
            "{\"type\":\"user\"}".getBytes(StandardCharsets.UTF_16),
            ("[".repeat(deep) + "]".repeat(deep)).getBytes(UTF_8),
            "{\"a\":".repeat(deep).getBytes(UTF_8));
    for (var i = 0; i < bad.size(); i++) {
      write(agent, i + 1, bad.get(i));
    }
    new Rig(world).run();
    nothingElseIsLost(agent, bad.size());
    assertThat(rows("file"))
        .allSatisfy(file -> assertThat(file.path("unreadable").asLong()).isPositive());
  }

  @ParameterizedTest
  @MethodSource("agents")
  void escaped_nul_lone_surrogates_and_a_byte_order_mark_are_read(Dialect agent) {
    var odd = agent.prompt(1, "\\u0000 \\ud83d \\udc00\\ud800 \\uffff");
    write(agent, 1, odd.getBytes(UTF_8));
    var marked = "\ufeff" + String.join("\n", agent.conversation(2)) + "\n";
    world.write(agent.file(2), marked.getBytes(UTF_8));
    new Rig(world).run();
    assertThat(rows("total").getFirst().path("unreadable").asLong()).isZero();
    for (var step : world.clew("log", "--all", "--json").json()) {
      assertThat(world.clew("show", step.path("step").asString()).exit().code()).isZero();
    }
    for (var session : world.clew("sessions", "--json").json()) {
      assertThat(world.clew("show", session.path("session").asString()).exit().code()).isZero();
    }
    assertThat(new Rig(world).verify().firstBad()).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("agents")
  void a_clock_that_goes_backwards_loses_nothing_and_makes_no_negative_time(Dialect agent) {
    var lines = new ArrayList<>(agent.conversation(1));
    var hours = 23;
    for (var i = 0; i < lines.size(); i++) {
      lines.set(i, lines.get(i).replaceAll("T10:(\\d\\d:\\d\\d)", "T%02d:$1".formatted(hours - i)));
    }
    world.write(agent.file(1), lines.toArray(String[]::new));
    new Rig(world).run();
    nothingElseIsLost(agent, 1);
    var up = world.clew("log", "last", "--reverse", "--json").json();
    var down = world.clew("log", "last", "--json").json();
    assertThat(down.reversed()).isEqualTo(up);
    assertThat(up)
        .allSatisfy(step -> {
          assertThat(step.path("duration_ms").asLong(0)).isNotNegative();
          assertThat(world.clew("show", step.path("step").asString()).exit().code()).isZero();
        });
    assertThat(world.clew("show", "last", "--json").json().getFirst().path("turn_list").values())
        .allSatisfy(turn -> assertThat(turn.path("duration_ms").asLong(0)).isNotNegative());
  }

  @ParameterizedTest
  @MethodSource("agents")
  void what_an_agent_wrote_reaches_the_terminal_as_text(Dialect agent) {
    var escapes =
        "\\u001b]52;c;aGk=\\u0007\\u001b[2J\\u001b]8;;http://x\\u001b\\\\\\u202e\\u2066 \\u009b31m\\r\\u0008";
    write(agent, 1, agent.prompt(1, escapes).getBytes(UTF_8));
    new Rig(world).run();
    for (var command : List.of("sessions", "log --all", "show last", "capture", "status")) {
      var ran = world.clew(command.split(" ", -1));
      assertThat(ran.out() + ran.err())
          .as(command)
          .doesNotContainPattern(
              "[\\x00-\\x08\\x0b-\\x1f\\x7f-\\x9f\\u202a-\\u202e\\u2066-\\u2069]");
    }
  }

  /// The whole program, with 256 MiB of memory: the line has 100 MiB, and a GiB under `./dev soak`.
  @ParameterizedTest
  @MethodSource("agents")
  void a_line_of_any_length_is_told_by_its_length_in_little_memory(Dialect agent) throws Exception {
    var lines = agent.conversation(1);
    var file = world.write(agent.file(1), lines.toArray(String[]::new));
    var length = (Cases.soaking() ? 1024L : 100L) << 20;
    try (var out = new RandomAccessFile(file.toFile(), "rw")) {
      out.seek(out.length() + length); // a hole: the line's bytes are NUL and take no room
      out.write(("\n" + agent.prompt(1, "after it") + "\n").getBytes(UTF_8));
    }
    world.shareKey();
    var process = limited("-Xmx256m", "import", file.toString());
    assertThat(process.waitFor(5, TimeUnit.MINUTES)).isTrue();
    assertThat(process.exitValue()).isZero();
    var row = rows("file").getFirst();
    assertThat(row.path("unreadable").asLong()).isEqualTo(1);
    assertThat(row.path("omitted").path("bytes").asLong()).isEqualTo(length);
    assertThat(row.path("balance").asLong()).isZero();
    assertThat(row.path("bad").toString()).contains("longer than 64 MiB");
    assertThat(world.clew("show", "last").out()).contains("after it");
  }

  @Test
  void a_packed_file_that_grows_ten_thousandfold_is_read_in_little_memory() throws Exception {
    var agent = Dialect.all().getLast();
    var length = (Cases.soaking() ? 1024 : 200) << 20;
    var file = world.write(agent.file(1) + ".zst", new byte[0]);
    try (var out = new ZstdOutputStream(Files.newOutputStream(file))) {
      out.write((String.join("\n", agent.conversation(1)) + "\n").getBytes(UTF_8));
      var zeros = new byte[1 << 20];
      for (var written = 0; written < length; written += zeros.length) {
        out.write(zeros);
      }
      out.write(("\n" + agent.prompt(1, "after it") + "\n").getBytes(UTF_8));
    }
    assertThat(Files.size(file)).isLessThan(length / 5_000);
    world.shareKey();
    var process = limited("-Xmx256m", "import", file.toString());
    assertThat(process.waitFor(5, TimeUnit.MINUTES)).isTrue();
    assertThat(process.exitValue()).isZero();
    var row = rows("file").getFirst();
    assertThat(row.path("omitted").path("bytes").asLong()).isEqualTo(length);
    assertThat(row.path("balance").asLong()).isZero();
    assertThat(world.clew("show", "last").out()).contains("after it");
  }

  private Process limited(String memory, String... arguments) throws IOException {
    var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    var command = new ArrayList<>(List.of(java, memory, "-XX:+UseSerialGC"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), "dev.clew.Main"));
    command.addAll(List.of(arguments));
    var builder = new ProcessBuilder(command);
    builder.environment().put("CLEW_HOME", world.home().folder().toString());
    return builder
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start();
  }

  @Test
  void ids_that_collide_across_agents_stay_two() {
    for (var agent : Dialect.all()) {
      world.write(agent.file(1), agent.conversation(1).toArray(String[]::new));
    }
    new Rig(world).run();
    var rows = world.clew("sessions", "--json").json();
    assertThat(rows).hasSameSizeAs(Dialect.all());
    assertThat(rows.stream().map(row -> row.path("agent").asString()).distinct())
        .hasSameSizeAs(Dialect.all());
    assertThat(rows).allSatisfy(row -> assertThat(row.path("tool_calls").asLong()).isEqualTo(1));
    assertThat(
            world.clew("log", "--all", "--json").json().stream()
                .map(step -> step.path("step").asString())
                .distinct())
        .hasSameSizeAs(world.clew("log", "--all", "--json").json());
  }
}
