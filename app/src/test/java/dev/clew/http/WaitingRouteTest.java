package dev.clew.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clew.recorder.Conflicts;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// Moves that wait for somebody, as a client sees and ends them.
@EnabledOnOs(OS.LINUX)
class WaitingRouteTest {
  private static final String MENDED = "one\nzwei or two\nthree\nfour\nfive\nsix\n";

  @TempDir Path folder;
  private MovedProject project;
  private String before;
  private String step;

  /// A person changes the agent's line, and then the agent's change is taken back.
  @BeforeEach
  void start() throws Exception {
    project = new MovedProject(folder);
    project.save("a.txt", project.text("a.txt").replace("2\n", "zwei\n"));
    before = project.text("a.txt");
    var made = project.order("move", Map.of("verb", "undo", "what", project.edit)).isDone();
    step = made.text("move");
    assertThat(project.text("a.txt")).contains("<<<<<<< ");
  }

  @AfterEach
  void stop() throws Exception {
    project.close();
  }

  private Map<String, Object> order(String verb) {
    return Map.of("verb", verb, "folder", project.root.toString(), "step", step);
  }

  @Test
  void the_status_tells_which_move_waits_where_and_which_files_have_markers() throws Exception {
    assertThat(project.waiting()).hasSize(1);
    var waits = project.waiting().getFirst();
    assertThat(waits.path("root").asString()).isEqualTo(project.root.toString());
    assertThat(waits.path("step").asString()).isEqualTo(step);
    assertThat(waits.path("title").asString()).isEqualTo("undo " + project.edit);
    assertThat(waits.path("session").asString()).isNotEmpty();
    assertThat(waits.path("files").toString()).isEqualTo("[\"a.txt\"]");
    assertThat(waits.path("marked").toString()).isEqualTo("[\"a.txt\"]");
    assertThat(waits.has("message")).isFalse();

    project.save("a.txt", MENDED);
    assertThat(project.waiting().getFirst().path("marked")).isEmpty();
    assertThat(project.waiting().getFirst().path("files").toString()).isEqualTo("[\"a.txt\"]");
  }

  @Test
  void it_is_done_once_no_markers_are_left_and_not_before() throws Exception {
    var said = project.order("waiting", order("continue")).isDone();
    assertThat(said.text("state")).isEqualTo("marked");
    assertThat(said.json().path("marked").toString()).isEqualTo("[\"a.txt\"]");
    assertThat(project.waiting()).hasSize(1);

    project.save("a.txt", MENDED);
    assertThat(project.order("waiting", order("continue")).isDone().text("state"))
        .isEqualTo("nothing");
    assertThat(project.waiting()).isEmpty();
    assertThat(project.text("a.txt")).isEqualTo(MENDED);
    project.order("waiting", order("continue")).isRefused(400, "no move has left conflicts");
  }

  @Test
  void it_is_taken_back_with_its_conflicts_after_a_preview() throws Exception {
    var marked = project.text("a.txt");
    var preview =
        project
            .order(
                "waiting",
                Map.of(
                    "verb",
                    "abort",
                    "folder",
                    project.root.toString(),
                    "step",
                    step,
                    "dry_run",
                    true))
            .isDone();
    assertThat(preview.paths()).containsExactly("write a.txt");
    assertThat(preview.json().path("items").path(0).path("patch").asString())
        .contains("-<<<<<<< ", " zwei\n");
    assertThat(project.text("a.txt")).isEqualTo(marked);
    assertThat(project.waiting()).hasSize(1);

    project.save("b.txt", "somebody's\n");
    var tree = preview.text("tree");
    var stale =
        Map.<String, Object>of(
            "verb", "abort", "folder", project.root.toString(), "step", step, "tree", tree);
    project.order("waiting", stale).isRefused(409, "changed since");
    assertThat(project.text("a.txt")).isEqualTo(marked);

    var made = project.order("waiting", order("abort")).isDone();
    assertThat(made.text("move")).isNotEmpty();
    assertThat(project.text("a.txt")).isEqualTo(before);
    assertThat(project.text("b.txt")).isEqualTo("somebody's\n");
    assertThat(project.waiting()).isEmpty();
  }

  @Test
  void only_the_move_that_was_shown_is_ended() throws Exception {
    project.save("a.txt", MENDED);
    for (var verb : List.of("continue", "abort")) {
      var other =
          Map.<String, Object>of(
              "verb", verb, "folder", project.root.toString(), "step", "0123456789abcdef");
      project.order("waiting", other).isRefused(409, "another move");
      var elsewhere =
          Map.<String, Object>of("verb", verb, "folder", folder.toString(), "step", step);
      project.order("waiting", elsewhere).isRefused(400, "no move has left conflicts");
    }
    assertThat(project.waiting()).hasSize(1);
  }

  @Test
  void an_order_that_makes_no_sense_is_refused_and_ends_nothing() throws Exception {
    var marked = project.text("a.txt");
    var whole = "\"folder\":\"%s\",\"step\":\"%s\"".formatted(project.root, step);
    for (var body :
        List.of(
            "",
            "[]",
            "null",
            "{}",
            "{\"verb\":\"continue\"}",
            "{\"verb\":\"resume\",%s}",
            "{\"verb\":\"Abort\",%s}",
            "{\"verb\":null,%s}",
            "{\"verb\":[\"abort\"],%s}",
            "{\"verb\":true,%s}",
            "{%s}",
            "{\"verb\":\"abort\",%s,\"more\":\"1\"}",
            "{\"verb\":\"abort\",%s,\"dry_run\":\"yes\"}",
            "{\"verb\":\"abort\",%s,\"files\":1}",
            "{\"verb\":\"abort\",%s,\"tree\":\"\"}",
            "{\"verb\":\"abort\",%s,\"tree\":\"abc\"}",
            "{\"verb\":\"continue\",%s,\"dry_run\":true}",
            "{\"verb\":\"continue\",%s,\"verb\":\"abort\"}",
            "{\"verb\":\"abort\",%s} {}",
            "{\"verb\":\"abort\",\"folder\":\"\",\"step\":\"0123456789abcdef\"}",
            "{\"verb\":\"abort\",\"folder\":\"a\\u0000b\",\"step\":\"0123456789abcdef\"}",
            "{\"verb\":\"abort\",\"folder\":\"/\"}")) {
      var said = project.send("waiting", body.formatted(whole));
      assertThat(said.status()).as(body + " " + said.json()).isEqualTo(400);
      assertThat(said.error()).as(body).isNotBlank();
    }
    assertThat(project.world.get("/api/v1/waiting").statusCode()).isEqualTo(405);
    project.assertGuarded("waiting", "{\"verb\":\"abort\",%s}".formatted(whole));
    assertThat(project.text("a.txt")).isEqualTo(marked);
    assertThat(Conflicts.of(project.world.home, project.root)).isPresent();
  }
}
