package dev.clew.recorder;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/// Runs scripts against the model, each in a folder of its own, and makes those that fail small.
final class OriginRun {
  private static final Path IN_MEMORY = Path.of("/dev/shm");

  private OriginRun() {}

  /// What a script came to.
  ///
  /// @param answers lines by class and confidence
  /// @param byRule lines that were unknown by a rule
  record Outcome(
      Optional<Throwable> fault, Map<String, Integer> answers, Map<String, Integer> byRule) {}

  /// Runs a script: after each look every line of every file is what the model says.
  static Outcome of(List<String> script) {
    return fresh(rig -> in(rig, script));
  }

  /// Does something with a rig in a folder of its own.
  static <T> T fresh(Function<OriginRig, T> use) {
    Path folder = null;
    try {
      folder =
          Files.isWritable(IN_MEMORY)
              ? Files.createTempDirectory(IN_MEMORY, "clew-origins")
              : Files.createTempDirectory("clew-origins");
      try (var rig = new OriginRig(folder)) {
        return use.apply(rig);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      if (folder != null) {
        delete(folder);
      }
    }
  }

  private static Outcome in(OriginRig rig, List<String> script) {
    var model = new OriginModel(rig);
    var runner = new OriginScript(rig, model);
    var done = "";
    try {
      for (var operation : script) {
        done = operation;
        runner.one(operation);
        if (operation.equals("look")) {
          model.looked();
          rig.origins();
          model.checkAll(runner);
        }
      }
      return new Outcome(Optional.empty(), model.answers(), model.byRule());
    } catch (RuntimeException | AssertionError e) {
      var fault = new AssertionError("at '" + done + "': " + e, e);
      return new Outcome(Optional.of(fault), model.answers(), model.byRule());
    }
  }

  private static void delete(Path folder) {
    try (var walk = Files.walk(folder)) {
      for (var each : walk.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(each);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Leaves out what is not needed for the script to fail.
  static List<String> smallest(List<String> script) {
    var small = new ArrayList<>(script);
    var fault = of(small).fault;
    if (fault.isEmpty()) {
      return script;
    }
    for (var size = Math.max(1, small.size() / 2); size > 0; size /= 2) {
      var shorter = true;
      while (shorter) {
        shorter = false;
        for (var from = small.size() - size; from >= 0; from -= size) {
          var tried = new ArrayList<>(small);
          tried.subList(from, from + size).clear();
          if (of(tried).fault.isPresent()) {
            small = tried;
            shorter = true;
            from = Math.min(from, small.size());
          }
        }
        shorter &= size == 1;
      }
    }
    return small;
  }

  /// The script as it may stand in a test.
  static String text(List<String> script) {
    return script.stream()
        .map(line -> "        " + line.replace("\\", "\\\\"))
        .collect(Collectors.joining("\n", "    holds(\n        \"\"\"\n", "\n        \"\"\");"));
  }

  /// Fails with the smallest script that does where this one fails.
  static Outcome check(List<String> script) {
    var outcome = of(script);
    if (outcome.fault.isPresent()) {
      var small = smallest(script);
      var fault = of(small).fault;
      throw new AssertionError(
          "%s%n%s%nfound in:%n%s"
              .formatted(
                  fault.map(Throwable::getMessage).orElse("it fails now and then only"),
                  text(small),
                  String.join("\n", script)),
          fault.orElseGet(outcome.fault::get));
    }
    return outcome;
  }

  /// Adds counts up.
  static Map<String, Integer> sum(Map<String, Integer> one, Map<String, Integer> other) {
    var sum = new TreeMap<>(one);
    other.forEach((key, count) -> sum.merge(key, count, Integer::sum));
    return sum;
  }
}
