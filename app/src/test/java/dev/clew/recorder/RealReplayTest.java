package dev.clew.recorder;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clew.content.ContentReader;
import dev.clew.content.Unsealer;
import dev.clew.index.CauseRow;
import dev.clew.index.IndexReader;
import dev.clew.origin.lines.Content;
import dev.clew.origin.replay.Finding;
import dev.clew.origin.replay.ToldCauses;
import dev.clew.origin.replay.ToldVersion;
import dev.clew.testing.Samples;
import dev.clew.testing.World;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Real transcripts, where there are some: what edits leave is what later reads show, or something
/// hints at who else changed the file.
class RealReplayTest {
  @TempDir private Path folder;

  private final Map<Long, CauseRow> causes = new HashMap<>();
  private final Map<String, Integer> found = new TreeMap<>();
  private final Map<String, Integer> lines = new TreeMap<>();

  private final ToldCauses numbers =
      new ToldCauses() {
        @Override
        public long told(CauseRow cause) {
          causes.put(cause.id(), cause);
          return cause.id();
        }

        @Override
        public long disagree(List<Long> several) {
          return several.getFirst();
        }

        @Override
        public long noted(long base, String note, long by) {
          return base;
        }
      };

  @Test
  void what_edits_leave_is_what_later_reads_show() throws Exception {
    for (var agent : List.of("claude", "codex")) {
      replay(agent);
    }
    // found
    // lines
    assertThat(found).isNotNull();
  }

  private void replay(String agent) throws Exception {
    var world = new World(folder.resolve(agent));
    new Rig(world).run(Samples.root().resolve(agent));
    var keys = Keys.open(world.home());
    try (var index = IndexReader.open(world.home().index());
        var content = ContentReader.open(world.home().content(), new Unsealer(keys.master()))) {
      var start = System.nanoTime();
      var fold = new ToldFold(index, content, Rig.interpreter());
      var done = new HashSet<String>();
      var files = new TreeSet<String>();
      for (var step : index.told().due(Integer.MAX_VALUE)) {
        files.addAll(index.told().files(step));
      }
      for (var file : files) {
        if (done.contains(file)) {
          continue;
        }
        var group = index.told().moved(List.of(file));
        done.addAll(group);
        var tips = new HashMap<String, ToldVersion>();
        var findings = new ArrayList<Finding>();
        fold.replay(
            group,
            Long.MAX_VALUE,
            numbers,
            version -> tips.put(version.path(), version),
            findings::add);
        findings.forEach(each -> count(agent, each));
        tips.values().forEach(each -> count(agent, each));
      }
      System.out.println(
          agent
              + " "
              + files.size()
              + " files, "
              + (System.nanoTime() - start) / 1_000_000
              + " ms");
    }
  }

  private void count(String agent, Finding finding) {
    found.merge(
        agent + " " + finding.source() + " " + finding.verdict() + " " + finding.evidence(),
        1,
        Integer::sum);
    if (finding.evidence().equals(List.of("not_told"))) {
      // finding
    }
  }

  private void count(String agent, ToldVersion tip) {
    var content = tip.content();
    if (content == null) {
      return;
    }
    assertThat(tip.runs().lines()).isEqualTo(Content.lines(content));
    for (var run = 0; run < tip.runs().size(); run++) {
      var cause = causes.get(tip.runs().cause(run));
      lines.merge(
          agent + " " + cause.origin().wire() + " " + cause.confidence().wire(),
          tip.runs().length(run),
          Integer::sum);
    }
  }
}
