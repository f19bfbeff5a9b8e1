package dev.clew.bench;

import dev.clew.index.Runs;
import dev.clew.origin.lines.Ancestor;
import dev.clew.origin.lines.Causes;
import dev.clew.origin.lines.Inherit;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Consumer;

/// What whose-lines-they-are costs without store and index, over a history of one file.
///
/// Prints `name value` lines: milliseconds of CPU, bytes.
public final class LinesBench {
  private static final int LINES = 5000;
  private static final int REVISIONS = 1000;
  private static final int WHOLE_EVERY = 32;

  private LinesBench() {}

  /// The thread's processor time: others may be at work, too.
  private static long now() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }

  /// A cause's number is as long as those of the index.
  private static long cause(long revision) {
    return (revision + 1) * 0x9E3779B97F4A7C15L;
  }

  private static final class Numbers implements Causes {
    private long next = 1 << 20;

    @Override
    public long disagree(List<Long> causes) {
      return cause(next++);
    }

    @Override
    public long noted(long base, String note, long by) {
      return cause(next++);
    }
  }

  private static final class Kept {
    final List<Runs> runs = new ArrayList<>();
    final List<byte[]> stored = new ArrayList<>();
    byte[] last = new byte[0];
    long contents;
    double[] millis = new double[REVISIONS];
    double[] coding = new double[REVISIONS];

    Runs read(int version) {
      var first = version - version % WHOLE_EVERY;
      Runs runs = null;
      for (int i = first; i <= version; i++) {
        runs = Runs.read(stored.get(i), runs);
      }
      return Objects.requireNonNull(runs);
    }
  }

  private static Kept play(long seed) {
    var history = new History(LINES, seed);
    var causes = new Numbers();
    var kept = new Kept();
    kept.last = history.content();
    kept.runs.add(Runs.whole(LINES, cause(0)));
    kept.stored.add(kept.runs.getFirst().whole());
    kept.contents = kept.last.length;
    for (int i = 0; i < REVISIONS; i++) {
      history.revise();
      var now = history.content();
      var began = now();
      var runs =
          Inherit.change(new Ancestor(kept.last, kept.runs.getLast()), now, cause(i + 1), causes);
      var inherited = now();
      var bytes = (i + 1) % WHOLE_EVERY == 0 ? runs.whole() : runs.since(kept.runs.getLast());
      kept.coding[i] = (now() - inherited) / 1e6;
      kept.millis[i] = (inherited - began) / 1e6;
      kept.runs.add(runs);
      kept.stored.add(bytes);
      kept.last = now;
      kept.contents += now.length;
    }
    return kept;
  }

  /// Runs.
  public static void main(String[] arguments) {
    var kept = play(1);
    print("first_mean_ms", Arrays.stream(kept.millis).average().orElseThrow());
    kept = play(2);
    print("version_p50_ms", at(kept.millis, 0.5));
    print("version_p99_ms", at(kept.millis, 0.99));
    print("version_max_ms", at(kept.millis, 1));
    print("coding_p50_ms", at(kept.coding, 0.5));
    long stored = kept.stored.stream().mapToLong(bytes -> bytes.length).sum();
    print("content_bytes", kept.contents);
    print("stored_bytes", stored);
    print("stored_percent", 100.0 * stored / kept.contents);
    print("last_runs", kept.runs.getLast().size());
    print("last_whole_bytes", kept.runs.getLast().whole().length);
    blame(kept);
    whole("indented", History::indent);
    whole("rewritten", History::rewrite);
    whole("swapped", History::swap);
  }

  /// The runs of the last version, read, and the diff with a content on disk that differs.
  private static void blame(Kept kept) {
    var history = new String(kept.last, StandardCharsets.UTF_8);
    var disk = ("changed\n" + history).getBytes(StandardCharsets.UTF_8);
    var millis = new double[200];
    var lines = 0;
    for (int i = 0; i < 2 * millis.length; i++) {
      var version = kept.stored.size() - 1 - i % WHOLE_EVERY;
      var began = now();
      var runs = kept.read(version);
      lines += runs.lines();
      if (version == kept.stored.size() - 1 || i % 2 == 0) {
        runs = kept.runs.getLast();
        lines +=
            Inherit.change(new Ancestor(kept.last, runs), disk, 1, new Numbers()).lines();
      }
      if (i >= millis.length) {
        millis[i - millis.length] = (now() - began) / 1e6;
      }
    }
    print("blame_p50_ms", at(millis, 0.5));
    print("blame_max_ms", at(millis, 1));
    if (lines == 0) {
      throw new IllegalStateException("no lines");
    }
  }

  private static void whole(String name, Consumer<History> change) {
    var millis = new double[20];
    for (int i = -millis.length; i < millis.length; i++) {
      var history = new History(LINES, i);
      var before = new Ancestor(history.content(), Runs.whole(LINES, 1));
      change.accept(history);
      var now = history.content();
      var began = now();
      Inherit.change(before, now, 2, new Numbers());
      if (i >= 0) {
        millis[i] = (now() - began) / 1e6;
      }
    }
    print(name + "_p50_ms", at(millis, 0.5));
  }

  private static double at(double[] values, double part) {
    var sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[(int) Math.round(part * (sorted.length - 1))];
  }

  private static void print(String name, double value) {
    System.out.printf(Locale.ROOT, "%s %.3f%n", name, value);
  }
}
