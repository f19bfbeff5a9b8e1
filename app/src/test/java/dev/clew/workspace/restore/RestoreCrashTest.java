package dev.clew.workspace.restore;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.clew.testing.Cases;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A move that ends at any point, with people who save files at any point: each path is as it was,
/// as it shall be, or as a person left it, and after the move has been resumed it is never as it
/// was.
class RestoreCrashTest {
  private static final List<String> PATHS =
      List.of("a", "b", "c", "d/a", "d/b", "d/e/a", "f", "f/a", "g/h/i", "x y", "ü");

  @TempDir Path folder;

  private static final class Killed extends Error {
    private static final long serialVersionUID = 1;
  }

  @Test
  void whatever_happens_no_byte_of_a_person_is_lost() {
    Cases.forAll(1000, random -> once(random, random.nextLong(0, Long.MAX_VALUE)));
  }

  private void once(RandomGenerator random, long seed) {
    try {
      var root = Files.createDirectory(folder.resolve("root" + seed));
      var journal = folder.resolve("journal" + seed);
      var before = tree(random);
      var after = tree(random);
      write(root, before);
      var saved = new HashMap<String, String>();
      var orders = orders(before, after);
      var killAt = random.nextInt(orders.size() * 4 + 6);
      var point = new int[1];
      Consumer<String> reached =
          _ -> {
            if (random.nextInt(4) == 0) {
              save(root, random, saved);
            }
            if (point[0]++ == killAt) {
              throw new Killed();
            }
          };
      run(journal, reached, restore -> restore.apply(root, "s", orders));
      var staged = staged(journal);
      check(seed, Trees.of(root), before, after, saved, false);
      for (var tries = 0; tries < 3 && Files.exists(journal); tries++) {
        killAtAgain(random, point);
        run(journal, reached, Restore::resume);
      }
      new Restore(journal).resume();
      check(seed, Trees.of(root), before, after, saved, staged);
      assertThat(root.resolve(".clew-move-s")).doesNotExist();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void killAtAgain(RandomGenerator random, int[] point) {
    point[0] = -random.nextInt(8);
  }

  private interface Work {
    void on(Restore restore) throws IOException;
  }

  private static void run(Path journal, Consumer<String> reached, Work work) throws IOException {
    try {
      work.on(new Restore(journal, reached));
    } catch (Killed e) {
      // As by kill -9: what is on disk is all that is left.
    }
  }

  private static boolean staged(Path journal) throws IOException {
    var plan = Journal.read(journal);
    return plan.isEmpty() || plan.get().swapping();
  }

  private static void save(Path root, RandomGenerator random, Map<String, String> saved) {
    var path = PATHS.get(random.nextInt(PATHS.size()));
    var file = root.resolve(path);
    if (Files.isRegularFile(file)) {
      var content = "a person's " + random.nextInt(1000);
      Trees.save(file, content);
      saved.put(path, content);
    }
  }

  private static void check(
      long seed,
      Map<String, String> now,
      Map<String, String> before,
      Map<String, String> after,
      Map<String, String> saved,
      boolean ended) {
    for (var path : PATHS) {
      var there = now.getOrDefault(path, "");
      var allowed = new HashSet<String>();
      if (saved.containsKey(path)) {
        allowed.add("f:" + saved.get(path));
      } else {
        allowed.add(after.getOrDefault(path, ""));
        if (!ended || isBlocked(path, saved)) {
          allowed.add(before.getOrDefault(path, ""));
        }
      }
      if (!there.equals("d")) {
        assertThat(allowed).describedAs("seed %d, %s", seed, path).contains(there);
      }
    }
  }

  /// Whether a person's file stands where a folder has to be, or the other way round.
  private static boolean isBlocked(String path, Map<String, String> saved) {
    return saved.keySet().stream()
        .anyMatch(other -> other.startsWith(path + "/") || path.startsWith(other + "/"));
  }

  private static Map<String, String> tree(RandomGenerator random) {
    var tree = new TreeMap<String, String>();
    for (var path : PATHS) {
      var folders = tree.keySet().stream().noneMatch(other -> path.startsWith(other + "/"));
      if (folders && random.nextBoolean()) {
        tree.put(
            path,
            switch (random.nextInt(5)) {
              case 0 -> "x:" + random.nextInt(3);
              case 1 -> "l:" + random.nextInt(3);
              default -> "f:" + random.nextInt(3);
            });
      }
    }
    return tree;
  }

  private static void write(Path root, Map<String, String> tree) throws IOException {
    for (var each : tree.entrySet()) {
      var file = root.resolve(each.getKey());
      Files.createDirectories(file.getParent());
      var content = each.getValue().substring(2);
      if (each.getValue().startsWith("l")) {
        Files.createSymbolicLink(file, Path.of(content));
      } else {
        Files.writeString(file, content);
        file.toFile().setExecutable(each.getValue().startsWith("x"));
      }
    }
  }

  private static List<Order> orders(Map<String, String> before, Map<String, String> after) {
    var orders = new ArrayList<Order>();
    for (var path : PATHS) {
      var one = state(before.get(path));
      var other = state(after.get(path));
      if (!one.equals(other)) {
        var content = after.get(path) == null ? "" : after.get(path).substring(2);
        orders.add(
            new Order(
                path,
                one,
                other,
                other instanceof State.Nothing ? null : () -> content.getBytes(UTF_8)));
      }
    }
    if (isFolder("f", before) && !isFolder("f", after)) {
      orders.add(new Order("f", new State.Folder(), new State.Nothing(), null));
    }
    return orders;
  }

  private static boolean isFolder(String path, Map<String, String> tree) {
    return tree.keySet().stream().anyMatch(other -> other.startsWith(path + "/"));
  }

  private static State state(@org.jspecify.annotations.Nullable String text) {
    if (text == null) {
      return new State.Nothing();
    }
    var content = text.substring(2);
    return text.startsWith("l") ? Trees.link(content) : Trees.file(content, text.startsWith("x"));
  }
}
