package dev.clew.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/// A file like source code and what becomes of it; the same each time.
final class History {
  private static final List<String> SHORT = List.of("", "  }", "    }", "    return result;", "");

  private final int most;
  private int edits;
  private final RandomGenerator random;
  private final List<String> words = new ArrayList<>();
  private final List<String> lines = new ArrayList<>();

  History(int count, long seed) {
    most = count;
    random = new SplittableRandom(seed);
    for (int i = 0; i < 2000; i++) {
      var word = new StringBuilder();
      for (int n = random.nextInt(3, 10); n > 0; n--) {
        word.append((char) ('a' + random.nextInt(26)));
      }
      words.add(word.toString());
    }
    for (int i = 0; i < count; i++) {
      lines.add(i == 0 ? "package work;" : line());
    }
  }

  private String line() {
    if (random.nextInt(4) == 0) {
      return SHORT.get(random.nextInt(SHORT.size()));
    }
    var line = new StringBuilder("    ".repeat(random.nextInt(1, 4)));
    for (int n = random.nextInt(3, 9); n > 0; n--) {
      line.append(words.get(random.nextInt(words.size()))).append(n > 1 ? " " : ";");
    }
    return line.toString();
  }

  byte[] content() {
    return (String.join("\n", lines) + "\n").getBytes(UTF_8);
  }

  /// One to three places change: lines are replaced, added or taken away; rarely some move.
  void revise() {
    for (int n = random.nextInt(1, 4); n > 0; n--) {
      var at = random.nextInt(lines.size() - 12);
      var some = random.nextInt(1, 10);
      switch (random.nextInt(8)) {
        case 0 -> lines.subList(at, at + some).clear();
        case 1, 2, 3 -> {
          for (int i = 0; i < some; i++) {
            lines.add(at, line());
          }
        }
        case 4 -> {
          var moved = new ArrayList<>(lines.subList(at, at + some));
          lines.subList(at, at + some).clear();
          lines.addAll(random.nextInt(lines.size()), moved);
        }
        default -> {
          for (int i = 0; i < some; i++) {
            lines.set(at + i, line());
          }
        }
      }
    }
    while (lines.size() > most) {
      lines.remove(random.nextInt(lines.size()));
    }
  }

  /// Lines that an edit tool replaces by others.
  record Edit(String before, String after) {}

  /// A few lines become others, as many or a few more or fewer; there is no second place like it.
  Edit edit() {
    var at = random.nextInt(1, lines.size() - 12);
    while (SHORT.contains(lines.get(at - 1))) {
      at--;
    }
    var some = random.nextInt(1, 6);
    var before = text(at - 1, at + some);
    lines.subList(at, at + some).clear();
    var others = lines.size() < most ? random.nextInt(3, 9) : random.nextInt(1, 5);
    for (int i = 0; i < others; i++) {
      lines.add(at, line());
    }
    var unique = "    step%d(%d);".formatted(edits, edits++);
    lines.set(at, unique);
    return new Edit(before, text(at - 1, at + others));
  }

  private String text(int from, int to) {
    return String.join("\n", lines.subList(from, to)) + "\n";
  }

  /// All lines are indented further.
  void indent() {
    lines.replaceAll(line -> line.isEmpty() ? line : "  " + line);
  }

  /// All lines are others.
  void rewrite() {
    lines.replaceAll(_ -> line());
  }

  /// The two halves change places.
  void swap() {
    var half = new ArrayList<>(lines.subList(0, lines.size() / 2));
    lines.subList(0, half.size()).clear();
    lines.addAll(half);
  }
}
