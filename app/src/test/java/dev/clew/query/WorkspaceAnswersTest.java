package dev.clew.query;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clew.event.Confidence;
import dev.clew.event.OriginClass;
import dev.clew.event.SessionKey;
import dev.clew.event.SpanId;
import dev.clew.recorder.Looks;
import dev.clew.testing.ClaudeLines;
import dev.clew.testing.World;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What was seen in a workspace, in answers: with contents, redacted, and who did it.
class WorkspaceAnswersTest {
  private static final String ID = "5e551000-0000-4000-8000-00000000000a";
  private static final SessionKey SESSION = SessionKey.main("claude", ID);
  private static final Instant START = Instant.parse("2026-03-02T10:00:00Z");
  private static final SpanId EDIT = SpanId.ofToolCall(SESSION, "toolu_edit");
  private static final SpanId SHELL = SpanId.ofToolCall(SESSION, "toolu_shell");
  private static final String TREE = "7e".repeat(32);
  private static final String SECRET = "ghp_" + "aB3dE6gH9jK2mN5pQ8sT1vW4yZ7bC0eF3hJ6";

  @TempDir private Path folder;
  private World world;

  @BeforeEach
  void told() {
    world = new World(folder);
    var input = JsonMapper.shared().createObjectNode().put("file_path", "/work/a.txt");
    var lines = new ClaudeLines("w", ID, START);
    lines
        .prompt("change it")
        .tool("m1", "toolu_edit", "Edit", input.put("old_string", "two").put("new_string", "2"))
        .result("toolu_edit", "done", false)
        .bash("m2", "toolu_shell", "make")
        .result("toolu_shell", "made", false)
        .text("m3", "Done.", 9);
    world.write(ID + ".jsonl", lines.lines().toArray(String[]::new));
    world.importAll();
    var looks = new Looks(world, "/work", SESSION);
    looks
        .changed(EDIT, "a.txt", looks.file("one\ntwo\n"), looks.file("one\n2\n"))
        .look(START.plusSeconds(2), EDIT, "after", "1".repeat(64));
    looks
        .changed(
            null, "notes.md", null, null, looks.file("mine\n"), OriginClass.HUMAN, Confidence.EXACT)
        .look(START.plusSeconds(3), SHELL, "before", "2".repeat(64));
    looks
        .changed(SHELL, "a.txt", looks.file("one\n2\n"), looks.file("one\n2\nthree\n"))
        .changed(SHELL, "key.txt", null, looks.file("token=" + SECRET + "\n"))
        .changed(SHELL, ".env", null, looks.notKept("sensitive"))
        .changed(SHELL, "bin", null, looks.file(new byte[] {1, 0, 2}, "100755"))
        .changed(
            SHELL,
            "new.txt",
            "old.txt",
            looks.file("moved\n"),
            looks.file("moved\n"),
            OriginClass.AGENT,
            Confidence.INFERRED)
        .moved(SHELL, "head", "c".repeat(40), "commit: made")
        .missed(SHELL, "watcher", "the system's queue overflowed")
        .look(START.plusSeconds(4), SHELL, "after", TREE);
    looks.store();
  }

  private JsonNode show(String id) {
    return world.clew("show", id, "--json").json().getFirst();
  }

  private static JsonNode file(JsonNode shown, String path) {
    return shown.path("files").values().stream()
        .filter(file -> file.path("path").asString().equals(path))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void a_step_shows_what_was_seen_with_hashes_origin_and_the_exact_lines() {
    var edit = show(EDIT.hex());
    assertThat(edit.path("files").size()).isEqualTo(1);
    var file = file(edit, "/work/a.txt");
    assertThat(file.path("source").asString()).isEqualTo("workspace");
    assertThat(file.path("before_sha256").asString())
        .isEqualTo(Patches.sha256("one\ntwo\n".getBytes(StandardCharsets.UTF_8)));
    assertThat(file.path("after_sha256").asString())
        .isEqualTo(Patches.sha256("one\n2\n".getBytes(StandardCharsets.UTF_8)));
    assertThat(file.path("origin").asString()).isEqualTo("agent");
    assertThat(file.path("confidence").asString()).isEqualTo("exact");
    assertThat(file.path("evidence").get(0).asString()).isEqualTo("edit_arguments");
    assertThat(file.path("diff").asString())
        .isEqualTo(
            "diff --git a/a.txt b/a.txt\n--- a/a.txt\n+++ b/a.txt\n@@ -1,2 +1,2 @@\n one\n-two\n+2\n");
    assertThat(edit.path("snapshots").get(0).path("snapshot").asString()).isEqualTo("1".repeat(64));
  }

  @Test
  void secrets_in_contents_are_taken_out_and_what_is_not_kept_or_no_text_says_so() {
    var ran = world.clew("show", SHELL.hex(), "--json");
    assertThat(ran.out()).doesNotContain(SECRET);
    var shell = ran.json().getFirst();
    assertThat(file(shell, "/work/key.txt").path("diff").asString()).contains("⟦secret:");
    assertThat(file(shell, "/work/.env").path("notes").get(0).asString())
        .isEqualTo("after: not kept: sensitive, 7 bytes");
    var bin = file(shell, "/work/bin");
    assertThat(bin.path("notes").get(0).asString()).isEqualTo("after: binary, 3 bytes");
    assertThat(bin.path("diff").asString())
        .contains("new file mode 100755")
        .contains("Binary files /dev/null and b/bin differ");
    assertThat(file(shell, "/work/new.txt").path("diff").asString())
        .contains("rename from old.txt\nrename to new.txt");
    assertThat(shell.path("git_moves").get(0).path("operation").asString())
        .isEqualTo("commit: made");
    assertThat(shell.path("missed").get(0).path("what").asString()).isEqualTo("watcher");
  }

  @Test
  void a_content_that_is_kept_in_pieces_is_shown_as_any_other() {
    var looks = new Looks(world, "/work", SESSION).from(100);
    looks
        .changed(
            EDIT,
            "large.txt",
            looks.inPieces("first\nsecond\n", "third\n"),
            looks.inPieces("first\nsecond\n", "3\n"))
        .look(START.plusSeconds(2), EDIT, "after", "1".repeat(64))
        .store();
    assertThat(file(show(EDIT.hex()), "/work/large.txt").path("diff").asString())
        .endsWith("@@ -1,3 +1,3 @@\n first\n second\n-third\n+3\n");
  }

  @Test
  void a_session_tells_what_changed_beside_it_and_what_was_missed() {
    var session = show(ID);
    assertThat(session.path("beside_total").asInt()).isEqualTo(1);
    var beside = session.path("beside").get(0);
    assertThat(beside.path("path").asString()).isEqualTo("notes.md");
    assertThat(beside.path("origin").asString()).isEqualTo("human");
    assertThat(beside.path("next_step").asString()).isEqualTo(SHELL.hex());
    assertThat(session.path("missed").size()).isEqualTo(1);
    assertThat(session.path("git_moves").size()).isEqualTo(1);
    assertThat(session.path("files_changed").asInt()).isEqualTo(5);
    assertThat(session.path("workspaces").size()).isEqualTo(2);
  }

  @Test
  void a_snapshot_is_found_by_the_start_of_its_name() {
    var shown = show(TREE.substring(0, 12));
    assertThat(shown.path("snapshot").asString()).isEqualTo(TREE);
    assertThat(shown.path("moments").get(0).path("step").asString()).isEqualTo(SHELL.hex());
  }

  @Test
  void a_session_of_nobody_is_not_listed() {
    assertThat(world.clew("sessions", "--json").json()).hasSize(1);
    assertThat(world.clew("sessions", "--agent", "clew", "--json").json()).hasSize(1);
  }

  @Test
  void a_session_s_changes_of_one_file_come_together_unless_somebody_came_between() {
    var diffs = world.clew("diff", ID, "--json").json();
    var a = diffs.stream().filter(each -> each.path("path").asString().equals("a.txt")).toList();
    assertThat(a).hasSize(1);
    assertThat(a.getFirst().path("patch").asString())
        .isEqualTo(
            "diff --git a/a.txt b/a.txt\n--- a/a.txt\n+++ b/a.txt\n@@ -1,2 +1,3 @@\n one\n-two\n+2\n+three\n");
    assertThat(a.getFirst().path("steps").size()).isEqualTo(2);
    assertThat(world.clew("diff", ID, "--name-only").out())
        .isEqualTo("a.txt\nkey.txt\n.env\nbin\nnew.txt\n");
  }

  @Test
  void paths_narrow_and_words_are_marked() {
    var diffs = world.clew("diff", EDIT.hex(), "--word", "--json", "--", "a.txt").json();
    assertThat(diffs.getFirst().path("patch").asString())
        .contains(" one\n".strip() + "\n[-two-]{+2+}");
    assertThat(world.clew("diff", EDIT.hex(), "--json", "--", "src").json()).isEmpty();
  }

  @Test
  void the_log_tells_the_lines_that_each_step_changed() {
    var log = world.clew("log", ID, "-p").out();
    assertThat(log).contains("+three").contains("-two").doesNotContain(SECRET);
    assertThat(world.clew("log", ID, "--stat").out()).contains("a.txt").doesNotContain("+three");
    var steps = world.clew("log", ID, "--patch", "--json").json();
    assertThat(steps.stream().filter(step -> step.path("diffs").size() > 0)).hasSize(2);
  }

  @Test
  void a_person_who_came_between_keeps_an_agent_s_changes_apart() {
    var looks = new Looks(world, "/work", SESSION).from(100);
    looks
        .changed(EDIT, "b.txt", looks.file("1\n"), looks.file("2\n"))
        .look(START.plusSeconds(12), EDIT, "after", "4".repeat(64));
    looks
        .changed(
            null,
            "b.txt",
            null,
            looks.file("2\n"),
            looks.file("3\n"),
            OriginClass.HUMAN,
            Confidence.EXACT)
        .changed(SHELL, "b.txt", looks.file("3\n"), looks.file("4\n"))
        .look(START.plusSeconds(13), SHELL, "after", "5".repeat(64));
    looks.store();
    var diffs = world.clew("diff", ID, "--json", "--", "b.txt").json();
    assertThat(diffs).hasSize(2);
    assertThat(diffs.toString()).contains("-1\\n+2").contains("-3\\n+4").doesNotContain("-2\\n+3");
  }
}
