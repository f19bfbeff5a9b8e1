package dev.clew.recorder;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clew.event.SessionKey;
import dev.clew.redact.RedactionLevel;
import dev.clew.testing.ScriptedAgent;
import dev.clew.testing.World;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// What answers about overlaps and stale writes say when one of the sessions was forgotten.
class OverlapForgetTest {
  private static final String FIRST = "one\ntwo\nthree\nfour\nfive\n";
  private static final String ASKED = "zamboanga";
  private static final String TYPED = "kwanzaville";
  private static final SessionKey ONE = SessionKey.main("claude", "sess-overwritten");
  private static final SessionKey TWO = SessionKey.main("codex", "sess-overwriting");

  @TempDir private Path folder;
  private OriginRig rig;
  private ScriptedAgent one;
  private ScriptedAgent two;
  private String edit = "";
  private boolean running;

  @BeforeEach
  void begin() {
    rig = new OriginRig(folder);
    running = true;
    rig.save("a.txt", FIRST);
    rig.save("b.txt", "b\n");
    rig.look();
    one = rig.agent(ONE.agentSession());
    two = rig.agent(TWO.agentSession(), true);
  }

  @AfterEach
  void end() {
    if (running) {
      running = false;
      rig.close();
    }
  }

  /// The first agent's edit, that the second has not seen.
  private void edits() {
    one.prompt("please mind the " + ASKED);
    two.prompt("please write about " + ASKED).bash("cat a.txt");
    edit = LiveRig.step(one.edit("a.txt", "two", "TWO " + TYPED)).hex();
    one.edit("b.txt", "b", "B");
  }

  private void overwrites() {
    var call = two.bash("printf 'one\\ntwo\\nthree\\nfour\\nFIVE\\n' > a.txt");
    assertThat(call.tool()).isNotEmpty();
    two.bash("echo more >> b.txt");
    rig.look();
  }

  private World world() {
    return rig.world();
  }

  private List<JsonNode> overlaps() {
    return world().clew("overlaps", "--json").json();
  }

  private void forget(SessionKey session) {
    assertThat(world().clew("forget", "--session", session.id(), "--yes").exit().code()).isZero();
  }

  /// All that is answered about overlaps and about a step.
  private String answers(String step) {
    var said = new ArrayList<String>();
    said.add(world().clew("overlaps", "--json").out());
    said.add(world().clew("overlaps").out());
    said.add(world().clew("overlaps", "--kind", "stale").out());
    said.add(world().clew("show", step, "--json").out());
    said.add(world().clew("show", step).out());
    return String.join("\n", said);
  }

  @Test
  void whose_work_was_overwritten_is_nowhere_once_that_session_is_forgotten() {
    edits();
    overwrites();
    var write =
        overlaps().stream()
            .filter(row -> row.path("path").asString().endsWith("a.txt"))
            .findFirst()
            .orElseThrow()
            .path("writes")
            .get(0)
            .path("step")
            .asString();
    assertThat(answers(write)).contains(ONE.id(), edit);
    end();

    forget(ONE);

    var rows = overlaps();
    assertThat(rows).hasSize(1); // of b.txt only one session is left
    assertThat(rows.getFirst().path("kind").asString()).isEqualTo("lost_update");
    assertThat(rows.getFirst().path("sessions").size()).isEqualTo(1);
    assertThat(rows.getFirst().path("together").asBoolean()).isFalse();
    var stale = rows.getFirst().path("writes").get(0);
    assertThat(stale.path("by").asString()).isEqualTo("agent");
    assertThat(stale.propertyNames()).doesNotContain("by_session", "by_step", "by_agent");
    assertThat(answers(write))
        .contains(TWO.id(), "somebody else")
        .doesNotContain(ONE.id(), ONE.agentSession(), edit, TYPED, "mind the");
    new Leftovers(world()).text(ONE.id()).text("mind the").areNone();
  }

  @Test
  void a_stale_write_goes_with_the_session_that_wrote() {
    edits();
    overwrites();
    assertThat(answers(edit)).contains(TWO.id(), "lost_update");
    end();

    forget(TWO);

    assertThat(overlaps()).isEmpty();
    assertThat(answers(edit))
        .contains(ONE.id())
        .doesNotContain(TWO.id(), TWO.agentSession(), "lost_update", "lost update", "write about");
    new Leftovers(world()).text(TWO.id()).text("write about").areNone();
  }

  @Test
  void a_stale_write_over_what_a_forgotten_session_left_does_not_name_it() throws Exception {
    edits();
    rig.settle();
    var order = new ForgetOrder.Session(ONE.id());
    new Forgetter(
            rig.home(),
            rig.store(),
            rig.keys(),
            new Interpreter(OriginRig.AGENTS),
            new CurrentRedactor(
                rig.home(), rig.keys(), RedactionLevel.STANDARD, Map.of(), folder.resolve("user")),
            new SecureRandom(),
            folder.resolve("user"))
        .forget(order, false);
    overwrites();
    end();

    var rows = overlaps();
    assertThat(rows).hasSize(1);
    var stale = rows.getFirst().path("writes").get(0);
    assertThat(stale.path("session").asString()).isEqualTo(TWO.id());
    assertThat(stale.propertyNames()).doesNotContain("by_session", "by_step", "by_agent");
    assertThat(answers(stale.path("step").asString()))
        .doesNotContain(ONE.id(), ONE.agentSession(), edit);
    new Leftovers(world()).text(ONE.id()).text("mind the").areNone();
  }
}
