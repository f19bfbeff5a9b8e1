package dev.clew.recorder;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clew.event.SessionKey;
import dev.clew.index.CauseRow;
import dev.clew.index.IndexReader;
import dev.clew.index.VersionRow;
import dev.clew.testing.ClaudeLines;
import dev.clew.testing.World;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/// Versions hold what transcripts and looks hold: with those it goes.
class OriginForgetTest {
  private static final String ONE = "5e551000-0000-4000-8000-000000000001";
  private static final String TWO = "5e551000-0000-4000-8000-000000000002";
  private static final String WORD = "zamboanga";

  @TempDir private Path folder;

  private static void written(World world, String session, String start, String path, String text) {
    var lines = new ClaudeLines(session.substring(30), session, Instant.parse(start));
    var input = JsonMapper.shared().createObjectNode().put("file_path", path).put("content", text);
    lines.prompt("write it").tool("m" + session, "toolu_" + session, "Write", input);
    lines.result("toolu_" + session, "written", false);
    world.write(session + ".jsonl", lines.lines().toArray(String[]::new));
  }

  private static List<String> history(World world, String file) throws SQLException {
    try (var index = IndexReader.open(world.home().index())) {
      assertThat(index.versions().behind()).isFalse();
      return index.versions().history(file).stream()
          .map(row -> row.kind() + " " + row.session() + " " + row.lines())
          .toList();
    }
  }

  @Test
  void what_a_forgotten_transcript_told_of_a_file_is_nowhere() throws Exception {
    var world = new World(folder);
    written(world, ONE, "2026-03-02T10:00:00Z", "/work/f", "one\n" + WORD + "\n");
    written(world, TWO, "2026-03-02T11:00:00Z", "/work/f", "one\nthree\n");
    world.importAll();
    var one = SessionKey.main("claude", ONE).id();
    var two = SessionKey.main("claude", TWO).id();
    assertThat(history(world, "/work/f"))
        .containsExactly("told " + two + " 2", "told " + one + " 2");
    assertThat(new Leftovers(world).text(WORD).found()).isNotEmpty();

    assertThat(world.clew("forget", "--session", ONE, "--yes").exit().code()).isZero();

    new Leftovers(world).text(WORD).areNone();
    assertThat(history(world, "/work/f")).containsExactly("told " + two + " 2");
    assertThat(sessions(world)).containsExactly(two);
  }

  @Test
  void a_forgotten_session_has_no_lines_in_what_was_seen() throws Exception {
    World world;
    String file;
    try (var rig = new OriginRig(folder)) {
      world = rig.world();
      file = rig.root.resolve("f").toString();
      rig.save("f", "one\n");
      new OriginScript(rig, OriginScript.NOBODY)
          .run(
              "look\na append f "
                  + WORD
                  + "\nlook\nme append f typed\nlook\nb append f last\nlook");
      rig.origins();
    }
    var gone = SessionKey.main("claude", "session-a").id();
    assertThat(sessions(world)).contains(gone);

    assertThat(world.clew("forget", "--session", "session-a", "--yes").exit().code()).isZero();

    assertThat(sessions(world)).doesNotContain(gone);
    try (var index = IndexReader.open(world.home().index())) {
      var tip = index.versions().tip(file).orElseThrow();
      var runs = index.versions().runs(tip);
      var told = new ArrayList<String>();
      for (var line = 0; line < runs.lines(); line++) {
        told.add(cause(index, runs.causeOf(line)).origin().wire());
      }
      assertThat(told).containsExactly("baseline", "unknown", "human", "agent");
      assertThat(index.versions().history(file))
          .extracting(VersionRow::kind)
          .containsExactly("seen", "seen", "gap", "baseline");
    }
  }

  private static CauseRow cause(IndexReader index, long id) throws SQLException {
    return index.versions().causes(List.of(id)).get(id);
  }

  /// The sessions that any version or cause names.
  private static Set<String> sessions(World world) throws SQLException {
    var sessions = new HashSet<String>();
    try (var connection = dev.clew.content.Database.reader(world.home().index());
        var statement = connection.createStatement();
        var rows =
            statement.executeQuery(
                "SELECT session FROM version WHERE session IS NOT NULL"
                    + " UNION SELECT session FROM cause WHERE session IS NOT NULL")) {
      while (rows.next()) {
        sessions.add(rows.getString(1));
      }
    }
    return new TreeSet<>(sessions);
  }
}
