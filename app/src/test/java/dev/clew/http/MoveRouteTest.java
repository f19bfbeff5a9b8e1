package dev.clew.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clew.http.MovedProject.Said;
import dev.clew.recorder.Conflicts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/// Moves that a client orders of a recorder: what the page does.
@EnabledOnOs(OS.LINUX)
class MoveRouteTest {
  @TempDir Path folder;
  private MovedProject project;
  private Path root;
  private String edit;

  /// An agent changes the second line of a file, and makes another file.
  @BeforeEach
  void start() throws Exception {
    project = new MovedProject(folder);
    root = project.root;
    edit = project.edit;
    var made = project.agent.write("made.txt", "made\n");
    project.agent.stop();
    project.awaitSeen(MovedProject.step(made));
  }

  @AfterEach
  void stop() throws Exception {
    project.close();
  }

  private Said order(Map<String, Object> fields) throws Exception {
    return project.order("move", fields);
  }

  private Map<String, String> files() {
    var files = new TreeMap<String, String>();
    try (var all = Files.walk(root)) {
      for (var each : (Iterable<Path>) all.filter(Files::isRegularFile)::iterator) {
        var name = root.relativize(each).toString();
        if (!name.startsWith(".git/")) {
          files.put(name, Files.readString(each));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return files;
  }

  @Test
  void a_preview_changes_nothing_and_the_order_does_just_that() throws Exception {
    var before = files();
    var preview = order(Map.of("verb", "undo", "what", edit, "dry_run", true));
    assertThat(preview.status()).as(preview.json().toString()).isEqualTo(200);
    assertThat(preview.paths()).containsExactly("write a.txt");
    assertThat(preview.json().path("items").path(0).path("patch").asString())
        .contains("-2\n", "+two\n");
    assertThat(preview.json().path("root").asString()).isEqualTo(root.toString());
    assertThat(preview.json().path("changes").asInt()).isEqualTo(1);
    assertThat(preview.json().has("move")).isFalse();
    assertThat(files()).isEqualTo(before);
    var conversation = preview.json().path("conversations").path(0);
    assertThat(conversation.path("command").asString())
        .isEqualTo("claude --resume " + project.agent.session());
    assertThat(conversation.path("folder").asString()).isEqualTo(root.toString());
    assertThat(conversation.path("number").asInt()).isEqualTo(1);
    assertThat(conversation.path("prompt").asString()).isEqualTo("number the lines");

    var made = order(Map.of("verb", "undo", "what", edit, "tree", preview.text("tree")));
    assertThat(made.status()).as(made.json().toString()).isEqualTo(200);
    assertThat(made.json().path("items")).isEqualTo(preview.json().path("items"));
    assertThat(made.json().path("before").asString()).isEqualTo(preview.text("tree"));
    assertThat(made.json().path("after").asString()).matches("[0-9a-f]{64}");
    assertThat(made.json().path("left")).isEmpty();
    assertThat(made.json().path("conversations")).isEqualTo(preview.json().path("conversations"));
    assertThat(files().get("a.txt")).startsWith("one\ntwo\nthree\n");
    assertThat(files()).containsEntry("made.txt", "made\n");

    var step = project.world.json("/api/v1/show?id=" + made.json().path("move").asString());
    var shown = step.path("items").path(0);
    assertThat(shown.path("kind").asString()).isEqualTo("rollback");
    assertThat(shown.path("title").asString()).isEqualTo("undo " + edit);
    assertThat(shown.path("session").asString()).isEqualTo(made.json().path("session").asString());

    var redone = order(Map.of("verb", "redo", "folder", root.toString()));
    assertThat(redone.status()).as(redone.json().toString()).isEqualTo(200);
    assertThat(redone.json().path("conversations")).isEmpty();
    assertThat(files()).isEqualTo(before);
  }

  @Test
  void files_that_have_changed_since_the_preview_are_not_touched() throws Exception {
    var preview = order(Map.of("verb", "rewind", "to", edit + "^", "dry_run", true));
    assertThat(preview.paths()).containsExactly("write a.txt", "delete made.txt");
    project.save("a.txt", files().get("a.txt") + "a person's\n");
    var changed = files();

    var refused = order(Map.of("verb", "rewind", "to", edit + "^", "tree", preview.text("tree")));
    assertThat(refused.status()).isEqualTo(409);
    assertThat(refused.error()).contains("changed since");
    assertThat(files()).isEqualTo(changed);

    var anew = order(Map.of("verb", "rewind", "to", edit + "^", "dry_run", true));
    assertThat(anew.text("tree")).isNotEqualTo(preview.text("tree"));
    assertThat(
            order(Map.of("verb", "rewind", "to", edit + "^", "tree", anew.text("tree"))).status())
        .isEqualTo(200);
    assertThat(files())
        .containsExactly(Map.entry("a.txt", "one\ntwo\nthree\nfour\nfive\nsix\na person's\n"));
  }

  @Test
  void conflicts_wait_for_their_resolution_as_those_of_a_command_do() throws Exception {
    project.save("a.txt", files().get("a.txt").replace("2\n", "zwei\n"));
    var before = files();
    var preview = order(Map.of("verb", "undo", "what", edit, "dry_run", true));
    assertThat(preview.paths()).containsExactly("conflict a.txt");
    assertThat(preview.json().path("conflicts").asInt()).isEqualTo(1);

    var made = order(Map.of("verb", "undo", "what", edit, "tree", preview.text("tree")));
    assertThat(made.status()).as(made.json().toString()).isEqualTo(200);
    assertThat(files().get("a.txt")).contains("<<<<<<<");
    var kept = Conflicts.of(project.world.home, root).orElseThrow();
    assertThat(kept.step()).isEqualTo(made.json().path("move").asString());
    assertThat(kept.open()).containsExactly("a.txt");

    var abort = order(Map.of("verb", "undo", "what", kept.step(), "abort", true));
    assertThat(abort.status()).as(abort.json().toString()).isEqualTo(200);
    assertThat(files()).isEqualTo(before);
    assertThat(Conflicts.of(project.world.home, root)).isEmpty();
  }

  @Test
  void where_nothing_would_change_no_move_is_made() throws Exception {
    project.save("a.txt", files().get("a.txt").replace("2\n", "two\n"));
    var made = order(Map.of("verb", "undo", "what", edit));
    assertThat(made.status()).as(made.json().toString()).isEqualTo(200);
    assertThat(made.json().path("changes").asInt()).isZero();
    assertThat(made.json().has("move")).isFalse();
  }

  @Test
  void while_git_is_at_work_only_files_may_be_asked_for() throws Exception {
    Files.createFile(root.resolve(".git/index.lock"));
    var refused = order(Map.of("verb", "undo", "what", edit, "dry_run", true));
    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.error()).contains("index is locked", "--files");
    var preview = order(Map.of("verb", "undo", "what", edit, "dry_run", true, "files", true));
    assertThat(preview.paths()).containsExactly("write a.txt");
    Files.delete(root.resolve(".git/index.lock"));
  }

  @Test
  void an_order_that_makes_no_sense_is_refused_and_changes_nothing() throws Exception {
    var before = files();
    for (var body :
        List.of(
            "",
            "{",
            "[]",
            "null",
            "{}",
            "{\"verb\":\"forget\",\"what\":\"%s\"}",
            "{\"verb\":\"UNDO\",\"what\":\"%s\"}",
            "{\"verb\":1,\"what\":\"%s\"}",
            "{\"verb\":[\"undo\"],\"what\":\"%s\"}",
            "{\"verb\":\"undo\"}",
            "{\"verb\":\"undo\",\"what\":\"\"}",
            "{\"verb\":\"undo\",\"what\":null}",
            "{\"verb\":\"undo\",\"what\":[\"%s\"]}",
            "{\"verb\":\"undo\",\"to\":\"%s\"}",
            "{\"verb\":\"undo\",\"what\":\"%s\",\"exact\":true}",
            "{\"verb\":\"undo\",\"what\":\"%s\",\"more\":\"1\"}",
            "{\"verb\":\"undo\",\"what\":\"%s\",\"files\":\"perhaps\"}",
            "{\"verb\":\"undo\",\"what\":\"%s\",\"dry_run\":\"yes\"}",
            "{\"verb\":\"undo\",\"what\":\"%s\",\"dry_run\":1}",
            "{\"verb\":\"undo\",\"what\":\"%s\",\"tree\":\"\"}",
            "{\"verb\":\"undo\",\"what\":\"%s\",\"tree\":\"abc\"}",
            "{\"verb\":\"undo\",\"what\":\"%s\",\"tree\":5}",
            "{\"verb\":\"undo\",\"what\":\"%s\",\"folder\":\"a\\u0000b\"}",
            "{\"verb\":\"undo\",\"what\":\"%s\",\"what\":\"%s\"}",
            "{\"verb\":\"keep\",\"session\":\"last\"}",
            "{\"verb\":\"rewind\",\"to\":\"%s\"} {}")) {
      var said = project.send("move", body.formatted(edit, edit));
      assertThat(said.status()).as(body + " " + said.json()).isEqualTo(400);
      assertThat(said.error()).as(body).isNotBlank();
    }
    assertThat(order(Map.of("verb", "undo", "what", "ffffffffffffffff")).status()).isEqualTo(404);
    assertThat(order(Map.of("verb", "redo", "folder", root.toString())).status()).isEqualTo(404);
    assertThat(order(Map.of("verb", "redo")).status()).isEqualTo(404);
    assertThat(project.world.get("/api/v1/move").statusCode()).isEqualTo(405);
    assertThat(files()).isEqualTo(before);
  }

  @Test
  void another_sites_page_or_a_request_without_the_token_moves_nothing() throws Exception {
    var before = files();
    var body = JsonMapper.shared().writeValueAsString(Map.of("verb", "undo", "what", edit));
    project.assertGuarded("move", body);
    assertThat(files()).isEqualTo(before);
  }
}
