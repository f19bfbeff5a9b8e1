package dev.clew.recorder;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clew.cli.Exit;
import dev.clew.event.SessionKey;
import dev.clew.testing.ScriptedAgent;
import dev.clew.testing.TestGit;
import dev.clew.testing.World;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/// A repository with two files beside a running recorder, and a person there who takes back what
/// was committed.
final class RevertRig implements AutoCloseable {
  final LiveRig live;
  final Person person;

  RevertRig(Path folder) throws IOException, SQLException {
    live = new LiveRig(folder);
    person = new Person(live);
    live.save("a.txt", "one\ntwo\nthree\nfour\nfive\nsix\n").save("b.txt", "of b\nand more\n");
    live.commit("begin").up();
  }

  /// Orders it.
  World.Ran run(String... words) {
    live.weave();
    var all = new ArrayList<>(List.of("revert-commit"));
    all.addAll(List.of(words));
    return person.run(all);
  }

  /// What is said of how the store is.
  String status() {
    return person.run(List.of("status")).out();
  }

  /// What Git says in the repository.
  String git(String... words) {
    return TestGit.run(live.root, words).strip();
  }

  /// The last commit's.
  String message() {
    return git("log", "-1", "--format=%B");
  }

  /// Those that name an agent's session.
  static String trailers(ScriptedAgent agent) {
    var session = SessionKey.main("claude", agent.session());
    return "Reverted-Trace-Id: %s\nReverted-Agent-Id: %s"
        .formatted(session.traceId(), agent.session());
  }

  /// Reverts, and checks that the preview said the same and changed nothing; the last row.
  JsonNode revert(ScriptedAgent agent, String... paths) {
    var before = git("status", "--porcelain") + git("rev-parse", "HEAD");
    var words = new ArrayList<>(List.of(agent.session(), "--json", "--dry-run", "--"));
    words.addAll(List.of(paths));
    var dry = run(words.toArray(String[]::new));
    assertThat(dry.exit()).as(dry.err()).isEqualTo(Exit.YES);
    assertThat(git("status", "--porcelain") + git("rev-parse", "HEAD")).isEqualTo(before);
    words.set(2, "--yes");
    var made = run(words.toArray(String[]::new));
    assertThat(made.exit()).as(made.err()).isEqualTo(Exit.YES);
    var shown = dry.json();
    var done = made.json();
    assertThat(done.subList(0, done.size() - 1)).isEqualTo(shown.subList(0, shown.size() - 1));
    var last = done.getLast();
    assertThat(last.path("message")).isEqualTo(shown.getLast().path("message"));
    assertThat(last.path("commit").asString()).isEqualTo(git("rev-parse", "HEAD"));
    assertThat(message()).isEqualTo(last.path("message").asString().strip());
    assertThat(git("diff", "HEAD~1", "HEAD", "--name-only").lines().sorted().toList())
        .isEqualTo(
            done.subList(0, done.size() - 1).stream()
                .filter(row -> !row.path("action").asString().equals("keep"))
                .map(row -> row.path("path").asString())
                .sorted()
                .toList());
    return last;
  }

  /// What is said where it is refused and nothing changes.
  String refused(String... words) {
    var before = git("status", "--porcelain") + git("rev-parse", "HEAD");
    var all = new ArrayList<>(List.of(words));
    all.addFirst("--yes");
    var ran = run(all.toArray(String[]::new));
    assertThat(ran.exit()).as(ran.out()).isNotEqualTo(Exit.YES);
    assertThat(git("status", "--porcelain") + git("rev-parse", "HEAD")).isEqualTo(before);
    return ran.err();
  }

  /// An agent that has replaced a text in a file.
  ScriptedAgent edited(String path, String from, String to) {
    var agent = live.agent();
    agent.edit(path, from, to);
    live.after(agent);
    return agent;
  }

  @Override
  public void close() throws IOException, SQLException {
    live.close();
  }
}
