package dev.clew.diff;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/// Random files in lines, in Latin-1, each with its terminator but perhaps the last.
final class RandomText {
  private static final List<String> AWKWARD =
      List.of(
          "",
          "}",
          "  return;",
          "-- a",
          "++ b",
          "@@ -1 +1 @@",
          "\\ No newline at end of file",
          "diff --git a/x b/x",
          "\r",
          "text\r",
          " trailing ",
          "\t");

  private RandomText() {}

  static List<String> lines(RandomGenerator random) {
    var size = random.nextInt(4) == 0 ? random.nextInt(3) : random.nextInt(60);
    var lines = new ArrayList<String>();
    for (int i = 0; i < size; i++) {
      lines.add(line(random) + "\n");
    }
    return ended(random, lines);
  }

  /// The same with a few lines added, removed, replaced and moved.
  static List<String> edited(RandomGenerator random, List<String> before) {
    var lines = new ArrayList<String>();
    before.forEach(line -> lines.add(line.endsWith("\n") ? line : line + "\n"));
    for (int edits = random.nextInt(6); edits > 0; edits--) {
      var at = random.nextInt(lines.size() + 1);
      if (at == lines.size() || random.nextInt(3) == 0) {
        lines.add(at, line(random) + "\n");
      } else if (random.nextBoolean()) {
        lines.set(at, line(random) + "\n");
      } else {
        var moved = lines.remove(at);
        if (random.nextBoolean()) {
          lines.add(random.nextInt(lines.size() + 1), moved);
        }
      }
    }
    return ended(random, lines);
  }

  private static String line(RandomGenerator random) {
    if (random.nextInt(3) == 0) {
      return AWKWARD.get(random.nextInt(AWKWARD.size()));
    }
    if (random.nextInt(3) > 0) {
      return "line " + random.nextInt(20);
    }
    var bytes = new StringBuilder();
    for (int i = random.nextInt(12); i >= 0; i--) {
      var b = (char) (1 + random.nextInt(255));
      bytes.append(b == '\n' ? 'n' : b);
    }
    return bytes.toString();
  }

  /// A last line that is empty without its terminator would be no line.
  private static List<String> ended(RandomGenerator random, List<String> lines) {
    if (!lines.isEmpty() && random.nextInt(3) == 0 && lines.getLast().length() > 1) {
      var last = lines.removeLast();
      lines.add(last.substring(0, last.length() - 1));
    }
    return lines;
  }
}
