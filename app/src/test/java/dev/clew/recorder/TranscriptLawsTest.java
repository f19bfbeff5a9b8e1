package dev.clew.recorder;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.clew.event.SessionKey;
import dev.clew.testing.Answers;
import dev.clew.testing.Dialect;
import dev.clew.testing.Samples;
import dev.clew.testing.World;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/// What holds for the transcripts of every agent: on lines of ours, and on every real transcript
/// that is not too large, where there are some.
class TranscriptLawsTest {
  private static final long SMALL = 120_000;

  @TempDir private Path folder;

  static List<Dialect> agents() {
    return Dialect.all();
  }

  /// The bytes of a conversation of ours and of the small samples, by the names of their files.
  private static Map<String, byte[]> texts(Dialect agent) {
    var texts = new TreeMap<String, byte[]>();
    texts.put(agent.file(1), bytes(agent.conversation(1)));
    for (var sample : agent.samples(SMALL)) {
      try {
        var root = Samples.root().toRealPath();
        texts.put(root.relativize(sample.toRealPath()).toString(), read(sample));
      } catch (IOException e) {
        throw new AssertionError(e);
      }
    }
    return texts;
  }

  private static byte[] read(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static byte[] bytes(List<String> lines) {
    return (String.join("\n", lines) + "\n").getBytes(UTF_8);
  }

  private World world(String name, Map<String, byte[]> texts) {
    var world = new World(folder.resolve(name));
    texts.forEach(world::write);
    return world;
  }

  /// What can be asked of all sessions and all steps.
  private static List<String> answers(World world) {
    return Stream.of(
            world.clew("sessions", "--json"),
            world.clew("log", "--all", "--json"),
            world.clew("cost", "--by", "model", "--json"))
        .flatMap(ran -> ran.out().lines())
        .toList();
  }

  private static JsonNode total(World world) {
    var total = world.clew("capture", "--totals", "--json").json().getFirst();
    assertThat(total.path("balance").asLong()).as(total.toString()).isZero();
    assertThat(total.path("unaccounted_records").asLong()).as(total.toString()).isZero();
    return total;
  }

  @ParameterizedTest
  @MethodSource("agents")
  void a_transcript_cut_anywhere_and_continued_reads_like_the_whole_one(Dialect agent) {
    var texts = texts(agent);
    var whole = world("whole", texts);
    new Rig(whole).run();
    var random = new SplittableRandom(Long.getLong("seed", 11));
    var cut = new TreeMap<String, byte[]>();
    texts.forEach(
        (name, text) -> cut.put(name, Arrays.copyOf(text, 1 + random.nextInt(text.length - 1))));
    var grown = world("grown", cut);
    new Rig(grown).run();
    total(grown);
    texts.forEach(grown::write);
    new Rig(grown).run();
    assertThat(total(grown).path("records")).isEqualTo(total(whole).path("records"));
    assertThat(Answers.difference(answers(whole), answers(grown))).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("agents")
  void lines_glued_together_and_a_missing_last_line_feed_make_no_difference(Dialect agent) {
    var texts = texts(agent);
    var plain = world("plain", texts);
    new Rig(plain).run();
    var random = new SplittableRandom(Long.getLong("seed", 12));
    var glued = new TreeMap<String, byte[]>();
    texts.forEach((name, text) -> {
      var lines = new String(text, UTF_8);
      if (lines.lines().allMatch(TranscriptLawsTest::isObject)
          && lines.lines().noneMatch(TranscriptLawsTest::isNameless)) {
        glued.put(name, glue(text, random));
      }
    });
    var other = world("glued", glued);
    new Rig(other).run();
    var wanted = new World(folder.resolve("wanted"));
    glued.keySet().forEach(name -> wanted.write(name, texts.get(name)));
    new Rig(wanted).run();
    assertThat(total(other).path("records")).isEqualTo(total(wanted).path("records"));
    assertThat(total(other).path("glued").asLong()).isPositive();
    assertThat(Answers.difference(answers(wanted), answers(other))).isEmpty();
  }

  private static boolean isObject(String line) {
    return line.startsWith("{") && line.stripTrailing().endsWith("}");
  }

  /// Without every third line feed, and without the last.
  private static byte[] glue(byte[] text, SplittableRandom random) {
    var glued = new StringBuilder();
    new String(text, UTF_8)
        .lines()
        .forEach(line -> glued.append(line).append(random.nextInt(3) == 0 ? "" : "\n"));
    return glued.toString().stripTrailing().getBytes(UTF_8);
  }

  @ParameterizedTest
  @MethodSource("agents")
  void a_second_import_changes_nothing(Dialect agent) {
    var world = world("twice", texts(agent));
    new Rig(world).run();
    var answers = answers(world);
    var total = total(world);
    new Rig(world).run();
    assertThat(Answers.difference(answers, answers(world))).isEmpty();
    assertThat(total(world)).isEqualTo(total);
  }

  @ParameterizedTest
  @MethodSource("agents")
  void lines_of_unknown_types_are_kept_and_counted_by_name_and_change_nothing_else(Dialect agent) {
    var plain = world("plain", Map.of(agent.file(1), bytes(agent.conversation(1))));
    new Rig(plain).run();
    var unknown = List.of(agent.unknown(1), agent.unknown(1).replace("\"n-", "\"o-"));
    var world = world("unknown", Map.of(agent.file(1), bytes(agent.around(1, unknown))));
    new Rig(world).run();
    assertThat(total(world).path("unknown").path(agent.unknownName()).asLong()).isEqualTo(2);
    assertThat(total(world).path("by_class").path("unknown").asLong()).isEqualTo(2);
    assertThat(total(world).path("recorded").asLong())
        .isEqualTo(total(plain).path("recorded").asLong() + 2);
    assertThat(world.clew("log", "--json").json())
        .hasSameSizeAs(plain.clew("log", "--json").json());
    assertThat(world.clew("cost", "--json").out()).isEqualTo(plain.clew("cost", "--json").out());
  }

  @ParameterizedTest
  @MethodSource("agents")
  void a_conversation_copied_into_another_session_is_counted_once(Dialect agent) {
    var texts = new TreeMap<String, byte[]>();
    texts.put(agent.file(1), bytes(agent.conversation(1)));
    var alone = world("alone", texts);
    new Rig(alone).run();
    texts.put(agent.file(2), bytes(agent.forked(1, 2)));
    var both = world("both", texts);
    new Rig(both).run();
    assertThat(both.clew("cost", "--by", "model", "--json").out())
        .isEqualTo(alone.clew("cost", "--by", "model", "--json").out());
    assertThat(calls(both)).isEqualTo(calls(alone));
  }

  private static List<Long> calls(World world) {
    var sums = new long[3];
    for (var row : world.clew("sessions", "--json").json()) {
      sums[0] += row.path("model_calls").asLong();
      sums[1] += row.path("tool_calls").asLong();
      sums[2] += row.path("turns").asLong();
    }
    return Arrays.stream(sums).boxed().toList();
  }

  @Test
  void real_sessions_forked_as_the_agent_does_it_are_counted_once() {
    var texts = new TreeMap<String, byte[]>();
    var forks = new TreeMap<String, byte[]>();
    for (var sample : Dialect.all().getFirst().samples(SMALL)) {
      var text = new String(read(sample), UTF_8);
      if (text.lines().anyMatch(TranscriptLawsTest::isNameless)) {
        continue; // nothing tells that a copy is one
      }
      var name = sample.getFileName().toString();
      texts.put("one/" + name, text.getBytes(UTF_8));
      var id = UUID.nameUUIDFromBytes(name.getBytes(UTF_8)).toString();
      var fork = text.replaceAll("\"sessionId\":\"[^\"]+\"", "\"sessionId\":\"" + id + "\"");
      forks.put("two/" + id + ".jsonl", fork.getBytes(UTF_8));
    }
    if (texts.isEmpty()) {
      return; // a clone without samples
    }
    var alone = world("alone", texts);
    new Rig(alone).run();
    texts.putAll(forks);
    var both = world("both", texts);
    new Rig(both).run();
    assertThat(both.clew("cost", "--by", "model", "--json").out())
        .isEqualTo(alone.clew("cost", "--by", "model", "--json").out());
    assertThat(calls(both).subList(0, 2)).isEqualTo(calls(alone).subList(0, 2));
  }

  /// Whether Claude Code gave the line no name: its place alone tells it from others.
  private static boolean isNameless(String line) {
    return (line.contains("\"type\":\"assistant\"") || line.contains("\"type\":\"user\""))
        && (!line.contains("\"uuid\":") || line.contains("\"id\":null"));
  }

  @ParameterizedTest
  @MethodSource("agents")
  void every_subagent_of_the_samples_lies_in_the_trace_of_its_session(Dialect agent) {
    var samples = agent.samples(Long.MAX_VALUE);
    if (samples.isEmpty()) {
      return; // a clone without samples
    }
    var world = new World(folder.resolve("all"));
    new Rig(world).run(Samples.root().resolve(agent.agent()));
    var rows = new TreeMap<String, JsonNode>();
    world
        .clew("sessions", "--json")
        .json()
        .forEach(row -> rows.put(row.path("session").asString(), row));
    for (var row : rows.values()) {
      var main = SessionKey.main(agent.agent(), row.path("agent_session").asString());
      if (row.has("subagent")) {
        assertThat(row.path("trace_id").asString()).isEqualTo(main.traceId());
        assertThat(row.path("session").asString()).isNotEqualTo(main.id());
      }
      var parent = rows.get(row.path("parent_session").asString(""));
      if (row.has("subagent") && parent != null) {
        assertThat(parent.path("total_tool_calls").asLong())
            .isGreaterThanOrEqualTo(
                parent.path("tool_calls").asLong() + row.path("tool_calls").asLong());
      }
    }
  }
}
