package dev.clew.workspace;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Finds among what a commit took away and what it brought what was only moved: the same content,
/// else at least half of its bytes in the same lines, as Git does it. A commit with more than one
/// parent moves nothing.
final class Renames {
  private static final int MOST_PAIRS = 2_500;
  private static final int LARGEST = 1 << 20;

  private final CommitReading reading;
  private final Map<Difference, Difference> moved = new HashMap<>(); // by what came
  private final Set<Difference> gone = new HashSet<>();

  Renames(CommitReading reading) {
    this.reading = reading;
  }

  List<Difference> in(List<Difference> differences) throws IOException {
    var left = new ArrayList<Difference>();
    var came = new ArrayList<Difference>();
    for (var each : differences) {
      if (each.before().size() == 1 && isFile(each.before().getFirst()) && each.after() == null) {
        left.add(each);
      } else if (each.before().size() == 1
          && each.before().getFirst() == null
          && isFile(each.after())) {
        came.add(each);
      }
    }
    if (left.isEmpty() || came.isEmpty()) {
      return differences;
    }
    exact(left, came);
    left.removeAll(gone);
    came.removeAll(moved.keySet());
    if ((long) left.size() * came.size() <= MOST_PAIRS) {
      similar(left, came);
    }
    return joined(differences);
  }

  private static boolean isFile(@Nullable GitFile file) {
    return file != null && file.mode().startsWith("100");
  }

  private static String blob(@Nullable GitFile file) {
    return file == null ? "" : file.blob();
  }

  private static String name(Difference difference) {
    return difference.path().substring(difference.path().lastIndexOf('/') + 1);
  }

  private void exact(List<Difference> left, List<Difference> came) {
    var byBlob = new HashMap<String, List<Difference>>();
    for (var each : left) {
      byBlob.computeIfAbsent(blob(each.before().getFirst()), _ -> new ArrayList<>()).add(each);
    }
    for (var sameName : new boolean[] {true, false}) {
      for (var each : came) {
        var same = byBlob.getOrDefault(blob(each.after()), List.of());
        for (var from : same) {
          if (!gone.contains(from)
              && !moved.containsKey(each)
              && (!sameName || name(from).equals(name(each)))) {
            move(from, each);
          }
        }
      }
    }
  }

  private void move(Difference from, Difference to) {
    moved.put(to, from);
    gone.add(from);
  }

  private record Pair(Difference from, Difference to, double score) {}

  private void similar(List<Difference> left, List<Difference> came) throws IOException {
    var lines = new HashMap<String, Map<String, Integer>>();
    var pairs = new ArrayList<Pair>();
    for (var to : came) {
      for (var from : left) {
        var score =
            score(lines(blob(from.before().getFirst()), lines), lines(blob(to.after()), lines));
        if (score >= 0.5) {
          pairs.add(new Pair(from, to, score));
        }
      }
    }
    pairs.sort((one, other) -> Double.compare(other.score, one.score));
    for (var pair : pairs) {
      if (!gone.contains(pair.from) && !moved.containsKey(pair.to)) {
        move(pair.from, pair.to);
      }
    }
  }

  /// How often each line is there; nothing of what is no text, or too large.
  private Map<String, Integer> lines(String blob, Map<String, Map<String, Integer>> known)
      throws IOException {
    var lines = known.get(blob);
    if (lines == null) {
      lines = new HashMap<>();
      var bytes = reading.content(blob).orElse(new byte[0]);
      var text = new String(bytes, StandardCharsets.ISO_8859_1);
      if (bytes.length <= LARGEST && text.indexOf('\0') < 0) {
        for (var line : text.split("(?<=\n)", -1)) {
          lines.merge(line, 1, Integer::sum);
        }
      }
      known.put(blob, lines);
    }
    return lines;
  }

  private static double score(Map<String, Integer> one, Map<String, Integer> other) {
    var common = 0L;
    for (var line : one.entrySet()) {
      var both = Math.min(line.getValue(), other.getOrDefault(line.getKey(), 0));
      common += (long) both * line.getKey().length();
    }
    var larger = Math.max(size(one), size(other));
    return larger == 0 ? 0 : (double) common / larger;
  }

  private static long size(Map<String, Integer> lines) {
    return lines.entrySet().stream()
        .mapToLong(line -> (long) line.getKey().length() * line.getValue())
        .sum();
  }

  private List<Difference> joined(List<Difference> differences) {
    var all = new ArrayList<Difference>();
    for (var each : differences) {
      var from = moved.get(each);
      if (from != null) {
        all.add(new Difference(each.path(), from.path(), from.before(), each.after()));
      } else if (!gone.contains(each)) {
        all.add(each);
      }
    }
    return Collections.unmodifiableList(all);
  }
}
