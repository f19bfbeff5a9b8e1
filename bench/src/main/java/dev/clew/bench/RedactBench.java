package dev.clew.bench;

import dev.clew.redact.JsonStrings;
import dev.clew.redact.KnownValues;
import dev.clew.redact.RedactionLevel;
import dev.clew.redact.Redactor;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.core.JacksonException;

/// How fast transcripts are redacted, and what is found in them.
///
/// Arguments: folders or files with JSON lines, or `--level=strict`, `--rounds=10`, `--show`.
/// Prints MB/s of one thread for the last round and the median of all, findings per rule, lines
/// changed, and bytes that differ.
public final class RedactBench {
  private RedactBench() {}

  public static void main(String[] args) throws IOException {
    var level = RedactionLevel.STANDARD;
    int rounds = 10;
    boolean show = false;
    var lines = new ArrayList<byte[]>();
    for (var arg : args) {
      if (arg.startsWith("--level=")) {
        level = RedactionLevel.valueOf(arg.substring(8).toUpperCase(Locale.ROOT));
      } else if (arg.startsWith("--rounds=")) {
        rounds = Integer.parseInt(arg.substring(9));
      } else if (arg.equals("--show")) {
        show = true;
      } else {
        addLines(Path.of(arg), lines);
      }
    }
    long bytes = lines.stream().mapToLong(line -> line.length).sum();
    long start = System.nanoTime();
    var redactor = Redactor.of(level, new byte[32], KnownValues.none());
    System.out.printf("%s, built in %.0f ms%n", redactor.version(), ms(start));
    System.out.printf("%d lines, %.1f MB%n", lines.size(), bytes / 1e6);
    measure(redactor, lines, bytes, rounds);
    findings(redactor, lines, bytes, show);
  }

  private static void measure(Redactor redactor, List<byte[]> lines, long bytes, int rounds) {
    var speeds = new ArrayList<Double>();
    for (int round = 0; round < rounds; round++) {
      long start = System.nanoTime();
      int changed = 0;
      for (var line : lines) {
        changed += redactor.json(line).json() == line ? 0 : 1;
      }
      speeds.add(bytes / 1e3 / ms(start));
      if (round == 0) {
        System.out.printf("first round %.1f MB/s, %d lines changed%n", speeds.getFirst(), changed);
      }
    }
    double last = speeds.getLast();
    speeds.sort(null);
    System.out.printf("last %.1f MB/s, median %.1f MB/s%n", last, speeds.get(speeds.size() / 2));
  }

  private static void findings(Redactor redactor, List<byte[]> lines, long bytes, boolean show) {
    Map<String, Integer> counts = new TreeMap<>();
    long replaced = 0;
    for (var line : lines) {
      var result = redactor.json(line);
      result.counts().forEach((rule, n) -> counts.merge(rule, n, Integer::sum));
      replaced += result.json() == line ? 0 : difference(line, result.json());
      if (show && result.json() != line) {
        show(line, result.json());
      }
    }
    int all = counts.values().stream().mapToInt(Integer::intValue).sum();
    System.out.printf(
        "%d findings, %.1f per MB, %.3f %% of the bytes replaced%n",
        all, all / (bytes / 1e6), 100.0 * replaced / bytes);
    counts.forEach((rule, n) -> System.out.printf("  %6d %s%n", n, rule));
  }

  /// Bytes of `before` outside the longest common head and tail.
  private static int difference(byte[] before, byte[] after) {
    int head = 0;
    int least = Math.min(before.length, after.length);
    while (head < least && before[head] == after[head]) {
      head++;
    }
    int tail = 0;
    while (tail < least - head
        && before[before.length - 1 - tail] == after[after.length - 1 - tail]) {
      tail++;
    }
    return before.length - head - tail;
  }

  private static void show(byte[] before, byte[] after) {
    int head = 0;
    while (before[head] == after[head]) {
      head++;
    }
    int from = Math.max(0, head - 60);
    int to = Math.min(before.length, head + 100);
    System.out.println("- " + new String(before, from, to - from, StandardCharsets.UTF_8));
    System.out.println(
        "+ "
            + new String(
                after, from, Math.min(after.length, head + 160) - from, StandardCharsets.UTF_8));
  }

  private static void addLines(Path root, List<byte[]> lines) throws IOException {
    try (var files = Files.walk(root)) {
      for (var file : files.filter(f -> f.toString().endsWith(".jsonl")).sorted().toList()) {
        var bytes = Files.readAllBytes(file);
        int from = 0;
        for (int i = 0; i <= bytes.length; i++) {
          if (i == bytes.length || bytes[i] == '\n') {
            var line = Arrays.copyOfRange(bytes, from, i);
            if (isJson(line)) {
              lines.add(line);
            }
            from = i + 1;
          }
        }
      }
    }
  }

  /// Lines that are not JSON take another way through the redactor; they are left out.
  private static boolean isJson(byte[] line) {
    try {
      JsonStrings.rewrite(line, text -> text);
      return line.length > 0;
    } catch (JacksonException _) {
      return false;
    }
  }

  private static double ms(long start) {
    return (System.nanoTime() - start) / 1e6;
  }
}
