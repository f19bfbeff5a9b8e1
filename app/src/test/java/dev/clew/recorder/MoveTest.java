package dev.clew.recorder;

import static dev.clew.recorder.LiveRig.step;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.clew.cli.Exit;
import dev.clew.event.Event;
import dev.clew.event.SessionKey;
import dev.clew.testing.NativeHook;
import dev.clew.testing.ScriptedAgent;
import dev.clew.testing.TestGit;
import dev.clew.testing.World;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// Moves beside a running recorder, in a real repository, after real hooks and real edits.
@EnabledOnOs(OS.LINUX)
class MoveTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  @TempDir private static Path built;
  private static Optional<Path> helper = Optional.empty();

  @TempDir private Path folder;
  private LiveRig rig;
  private World world;

  @BeforeAll
  static void compile() throws IOException, InterruptedException {
    helper = NativeHook.compile(built);
  }

  @BeforeEach
  void begin() throws Exception {
    rig = new LiveRig(folder, helper);
    world = new World(folder.toRealPath());
    rig.save("a.txt", "one\ntwo\nthree\nfour\nfive\nsix\n").save("b.txt", "b\n");
    rig.save(".gitignore", "out/\n").save("run.sh", "#!/bin/sh\n");
    Files.createDirectories(rig.root.resolve("out"));
    assertThat(rig.root.resolve("run.sh").toFile().setExecutable(true)).isTrue();
    rig.commit("begin").up();
  }

  @AfterEach
  void end() throws Exception {
    rig.close();
    assertThat(rig.log()).isEmpty();
  }

  private World.Ran run(String verb, String... words) {
    var all = new ArrayList<>(List.of(verb, "-C", rig.root.toString()));
    all.addAll(List.of(words));
    return world.clew(all.toArray(String[]::new));
  }

  /// Makes a move and checks that its preview said the same and changed nothing; its rows.
  private List<JsonNode> move(Exit exit, String verb, String... words) {
    var preview = new ArrayList<>(List.of("--json", "--dry-run"));
    preview.addAll(List.of(words));
    var before = files("");
    var git = files(".git");
    var dry = run(verb, preview.toArray(String[]::new));
    assertThat(dry.exit()).as(dry.err()).isEqualTo(Exit.YES);
    assertThat(files("")).as("a preview changes nothing").isEqualTo(before);
    var order = new ArrayList<>(List.of("--json", "--yes"));
    order.addAll(List.of(words));
    var made = run(verb, order.toArray(String[]::new));
    assertThat(made.exit()).as(made.err()).isEqualTo(exit);
    assertThat(files(".git")).as("Git's folder").isEqualTo(git);
    var shown = dry.json();
    var done = made.json();
    assertThat(done.subList(0, done.size() - 1)).isEqualTo(shown.subList(0, shown.size() - 1));
    var last = done.getLast();
    assertThat(last.propertyNames()).containsExactly("move", "before", "after");
    assertThat(last.path("before")).isEqualTo(shown.getLast().path("before"));
    assertThat(last.path("after").asString()).matches("[0-9a-f]{64}");
    return done.subList(0, done.size() - 1);
  }

  private static List<String> texts(List<JsonNode> rows) {
    return rows.stream()
        .map(row -> row.path("action").asString() + " " + row.path("path").asString())
        .toList();
  }

  /// All files below a folder, with their bytes and whether they may be run.
  private Map<String, String> files(String below) {
    var top = rig.root.resolve(below);
    var files = new TreeMap<String, String>();
    try (var all = Files.walk(top)) {
      for (var each : (Iterable<Path>) all::iterator) {
        var name = top.relativize(each).toString();
        if (!below.isEmpty() || !name.startsWith(".git/")) {
          files.put(
              name,
              Files.isRegularFile(each)
                  ? Files.isExecutable(each) + Files.readString(each, ISO_8859_1)
                  : "folder");
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return files;
  }

  private static String id(ScriptedAgent.Call call) {
    return step(call).hex();
  }

  @Test
  void what_a_person_has_changed_made_or_has_ignored_stays() {
    var agent = rig.agent();
    var edit = agent.edit("a.txt", "two\n", "2\n");
    rig.after(agent);
    rig.save("b.txt", "a person's\n").save("wip.txt", "not in Git\n").save("out/x", "ignored\n");
    rig.awaitChange("wip.txt");
    rig.save("a.txt", rig.text("a.txt") + "a person's\n");
    rig.awaitTexts("human exact outside_intervals a.txt");

    assertThat(texts(move(Exit.YES, "rewind", id(edit) + "^")))
        .containsExactly("write a.txt", "keep b.txt", "keep wip.txt");
    assertThat(rig.text("a.txt")).isEqualTo("one\ntwo\nthree\nfour\nfive\nsix\na person's\n");
    assertThat(rig.text("b.txt")).isEqualTo("a person's\n");
    assertThat(rig.text("wip.txt")).isEqualTo("not in Git\n");
    assertThat(rig.text("out/x")).isEqualTo("ignored\n");
  }

  @Test
  void exactly_is_the_tree_as_it_was_and_ignored_files_stay_all_the_same() {
    var agent = rig.agent();
    var begun = files("");
    var edit = agent.edit("a.txt", "two\n", "2\n");
    rig.after(agent);
    rig.save("wip.txt", "not in Git\n");
    rig.awaitChange("wip.txt");
    var later = files("");

    assertThat(texts(move(Exit.YES, "rewind", id(edit) + "^", "--exact")))
        .containsExactly("write a.txt", "delete wip.txt");
    assertThat(files("")).isEqualTo(begun);
    move(Exit.YES, "redo");
    assertThat(files("")).as("it can be taken back").isEqualTo(later);
  }

  @Test
  void where_head_has_moved_only_files_are_moved_and_only_if_that_is_said() {
    var agent = rig.agent();
    var edit = agent.edit("a.txt", "two\n", "2\n");
    rig.after(agent);
    rig.commit("a commit since");
    var refused = run("rewind", id(edit) + "^", "--yes");
    assertThat(refused.exit()).isEqualTo(Exit.USAGE);
    assertThat(refused.err()).contains("HEAD was at", "git switch --detach", "--files");
    assertThat(rig.text("a.txt")).contains("2\n");

    move(Exit.YES, "rewind", id(edit) + "^", "--files");
    assertThat(rig.text("a.txt")).contains("two\n");
  }

  @Test
  void while_git_is_at_work_nothing_is_moved_unless_that_is_said() throws IOException {
    var agent = rig.agent();
    var edit = agent.edit("a.txt", "two\n", "2\n");
    rig.after(agent);
    for (var state : List.of("MERGE_HEAD", "CHERRY_PICK_HEAD", "rebase-merge", "index.lock")) {
      var file = rig.root.resolve(".git").resolve(state);
      if (state.equals("rebase-merge")) {
        Files.createDirectory(file);
      } else {
        Files.writeString(file, TestGit.run(rig.root, "rev-parse", "HEAD"));
      }
      var refused = run("undo", id(edit), "--yes");
      assertThat(refused.exit()).as(state).isEqualTo(Exit.USAGE);
      assertThat(refused.err()).as(state).contains("--files");
      Files.delete(file);
    }
    Files.writeString(rig.root.resolve(".git/index.lock"), "");
    move(Exit.YES, "undo", id(edit), "--files");
    assertThat(rig.text("a.txt")).contains("two\n");
  }

  @Test
  void deleted_files_modes_and_folders_come_back_and_made_ones_go() {
    var agent = rig.agent();
    var begun = files("");
    var call =
        agent.bash("rm b.txt run.sh && chmod +x a.txt && mkdir -p new/deep && echo x > new/deep/x");
    rig.after(agent);

    assertThat(texts(move(Exit.YES, "undo", id(call))))
        .containsExactly("mode a.txt", "write b.txt", "delete new/deep/x", "write run.sh");
    assertThat(files("")).isEqualTo(begun);
  }

  @Test
  void what_another_session_did_to_the_same_lines_since_is_a_conflict_to_be_resolved() {
    var one = rig.agent();
    var first = one.edit("a.txt", "two\n", "2\n");
    rig.after(one);
    var other = rig.agent();
    other.edit("a.txt", "2\n", "zwei\n");
    rig.after(other);
    var before = files("");

    var rows = move(Exit.NO, "undo", id(first));
    assertThat(texts(rows)).containsExactly("conflict a.txt");
    assertThat(rows.getFirst().path("reason").asString()).isEqualTo("a conflict is marked");
    assertThat(rig.text("a.txt"))
        .startsWith("one\n<<<<<<< now\nzwei\n=======\ntwo\n>>>>>>> before");
    var open = run("undo", "--continue");
    assertThat(open.exit()).isEqualTo(Exit.NO);
    assertThat(open.err()).contains("a.txt");
    assertThat(run("undo", "--abort", "--yes").exit()).isEqualTo(Exit.YES);
    assertThat(files("")).isEqualTo(before);
    assertThat(run("undo", "--continue").exit()).isEqualTo(Exit.USAGE);

    move(Exit.NO, "undo", id(first));
    rig.save("a.txt", "one\nresolved\n");
    assertThat(run("undo", "--continue").exit()).isEqualTo(Exit.YES);
    assertThat(run("undo", "--continue").exit()).isEqualTo(Exit.USAGE);
    assertThat(rig.text("a.txt")).isEqualTo("one\nresolved\n");
  }

  @Test
  void a_move_taken_back_gives_the_tree_exactly_and_keeps_what_was_done_since() {
    var agent = rig.agent();
    var call =
        agent.bash("mv b.txt c.txt && echo c >> c.txt && rm run.sh && sed -i s/two/2/ a.txt");
    rig.after(agent);
    var before = files("");
    move(Exit.YES, "undo", id(call));
    assertThat(rig.text("b.txt")).isEqualTo("b\n");
    move(Exit.YES, "redo");
    assertThat(files("")).isEqualTo(before);

    move(Exit.YES, "redo"); // takes the last move back, which was that one
    rig.save("a.txt", rig.text("a.txt") + "since\n");
    move(Exit.YES, "redo");
    assertThat(rig.text("a.txt")).isEqualTo("one\n2\nthree\nfour\nfive\nsix\nsince\n");
  }

  @Test
  void what_was_undone_and_redone_is_still_its_agents_or_its_persons() {
    var agent = rig.agent();
    var begun = files("");
    var edit = agent.edit("a.txt", "two\n", "2\n");
    agent.write("made.txt", "made\n");
    rig.after(agent);
    move(Exit.YES, "undo", SessionKey.main("claude", agent.session()).id());
    move(Exit.YES, "redo");
    rig.save("wip.txt", "a person's\n").save("b.txt", "a person's\n");
    rig.awaitChange("wip.txt");
    move(Exit.YES, "rewind", id(edit) + "^", "--exact");
    assertThat(files("")).isEqualTo(begun);
    move(Exit.YES, "redo");

    assertThat(texts(move(Exit.YES, "rewind", id(edit) + "^")))
        .containsExactly("write a.txt", "keep b.txt", "delete made.txt", "keep wip.txt");
    assertThat(rig.text("b.txt")).isEqualTo("a person's\n");
    assertThat(rig.text("a.txt")).isEqualTo("one\ntwo\nthree\nfour\nfive\nsix\n");
  }

  @Test
  void one_session_is_taken_back_and_the_other_stays() {
    var one = rig.agent();
    one.edit("a.txt", "one\n", "1\n");
    one.edit("b.txt", "b\n", "B\n");
    rig.after(one);
    var other = rig.agent();
    other.edit("a.txt", "six\n", "6\n");
    rig.after(other);

    var session = SessionKey.main("claude", one.session()).id();
    assertThat(texts(move(Exit.YES, "undo", session, "--", "a.txt")))
        .as("one file of it")
        .containsExactly("write a.txt");
    assertThat(rig.text("a.txt")).isEqualTo("one\ntwo\nthree\nfour\nfive\n6\n");
    assertThat(rig.text("b.txt")).isEqualTo("B\n");
    assertThat(texts(move(Exit.YES, "undo", session))).containsExactly("write b.txt");
    move(Exit.YES, "redo");
    assertThat(texts(move(Exit.YES, "keep", session, "--", "a.txt")))
        .containsExactly("write b.txt");
    assertThat(rig.text("b.txt")).isEqualTo("b\n");
  }

  @Test
  void a_move_is_a_step_of_the_persons_and_nobody_else_did_what_it_does() {
    var agent = rig.agent();
    var edit = agent.edit("a.txt", "two\n", "2\n");
    rig.after(agent);
    var known = LiveRig.changes(rig.events()).size();
    var order = run("undo", id(edit), "--yes", "--json");
    assertThat(order.exit()).as(order.err()).isEqualTo(Exit.YES);
    var step = order.json().getLast().path("move").asString();
    rig.save("b.txt", "a sign\n");
    var changes = rig.awaitChange("b.txt");

    assertThat(LiveRig.texts(changes.subList(known, changes.size())))
        .containsExactly("human exact move a.txt", "human exact outside_intervals b.txt");
    var moved = changes.get(known);
    assertThat(moved.session().agent()).isEqualTo("human");
    assertThat(java.util.Objects.requireNonNull(moved.step()).hex()).isEqualTo(step);
    assertThat(rig.events())
        .anyMatch(each ->
            each instanceof Event.SessionStarted started
                && started.header().session().agent().equals("human"));
    var shown = run("show", step);
    assertThat(shown.exit()).as(shown.err()).isEqualTo(Exit.YES);
    assertThat(shown.out()).containsPattern("title +undo " + id(edit));
    assertThat(shown.out()).contains("rollback (undo)", "a.txt by a person, exact (move)");
  }

  @Test
  void the_conversation_is_told_how_it_goes_on_from_the_first_prompt_that_is_taken_back() {
    var id = "01e5a1de-0000-4000-8000-00000000c1e3";
    rig.after(rig.agent()); // the workspace has been looked at
    var agent = new ScriptedAgent(rig.client(), rig.home().folder(), rig.root, id);
    agent.start().prompt("number the lines");
    var first = agent.edit("a.txt", "two\n", "2\n");
    rig.after(agent);
    agent.prompt("all of them");
    var second = agent.edit("a.txt", "six\n", "6\n");
    rig.after(agent);
    var session = SessionKey.main("claude", id).id();

    var undone = run("undo", id(second), "--yes");
    assertThat(undone.exit()).as(undone.err()).isEqualTo(Exit.YES);
    assertThat(undone.out())
        .contains(
            "claude --resume " + id + "\n",
            "claude --resume " + id + " --fork-session",
            "prompt 2",
            "/rewind",
            "all of them");
    var rewound = run("rewind", id(first) + "^", "--yes", "--json");
    assertThat(rewound.exit()).as(rewound.err()).isEqualTo(Exit.YES);
    var told = rewound.json().getLast().path("conversations");
    assertThat(told.valueStream().map(each -> each.path("session").asString()))
        .containsExactly(session);
    assertThat(told.path(0).path("number").asInt()).isEqualTo(1);
    assertThat(told.path(0).path("prompt").asString()).isEqualTo("number the lines");
    assertThat(rig.text("a.txt")).isEqualTo("one\ntwo\nthree\nfour\nfive\nsix\n");
    assertThat(told.path(0).path("copy").asString()).endsWith("--fork-session");
  }

  @Test
  void lines_that_come_back_have_the_origins_that_they_had() {
    var one = rig.agent();
    var first = one.edit("a.txt", "two\n", "2\n");
    rig.after(one);
    var other = rig.agent();
    var second = other.edit("a.txt", "2\n", "zwei\n");
    rig.after(other);
    move(Exit.YES, "undo", id(second));
    assertThat(rig.text("a.txt")).startsWith("one\n2\n");

    var lines = blame();
    assertThat(lines.get(0).path("class").asString()).isEqualTo("baseline");
    assertThat(lines.get(1).path("class").asString()).isEqualTo("agent");
    assertThat(lines.get(1).path("step").asString()).isEqualTo(id(first));
  }

  private List<JsonNode> blame() {
    var deadline = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      var ran = run("blame", "--json", "a.txt");
      assertThat(ran.exit()).as(ran.err()).isEqualTo(Exit.YES);
      if (!ran.err().contains("not in this answer yet")) {
        return ran.json();
      }
      assertThat(System.nanoTime()).as(ran.err()).isLessThan(deadline);
      rig.weave();
    }
  }
}
