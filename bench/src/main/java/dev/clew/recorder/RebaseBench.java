package dev.clew.recorder;

import com.sun.management.OperatingSystemMXBean;
import dev.clew.capture.Agent;
import dev.clew.capture.Agents;
import dev.clew.capture.claude.ClaudeTranscripts;
import dev.clew.capture.workspace.WorkspaceRecord;
import dev.clew.content.ContentReader;
import dev.clew.content.Sealer;
import dev.clew.content.SharedSealer;
import dev.clew.content.Unsealer;
import dev.clew.cost.PriceTable;
import dev.clew.redact.KnownValues;
import dev.clew.redact.RedactionLevel;
import dev.clew.redact.Redactor;
import dev.clew.workspace.Change;
import dev.clew.workspace.GitState;
import dev.clew.workspace.Limits;
import dev.clew.workspace.RootChoice;
import dev.clew.workspace.Workspace;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/// How long it takes to follow a rebase: the look, and its commits told and durable.
///
/// `RebaseBench FOLDER COMMITS` makes a repository of 500 files of 100 lines and a branch of so many
/// commits, each of which changes a line in each of two files; rebases it with Git; looks; tells.
/// Prints `name value` lines, in milliseconds. In this package because what is measured is the
/// recorder's own.
public final class RebaseBench {
  private static final int FILES = 500;
  private static final int LINES = 100;

  private final Path root;
  private final Path store;
  private final int commits;
  private final SecureRandom random = new SecureRandom();

  private RebaseBench(Path folder, int commits) throws IOException {
    this.root = Files.createDirectories(folder.resolve("user/project")).toRealPath();
    this.store = folder.toRealPath().resolve("store");
    this.commits = commits;
  }

  /// Measures, and prints.
  public static void main(String[] arguments) throws Exception {
    new RebaseBench(Path.of(arguments[0]), Integer.parseInt(arguments[1])).run();
  }

  private void run() throws Exception {
    make();
    var home = new Home(store).create();
    var keys = Keys.openOrCreate(home, random);
    var interpreter = new Interpreter(Agents.of(Agent.of(new ClaudeTranscripts())));
    var redactor =
        Redactor.of(
            RedactionLevel.STANDARD,
            new byte[32],
            KnownValues.discover(Map.of(), Path.of("no-such-home")));
    var parts =
        new StoreParts(
            InstantSource.system(), random, interpreter, PriceTable.builtIn(), () -> "bench");
    var opened = Store.open(home, HomeLock.tryTake(home).orElseThrow(), keys, parts);
    try (var held = opened;
        var records =
            new LookStore(
                held,
                new Preparer(
                    () -> redactor,
                    keys.hash(),
                    Settings.DEFAULT,
                    interpreter,
                    new Sealer(keys.master(), random),
                    random),
                random,
                InstantSource.system())) {
      follow(home, keys, records);
    }
  }

  private void follow(Home home, Keys keys, LookStore records) throws Exception {
    var place = (RootChoice.Root) RootChoice.of(root, root.getParent(), store);
    var git = place.git().orElseThrow();
    var hash = keys.hash();
    var nobody = WorkspaceRecord.nobody(hash.hex("workspace", root.toString(), 16));
    var where = new LookStore.Place(nobody, root);
    var objects =
        new LookObjects(
            new SharedSealer(() -> Sealer.light(keys.master(), random)),
            ContentReader.open(home.content(), new Unsealer(keys.master())),
            true,
            () -> {});
    var sight = new GitSight(place);
    var teller =
        new CommitTeller(
            git,
            nobody,
            store.resolve("workspaces/x/commits"),
            new CommitTeller.Parts(
                home,
                keys,
                random,
                digest -> HexFormat.of().parseHex(hash.hex("content", digest, 64)),
                _ -> true,
                records));
    try (objects;
        var workspace =
            Workspace.open(
                place,
                Files.createDirectories(store.resolve("workspaces/y")),
                root.getParent(),
                Map.of(),
                digest -> digest,
                objects,
                objects,
                Limits.standard(),
                InstantSource.system())) {
      workspace.look(List.of());
      sight.arrivals(List.of());
      records.part(where, objects);
      teller.tell(order(sight, true, records));
      var started = System.nanoTime();
      git("rebase", "-q", "main");
      say("git_rebase_ms", started);
      var before = cpu();
      started = System.nanoTime();
      var look = workspace.look(List.of());
      sight.arrivals(look.changes().stream().map(Change::path).toList());
      records.part(where, objects);
      say("look_ms", started);
      var telling = System.nanoTime();
      teller.tell(order(sight, false, records));
      say("told_ms", telling);
      say("all_ms", started);
      System.out.println("cpu_ms " + (cpu() - before) / 1_000_000);
      started = System.nanoTime();
      var raw = git("log", "--raw", "main..topic");
      say("git_log_raw_ms", started);
      started = System.nanoTime();
      git("log", "-p", "main..topic");
      say("git_log_patch_ms", started);
      System.out.println("raw_lines " + raw.lines().filter(line -> line.startsWith(":")).count());
    }
  }

  private CommitOrder order(GitSight sight, boolean first, LookStore records) {
    return new CommitOrder(
        root,
        first,
        sight.left().orElse(null),
        sight.state().flatMap(GitState::head).orElse(null),
        sight.tips(),
        InstantSource.system().instant(),
        records.reserve(CommitOrder.NUMBERS));
  }

  /// What this process has used of the processors, in nanoseconds.
  private static long cpu() {
    return ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean system
        ? system.getProcessCpuTime()
        : 0;
  }

  private static void say(String name, long started) {
    System.out.println(name + " " + (System.nanoTime() - started) / 1_000_000);
  }

  private void make() throws Exception {
    git("init", "-q", "-b", "main");
    var dice = new SplittableRandom(11);
    var texts = new ArrayList<List<String>>();
    var stream = new StringBuilder();
    commit(stream, "main", "begin", 0);
    for (var i = 0; i < FILES; i++) {
      var lines = new ArrayList<String>();
      for (var line = 0; line < LINES; line++) {
        lines.add("  value%d = compute(%d);".formatted(line, dice.nextInt(1_000_000)));
      }
      texts.add(lines);
      file(stream, i, lines);
    }
    for (var i = 1; i <= commits; i++) {
      commit(stream, "topic", "step " + i, i);
      if (i == 1) {
        stream.append("from refs/heads/main\n");
      }
      for (var change = 0; change < 2; change++) {
        var file = dice.nextInt(FILES);
        texts.get(file).set(10 + dice.nextInt(LINES - 10), "  changed(%d);".formatted(dice.nextInt()));
        file(stream, file, texts.get(file));
      }
    }
    feed(stream.toString());
    git("checkout", "-q", "-f", "main");
    for (var i = 0; i < FILES; i++) {
      var file = root.resolve(path(i));
      Files.writeString(file, "// moved on\n" + Files.readString(file));
    }
    git("commit", "-qam", "moved on");
    git("checkout", "-q", "topic");
  }

  private static void commit(StringBuilder stream, String branch, String subject, int number) {
    stream
        .append("commit refs/heads/")
        .append(branch)
        .append("\ncommitter A Person <person@example.org> ")
        .append(1_700_000_000 + number * 60)
        .append(" +0000\ndata ")
        .append(subject.length())
        .append('\n')
        .append(subject)
        .append('\n');
  }

  private static String path(int file) {
    return "src/p%d/File%d.java".formatted(file / 25, file);
  }

  private static void file(StringBuilder stream, int number, List<String> lines) {
    var text = String.join("\n", lines) + "\n";
    stream
        .append("M 100644 inline ")
        .append(path(number))
        .append("\ndata ")
        .append(text.length())
        .append('\n')
        .append(text)
        .append('\n');
  }

  private void feed(String stream) throws IOException, InterruptedException {
    var process = git(List.of("fast-import", "--quiet"));
    try (var in = process.getOutputStream()) {
      in.write(stream.getBytes(StandardCharsets.UTF_8));
    }
    process.getInputStream().readAllBytes();
    if (process.waitFor() != 0) {
      throw new IOException("git fast-import failed");
    }
  }

  private String git(String... arguments) throws IOException, InterruptedException {
    var process = git(List.of(arguments));
    process.getOutputStream().close();
    var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IOException("git " + List.of(arguments) + ": " + said);
    }
    return said;
  }

  private Process git(List<String> arguments) throws IOException {
    var command = new ArrayList<>(List.of("git"));
    command.addAll(arguments);
    var builder = new ProcessBuilder(command).directory(root.toFile()).redirectErrorStream(true);
    builder
        .environment()
        .putAll(
            Map.of(
                "GIT_CONFIG_GLOBAL", "/dev/null",
                "GIT_CONFIG_NOSYSTEM", "1",
                "GIT_AUTHOR_NAME", "A Person",
                "GIT_AUTHOR_EMAIL", "person@example.org",
                "GIT_COMMITTER_NAME", "A Person",
                "GIT_COMMITTER_EMAIL", "person@example.org"));
    return builder.start();
  }
}
