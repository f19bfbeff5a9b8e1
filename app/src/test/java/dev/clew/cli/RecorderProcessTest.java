package dev.clew.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clew.recorder.Home;
import dev.clew.recorder.HomeLock;
import dev.clew.recorder.RunningRecorder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `up`, `down` and the recorder between them, as the processes that they are.
class RecorderProcessTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Path FIXTURES = Path.of("src/test/fixtures/http").toAbsolutePath();

  @TempDir Path folder;
  private Home home;
  private Path userHome;
  private final List<ProcessHandle> recorders = new ArrayList<>();

  @BeforeEach
  void makeHomes() throws Exception {
    home = new Home(folder.resolve("store"));
    userHome = Files.createDirectory(folder.resolve("user"));
    var transcripts = Files.createDirectories(userHome.resolve(".claude/projects/loom"));
    Files.copy(FIXTURES.resolve("session.jsonl"), transcripts.resolve("session.jsonl"));
  }

  @AfterEach
  void leaveNothingRunning() throws Exception {
    var running = RunningRecorder.find(home);
    running.flatMap(each -> ProcessHandle.of(each.pid())).ifPresent(recorders::add);
    recorders.forEach(ProcessHandle::destroyForcibly);
    until(() -> !Files.exists(home.lock()) || isFree());
  }

  private record Ran(int exit, String out, String err) {}

  private Ran clew(String... arguments) throws IOException, InterruptedException {
    return clew(0, arguments);
  }

  private ProcessBuilder builder(int port, String... arguments) {
    var command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                "dev.clew.Main"));
    command.addAll(List.of(arguments));
    var builder = new ProcessBuilder(command);
    var environment = builder.environment();
    environment.put("HOME", userHome.toString());
    environment.remove("CLAUDE_CONFIG_DIR");
    environment.put("CLEW_HOME", home.folder().toString());
    environment.put("CLEW_PORT", Integer.toString(port));
    List.of("DISPLAY", "WAYLAND_DISPLAY", "CLEW_SERVE_COMMAND").forEach(environment::remove);
    return builder;
  }

  private Ran clew(int port, String... arguments) throws IOException, InterruptedException {
    var out = Files.createTempFile(folder, "out", "");
    var err = Files.createTempFile(folder, "err", "");
    var builder = builder(port, arguments);
    var process = builder.redirectOutput(out.toFile()).redirectError(err.toFile()).start();
    assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
    var running = RunningRecorder.find(home);
    running.flatMap(each -> ProcessHandle.of(each.pid())).ifPresent(recorders::add);
    return new Ran(process.exitValue(), Files.readString(out), Files.readString(err));
  }

  private RunningRecorder running() throws IOException {
    return RunningRecorder.find(home).orElseThrow();
  }

  private String get(String path) throws IOException, InterruptedException {
    var request =
        HttpRequest.newBuilder(URI.create(running().url() + path))
            .header("Authorization", "Bearer " + RunningRecorder.token(home))
            .build();
    try (var client = HttpClient.newHttpClient()) {
      return client.send(request, BodyHandlers.ofString()).body();
    }
  }

  private interface Condition {
    boolean holds() throws IOException, InterruptedException;
  }

  private static void until(Condition condition) throws IOException, InterruptedException {
    var end = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.holds()) {
      assertThat(System.nanoTime()).as("deadline").isLessThan(end);
      LockSupport.parkNanos(10_000_000);
    }
  }

  private boolean isFree() throws IOException {
    var lock = HomeLock.tryTake(home);
    if (lock.isPresent()) {
      lock.get().close();
    }
    return lock.isPresent();
  }

  @Test
  void doctor_fires_an_installed_hook_and_finds_it_in_the_store_and_in_no_list() throws Exception {
    assertThat(clew("init", "--agent", "claude,codex").exit()).isZero();
    assertThat(clew("up", "--no-open").exit()).isZero();
    until(() -> get("/api/v1/sessions").contains("\"total\":1}"));
    var ran = clew("doctor", "--json");
    assertThat(ran.out().lines().filter(line -> line.contains("\"check\":\"hooks ")))
        .hasSize(2)
        .allSatisfy(line -> assertThat(line).contains("\"ok\"").contains("is in the store"));
    assertThat(get("/api/v1/sessions")).contains("\"total\":1}");
    assertThat(home.spool()).isEmptyDirectory();
  }

  @Test
  void up_twice_is_one_recorder_and_down_ends_it() throws Exception {
    var first = clew("up", "--no-open");
    assertThat(first.exit()).as(first.err()).isZero();
    assertThat(first.out())
        .isEqualTo("%s/#token=%s%n".formatted(running().url(), RunningRecorder.token(home)))
        .startsWith("http://127.0.0.1:");
    assertThat(first.err()).contains("capture_mode metadata");
    var pid = running().pid();
    var second = clew("up", "--no-open");
    assertThat(second.out()).isEqualTo(first.out());
    assertThat(second.err()).isEmpty();
    assertThat(running().pid()).isEqualTo(pid);
    until(() -> get("/api/v1/sessions").contains("\"total\":1}"));
    assertThat(clew("status", "--json").out()).contains("\"recorder\":\"running\"");
    var down = clew("down");
    assertThat(down.exit()).isZero();
    assertThat(down.err()).isEqualTo("recorder stopped\n");
    assertThat(isFree()).isTrue();
    assertThat(home.running()).doesNotExist();
    assertThat(home.token()).doesNotExist();
    var none = clew("down");
    assertThat(none.exit()).isZero();
    assertThat(none.err()).contains("no recorder runs");
    assertThat(clew("verify").exit()).isZero();
  }

  @Test
  void up_follows_the_import_to_its_end() throws Exception {
    var up = clew("up");
    assertThat(up.exit()).as(up.err()).isZero();
    assertThat(up.err()).contains("1 file: 1 read");
    assertThat(up.out().lines()).hasSize(1);
    assertThat(get("/api/v1/sessions")).contains("\"total\":1}");
    assertThat(clew("up").err()).contains("1 file: 0 read").contains("1 unchanged");
    var more = clew("import", FIXTURES.resolve("second.jsonl").toString(), "--json");
    assertThat(more.exit()).as(more.err()).isZero();
    assertThat(more.out()).contains("\"status\":\"imported\"");
    assertThat(get("/api/v1/sessions")).contains("\"total\":2}");
    assertThat(clew("reindex").exit()).isZero();
    assertThat(get("/api/v1/sessions")).contains("\"total\":2}");
  }

  @Test
  void what_only_the_owner_may_see_only_the_owner_can() throws Exception {
    clew("up", "--no-open", "--no-import");
    assertThat(mode(home.folder())).isEqualTo("rwx------");
    for (var file : List.of(home.token(), home.running(), home.log(), home.masterKey())) {
      assertThat(mode(file)).as(file.toString()).isEqualTo("rw-------");
    }
    assertThat(Files.readString(home.log())).doesNotContain(RunningRecorder.token(home));
    assertThat(get("/api/v1/sessions")).contains("\"total\":0}");
  }

  private static String mode(Path file) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
  }

  @Test
  void a_killed_recorder_leaves_nothing_in_the_way() throws Exception {
    clew("up", "--no-open");
    var killed = running();
    var token = RunningRecorder.token(home);
    ProcessHandle.of(killed.pid()).orElseThrow().destroyForcibly();
    until(this::isFree);
    assertThat(clew("down").err()).contains("no recorder runs");
    var again = clew("up", "--no-open");
    assertThat(again.exit()).as(again.err()).isZero();
    assertThat(running().pid()).isNotEqualTo(killed.pid());
    assertThat(RunningRecorder.token(home)).isNotEqualTo(token);
    until(() -> get("/api/v1/sessions").contains("\"total\":1}"));
  }

  @Test
  void a_signal_ends_it_cleanly() throws Exception {
    clew("up", "--no-open", "--no-import");
    ProcessHandle.of(running().pid()).orElseThrow().destroy();
    until(() -> !Files.exists(home.running()) && isFree());
    assertThat(Files.readString(home.log())).contains("recorder stops");
  }

  @Test
  void a_port_that_is_taken_gives_way() throws Exception {
    try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      var up = clew(taken.getLocalPort(), "up", "--no-open", "--no-import");
      assertThat(up.exit()).as(up.err()).isZero();
      assertThat(up.out()).doesNotContain(":" + taken.getLocalPort() + "/");
      assertThat(get("/api/v1/status")).contains(running().url());
    }
  }

  @Test
  void a_recorder_that_cannot_start_says_why() throws Exception {
    Files.createDirectories(home.folder());
    Files.writeString(home.config(), "{\"capture_mode\":\"everything\"}");
    var up = clew("up", "--no-open");
    assertThat(up.exit()).isEqualTo(3);
    assertThat(up.out()).isEmpty();
    assertThat(up.err()).contains("recorder.log", "capture_mode", "everything");
  }

  @Test
  void tail_prints_what_comes_and_ends_quietly_when_it_is_interrupted() throws Exception {
    clew("up", "--no-open");
    until(() -> get("/api/v1/sessions").contains("\"total\":1}"));
    var out = Files.createTempFile(folder, "tail", "");
    var tail = builder(0, "tail", "-n", "1").redirectOutput(out.toFile()).start();
    until(() -> Files.readString(out).contains("Done."));
    var project = Files.createDirectories(userHome.resolve(".claude/projects/other/deep"));
    Files.copy(FIXTURES.resolve("second.jsonl"), project.resolve("second.jsonl"));
    until(() -> Files.readString(out).contains("▶ Is it there?"));
    new ProcessBuilder("kill", "-INT", Long.toString(tail.pid())).start().waitFor();
    assertThat(tail.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
    assertThat(tail.exitValue()).isZero();
    assertThat(clew("status").out()).contains("following  1 of 4 agents' folders are there");
    assertThat(clew("down").exit()).isZero();
    var alone = clew("tail");
    assertThat(alone.exit()).isEqualTo(3);
    assertThat(alone.err()).contains("'clew up' starts one");
  }
}
