package dev.clew.recorder;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clew.event.OriginClass;
import dev.clew.index.IndexReader;
import dev.clew.index.VersionRow;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// While a recorder runs, what an agent has just done has its version, and lines their causes.
class OriginLiveTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  @TempDir private Path folder;
  private LiveRig rig;

  @BeforeEach
  void begin() throws Exception {
    rig = new LiveRig(folder);
    rig.save("a.txt", "one\ntwo\nthree\n");
    rig.commit("begin").up().followOrigins();
  }

  @AfterEach
  void end() throws Exception {
    rig.close();
  }

  private VersionRow awaitTip(String path, long step) throws SQLException {
    var deadline = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      var tip = tip(path);
      if (tip.isPresent() && Long.valueOf(step).equals(tip.get().step())) {
        return tip.get();
      }
      if (System.nanoTime() > deadline) {
        throw new AssertionError("no version of the step: " + tip + rig.log());
      }
      Thread.onSpinWait();
    }
  }

  private Optional<VersionRow> tip(String path) throws SQLException {
    try (var index = IndexReader.open(rig.home().index())) {
      return index.versions().tip(rig.root.resolve(path).toString());
    }
  }

  private List<OriginClass> lines(VersionRow version) throws SQLException {
    try (var index = IndexReader.open(rig.home().index())) {
      var runs = index.versions().runs(version);
      var causes = new HashMap<Long, OriginClass>();
      for (var run = 0; run < runs.size(); run++) {
        var row = index.versions().causes(List.of(runs.cause(run))).get(runs.cause(run));
        causes.put(runs.cause(run), row == null ? OriginClass.UNKNOWN : row.origin());
      }
      return java.util.Arrays.stream(runs.toLines()).mapToObj(causes::get).toList();
    }
  }

  @Test
  void an_edit_has_its_version_while_the_agent_goes_on() throws IOException, SQLException {
    var agent = rig.agent();
    var call = agent.edit("a.txt", "two", "2");
    rig.awaitChange("a.txt");

    var version = awaitTip("a.txt", LiveRig.step(call).bits());

    assertThat(lines(version))
        .containsExactly(OriginClass.BASELINE, OriginClass.AGENT, OriginClass.BASELINE);
    agent.stop();
  }
}
