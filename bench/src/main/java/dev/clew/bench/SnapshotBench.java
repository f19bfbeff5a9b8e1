package dev.clew.bench;

import com.sun.management.OperatingSystemMXBean;
import dev.clew.workspace.Limits;
import dev.clew.workspace.Look;
import dev.clew.workspace.RootChoice;
import dev.clew.workspace.Workspace;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/// What looks at a working tree cost, in time and in the store.
///
/// `SnapshotBench make FOLDER FILES` makes a tree of files like source code: 4.9 kB each, 20 to a
/// folder. `SnapshotBench edit FOLDER` changes one line of one of its files. `SnapshotBench run
/// FOLDER STORE` measures and prints `name value` lines: milliseconds, bytes.
public final class SnapshotBench {
  private static final int ROUNDS = 15;
  private static final int EDITS = 200;

  private final Path root;
  private final Path store;
  private final RandomGenerator random = new SplittableRandom(7);
  private final List<Path> files = new ArrayList<>();

  private SnapshotBench(Path root, Path store) {
    this.root = root;
    this.store = store;
  }

  /// Runs.
  public static void main(String[] arguments) throws Exception {
    var root = Path.of(arguments[1]);
    switch (arguments[0]) {
      case "make" -> make(root, Integer.parseInt(arguments[2]));
      default -> new SnapshotBench(root.toRealPath(), Path.of(arguments[2])).run();
    }
  }

  private static void make(Path root, int count) throws IOException {
    var random = new SplittableRandom(1);
    var words = words(random);
    for (int i = 0; i < count; i++) {
      var folder = root.resolve("m%02d/src/p%d/q%d".formatted(i / 2000, i / 200 % 10, i / 20 % 10));
      Files.createDirectories(folder);
      Files.writeString(folder.resolve("File%06d.java".formatted(i)), text(words, random, 4900));
    }
    Files.writeString(root.resolve(".gitignore"), "*.class\ntarget/\nnode_modules/\n.idea/\n");
  }

  private static List<String> words(RandomGenerator random) {
    var words = new ArrayList<String>();
    for (int i = 0; i < 3000; i++) {
      var word = new StringBuilder();
      for (int n = random.nextInt(3, 10); n > 0; n--) {
        word.append((char) ('a' + random.nextInt(26)));
      }
      words.add(word.toString());
    }
    return words;
  }

  private static String text(List<String> words, RandomGenerator random, int about) {
    var text = new StringBuilder();
    var size = random.nextInt(about / 4, about * 7 / 4);
    while (text.length() < size) {
      text.append("    ");
      for (int i = 0; i < 8; i++) {
        text.append(words.get(random.nextInt(words.size()))).append(i < 7 ? ' ' : ';');
      }
      text.append('\n');
    }
    return text.toString();
  }

  private void run() throws IOException, SQLException, InterruptedException {
    try (var tree = Files.walk(root)) {
      tree.filter(path -> path.toString().endsWith(".java")).sorted().forEach(files::add);
    }
    Files.createDirectories(store);
    try (var kept = new BenchStore(store.resolve("content.db"))) {
      try (var workspace = open(kept, "cache")) {
        first("first", workspace, kept);
        known(workspace, kept);
        checks(workspace, kept);
        large(workspace, kept);
        wide(workspace, kept);
        var saving = System.nanoTime();
        workspace.save(Instant.now());
        print("save_ms", since(saving));
      }
      var start = System.nanoTime();
      try (var workspace = open(kept, "cache")) {
        workspace.look(List.of());
        print("reopen_ms", since(start));
      }
    }
    try (var again = new BenchStore(store.resolve("again.db"));
        var workspace = open(again, "again")) {
      first("again", workspace, again);
    }
    System.gc();
    var runtime = Runtime.getRuntime();
    print("heap_mb", (runtime.totalMemory() - runtime.freeMemory()) >> 20);
  }

  private static void first(String name, Workspace workspace, BenchStore kept)
      throws IOException {
    var start = System.nanoTime();
    var cpu = cpu();
    workspace.look(List.of());
    kept.commit();
    print(name + "_ms", since(start));
    print(name + "_cpu_ms", (cpu() - cpu) / 1e6);
  }

  /// CPU time of this process, the compiler's with it, in nanoseconds.
  private static long cpu() {
    return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime();
  }

  private Workspace open(BenchStore kept, String cache) throws IOException {
    var choice = RootChoice.of(root, root.resolveSibling("home"), store);
    if (!(choice instanceof RootChoice.Root place)) {
      throw new IOException("not a workspace: " + choice);
    }
    return Workspace.open(
        place,
        store.resolve(cache),
        root.resolveSibling("home"),
        Map.of(),
        digest -> digest,
        kept,
        kept,
        Limits.standard(),
        InstantSource.system());
  }

  /// One line of one file, its path known.
  private void known(Workspace workspace, BenchStore kept) throws IOException {
    var looks = new double[EDITS];
    var commits = new double[EDITS];
    long sealed = 0;
    long size = 0;
    long cpu = 0;
    for (int i = -EDITS; i < EDITS; i++) {
      if (i == 0) {
        sealed = kept.sealedBytes();
        size = kept.size();
        cpu = cpu();
      }
      var file = files.get(random.nextInt(files.size()));
      edit(file, i);
      var start = System.nanoTime();
      expect(workspace.look(List.of(file)), 1);
      var looked = since(start);
      kept.commit();
      if (i >= 0) {
        looks[i] = looked;
        commits[i] = since(start);
      }
    }
    print("known_p50_ms", percentile(looks, 50));
    print("known_p99_ms", percentile(looks, 99));
    print("known_durable_p50_ms", percentile(commits, 50));
    print("known_durable_p99_ms", percentile(commits, 99));
    print("known_cpu_ms", (cpu() - cpu) / 1e6 / EDITS);
    print("edit_sealed_bytes", (kept.sealedBytes() - sealed) / EDITS);
    print("edit_disk_bytes", (kept.size() - size) / EDITS);
  }

  private static void expect(Look look, int changes) {
    if (look.changes().size() != changes) {
      throw new IllegalStateException("expected " + changes + " changes: " + look);
    }
  }

  private void edit(Path file, int number) throws IOException {
    var text = Files.readString(file);
    var at = text.indexOf('\n', random.nextInt(text.length() / 2)) + 1;
    Files.writeString(file, text.substring(0, at) + "// " + number + "\n" + text.substring(at));
  }

  /// Everything, one file changed.
  private void checks(Workspace workspace, BenchStore kept) throws IOException {
    var took = new double[ROUNDS];
    long cpu = 0;
    for (int i = -5; i < ROUNDS; i++) {
      cpu = i == 0 ? cpu() : cpu;
      edit(files.get(random.nextInt(files.size())), i);
      var start = System.nanoTime();
      expect(workspace.check(), 1);
      kept.commit();
      if (i >= 0) {
        took[i] = since(start);
      }
    }
    print("check_ms", percentile(took, 50));
    print("check_cpu_ms", (cpu() - cpu) / 1e6 / ROUNDS);
    print("check_max_ms", percentile(took, 100));
  }

  /// A file of a megabyte, one line at a time.
  private void large(Workspace workspace, BenchStore kept) throws IOException {
    var file = root.resolve("large.txt");
    Files.writeString(file, text(words(random), new SplittableRandom(3), 1_000_000));
    workspace.look(List.of(file));
    kept.commit();
    var sealed = kept.sealedBytes();
    var size = kept.size();
    var took = new double[1000];
    for (int i = 0; i < 1000; i++) {
      edit(file, i);
      var start = System.nanoTime();
      expect(workspace.look(List.of(file)), 1);
      took[i] = since(start);
      kept.commit();
    }
    print("large_p50_ms", percentile(took, 50));
    print("large_sealed_bytes", (kept.sealedBytes() - sealed) / 1000);
    print("large_disk_bytes", (kept.size() - size) / 1000);
    Files.delete(file);
    workspace.look(List.of(file));
    kept.commit();
  }

  /// A folder of ten thousand files.
  private void wide(Workspace workspace, BenchStore kept) throws IOException {
    var folder = Files.createDirectories(root.resolve("wide"));
    for (int i = 0; i < 10_000; i++) {
      Files.writeString(folder.resolve("f" + i), "one\ntwo\nthree " + i + "\n");
    }
    workspace.look(List.of(folder));
    kept.commit();
    var sealed = kept.sealedBytes();
    var took = new double[EDITS];
    for (int i = 0; i < EDITS; i++) {
      var file = folder.resolve("f" + random.nextInt(10_000));
      edit(file, i);
      var start = System.nanoTime();
      expect(workspace.look(List.of(file)), 1);
      took[i] = since(start);
      kept.commit();
    }
    print("wide_p50_ms", percentile(took, 50));
    print("wide_sealed_bytes", (kept.sealedBytes() - sealed) / EDITS);
    for (int i = 0; i < 10_000; i++) {
      Files.delete(folder.resolve("f" + i));
    }
    Files.delete(folder);
    workspace.look(List.of(folder));
    kept.commit();
  }

  private static double since(long start) {
    return (System.nanoTime() - start) / 1e6;
  }

  private static double percentile(double[] values, int percent) {
    var sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[Math.min(sorted.length - 1, sorted.length * percent / 100)];
  }

  private static void print(String name, double value) {
    var line = "%s %.2f%n".formatted(name, value);
    System.out.write(line.getBytes(StandardCharsets.US_ASCII), 0, line.length());
    System.out.flush();
  }
}
