package dev.clew.query;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clew.event.SessionKey;
import dev.clew.event.SpanId;
import dev.clew.recorder.Looks;
import dev.clew.testing.ClaudeLines;
import dev.clew.testing.World;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// Moments of a real repository, compared: snapshots, steps, commits and the working tree.
class DiffMomentsTest {
  private static final String ID = "5e551000-0000-4000-8000-00000000000a";
  private static final SessionKey SESSION = SessionKey.main("claude", ID);
  private static final Instant START = Instant.parse("2026-03-02T10:00:00Z");
  private static final SpanId ONE = SpanId.ofToolCall(SESSION, "toolu_one");
  private static final SpanId TWO = SpanId.ofToolCall(SESSION, "toolu_two");

  @TempDir private Path folder;
  private World world;
  private Path repository;
  private String first;
  private String last;

  @BeforeEach
  void history() throws IOException, InterruptedException {
    var real = folder.toRealPath();
    world = new World(real);
    repository = Files.createDirectories(real.resolve("work"));
    git("init", "-q", "-b", "main");
    write("a.txt", "one\ntwo\n");
    write("dir/b.txt", "b\n");
    write("gone.txt", "to be removed\n");
    write(".gitignore", "ignored/\n");
    git("add", "-A");
    git("-c", "user.name=A", "-c", "user.email=a@example.com", "commit", "-q", "-m", "first");
    var lines = new ClaudeLines("w", ID, START);
    lines
        .prompt("change it")
        .bash("m1", "toolu_one", "sed")
        .result("toolu_one", "", false)
        .bash("m2", "toolu_two", "mv")
        .result("toolu_two", "", false);
    world.write(ID + ".jsonl", lines.lines().toArray(String[]::new));
    world.importAll();
    var looks = new Looks(world, repository.toString(), SESSION);
    first = looks.real(START.plusSeconds(2), ONE, "before");
    write("a.txt", "one\nTWO\n");
    looks.real(START.plusSeconds(3), ONE, "after");
    Files.move(repository.resolve("dir/b.txt"), repository.resolve("dir/c.txt"));
    Files.delete(repository.resolve("gone.txt"));
    write("new.bin", "x\0y");
    last = looks.real(START.plusSeconds(5), TWO, "after");
    looks.store();
  }

  private void write(String path, String text) throws IOException {
    var file = repository.resolve(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text, StandardCharsets.UTF_8);
  }

  private void git(String... words) throws IOException, InterruptedException {
    var command =
        Stream.concat(
                Stream.of("git", "-C", repository.toString(), "-c", "core.autocrlf=false"),
                Arrays.stream(words))
            .toList();
    var builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().keySet().removeIf(name -> name.startsWith("GIT_"));
    builder.environment().put("HOME", folder.toString());
    var process = builder.start();
    var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
  }

  private List<JsonNode> diff(String... words) {
    var all =
        Stream.concat(
            Stream.of("diff", "--json", "-C", repository.toString()), Arrays.stream(words));
    var ran = world.clew(all.toArray(String[]::new));
    assertThat(ran.exit().code()).as(ran.err()).isZero();
    return ran.json();
  }

  private static List<String> told(List<JsonNode> diffs) {
    return diffs.stream()
        .map(each ->
            each.path("op").asString()
                + " "
                + (each.has("from") ? each.path("from").asString() + " " : "")
                + each.path("path").asString())
        .toList();
  }

  @Test
  void two_snapshots_and_two_steps_differ_in_what_happened_between() {
    var expected =
        List.of("modify a.txt", "rename dir/b.txt dir/c.txt", "delete gone.txt", "create new.bin");
    assertThat(told(diff(first.substring(0, 12), last.substring(0, 12)))).isEqualTo(expected);
    assertThat(told(diff(ONE.hex() + "^", TWO.hex()))).isEqualTo(expected);
    assertThat(told(diff(ID + "^", ID))).isEqualTo(expected);
    assertThat(told(diff(ONE.hex(), TWO.hex()))).isEqualTo(expected.subList(1, expected.size()));
    assertThat(told(diff(ONE.hex() + "^", ONE.hex()))).containsExactly("modify a.txt");
    var patch = diff(ONE.hex() + "^", ONE.hex()).getFirst();
    assertThat(patch.path("patch").asString()).contains("-two\n+TWO\n");
    assertThat(patch.path("before").asString()).hasSize(64);
    assertThat(told(diff(first, last, "--", "dir"))).containsExactly("rename dir/b.txt dir/c.txt");
  }

  @Test
  void a_commit_is_compared_with_what_a_session_left() throws Exception {
    var before = tree();
    var watch = repository.getFileSystem().newWatchService();
    for (var each : List.of(repository, repository.resolve(".git"))) {
      each.register(
          watch,
          StandardWatchEventKinds.ENTRY_CREATE,
          StandardWatchEventKinds.ENTRY_DELETE,
          StandardWatchEventKinds.ENTRY_MODIFY);
    }
    var diffs = diff("HEAD", ID);
    assertThat(watch.poll(50, TimeUnit.MILLISECONDS)).as("nothing is written, ever").isNull();
    assertThat(told(diffs))
        .containsExactly(
            "modify a.txt", "rename dir/b.txt dir/c.txt", "delete gone.txt", "create new.bin");
    assertThat(diffs.getFirst().path("patch").asString()).contains("-two\n+TWO\n");
    assertThat(diffs.getFirst().path("before").asString())
        .isEqualTo(Patches.sha256("one\ntwo\n".getBytes(StandardCharsets.UTF_8)));
    assertThat(told(diff("main", "HEAD"))).isEmpty();
    assertThat(told(diff("main", "--", "gone.txt"))).containsExactly("delete gone.txt");
    assertThat(tree()).as(".git is only read").isEqualTo(before);
  }

  @Test
  void the_working_tree_is_compared_with_the_last_snapshot() throws Exception {
    assertThat(diff()).isEmpty();
    write("a.txt", "one\nTWO\nthree\n");
    write("ignored/x", "not seen\n");
    write("secret.txt", "token = ghp_aB3dE6gH9jK2mN5pQ8sT1vW4yZ7bC0eF3hJ6\n");
    var diffs = diff();
    assertThat(told(diffs)).containsExactly("modify a.txt", "create secret.txt");
    assertThat(diffs.getFirst().path("patch").asString()).contains("+three\n");
    assertThat(diffs.getLast().path("patch").asString())
        .contains("⟦secret:")
        .doesNotContain("ghp_aB3");
    assertThat(told(diff(ONE.hex() + "^", "--", "a.txt"))).containsExactly("modify a.txt");
  }

  @Test
  void what_cannot_be_found_says_so() {
    var ran = world.clew("diff", "-C", repository.toString(), "nothing-like-it", "HEAD");
    assertThat(ran.exit().code()).isEqualTo(1);
    assertThat(ran.err()).contains("no id begins with nothing-like-it");
    var nowhere = world.clew("diff");
    assertThat(nowhere.exit().code()).isEqualTo(1);
    assertThat(nowhere.err()).contains("has not been looked at yet");
  }

  /// Every file below `.git` with its size, time and bytes.
  private Map<String, String> tree() throws IOException {
    var all = new TreeMap<String, String>();
    try (var files = Files.walk(repository.resolve(".git"))) {
      for (var file : files.filter(Files::isRegularFile).toList()) {
        all.put(
            file.toString(),
            Files.getLastModifiedTime(file) + " " + Patches.sha256(Files.readAllBytes(file)));
      }
    }
    return all;
  }

  @Test
  void a_repository_of_sha256_is_read_too() throws Exception {
    World.delete(repository.resolve(".git"));
    git("init", "-q", "-b", "main", "--object-format=sha256");
    git("add", "a.txt", "dir", ".gitignore");
    git("-c", "user.name=A", "-c", "user.email=a@example.com", "commit", "-q", "-m", "other");
    write("a.txt", "one\nTWO\nagain\n");
    assertThat(told(diff("HEAD", ID))).containsExactly("create new.bin");
    git("add", "new.bin");
    git("-c", "user.name=A", "-c", "user.email=a@example.com", "commit", "-q", "-m", "more");
    assertThat(told(diff("HEAD", ID))).isEmpty();
    assertThat(told(diff("HEAD", "--", "a.txt"))).containsExactly("modify a.txt");
  }
}
