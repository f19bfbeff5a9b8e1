package dev.clew.recorder;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clew.testing.World;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Commits of agents' and of people's lines by real Git, with the hook of `clew git-hooks`.
///
/// The launcher is a script that hands the question to this process through two pipes, as the real
/// one hands it to the recorder; `sleep`, by which the hook ends its patience, is long here.
class CommitTrailersTest {
  @TempDir private Path folder;
  private OriginRig rig;
  private World world;
  private ServerSocketChannel socket;

  @BeforeEach
  void begin() throws IOException {
    rig = new OriginRig(folder);
    var real = folder.toRealPath();
    world = new World(real, Map.of("CLEW_LAUNCHER", real.resolve("launcher").toString()));
    socket = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    socket.bind(UnixDomainSocketAddress.of(rig.home().socket()));
    script("bin/sleep", "exec /bin/sleep 60");
    script(
        "launcher",
        """
        { pwd; shift; for word; do printf '%%s\\n' "$word"; done; } >%1$s/question
        exec cat %1$s/answer\
        """
            .formatted(real));
    rig.shell(real, "mkfifo question answer").well();
    Thread.ofPlatform().daemon().start(() -> answer(real));
    rig.git("init", "-q", "-b", "main").well();
    rig.save("a.txt", "one of it\ntwo of it\nthree of it\n");
    rig.git("add", "-A").well();
    rig.git("commit", "-q", "-m", "begin").well();
    rig.look();
    clew("git-hooks", "install");
  }

  @AfterEach
  void end() throws IOException {
    socket.close();
    rig.close();
  }

  private void script(String name, String text) throws IOException {
    var file = folder.toRealPath().resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, "#!/bin/sh\n" + text + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private void answer(Path real) {
    try {
      while (true) {
        var asked = Files.readAllLines(real.resolve("question"));
        var words = new ArrayList<>(List.of("commit-trailers", "--within", "8000", "-C"));
        words.addAll(asked);
        Files.writeString(real.resolve("answer"), world.clew(words.toArray(String[]::new)).out());
      }
    } catch (IOException e) {
      // the folder has gone: the test is over
    }
  }

  private World.Ran clew(String... words) {
    var all = new ArrayList<>(List.of(words));
    all.addAll(1, List.of("-C", rig.root.toString()));
    var ran = world.clew(all.toArray(String[]::new));
    assertThat(ran.exit().code()).as(ran.err()).isZero();
    return ran;
  }

  private void git(Path where, String command) {
    rig.shell(where, "PATH=%s/bin:$PATH; git %s".formatted(folder, command)).well();
  }

  private void git(String command) {
    rig.settle();
    rig.origins();
    git(rig.root, command);
  }

  private String message() {
    return rig.git("log", "-1", "--format=%B").well().said().split(": ", 2)[1];
  }

  @Test
  void a_commit_of_an_agents_lines_names_its_session() {
    rig.agent("s1").edit("a.txt", "two of it\n", "2 of it\n");
    git("commit -q -a -m 'make it two' -m 'Closes' -m '#12 of them'");
    assertThat(message())
        .startsWith("make it two\n\nCloses\n\n#12 of them\n\nTrace-Id: ")
        .containsPattern("(?m)^Trace-Id: [0-9a-f]{32}\nAgent-Id: s1\nAssisted-by: claude");
  }

  @Test
  void a_commit_of_a_persons_lines_names_nobody() {
    var agent = rig.agent("s1");
    agent.edit("a.txt", "two of it\n", "2 of it\n");
    rig.settle();
    git("commit -q -a -m agent");
    rig.save("a.txt", rig.text("a.txt") + "a person's line\n");
    git("commit -q -a -m person");
    assertThat(message().strip()).isEqualTo("person");
  }

  @Test
  void only_what_is_staged_counts() {
    rig.agent("s1").edit("a.txt", "two of it\n", "2 of it\n");
    rig.settle();
    rig.save("b.txt", "a person's file\n");
    rig.git("add", "b.txt").well();
    git("commit -q -m 'only b'");
    assertThat(message().strip()).isEqualTo("only b");
    rig.save("c.txt", "another person's file\n");
    rig.git("add", "c.txt").well();
    git("commit -q -m 'only a' a.txt"); // from an index of its own
    assertThat(message()).contains("Agent-Id: s1");
    git("commit -q -m 'only c'");
    assertThat(message().strip()).isEqualTo("only c");
  }

  @Test
  void a_passage_that_is_staged_alone_is_told_by_its_lines() {
    var middle = "a line between\nand one more\n".repeat(8);
    rig.save("a.txt", "begin of it\n" + middle + "end of it\n");
    git("commit -q -a -m long");
    rig.agent("s1").edit("a.txt", "begin of it\n", "begin by an agent\n");
    rig.settle();
    rig.save("a.txt", rig.text("a.txt").replace("end of it\n", "end by a person\n"));
    rig.settle();
    rig.origins();
    rig.shell(rig.root, "printf 'n\\ny\\n' | git add -p").well();
    git("commit -q -m person");
    assertThat(message().strip()).isEqualTo("person");
    git("commit -q -a -m agent");
    assertThat(message()).contains("Agent-Id: s1");
  }

  @Test
  void an_amend_adds_what_is_new_and_nothing_twice() {
    rig.agent("s1").edit("a.txt", "two of it\n", "2 of it\n");
    git("commit -q -a -m one");
    var once = message();
    git("commit -q --amend --no-edit");
    assertThat(message()).isEqualTo(once);
    rig.agent("s2").edit("a.txt", "three of it\n", "3 of it\n");
    git("commit -q -a --amend --no-edit");
    assertThat(message()).startsWith(once.strip()).contains("Agent-Id: s1", "Agent-Id: s2");
  }

  @Test
  void a_merge_names_nobody_for_what_a_parent_has_and_a_squash_does() {
    git("checkout -q -b side");
    rig.agent("s1").edit("a.txt", "two of it\n", "2 of it\n");
    git("commit -q -a -m side");
    git("checkout -q main");
    rig.save("b.txt", "a person's file\n");
    rig.git("add", "b.txt").well();
    git("commit -q -m main");
    git("merge -q -m merged side");
    assertThat(message().strip()).isEqualTo("merged");
    git("reset -q --hard HEAD~1");
    git("merge -q --squash side");
    git("commit -q -m squashed");
    assertThat(message()).startsWith("squashed\n\nTrace-Id: ").contains("Agent-Id: s1");
  }

  @Test
  void a_linked_work_tree_has_the_hook_too() throws IOException {
    var tree = folder.toRealPath().resolve("user/linked");
    git("worktree add -q " + tree);
    var agent = rig.agent("s1", tree);
    agent.edit("a.txt", "two of it\n", "2 of it\n");
    rig.settle();
    rig.origins();
    git(tree, "commit -q -a -m linked");
    assertThat(rig.run(tree, "log", "-1", "--format=%B").said()).contains("Agent-Id: s1");
  }

  @Test
  void what_somebody_typed_stays_and_is_evidence_of_nothing() {
    rig.agent("s1").edit("a.txt", "two of it\n", "2 of it\n");
    git("commit -q -a -m agent");
    rig.save("b.txt", "a person's file\n");
    rig.git("add", "b.txt").well();
    git("commit -q -m 'typed' -m 'Trace-Id: 00\nAgent-Id: s1\nModel: best\nAssisted-by: nobody'");
    assertThat(message().strip())
        .isEqualTo("typed\n\nTrace-Id: 00\nAgent-Id: s1\nModel: best\nAssisted-by: nobody");
    rig.look();
    rig.origins();
    var line = clew("blame", "b.txt", "--json").json().getFirst();
    assertThat(line.path("class").asString()).isNotEqualTo("agent");
    assertThat(line.has("session")).isFalse();
    rig.save("a.txt", rig.text("a.txt").replace("three of it", "3 of it"));
    git("commit -q -a -m 'typed again' -m 'Agent-Id: s1'");
    assertThat(message().strip()).isEqualTo("typed again\n\nAgent-Id: s1");
  }

  @Test
  void an_empty_message_still_ends_the_commit_and_comments_stay_behind() throws IOException {
    rig.agent("s1").edit("a.txt", "two of it\n", "2 of it\n");
    rig.settle();
    rig.origins();
    var empty = rig.shell(rig.root, "PATH=%s/bin:$PATH; git commit -v -a".formatted(folder));
    assertThat(empty.exit()).isNotZero();
    assertThat(empty.said()).contains("empty commit message");
    script("bin/write", "{ echo 'by an editor'; cat \"$1\"; } >\"$1.new\"; mv \"$1.new\" \"$1\"");
    rig.shell(rig.root, "PATH=%1$s/bin:$PATH; GIT_EDITOR=write git commit -v -a".formatted(folder))
        .well();
    assertThat(message())
        .matches("(?s)by an editor\n\nTrace-Id: \\w+\nAgent-Id: s1\nAssisted-by: [^\n]+\n+");
  }

  @Test
  void no_verify_leaves_it_out() {
    rig.agent("s1").edit("a.txt", "two of it\n", "2 of it\n");
    git("commit -q -a --no-verify -m plain");
    assertThat(message().strip()).isEqualTo("plain");
  }
}
