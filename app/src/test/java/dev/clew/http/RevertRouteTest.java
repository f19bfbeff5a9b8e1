package dev.clew.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clew.testing.TestGit;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// Committed work that a client has taken back.
@EnabledOnOs(OS.LINUX)
class RevertRouteTest {
  @TempDir Path folder;
  private MovedProject project;
  private String session;

  @BeforeEach
  void start() throws Exception {
    project = new MovedProject(folder);
    session = project.session();
  }

  @AfterEach
  void stop() throws Exception {
    project.close();
  }

  private Map<String, Object> order() {
    return Map.of("session", session, "folder", project.root.toString());
  }

  private MovedProject.Said preview() throws Exception {
    return project.order(
        "revert-commit",
        Map.of("session", session, "folder", project.root.toString(), "dry_run", true));
  }

  private MovedProject.Said asShown(MovedProject.Said shown) throws Exception {
    return project.order(
        "revert-commit",
        Map.of(
            "session", session,
            "folder", project.root.toString(),
            "tree", shown.text("tree"),
            "head", shown.text("head")));
  }

  /// The commit, once it is known what it brought.
  private String committed() {
    var commit = project.commit("number the second line");
    project.await(
        "the commit is known",
        () -> {
          try {
            return preview().status() == 200;
          } catch (Exception e) {
            throw new AssertionError(e);
          }
        });
    return commit;
  }

  private void hook(String text) throws Exception {
    var file = Files.writeString(project.root.resolve(".git/hooks/pre-commit"), text);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  @Test
  void a_preview_commits_nothing_and_the_order_commits_just_that() throws Exception {
    var commit = committed();
    var preview = preview().isDone();
    assertThat(preview.paths()).containsExactly("write a.txt");
    assertThat(preview.text("message"))
        .startsWith("Revert \"number the second line\"\n\nThis reverts commit " + commit);
    var named = preview.json().path("commits").path(0);
    assertThat(named.path("commit").asString()).isEqualTo(commit);
    assertThat(named.path("subject").asString()).isEqualTo("number the second line");
    assertThat(named.path("whole").asBoolean()).isTrue();
    assertThat(preview.text("head")).isEqualTo(commit);
    assertThat(preview.json().has("state")).isFalse();
    assertThat(project.head()).isEqualTo(commit);
    assertThat(project.text("a.txt")).contains("\n2\n");

    var made = asShown(preview).isDone();
    assertThat(made.text("state")).isEqualTo("committed");
    assertThat(made.text("commit")).isEqualTo(project.head());
    assertThat(TestGit.run(project.root, "rev-parse", "HEAD^").strip()).isEqualTo(commit);
    assertThat(TestGit.run(project.root, "log", "-1", "--format=%B").strip())
        .isEqualTo(preview.text("message").strip());
    assertThat(TestGit.run(project.root, "status", "--porcelain")).isEmpty();
    assertThat(project.text("a.txt")).startsWith("one\ntwo\nthree\n");
    assertThat(project.waiting()).isEmpty();
    preview().isRefused(400, "taken back already");
  }

  @Test
  void what_has_changed_since_the_preview_is_not_touched() throws Exception {
    committed();
    var shown = preview().isDone();
    project.save("b.txt", "somebody's\n");
    asShown(shown).isRefused(409, "changed since");
    var anew = preview().isDone();
    TestGit.run(project.root, "commit", "-q", "--allow-empty", "-m", "more");
    var head = project.head();
    asShown(anew).isRefused(409, "HEAD has moved");
    assertThat(project.head()).isEqualTo(head);
    assertThat(project.text("a.txt")).contains("\n2\n");
  }

  @Test
  void what_cannot_be_done_is_refused_with_the_way_out() throws Exception {
    preview().isRefused(404, "no commit here brought work", "clew undo");
    committed();
    project.save("a.txt", project.text("a.txt") + "more\n");
    preview().isRefused(400, "a.txt", "changed and not committed", "git stash");
    TestGit.run(project.root, "checkout", "-q", "--", ".");
    Files.createFile(project.root.resolve(".git/index.lock"));
    preview().isRefused(400, "index is locked");
    Files.delete(project.root.resolve(".git/index.lock"));
    TestGit.run(project.root, "switch", "-q", "--detach", "HEAD^");
    preview().isRefused(400, "do not lead to HEAD", "git switch");
  }

  @Test
  void where_a_hook_says_no_it_waits_until_somebody_goes_on_or_takes_it_back() throws Exception {
    var commit = committed();
    hook("#!/bin/sh\necho 'not on a Saturday' >&2\nexit 1\n");
    var made = project.order("revert-commit", order()).isDone();
    assertThat(made.text("state")).isEqualTo("refused");
    assertThat(made.text("said")).contains("not on a Saturday");
    assertThat(project.head()).isEqualTo(commit);
    assertThat(project.text("a.txt")).contains("\ntwo\n");
    var waits = project.waiting().getFirst();
    assertThat(waits.path("message").asString()).startsWith("Revert \"");
    assertThat(waits.path("marked")).isEmpty();

    var more =
        Map.<String, Object>of(
            "verb", "continue",
            "folder", project.root.toString(),
            "step", made.text("move"));
    var again = project.order("waiting", more).isDone();
    assertThat(again.text("state")).isEqualTo("refused");
    assertThat(again.text("said")).contains("not on a Saturday");
    hook("#!/bin/sh\nexit 0\n");
    var done = project.order("waiting", more).isDone();
    assertThat(done.text("state")).isEqualTo("committed");
    assertThat(done.text("commit")).isEqualTo(project.head()).isNotEqualTo(commit);
    assertThat(project.waiting()).isEmpty();
  }

  @Test
  void one_that_waits_for_its_commit_is_taken_back_after_a_preview() throws Exception {
    committed();
    var before = project.text("a.txt");
    hook("#!/bin/sh\nexit 1\n");
    var made = project.order("revert-commit", order()).isDone();
    var abort =
        Map.<String, Object>of(
            "verb", "abort",
            "folder", project.root.toString(),
            "step", made.text("move"));
    var shown = new java.util.HashMap<>(abort);
    shown.put("dry_run", true);
    assertThat(project.order("waiting", shown).isDone().paths()).containsExactly("write a.txt");
    assertThat(project.waiting()).hasSize(1);
    project.order("waiting", abort).isDone();
    assertThat(project.text("a.txt")).isEqualTo(before);
    assertThat(TestGit.run(project.root, "status", "--porcelain")).isEmpty();
    assertThat(project.waiting()).isEmpty();
  }

  @Test
  void an_order_that_makes_no_sense_is_refused_and_commits_nothing() throws Exception {
    var commit = committed();
    var whole = "\"session\":\"%s\",\"folder\":\"%s\"".formatted(session, project.root);
    for (var body :
        List.of(
            "",
            "[]",
            "{}",
            "{\"session\":\"last\"}",
            "{\"folder\":\"/\"}",
            "{%s,\"more\":\"1\"}",
            "{%s,\"no_commit\":true}",
            "{%s,\"dry_run\":\"yes\"}",
            "{%s,\"tree\":\"abc\"}",
            "{%s,\"tree\":5}",
            "{%s,\"head\":\"HEAD\"}",
            "{%s,\"head\":null}",
            "{%s,\"session\":\"last\"}",
            "{%s} {}",
            "{\"session\":[\"last\"],\"folder\":\"/\"}",
            "{\"session\":\"last\",\"folder\":\"a\\u0000b\"}")) {
      var said = project.send("revert-commit", body.formatted(whole));
      assertThat(said.status()).as(body + " " + said.json()).isEqualTo(400);
      assertThat(said.error()).as(body).isNotBlank();
    }
    assertThat(project.world.get("/api/v1/revert-commit").statusCode()).isEqualTo(405);
    project.assertGuarded("revert-commit", "{%s}".formatted(whole));
    assertThat(project.head()).isEqualTo(commit);
    assertThat(project.text("a.txt")).contains("\n2\n");
  }
}
