package dev.clew.recorder;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clew.event.Event;
import dev.clew.event.WorktreeStatus;
import dev.clew.testing.ScriptedAgent;
import dev.clew.testing.TestGit;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What no hook tells of a session is looked up when it begins and ends.
class SessionEvidenceTest {
  private static final String TOKEN = "verySecretTokenOfNobody";

  @TempDir private Path folder;
  private LiveRig rig;

  @BeforeEach
  void begin() throws Exception {
    rig = new LiveRig(folder);
    rig.save("a.txt", "a\n").save("b.txt", "b\n").save("gone.txt", "x\n");
    rig.save(".gitignore", "*.log\n.env\n").save("crlf.txt", "one\ntwo\n");
    rig.commit("begin");
    rig.git("remote", "add", "origin", "https://me:" + TOKEN + "@example.org/team/project.git");
  }

  @AfterEach
  void end() throws Exception {
    rig.close();
  }

  @Test
  void a_session_is_told_with_its_work_tree_at_both_ends() throws Exception {
    rig.save("a.txt", "changed\n").save("new.txt", "n\n").save("ignored.log", "l\n");
    rig.save(".env", "KEY=1\n").save("crlf.txt", "one\r\ntwo\r\n");
    Files.delete(rig.root.resolve("gone.txt"));
    rig.up();
    var agent = rig.agent();
    agent.write("made.txt", "m\n");
    agent.bash("git add -A && git commit -q -m all && echo y > b.txt");
    agent.end();

    var ends = worktrees(agent, 2);

    assertThat(ends.getFirst().moment()).isEqualTo("session_start");
    assertThat(ends.getFirst().commit()).hasSize(40);
    assertThat(ends.getFirst().paths())
        .containsExactly(
            new WorktreeStatus.Path("modified", "a.txt"),
            new WorktreeStatus.Path("deleted", "gone.txt"),
            new WorktreeStatus.Path("untracked", "new.txt"));
    assertThat(ends.getFirst())
        .returns(1L, WorktreeStatus::modified)
        .returns(1L, WorktreeStatus::deleted)
        .returns(1L, WorktreeStatus::untracked)
        .returns(0L, WorktreeStatus::notCompared);
    assertThat(ends.getLast().moment()).isEqualTo("session_end");
    assertThat(ends.getLast().commit()).isNotEqualTo(ends.getFirst().commit());
    assertThat(ends.getLast().paths())
        .containsExactly(new WorktreeStatus.Path("modified", "b.txt"));
  }

  @Test
  void it_says_where_the_repository_is_and_what_was_offered_and_no_secret() throws Exception {
    rig.save(
        ".mcp.json",
        """
        {"mcpServers":{
          "docs":{"command":"/opt/bin/docs-server","args":["--key","%1$s"],"env":{"KEY":"%1$s"}},
          "tracker":{"type":"http","url":"https://mcp.example.org/v1?token=%1$s",
            "headers":{"Authorization":"Bearer %1$s"}}}}
        """
            .formatted(TOKEN));
    rig.up();
    var agent = rig.agent();
    worktrees(agent, 1);

    var settings = new TreeMap<String, String>();
    for (var event : rig.events()) {
      if (event instanceof Event.SettingsTold told) {
        settings.putAll(told.values());
      }
    }
    assertThat(settings)
        .containsEntry("repository_url", "https://example.org/team/project.git")
        .containsEntry("mcp_servers", "docs (docs-server), tracker (mcp.example.org)")
        .containsEntry("base_commit", TestGit.run(rig.root, "rev-parse", "HEAD").strip())
        .containsKey("os");
    assertThat(settings.values()).noneMatch(value -> value.contains(TOKEN));
    var shell = System.getenv("SHELL");
    if (shell != null && Files.isDirectory(Path.of("/proc/self"))) {
      assertThat(settings).containsEntry("shell", shell);
    }
    assertThat(rig.events())
        .filteredOn(Event.SessionObserved.class::isInstance)
        .extracting(each -> ((Event.SessionObserved) each).branch())
        .contains("main");
  }

  @Test
  void where_the_beginning_was_not_heard_the_first_that_is_heard_counts() throws Exception {
    rig.up();
    var first = rig.agent();
    worktrees(first, 1);
    rig.save("b.txt", "by hand\n");
    var client = rig.client();
    var late = new ScriptedAgent(client, rig.home().folder(), rig.root, "late");
    late.prompt("go on");

    var seen = worktrees(late, 1);

    assertThat(seen.getFirst().moment()).isEqualTo("first_heard");
    assertThat(seen.getFirst().paths())
        .containsExactly(new WorktreeStatus.Path("modified", "b.txt"));
  }

  @Test
  void a_repository_without_commits_has_untracked_files_only() throws Exception {
    var fresh = Files.createDirectories(rig.root.resolveSibling("fresh"));
    TestGit.run(fresh, "init", "-q");
    Files.write(fresh.resolve("x.txt"), "x".getBytes(StandardCharsets.UTF_8));
    rig.up();
    var agent = rig.agent(fresh);

    var seen = worktrees(agent, 1);

    assertThat(seen.getFirst().commit()).isNull();
    assertThat(seen.getFirst().untracked()).isEqualTo(1);
  }

  private List<WorktreeStatus> worktrees(ScriptedAgent agent, int count) {
    var events = rig.await("the work tree's status", all -> of(all, agent).size() >= count);
    return of(events, agent);
  }

  private static List<WorktreeStatus> of(List<Event> events, ScriptedAgent agent) {
    return events.stream()
        .filter(Event.WorktreeCompared.class::isInstance)
        .map(Event.WorktreeCompared.class::cast)
        .filter(each -> each.header().session().agentSession().equals(agent.session()))
        .map(Event.WorktreeCompared::status)
        .toList();
  }
}
