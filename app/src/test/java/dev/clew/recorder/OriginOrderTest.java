package dev.clew.recorder;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clew.testing.Cases;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/// Whose lines are is a function of the set of events.
class OriginOrderTest {
  /// What is said of every line of every file, and how it was told.
  private record Told(Map<String, List<OriginBlame.Line>> lines) {
    static Told of(OriginRig rig, Home home) {
      var files = new OriginScript(rig, OriginScript.NOBODY).files();
      try (var blame = new OriginBlame(home.index())) {
        var lines = new TreeMap<String, List<OriginBlame.Line>>();
        files.forEach(file -> lines.put(file, blame.of(rig.root, file)));
        return new Told(lines);
      }
    }
  }

  @Test
  void shuffled_doubled_split_over_two_stores_and_merged_the_answers_are_the_same() {
    Cases.forAll(
        6,
        random ->
            OriginRun.fresh(rig -> {
              run(rig, OriginFuzz.script(random, 15));
              rig.origins();
              var told = Told.of(rig, rig.home());
              var records = OriginRecords.of(rig.home());
              check(rig, records, told, random, true);
              shuffle(records, random);
              check(rig, records, told, random, false);
              var cut = random.nextInt(records.size());
              var one = new ArrayList<>(records.subList(0, cut));
              var other = new ArrayList<>(records.subList(cut, records.size()));
              one.addAll(other.subList(0, other.size() / 3));
              one.addAll(other);
              check(rig, one, told, random, false);
              return true;
            }));
  }

  @Test
  void built_anew_the_answers_are_the_same() {
    Cases.forAll(
        4,
        random ->
            OriginRun.fresh(rig -> {
              run(rig, OriginFuzz.script(random, 15));
              rig.origins();
              var told = Told.of(rig, rig.home());
              rig.reindex();
              rig.origins();
              assertThat(Told.of(rig, rig.home())).isEqualTo(told);
              return true;
            }));
  }

  private static void run(OriginRig rig, List<String> script) {
    var runner = new OriginScript(rig, OriginScript.NOBODY);
    for (var operation : script) {
      runner.one(operation);
    }
  }

  private static void shuffle(List<Prepared> records, RandomGenerator random) {
    Collections.shuffle(records, new Random(random.nextLong()));
  }

  /// Another store takes these records in this order, a few at a time.
  ///
  /// @param between whether origins are made in between: a look's contents have to be there then
  private static void check(
      OriginRig rig, List<Prepared> records, Told told, RandomGenerator random, boolean between) {
    try {
      var folder = Files.createTempDirectory(rig.home().folder().getParent(), "other");
      var home = new Home(folder.resolve("home")).create();
      copyKeys(rig.home(), home);
      try (var other = new OriginStore(home, rig.clock, new SecureRandom())) {
        for (var from = 0; from < records.size(); ) {
          var to = Math.min(records.size(), from + 1 + random.nextInt(30));
          other.append(records.subList(from, to));
          if (between && random.nextInt(4) == 0) {
            other.origins(1 + random.nextInt(8));
          }
          from = to;
        }
        other.origins(100);
        assertThat(Told.of(rig, home)).isEqualTo(told);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void copyKeys(Home from, Home to) throws IOException {
    Files.createDirectories(to.folder().resolve("keys"));
    try (var keys = Files.list(from.folder().resolve("keys"))) {
      for (Path key : keys.toList()) {
        Files.copy(
            key,
            to.folder().resolve("keys").resolve(key.getFileName()),
            StandardCopyOption.COPY_ATTRIBUTES);
      }
    }
  }
}
