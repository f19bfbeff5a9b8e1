package dev.clew.recorder;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clew.capture.HookCall;
import dev.clew.capture.HookEnvelope;
import dev.clew.content.ContentReader;
import dev.clew.content.Unsealer;
import dev.clew.event.RecordId;
import dev.clew.redact.RedactionLevel;
import dev.clew.testing.Cases;
import dev.clew.testing.World;
import java.io.ByteArrayInputStream;
import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.DriverManager;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// Hooks on their way from a frame to a record.
class HookIntakeTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final long STAMP = 1_795_000_000_000_000_000L;

  @TempDir private Path folder;

  private final StringWriter log = new StringWriter();

  /// A stored record.
  private record Stored(String kind, String agent, String session, JsonNode value, String text) {}

  private static HookFrame frame(long n, String payload) {
    return frame("plain", n, 0, payload.getBytes(StandardCharsets.UTF_8));
  }

  private static HookFrame frame(String agent, long n, int wait, byte[] payload) {
    var nonce = HexFormat.of().formatHex(new byte[12]) + "%08x".formatted(n);
    return new HookFrame(agent, "Event", nonce, STAMP + n, 77, wait, payload.length, payload);
  }

  private static String say(Object text) {
    return "{\"plain\":\"s1\",\"say\":\"%s\",\"cwd\":\"/p\"}".formatted(text);
  }

  private World world() {
    return new World(folder);
  }

  private Path spool() {
    return world().home().spool();
  }

  private static void until(BooleanSupplier condition) {
    var deadline = Instant.now().plus(PATIENCE);
    while (!condition.getAsBoolean()) {
      assertThat(Instant.now()).isBefore(deadline);
      LockSupport.parkNanos(2_000_000);
    }
  }

  private boolean isSpoolEmpty() {
    try (var files = Files.list(spool())) {
      return files.findAny().isEmpty();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /// What is done while the intake runs; it ends when the spool is empty.
  private interface Work {
    void with(HookIntake intake) throws Exception;
  }

  private void taking(HookListener listener, Work work) throws Exception {
    try (var store = new Rig(world()).open();
        var intake = new Rig(world()).hooks(store, listener, new PrintWriter(log, true))) {
      work.with(intake);
      until(this::isSpoolEmpty);
    }
  }

  private void taking(Work work) throws Exception {
    taking(HookListener.none(), work);
  }

  private List<Stored> stored() throws Exception {
    var all = new ArrayList<Stored>();
    var keys = Keys.open(world().home());
    try (var reader = ContentReader.open(world().home().content(), new Unsealer(keys.master()))) {
      for (var entry : reader.entries(0, 100_000)) {
        var bytes = reader.payload(entry).orElseThrow();
        var kind = entry.record().kind();
        all.add(
            new Stored(
                kind,
                entry.record().session().agent(),
                entry.record().session().agentSession(),
                RecordKind.isMalformed(kind)
                    ? tools.jackson.databind.node.MissingNode.getInstance()
                    : Json.value(bytes),
                new String(bytes, StandardCharsets.UTF_8)));
      }
    }
    return all;
  }

  private List<String> said() throws Exception {
    return stored().stream()
        .map(each -> each.value().path("payload").path("say").asString())
        .toList();
  }

  private static void take(HookIntake intake, HookFrame frame) throws IOException {
    intake.take(new ByteArrayInputStream(frame.bytes()));
  }

  @Test
  void a_frame_becomes_a_record_with_its_envelope() throws Exception {
    taking(intake -> take(intake, frame(1, say("hello"))));
    assertThat(stored())
        .singleElement()
        .satisfies(record -> {
          assertThat(record.kind()).isEqualTo("plain.hook");
          assertThat(record.session()).isEqualTo("s1");
          assertThat(record.text())
              .isEqualTo(
                  "{\"clew_hook\":1,\"agent\":\"plain\",\"event\":\"Event\","
                      + "\"at\":\"2026-11-18T11:06:40.000000001Z\","
                      + "\"nonce\":\"00000000000000000000000000000001\",\"pid\":77,\"payload\":"
                      + say("hello")
                      + "}");
        });
    assertThat(new Rig(world()).verify().firstBad()).isEmpty();
    assertThat(world().clew("sessions", "--json").json())
        .singleElement()
        .satisfies(row -> assertThat(row.path("turns").asInt()).isEqualTo(1));
    assertThat(world().clew("capture", "--json").out()).contains("\"unaccounted_records\":0");
  }

  @Test
  void a_frame_that_comes_twice_is_one_record_whichever_way_it_comes() throws Exception {
    taking(intake -> {
      take(intake, frame(1, say("once")));
      take(intake, frame(1, say("once")));
      until(this::isSpoolEmpty);
      new Spool(spool()).write(frame(1, say("once")));
    });
    taking(intake -> take(intake, frame(1, say("once"))));
    assertThat(said()).containsExactly("once");
  }

  @Test
  void what_waits_in_the_spool_is_taken_in_the_order_of_its_stamps() throws Exception {
    world().home().create();
    var numbers = new ArrayList<Integer>();
    for (var n = 0; n < 1500; n++) {
      numbers.add(n);
    }
    Collections.shuffle(numbers, new java.util.Random(5));
    for (var n : numbers) {
      new Spool(spool()).write(frame(n, say(n)));
    }
    taking(intake -> {});
    Collections.sort(numbers);
    assertThat(said()).containsExactlyElementsOf(numbers.stream().map(String::valueOf).toList());
  }

  @Test
  void what_a_client_spools_while_the_recorder_runs_is_found() throws Exception {
    taking(intake -> {
      for (var n = 0; n < 4; n++) {
        new Spool(spool()).write(frame(n, say(n)));
        until(this::isSpoolEmpty);
      }
    });
    assertThat(said()).hasSize(4);
  }

  @Test
  void a_file_without_stamp_and_nonce_is_known_by_its_name_and_time() throws Exception {
    world().home().create();
    var file = spool().resolve("sh-4711-0.tail");
    for (var round = 0; round < 2; round++) {
      Files.writeString(
          file, "clwh1 plain Event - 0 12 0 -\n" + say("by a shell") + "\nclwh1-end\n");
      Files.setLastModifiedTime(file, FileTime.from(Instant.ofEpochSecond(0, STAMP)));
      taking(intake -> {});
    }
    assertThat(stored())
        .singleElement()
        .satisfies(record -> {
          assertThat(record.value().path("payload").path("say").asString()).isEqualTo("by a shell");
          assertThat(record.value().path("at").asString()).startsWith("2026-11-18T11:06:40");
        });
  }

  @Test
  void a_file_that_is_being_written_is_taken_when_it_has_its_tail() throws Exception {
    taking(intake -> {
      var file = Files.writeString(spool().resolve("sh-4711-0.tail"), "clwh1 plain Event - 0 12");
      take(intake, frame(1, say("first")));
      until(() -> !new File(spool().toFile(), frame(1, "").spoolName()).exists());
      assertThat(new Spool(spool()).list().writing()).isTrue();
      Files.writeString(file, " 0 -\n" + say("second"), StandardOpenOption.APPEND);
      Files.writeString(file, "\nclwh1-end\n", StandardOpenOption.APPEND);
    });
    assertThat(said()).containsExactly("first", "second");
  }

  @Test
  void a_payload_that_cannot_be_read_is_kept_as_redacted_text() throws Exception {
    taking(intake -> {
      take(intake, frame(1, "{\"plain\":\"s1\",\"say\":"));
      take(intake, frame(2, "{} {}"));
      take(intake, frame("plain", 3, 0, new byte[] {'"', (byte) 0xff, '"'}));
      take(intake, frame(4, ""));
      take(intake, frame("unheard-of", 5, 0, "{\"a\":1}".getBytes(StandardCharsets.UTF_8)));
      Files.writeString(spool().resolve("x.hook"), "not ours");
      Files.writeString(
          spool().resolve("%020d-%032x.hook".formatted(STAMP + 9, 9)),
          "clwh1 plain Event %032x %d 1 0 10\nshort".formatted(9, STAMP + 9));
    });
    assertThat(stored().stream().map(Stored::kind))
        .containsExactlyInAnyOrder(
            "plain.malformed-json",
            "plain.malformed-json",
            "plain.malformed-utf8",
            "plain.hook",
            "unheard-of.hook",
            "clew.malformed-frame",
            "clew.malformed-frame");
    assertThat(stored().stream().map(Stored::text))
        .contains("{\"plain\":\"s1\",\"say\":", "{} {}", "not ours");
    assertThat(new Rig(world()).verify().firstBad()).isEmpty();
  }

  @Test
  void a_payload_that_is_too_long_is_told_by_its_length() throws Exception {
    taking(intake -> {
      var long1 =
          new HookFrame("plain", "Event", "1".repeat(32), STAMP, 1, 0, 99_999_999, new byte[0]);
      take(intake, long1);
      var most = "{\"plain\":\"s1\",\"say\":\"%s\"}".formatted("x y ".repeat(1 << 20));
      take(intake, frame(2, most));
    });
    assertThat(stored().stream().map(Stored::kind))
        .containsExactly("plain.malformed-length", "plain.hook");
    assertThat(stored().getFirst().text()).isEqualTo("⟦not kept: a payload of 99999999 bytes⟧");
  }

  @Test
  void secrets_are_taken_out_and_a_forged_header_is_refused() throws Exception {
    var secret = "ghp_" + "a1B2c3D4e5F6a7B8c9D0e1F2a3B4c5D6e7F8";
    taking(intake -> {
      take(intake, frame(1, say(secret)));
      var forged = "clwh1 plain ../Event 0 1 2 0 3\nabc".getBytes(StandardCharsets.UTF_8);
      assertThat(
              org.assertj.core.api.Assertions.catchThrowable(
                  () -> intake.take(new ByteArrayInputStream(forged))))
          .isInstanceOf(IOException.class);
    });
    assertThat(stored())
        .singleElement()
        .satisfies(each -> assertThat(each.text()).doesNotContain(secret));
  }

  @Test
  void in_capture_mode_metadata_no_text_of_a_payload_is_kept() throws Exception {
    var settings =
        new Settings(
            CaptureMode.CONTENT, RedactionLevel.STANDARD, Map.of("/p", CaptureMode.METADATA));
    var payload =
        """
        {"session_id":"s1","hook_event_name":"PreToolUse","cwd":"/p/q","tool_name":"Bash",
        "tool_use_id":"toolu_1","tool_input":{"command":"make it","mode":"hidden"}}
        """;
    try (var store = new Rig(world()).open();
        var intake =
            new Rig(world())
                .with(settings)
                .hooks(store, HookListener.none(), new PrintWriter(log, true))) {
      take(intake, frame("claude", 1, 0, payload.getBytes(StandardCharsets.UTF_8)));
      take(intake, frame("claude", 2, 0, "broken by hand".getBytes(StandardCharsets.UTF_8)));
      until(this::isSpoolEmpty);
    }
    assertThat(stored())
        .first()
        .satisfies(record -> {
          assertThat(record.text())
              .contains("\"PreToolUse\"", "\"Bash\"", "\"toolu_1\"", "\"s1\"")
              .doesNotContain("make it", "hidden", "/p/q");
        });
    assertThat(stored().getLast().text()).isEqualTo("⟦not kept: a payload of 14 bytes⟧");
  }

  @Test
  void another_agents_payload_is_told_by_its_shape() throws Exception {
    var payload = "{\"other\":\"s2\",\"say\":\"mine\"}".getBytes(StandardCharsets.UTF_8);
    taking(intake -> take(intake, frame("plain", 1, 0, payload)));
    assertThat(stored())
        .singleElement()
        .satisfies(record -> {
          assertThat(record.kind()).isEqualTo("other.hook");
          assertThat(record.agent()).isEqualTo("other");
          assertThat(record.value().path("agent").asString()).isEqualTo("plain");
        });
  }

  @Test
  void a_listener_hears_each_hook_once_and_shell_commands_before_the_client_is_answered()
      throws Exception {
    var heard = new CopyOnWriteArrayList<String>();
    var listener =
        new HookListener() {
          @Override
          public void before(HookCall call, HookEnvelope envelope, Instant until) {
            heard.add("before " + call.command());
          }

          @Override
          public List<Prepared> heard(
              HookCall call, HookEnvelope envelope, RecordId record, Preparer preparer) {
            heard.add("heard " + call.phase());
            if (call.command() == null) {
              throw new IllegalStateException("a bug");
            }
            return List.of();
          }
        };
    taking(
        listener,
        intake -> {
          var run = "{\"plain\":\"s1\",\"run\":\"make\"}".getBytes(StandardCharsets.UTF_8);
          var shell =
              new HookFrame(
                  "plain",
                  "Event",
                  "2".repeat(32),
                  Instant.now().getEpochSecond() * 1_000_000_000L,
                  1,
                  5000,
                  run.length,
                  run);
          take(intake, shell);
          assertThat(heard).contains("before make");
          take(intake, shell);
          take(intake, frame(1, say("x")));
        });
    assertThat(heard.stream().filter(each -> each.startsWith("heard")))
        .containsExactlyInAnyOrder("heard BEFORE_TOOL", "heard PROMPT");
    assertThat(stored()).hasSize(2);
    assertThat(log.toString()).contains("a bug");
  }

  @Test
  void what_an_adapter_fails_on_is_set_aside_and_tried_again_at_the_next_start() throws Exception {
    taking(intake -> {
      take(intake, frame(1, "{\"plain\":\"s1\",\"fail\":1}"));
      take(intake, frame(2, say("goes on")));
      until(() -> new File(spool().toFile(), frame(1, "").spoolName() + ".failed").exists());
      assertThat(new Spool(spool()).waiting().failed()).isEqualTo(1);
      Files.writeString(
          spool().resolve(frame(1, "").spoolName() + ".failed"),
          new String(frame(1, say("mended")).bytes(), StandardCharsets.UTF_8));
      until(() -> count() == 1);
      Files.move(spool().resolve(frame(1, "").spoolName() + ".failed"), folder.resolve("aside"));
    });
    Files.move(folder.resolve("aside"), spool().resolve(frame(1, "").spoolName() + ".failed"));
    taking(intake -> {});
    assertThat(said()).containsExactly("goes on", "mended");
  }

  @Test
  void whatever_the_order_and_the_clock_every_hook_is_stored_once() throws Exception {
    var stamps = new long[] {STAMP, 0, 1, STAMP + 5, STAMP - 1, 253_402_300_800_000_000L, STAMP, 7};
    taking(intake -> {
      for (var n = 0; n < stamps.length; n++) {
        var payload = say(n).getBytes(StandardCharsets.UTF_8);
        var nonce = "%032x".formatted(n + 1);
        take(intake, new HookFrame("plain", "E", nonce, stamps[n], 1, 0, payload.length, payload));
      }
    });
    assertThat(said()).containsExactlyInAnyOrder("0", "1", "2", "3", "4", "5", "6", "7");
    assertThat(new Rig(world()).verify().firstBad()).isEmpty();
  }

  @Test
  void what_cannot_be_stored_now_is_stored_later() throws Exception {
    try (var store = new Rig(world()).open();
        var blocker = DriverManager.getConnection("jdbc:sqlite:" + world().home().content());
        var intake =
            new Rig(world()).hooks(store, HookListener.none(), new PrintWriter(log, true))) {
      try (var statement = blocker.createStatement()) {
        statement.execute("BEGIN IMMEDIATE"); // nobody else can write, as on a full disk
        take(intake, frame(1, say("kept")));
        until(() -> log.toString().contains("wait in the spool"));
        assertThat(new Spool(spool()).waiting().frames()).isEqualTo(1);
        statement.execute("ROLLBACK");
      }
      until(this::isSpoolEmpty);
    }
    assertThat(said()).containsExactly("kept");
  }

  @Test
  void no_bytes_stop_the_intake() throws Exception {
    taking(intake ->
        Cases.forAll(
            60,
            random -> {
              try {
                var bytes = frame(random.nextInt(1000), say("x")).bytes();
                for (var flips = random.nextInt(4); flips >= 0; flips--) {
                  bytes[random.nextInt(random.nextBoolean() ? bytes.length : 90)] ^=
                      (byte) (1 << random.nextInt(8));
                }
                var cut = Arrays.copyOf(bytes, random.nextInt(bytes.length + 1));
                if (random.nextBoolean()) {
                  Files.write(spool().resolve("f%x.hook".formatted(random.nextLong())), cut);
                } else {
                  intake.take(new ByteArrayInputStream(cut));
                }
              } catch (HookFrame.NoFrameException e) {
                assertThat(e.getMessage()).isNotEmpty();
              } catch (IOException e) {
                throw new AssertionError(e);
              }
            }));
    taking(intake -> take(intake, frame(5000, say("last"))));
    assertThat(stored().getLast().text()).contains("last");
    assertThat(log.toString()).doesNotContain("could not be taken");
    assertThat(new Rig(world()).verify().firstBad()).isEmpty();
  }

  private long count() {
    try {
      return new Spool(spool()).waiting().frames() + new Spool(spool()).waiting().failed();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void spool_files_are_private_and_what_a_killed_client_left_is_swept_after_an_hour()
      throws Exception {
    world().home().create();
    new Spool(spool()).write(frame(1, say("x")));
    assertThat(
            PosixFilePermissions.toString(
                Files.getPosixFilePermissions(spool().resolve(frame(1, "").spoolName()))))
        .isEqualTo("rw-------");
    var old = Files.writeString(spool().resolve(".old.c"), "clwh1 pl");
    var fresh = Files.writeString(spool().resolve(".fresh.c"), "clwh1 pl");
    Files.setLastModifiedTime(old, FileTime.from(Instant.now().minus(Duration.ofHours(2))));
    var half = Files.writeString(spool().resolve("sh-1-0.tail"), "clwh1 pl");
    var whole = Files.writeString(spool().resolve("sh-2-0.tail"), "clwh1 pl\nclwh1-end\n");
    for (var file : List.of(half, whole)) {
      Files.setLastModifiedTime(file, FileTime.from(Instant.now().minus(Duration.ofHours(2))));
    }
    new Spool(spool()).sweep(Instant.now());
    assertThat(old).doesNotExist();
    assertThat(half).doesNotExist();
    assertThat(whole).exists();
    assertThat(fresh).exists();
  }
}
