package dev.clew.recorder;

import static dev.clew.recorder.LiveRig.step;
import static org.assertj.core.api.Assertions.assertThat;

import dev.clew.testing.ScriptedAgent;
import dev.clew.testing.TestGit;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Blame, why, log and stats after real hooks, real edits and real Git, beside the running
/// recorder.
class LiveBlameTest {
  @TempDir private Path folder;
  private LiveRig rig;
  private Person person;

  @BeforeEach
  void begin() throws Exception {
    rig = new LiveRig(folder);
    person = new Person(rig);
    rig.save("a.txt", "one\ntwo\nthree\n").save("b.txt", "b\n");
    rig.commit("begin").up();
  }

  @AfterEach
  void end() throws Exception {
    rig.close();
  }

  private List<String> blame(String... words) {
    var all = new ArrayList<>(List.of("blame"));
    all.addAll(List.of(words));
    return person.whole(all.toArray(String[]::new)).stream()
        .map(line ->
            line.path("class").asString()
                + " "
                + line.path("confidence").asString()
                + " "
                + line.path("text").asString())
        .toList();
  }

  private static String id(ScriptedAgent.Call call) {
    return step(call).hex();
  }

  @Test
  void each_class_of_line_is_told_as_it_is() throws Exception {
    rig.git("checkout", "-q", "-b", "other").save("a.txt", "zero\none\ntwo\nthree\n");
    rig.commit("from a branch").git("checkout", "-q", "main");
    var agent = rig.agent();
    agent.prompt("make two of it");
    var edit = agent.edit("a.txt", "two\n", "2\n2b\n");
    rig.after(agent);
    var append = agent.bash("echo four >> a.txt");
    rig.after(agent);
    rig.save("a.txt", rig.text("a.txt") + "five\n");
    rig.awaitChange("a.txt");
    rig.await(
        "the person's line",
        events ->
            LiveRig.changes(events).stream()
                .anyMatch(each -> each.change().origin().wire().equals("human")));

    assertThat(blame("a.txt"))
        .containsExactly(
            "baseline exact one",
            "agent exact 2",
            "agent exact 2b",
            "baseline exact three",
            "agent inferred four",
            "human exact five");
    var lines = person.whole("blame", "a.txt");
    assertThat(lines.get(1).path("step").asString()).isEqualTo(id(edit));
    assertThat(lines.get(1).path("agent").asString()).isEqualTo("claude");
    assertThat(lines.get(1).path("prompt").asString()).isEqualTo("make two of it");
    assertThat(lines.get(1).path("turn").asString()).hasSize(16);
    assertThat(lines.get(1).path("session").asString()).hasSize(32);
    assertThat(lines.get(1).path("at").asString()).matches("20.*Z");
    assertThat(lines.get(4).path("step").asString()).isEqualTo(id(append));
    assertThat(lines.get(5).has("step")).isFalse();
    assertThat(lines.get(5).has("session")).isFalse();

    rig.save("a.txt", rig.text("a.txt") + "six, not seen yet\n").down();
    assertThat(blame("a.txt").getLast())
        .isIn("unknown unknown six, not seen yet", "human exact six, not seen yet");
    rig.up();
  }

  @Test
  void a_commit_a_step_and_a_time_are_moments_to_ask_for() throws Exception {
    var agent = rig.agent();
    var first = agent.edit("a.txt", "two", "2");
    rig.after(agent);
    var second = agent.edit("a.txt", "2", "two and a half");
    rig.after(agent);
    agent.bash("git commit -qam 'both'");
    rig.after(agent);

    assertThat(blame("a.txt", "--at", id(first)))
        .containsExactly("baseline exact one", "agent exact 2", "baseline exact three");
    assertThat(blame("a.txt", "--at", id(second)).get(1)).isEqualTo("agent exact two and a half");
    assertThat(blame("a.txt", "--at", "HEAD").get(1)).isEqualTo("agent exact two and a half");
    assertThat(blame("a.txt", "--at", "HEAD~1"))
        .containsOnly("baseline exact one", "baseline exact two", "baseline exact three");
    assertThat(blame("a.txt", "--at", agent.session()).get(1))
        .isEqualTo("agent exact two and a half");
    var then =
        person.whole("log", "--", "a.txt").stream()
            .filter(row -> row.path("step").asString("").equals(id(first)))
            .findFirst()
            .orElseThrow()
            .path("at")
            .asString();
    assertThat(blame("a.txt", "--at", then).get(1)).isEqualTo("agent exact 2");
    var line = person.whole("blame", "a.txt:2", "--at", "HEAD", "--commits").getFirst();
    assertThat(line.path("step").asString()).isEqualTo(id(second));
    assertThat(line.path("commit").asString()).isEqualTo(head());
    assertThat(line.path("author").asString()).isEqualTo("A Person");
  }

  @Test
  void after_a_recorder_was_killed_lines_have_the_causes_that_they_had() throws Exception {
    var agent = rig.agent();
    var known = rig.whatIsKnown();
    agent.edit("a.txt", "two\n", "2\n");
    rig.after(agent);
    agent.bash("echo four >> a.txt; echo new > made.txt; mv b.txt c.txt");
    rig.after(agent);
    rig.save("a.txt", "zero\n" + rig.text("a.txt"));
    agent.read("a.txt");
    var told = LiveRig.texts(rig.after(agent));
    var lines = blame("a.txt");
    rig.killed(known).save("a.txt", rig.text("a.txt") + "five\n").save("b.txt", "b\n").up();
    rig.agent();

    assertThat(LiveRig.texts(rig.awaitTexts("unknown unknown unwatched b.txt")))
        .containsAll(told)
        .filteredOn(each -> !told.contains(each))
        .containsExactly("unknown unknown unwatched a.txt", "unknown unknown unwatched b.txt");
    rig.weave();
    assertThat(blame("a.txt")).containsAll(lines).hasSize(lines.size() + 1);
    assertThat(blame("made.txt")).containsExactly("agent inferred new");
  }

  private String head() {
    return TestGit.run(rig.root, "rev-parse", "HEAD").strip();
  }

  @Test
  void why_leads_from_the_prompt_to_the_line() {
    var agent = rig.agent();
    agent.prompt("say two in digits");
    var read = agent.read("a.txt");
    var edit = agent.edit("a.txt", "two", "2");
    var test = agent.bash("true && : npm test");
    rig.after(agent);

    var links = person.whole("why", "a.txt:2");
    assertThat(links)
        .extracting(link -> link.path("link").asString())
        .containsExactly("prompt", "read", "edit", "test", "line");
    assertThat(links.getFirst().path("text").asString()).isEqualTo("say two in digits");
    assertThat(links.get(1).path("step").asString()).isEqualTo(id(read));
    assertThat(links.get(2).path("step").asString()).isEqualTo(id(edit));
    var file = links.get(2).path("files").get(0);
    assertThat(file.path("before").asString()).hasSize(64);
    assertThat(file.path("after").asString()).hasSize(64);
    assertThat(file.path("evidence").get(0).asString()).isEqualTo("edit_arguments");
    assertThat(links)
        .allSatisfy(link -> {
          if (!link.path("link").asString().equals("line")) {
            assertThat(link.path("records").isEmpty()).isFalse();
          }
        });
    assertThat(links.get(3).path("step").asString()).isEqualTo(id(test));
    assertThat(links.getLast().path("text").asString()).isEqualTo("2");
    assertThat(links.getLast().path("class").asString()).isEqualTo("agent");
    assertThat(person.done("why", "a.txt:2").out())
        .contains("prompt", "say two in digits", "a.txt:2) 2");
    assertThat(person.whole("why", id(edit)))
        .extracting(link -> link.path("link").asString())
        .containsExactly("prompt", "read", "edit", "test");
    assertThat(person.whole("why", "a.txt:1"))
        .extracting(link -> link.path("link").asString())
        .containsExactly("line");
  }

  @Test
  void the_history_of_a_file_and_of_lines_goes_through_renames_and_tells_of_everybody()
      throws Exception {
    var agent = rig.agent();
    var first = agent.edit("a.txt", "two", "2");
    rig.after(agent);
    rig.save("a.txt", "one\n2\nthree\ntyped\n");
    rig.await(
        "what was typed",
        events ->
            LiveRig.changes(events).stream()
                .anyMatch(each -> each.change().origin().wire().equals("human")));
    var move = agent.bash("mv a.txt c.txt");
    rig.after(agent);
    var other = rig.agent();
    var last = other.edit("c.txt", "three", "3");
    rig.after(other);

    var versions = person.whole("log", "--", "c.txt");
    assertThat(versions)
        .extracting(row -> row.path("class").asString() + " " + row.path("op").asString())
        .containsExactly(
            "agent modify", "agent rename", "human modify", "agent modify", "baseline modify");
    assertThat(versions.getFirst().path("step").asString()).isEqualTo(id(last));
    assertThat(versions.get(1).path("step").asString()).isEqualTo(id(move));
    assertThat(versions.get(1).path("from").asString()).isEqualTo(rig.root + "/a.txt");
    assertThat(versions.get(2).path("added").asInt()).isEqualTo(1);
    assertThat(versions.get(3).path("step").asString()).isEqualTo(id(first));
    assertThat(person.whole("log", "-L", "2:c.txt"))
        .extracting(row -> row.path("class").asString())
        .containsExactly("agent", "baseline");
    assertThat(person.whole("log", "-L", "4,4:c.txt"))
        .extracting(row -> row.path("class").asString())
        .containsExactly("human");
    assertThat(person.whole("log", "--", ".")).hasSameSizeAs(versions);
    assertThat(
            person
                .whole("log", "--reverse", "--limit", "1", "--", "c.txt")
                .getFirst()
                .path("kind")
                .asString())
        .isEqualTo("baseline");
    assertThat(person.done("log", "-p", "-L", "2:c.txt").out()).contains("-two", "+2");
    assertThat(blame("c.txt"))
        .containsExactly(
            "baseline exact one", "agent exact 2", "agent exact 3", "human exact typed");
    Files.delete(rig.root.resolve("c.txt"));
    rig.awaitChange("c.txt");
    assertThat(person.done("blame", "c.txt").err())
        .contains("c.txt is not on disk: this is how it was last known");
  }

  @Test
  void what_only_changed_blanks_is_a_note_that_can_be_left_out() {
    var agent = rig.agent();
    var wrote = agent.edit("a.txt", "two", "twice two");
    rig.after(agent);
    var indented = agent.edit("a.txt", "twice two", "    twice two");
    rig.after(agent);

    var line = person.whole("blame", "a.txt:2").getFirst();
    assertThat(line.path("step").asString()).isEqualTo(id(wrote));
    assertThat(line.path("note").asString()).isEqualTo("whitespace");
    assertThat(line.path("note_step").asString()).isEqualTo(id(indented));
    var without = person.whole("blame", "-w", "a.txt:2").getFirst();
    assertThat(without.path("step").asString()).isEqualTo(id(wrote));
    assertThat(without.has("note")).isFalse();
  }

  @Test
  void the_text_forms_name_who_and_when() {
    var agent = rig.agent();
    agent.prompt("say two in digits");
    agent.edit("a.txt", "two", "2");
    rig.after(agent);
    person.whole("blame", "a.txt");

    var text = person.done("blame", "a.txt").out();
    assertThat(text).contains("there before", "claude", "say two in digits", "2) 2");
    assertThat(text.lines()).allMatch(line -> line.length() <= 100);
    assertThat(person.done("log", "--", "a.txt").out())
        .contains("claude", "+1 -1", "say two in digits");
    assertThat(person.done("blame", "a.txt:2", "--porcelain").out())
        .contains("clew-class agent\n", "clew-agent claude\n", "\t2\n", "filename a.txt");
  }

  @Test
  void stats_count_lines_by_who_wrote_them_and_what_is_left() {
    var agent = rig.agent();
    agent.edit("a.txt", "two\n", "2\n2b\n2c\n");
    rig.after(agent);
    agent.bash("git add -A && git commit -qm 'an agent did this'");
    rig.after(agent);
    agent.edit("a.txt", "2c\n", "");
    rig.after(agent);

    assertThat(stats("--lines"))
        .containsExactly(
            "all: 5 5 in 2",
            "class baseline: 3 3 in 2",
            "class agent: 2 2 in 1",
            "agent claude: 2 2 in 1",
            "model : 2 2 in 1");
    assertThat(stats("HEAD~1..HEAD", "--by", "class,path"))
        .containsExactly("all: 3 2 in 1", "class agent: 3 2 in 1", "path a.txt: 3 2 in 1");
    assertThat(stats("HEAD", "--by", "author"))
        .containsExactly("all: 3 2 in 1", "author A Person: 3 2 in 1");
    assertThat(stats("HEAD~1", "--by", "class"))
        .containsExactly("all: 4 3 in 2", "class baseline: 4 3 in 2");
    assertThat(stats("--by", "class"))
        .containsExactly("all: 5 5 in 2", "class baseline: 3 3 in 2", "class agent: 2 2 in 1");
    assertThat(person.done("stats", "HEAD").out())
        .contains("3 lines in 1 file, 2 of them still there");
    assertThat(person.done("stats", "--json").json().getFirst().path("sessions").asInt())
        .isPositive();
  }

  private List<String> stats(String... words) {
    var all = new ArrayList<>(List.of("stats"));
    all.addAll(List.of(words));
    return person.whole(all.toArray(String[]::new)).stream()
        .map(row ->
            "%s%s: %d %d in %d"
                .formatted(
                    row.path("by").asString(),
                    row.path("by").asString().equals("all") ? "" : " " + row.path("key").asString(),
                    row.path("lines").asInt(),
                    row.path("survived").asInt(),
                    row.path("files").asInt()))
        .toList();
  }
}
