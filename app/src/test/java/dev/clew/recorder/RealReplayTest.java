package dev.clew.recorder;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clew.content.ContentReader;
import dev.clew.content.Unsealer;
import dev.clew.index.CauseRow;
import dev.clew.index.IndexReader;
import dev.clew.origin.lines.CauseBook;
import dev.clew.origin.lines.Content;
import dev.clew.origin.replay.Finding;
import dev.clew.origin.replay.Finding.Verdict;
import dev.clew.origin.replay.Suspects.Found;
import dev.clew.origin.replay.ToldCauses;
import dev.clew.origin.replay.ToldVersion;
import dev.clew.testing.Samples;
import dev.clew.testing.World;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Real transcripts, where there are some: what edits leave is what later reads and edits show, or
/// something hints at who else changed the file.
///
/// With `-Dreplay.figures` it prints what was compared and whose the lines are: `mvn -q test -pl
/// app -Dtest=RealReplayTest -Dreplay.figures=yes`.
class RealReplayTest {
  @TempDir private Path folder;

  private final Map<String, Integer> found = new TreeMap<>();
  private final Map<String, Integer> lines = new TreeMap<>();

  @Test
  void what_edits_leave_is_what_claude_code_shows_later() throws Exception {
    replay("claude");
    if (found.isEmpty()) {
      return; // a clone without samples
    }
    assertThat(count(Verdict.SAME)).isGreaterThanOrEqualTo(343);
    assertThat(count(Verdict.OTHER)).isLessThanOrEqualTo(21);
    assertThat(unexplained()).isLessThanOrEqualTo(4);
    assertThat(share("agent replayed")).isGreaterThan(0.14);
    assertThat(share("unknown unknown")).isLessThan(0.01);
  }

  @Test
  void what_patches_leave_is_what_later_patches_of_codex_find() throws Exception {
    replay("codex");
    if (found.isEmpty()) {
      return; // a clone without samples
    }
    assertThat(count(Verdict.SAME)).isGreaterThanOrEqualTo(60);
    assertThat(count(Verdict.OTHER)).isLessThanOrEqualTo(2);
    assertThat(unexplained()).isZero();
    assertThat(share("agent replayed")).isGreaterThan(0.6);
  }

  private int count(Verdict verdict) {
    return found.entrySet().stream()
        .filter(each -> each.getKey().contains(" " + verdict + " "))
        .mapToInt(Map.Entry::getValue)
        .sum();
  }

  private int unexplained() {
    return found.entrySet().stream()
        .filter(each -> each.getKey().contains(Found.NOT_TOLD))
        .mapToInt(Map.Entry::getValue)
        .sum();
  }

  private double share(String whose) {
    var all = lines.values().stream().mapToInt(Integer::intValue).sum();
    return (double) lines.getOrDefault(whose, 0) / all;
  }

  private void replay(String agent) throws IOException, SQLException {
    var samples = Samples.root().resolve(agent);
    var world = new World(folder);
    new Rig(world).run(samples);
    var keys = Keys.open(world.home());
    try (var index = IndexReader.open(world.home().index());
        var content = ContentReader.open(world.home().content(), new Unsealer(keys.master()))) {
      var fold = new ToldFold(index, content, Rig.interpreter());
      var files = new TreeSet<String>();
      for (var step : index.told().due(Integer.MAX_VALUE)) {
        files.addAll(index.told().files(step));
      }
      var done = new HashSet<String>();
      for (var file : files) {
        if (!done.contains(file)) {
          var group = index.told().moved(List.of(file));
          done.addAll(group);
          var tips = new TreeMap<String, ToldVersion>();
          var causes = new HashMap<Long, CauseRow>();
          fold.replay(
              group,
              Long.MAX_VALUE,
              numbers(causes),
              version -> tips.put(version.path(), version),
              this::count);
          tips.values().forEach(tip -> count(tip, causes));
        }
      }
    }
    if (System.getProperty("replay.figures") != null) {
      found.forEach((what, count) -> System.out.printf("%s: %,d %s%n", agent, count, what));
      lines.forEach((whose, count) ->
          System.out.printf(
              "%s: %,d lines, %.1f %%, %s%n", agent, count, 100 * share(whose), whose));
    }
  }

  private void count(Finding finding) {
    found.merge(
        finding.source() + " " + finding.verdict() + " " + String.join(",", finding.evidence()),
        1,
        Integer::sum);
  }

  private void count(ToldVersion tip, Map<Long, CauseRow> causes) {
    var runs = tip.runs();
    assertThat(runs.lines()).isEqualTo(tip.content() == null ? 0 : Content.lines(tip.content()));
    for (var run = 0; run < runs.size(); run++) {
      var cause = causes.get(runs.cause(run));
      lines.merge(
          cause.origin().wire() + " " + cause.confidence().wire(), runs.length(run), Integer::sum);
    }
  }

  private static ToldCauses numbers(Map<Long, CauseRow> causes) {
    var book = new CauseBook(_ -> Map.of());
    return new ToldCauses() {
      @Override
      public long told(CauseRow cause) {
        return kept(book.add(cause));
      }

      @Override
      public long disagree(List<Long> several) {
        return kept(book.disagree(several));
      }

      @Override
      public long noted(long base, String note, long by) {
        return kept(book.noted(base, note, by));
      }

      private long kept(long id) {
        book.made().forEach(row -> causes.put(row.id(), row));
        return id;
      }
    };
  }
}
