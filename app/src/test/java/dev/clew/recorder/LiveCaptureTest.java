package dev.clew.recorder;

import static dev.clew.recorder.LiveRig.step;
import static dev.clew.recorder.LiveRig.texts;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.clew.event.Event;
import dev.clew.event.FileOp;
import dev.clew.event.OriginClass;
import dev.clew.testing.Cases;
import dev.clew.testing.ScriptedAgent;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Agents and people at work in a repository, with real hooks, files, commands and Git.
class LiveCaptureTest {
  @TempDir private Path folder;
  private LiveRig rig;

  @BeforeEach
  void begin() throws Exception {
    rig = new LiveRig(folder);
    rig.save("a.txt", "one\ntwo\nthree\n").save("b.txt", "b\n").save("src/c.txt", "c\n");
    rig.commit("begin").up();
  }

  @AfterEach
  void end() throws Exception {
    rig.close();
  }

  @Test
  void an_edit_is_the_steps_with_what_it_left() {
    var agent = rig.agent();
    var call = agent.edit("a.txt", "two", "2");

    var changes = rig.after(agent);

    assertThat(texts(changes)).containsExactly("agent exact edit_arguments a.txt");
    assertThat(changes.getFirst().step()).isEqualTo(step(call));
    assertThat(changes.getFirst().session().agentSession()).isEqualTo(agent.session());
    var after = changes.getFirst().change().after();
    assertThat(after).isNotNull();
    assertThat(rig.object(after.sha256()))
        .hasValue("one\n2\nthree\n".getBytes(StandardCharsets.UTF_8));
    assertThat(changes.getFirst().change().added()).isEqualTo(1);
    assertThat(changes.getFirst().change().removed()).isEqualTo(1);
  }

  @Test
  void a_step_is_told_with_the_workspace_before_and_after() {
    var agent = rig.agent();
    var call = agent.bash("echo x > new.txt");
    rig.after(agent);

    var moments =
        rig.events().stream()
            .filter(Event.SnapshotTaken.class::isInstance)
            .map(Event.SnapshotTaken.class::cast)
            .filter(each -> step(call).equals(each.step()))
            .toList();

    assertThat(moments)
        .extracting(each -> each.state().moment())
        .containsExactly("before", "after");
    assertThat(moments.getFirst().state().tree()).isNotEqualTo(moments.getLast().state().tree());
    assertThat(moments).extracting(each -> each.state().branch()).containsOnly("main");
  }

  @Test
  void what_a_person_saves_between_calls_is_the_persons() {
    var agent = rig.agent();
    agent.bash("echo x > x.txt");
    rig.awaitChange("x.txt");
    rig.save("b.txt", "typed\n");

    assertThat(texts(rig.awaitChange("b.txt")))
        .containsExactly("agent inferred names_path x.txt", "human exact outside_intervals b.txt");
  }

  /// What the calls did, as texts; changes that are no step's stand for themselves.
  private static List<String> of(List<LiveRig.Told> changes, ScriptedAgent.Call call) {
    return texts(changes.stream().filter(each -> step(call).equals(each.step())).toList());
  }

  @Test
  void what_commands_do_to_files_is_theirs() {
    rig.save("gone.txt", "x\n").save("old.txt", "moved\n").save("run.sh", "x\n");
    rig.save("many/1.txt", "1\n").save("many/2.txt", "2\n").save("long.txt", "1234567890\n");
    var agent = rig.agent();
    var redirect = agent.bash("echo x > redirect.txt");
    var append = agent.bash("echo x >> b.txt");
    var heredoc = agent.bash("cat > heredoc.txt <<'EOF'\nit's $HOME\nEOF");
    var tee = agent.bash("echo y | tee tee1.txt tee2.txt > /dev/null");
    var sed = agent.bash("sed -i 's/one/1/' a.txt");
    var move = agent.bash("mv old.txt new.txt");
    var copy = agent.bash("cp b.txt copy.txt");
    var recursive = agent.bash("cp -r many more");
    var mode = agent.bash("chmod +x run.sh");
    var truncate = agent.bash("truncate -s 4 long.txt");
    var remove = agent.bash("rm gone.txt many/*.txt");
    var elsewhere = agent.bash("cd src && (echo 1 > here.txt); cd .. && echo 2 > there.txt");
    var nothing = agent.bash("cat a.txt | grep -c x; ls -la; git status; find . -name '*.txt'");
    var outside = agent.bash("echo x > ../elsewhere.txt");

    var changes = rig.after(agent);

    var names = "agent inferred names_path ";
    assertThat(of(changes, redirect)).containsExactly(names + "redirect.txt");
    assertThat(of(changes, append)).containsExactly(names + "b.txt");
    assertThat(of(changes, heredoc)).containsExactly(names + "heredoc.txt");
    assertThat(of(changes, tee)).containsExactly(names + "tee1.txt", names + "tee2.txt");
    assertThat(of(changes, sed)).containsExactly(names + "a.txt");
    assertThat(of(changes, move)).containsExactly(names + "new.txt");
    assertThat(of(changes, copy)).containsExactly(names + "copy.txt");
    assertThat(of(changes, recursive)).containsExactly(names + "more/1.txt", names + "more/2.txt");
    assertThat(of(changes, mode)).containsExactly(names + "run.sh");
    assertThat(of(changes, truncate)).containsExactly(names + "long.txt");
    assertThat(of(changes, remove))
        .containsExactly(names + "gone.txt", names + "many/1.txt", names + "many/2.txt");
    assertThat(of(changes, elsewhere)).containsExactly(names + "src/here.txt", names + "there.txt");
    assertThat(of(changes, nothing)).isEmpty();
    assertThat(of(changes, outside)).isEmpty();
    assertThat(changes).allMatch(each -> each.step() != null);
    var moved = changes.stream().filter(each -> step(move).equals(each.step())).findFirst();
    assertThat(moved.orElseThrow().change().op()).isEqualTo(FileOp.RENAME);
    assertThat(moved.orElseThrow().change().from()).isEqualTo("old.txt");
  }

  @Test
  void a_change_of_equal_size_within_the_clocks_grain_is_seen() {
    rig.save("same.txt", "xxxx\n");
    var agent = rig.agent();
    var first = agent.bash("printf 'yyyy\\n' > same.txt; touch -d @1000000000 same.txt");
    var second = agent.bash("printf 'zzzz\\n' > same.txt; touch -d @1000000000 same.txt");

    var changes = rig.after(agent);

    assertThat(of(changes, first)).containsExactly("agent inferred names_path same.txt");
    assertThat(of(changes, second)).containsExactly("agent inferred names_path same.txt");
  }

  @Test
  void what_a_script_does_is_inferred_where_it_was_short_and_alone() {
    rig.save("make.sh", "echo made > made.txt\n");
    var agent = rig.agent();
    var call = agent.bash("bash make.sh");

    assertThat(of(rig.after(agent), call)).containsExactly("agent inferred opaque_alone made.txt");
  }

  @Test
  void a_person_who_saves_files_during_a_shell_call_is_not_the_agent() {
    rig.save("test.sh", "sleep 0.1\n");
    var agent = rig.agent();
    rig.save("b.txt", "a person works here\n");
    rig.awaitChange("b.txt");
    var call = agent.before(agent.bashCall("bash test.sh; echo done > result.txt"));
    rig.save("a.txt", "typed\n").save("new.txt", "typed, too\n");
    agent.run("bash test.sh; echo done > result.txt");
    agent.after(call);

    var changes = rig.after(agent);

    assertThat(of(changes, call)).containsExactly("agent inferred names_path result.txt");
    assertThat(texts(changes))
        .contains("unknown unknown in_interval a.txt", "unknown unknown in_interval new.txt");
    assertThat(changes)
        .filteredOn(each -> each.change().path().equals("a.txt"))
        .allSatisfy(each -> {
          assertThat(each.step()).isNull();
          assertThat(each.change().candidates()).containsExactly(step(call));
        });
  }

  @Test
  void what_git_does_inside_a_tool_is_gits_or_the_steps() {
    rig.git("checkout", "-q", "-b", "other").save("a.txt", "other\n").save("o.txt", "o\n");
    rig.commit("other").git("checkout", "-q", "main");
    rig.save("fix.patch", PATCH);
    var agent = rig.agent();
    var checkout = agent.bash("git checkout -q other");
    var back = agent.bash("git checkout -q main");
    var change = agent.edit("b.txt", "b", "stashed");
    var stash = agent.bash("git stash -q");
    var pop = agent.bash("git stash pop -q");
    var apply = agent.bash("git apply fix.patch");
    var restore = agent.bash("git checkout -- b.txt");
    var commit = agent.bash("git commit -qam 'a step did this'");

    var changes = rig.after(agent);

    assertThat(of(changes, checkout)).containsExactly("vcs exact git a.txt", "vcs exact git o.txt");
    assertThat(of(changes, back)).containsExactly("vcs exact git a.txt", "vcs exact git o.txt");
    assertThat(of(changes, change)).containsExactly("agent exact edit_arguments b.txt");
    assertThat(of(changes, stash)).containsExactly("vcs exact git b.txt");
    assertThat(of(changes, pop)).containsExactly("vcs exact git b.txt");
    assertThat(of(changes, apply)).containsExactly("agent inferred known_effect a.txt");
    assertThat(of(changes, restore)).containsExactly("vcs exact git b.txt");
    assertThat(of(changes, commit)).isEmpty();
    assertThat(changes)
        .filteredOn(each -> each.change().origin() == OriginClass.VCS)
        .allMatch(each -> each.change().commit() != null);
    assertThat(rig.events())
        .filteredOn(Event.GitMoved.class::isInstance)
        .extracting(Event.GitMoved.class::cast)
        .filteredOn(each -> each.move().what().equals("head") && each.step() != null)
        .extracting(each -> each.step() + " " + each.move().operation())
        .contains(step(commit) + " commit: a step did this");
  }

  private static final String PATCH =
      """
      --- a/a.txt
      +++ b/a.txt
      @@ -1,3 +1,3 @@
       one
      -two
      +patched
       three
      """;

  @Test
  void what_git_makes_of_commits_is_never_the_steps() {
    rig.save("many.txt", "1\n2\n3\n4\n5\n6\n7\n8\n9\n").commit("many");
    rig.git("checkout", "-q", "-b", "other").save("a.txt", "theirs\n");
    rig.save("many.txt", "1\n2\n3\n4\n5\n6\n7\n8\nnine\n").save("o.txt", "o\n").commit("other");
    rig.save("a.txt", "newer\n").commit("newer").git("checkout", "-q", "main");
    rig.save("a.txt", "ours\n").save("many.txt", "one\n2\n3\n4\n5\n6\n7\n8\n9\n").commit("ours");
    var agent = rig.agent();
    var path = agent.bash("git checkout -q other~1 -- a.txt");
    var back = agent.bash("git reset -q --hard");
    var merge = agent.bash("git merge -q other || true");
    var abort = agent.bash("git merge --abort");
    var pick = agent.bash("git cherry-pick other~1 || true");
    var skip = agent.bash("git cherry-pick --abort");
    var hidden = agent.bash("git stash -qu; echo typed > u.txt; git stash -qu; git stash pop -q");
    var made = agent.bash("echo by the step > a.txt && git commit -qam 'of a step'");
    var both =
        agent.bash(
            "echo again > a.txt && git add a.txt && git commit -qm b && git checkout -q -b z");

    var changes = rig.after(agent);

    assertThat(of(changes, path)).containsExactly("vcs exact git a.txt");
    assertThat(of(changes, back)).containsExactly("vcs exact git a.txt");
    assertThat(of(changes, merge)).containsExactly("vcs exact git o.txt");
    assertThat(of(changes, abort))
        .containsExactlyInAnyOrder(
            "vcs exact git a.txt", "vcs exact git many.txt", "vcs exact git o.txt");
    assertThat(of(changes, pick)).containsExactly("vcs exact git o.txt");
    assertThat(of(changes, skip)).contains("vcs exact git a.txt", "vcs exact git o.txt");
    assertThat(texts(changes))
        .contains("unknown unknown git a.txt", "unknown unknown git many.txt");
    assertThat(changes)
        .filteredOn(each -> each.text().equals("unknown unknown git many.txt"))
        .allSatisfy(each -> assertThat(each.change().candidates()).hasSize(1));
    assertThat(of(changes, hidden)).doesNotContain("agent inferred known_effect u.txt");
    assertThat(of(changes, made)).containsExactly("agent inferred names_path a.txt");
    assertThat(of(changes, both)).containsExactly("agent inferred names_path a.txt");
  }

  @Test
  void conflict_marks_that_a_persons_merge_leaves_are_no_persons() {
    rig.git("checkout", "-q", "-b", "other").save("a.txt", "theirs\n").commit("other");
    rig.git("checkout", "-q", "main").save("a.txt", "ours\n").commit("ours");
    var agent = rig.agent();
    assertThatThrownBy(() -> rig.git("merge", "-q", "other")).hasMessageContaining("CONFLICT");
    rig.awaitChange("a.txt");
    rig.save("a.txt", "resolved\n");

    assertThat(texts(rig.awaitTexts("human exact outside_intervals a.txt")))
        .contains("unknown unknown git a.txt");
    rig.after(agent);
  }

  @Test
  void what_a_persons_checkout_brings_is_gits() {
    rig.git("checkout", "-q", "-b", "other").save("a.txt", "other\n").commit("other");
    rig.git("checkout", "-q", "main");
    var agent = rig.agent();
    rig.git("checkout", "-q", "other");
    rig.awaitChange("a.txt");

    var changes = rig.after(agent);

    assertThat(texts(changes)).containsExactly("vcs exact git a.txt");
    assertThat(changes.getFirst().step()).isNull();
  }

  @Test
  void two_sessions_that_edit_one_file_at_once_get_their_own_changes() {
    var one = rig.agent();
    var other = rig.agent();
    var first = one.before(one.editCall("a.txt", "one", "1"));
    var second = other.before(other.editCall("a.txt", "three", "3"));
    one.replace("a.txt", "one", "1");
    other.replace("a.txt", "three", "3");
    one.after(first);
    other.after(second);

    var changes = rig.after(one);

    assertThat(changes).hasSize(2);
    assertThat(of(changes, first)).containsExactly("agent exact edit_arguments a.txt");
    assertThat(of(changes, second)).containsExactly("agent exact edit_arguments a.txt");
    assertThat(changes)
        .extracting(each -> each.session().agentSession())
        .containsExactlyInAnyOrder(one.session(), other.session());
  }

  @Test
  void calls_at_once_are_told_apart_by_their_files_and_arguments() {
    var agent = rig.agent();
    var edit = agent.before(agent.editCall("a.txt", "one", "1"));
    var append = agent.before(agent.bashCall("echo x >> b.txt"));
    var opaque = agent.before(agent.bashCall("bash -c \"$(echo true)\""));
    agent.run("echo x >> b.txt");
    agent.replace("a.txt", "one", "1");
    rig.save("src/c.txt", "whoever\n");
    agent.after(opaque);
    agent.after(append);
    agent.after(edit);

    var changes = rig.after(agent);

    assertThat(of(changes, edit)).containsExactly("agent exact edit_arguments a.txt");
    assertThat(of(changes, append)).containsExactly("agent inferred names_path b.txt");
    assertThat(of(changes, opaque)).isEmpty();
    assertThat(texts(changes)).contains("unknown unknown in_interval src/c.txt");
  }

  @Test
  void what_a_background_process_writes_later_is_its_steps_only_with_evidence() {
    var agent = rig.agent();
    var server =
        agent.bash(
            "(exec 3>> held.log; for i in 1 2 3 4 5 6 7 8; do echo $i >&3; sleep 0.4; done) > /dev/null 2>&1 &");
    rig.awaitChange("held.log");
    rig.save("b.txt", "typed\n");
    var changes = rig.awaitChange("b.txt");

    assertThat(texts(changes)).contains("unknown unknown background_alive b.txt");
    assertThat(changes)
        .filteredOn(each -> each.change().path().equals("b.txt"))
        .allMatch(each -> each.change().candidates().contains(step(server)));
    assertThat(changes)
        .filteredOn(each -> each.change().path().equals("held.log"))
        .allMatch(each -> step(server).equals(each.step()));
  }

  @Test
  void a_background_process_is_known_to_the_next_recorder_too() throws Exception {
    var agent = rig.agent();
    var server = agent.bash("(for i in $(seq 40); do sleep 0.3; done) > /dev/null 2>&1 &");
    rig.after(agent);
    rig.down().up();
    agent.read("a.txt");
    rig.save("b.txt", "typed\n");
    var changes = rig.awaitChange("b.txt");

    assertThat(changes)
        .filteredOn(each -> each.change().path().equals("b.txt"))
        .isNotEmpty()
        .allMatch(each -> each.change().origin() == OriginClass.UNKNOWN)
        .allMatch(each -> each.change().candidates().contains(step(server)));
  }

  @Test
  void a_call_without_an_end_is_closed_by_the_turns_end_and_one_without_a_beginning_is_said() {
    var agent = rig.agent();
    var open = agent.before(agent.bashCall("echo x > open.txt"));
    agent.run("echo x > open.txt");
    var changes = rig.after(agent);
    var ended = agent.after(agent.editCall("a.txt", "one", "1"));
    agent.replace("a.txt", "one", "1");
    var all = rig.after(agent);

    assertThat(of(changes, open)).containsExactly("agent inferred names_path open.txt");
    assertThat(all).hasSizeGreaterThan(changes.size());
    assertThat(rig.events())
        .filteredOn(Event.CaptureMissed.class::isInstance)
        .extracting(Event.CaptureMissed.class::cast)
        .extracting(each -> each.step() + " " + each.what())
        .contains(step(open) + " after", step(ended) + " before");
  }

  @Test
  void a_session_that_only_reads_is_never_an_author() {
    var agent = rig.agent();
    for (var i = 0; i < 5; i++) {
      agent.read("a.txt");
      agent.bash("git diff; cat b.txt; grep -rn one .");
      rig.save("b.txt", "typed " + i + "\n");
    }

    assertThat(LiveRig.byAgents(rig.after(agent))).isZero();
  }

  @Test
  void a_home_folder_is_refused_and_the_session_told_so_once() {
    var agent = new ScriptedAgent(rig.client(), rig.home().folder(), rig.root.getParent(), "h");
    agent.start();
    agent.bash("true");
    agent.bash("true");
    rig.await("the refusal", events -> !refusals(events).isEmpty());
    agent.stop();

    assertThat(refusals(rig.events()))
        .singleElement()
        .satisfies(each -> assertThat(each.reason()).contains("home folder"));
  }

  private static List<Event.CaptureMissed> refusals(List<Event> events) {
    return events.stream()
        .filter(Event.CaptureMissed.class::isInstance)
        .map(Event.CaptureMissed.class::cast)
        .filter(each -> each.what().equals("workspace"))
        .toList();
  }

  @Test
  void what_changed_while_no_recorder_ran_is_unknown() throws Exception {
    var agent = rig.agent();
    agent.edit("a.txt", "one", "1");
    rig.after(agent);
    rig.down().save("b.txt", "while nobody watched\n").up();
    agent.start();

    assertThat(texts(rig.awaitChange("b.txt"))).contains("unknown unknown unwatched b.txt");
  }

  @Test
  void calls_made_while_no_recorder_ran_are_told_by_their_arguments() throws Exception {
    var agent = rig.agent();
    agent.edit("a.txt", "one", "1");
    rig.after(agent);
    rig.down();
    var edit = agent.edit("a.txt", "two", "2");
    rig.save("b.txt", "whoever\n");
    rig.up();

    var changes = rig.awaitChange("b.txt");
    assertThat(of(changes, edit)).containsExactly("agent exact edit_arguments a.txt");
    assertThat(texts(changes)).contains("unknown unknown unwatched b.txt");
  }

  @Test
  void a_call_whose_end_was_left_to_the_next_recorder_has_what_it_did() throws Exception {
    var agent = rig.agent();
    var call = agent.before(agent.bashCall("echo x > made.txt"));
    agent.run("echo x > made.txt");
    var ended = Instant.now();
    rig.down();
    rig.leftInTheSpool(agent, ended).after(call);
    rig.up();

    assertThat(of(rig.awaitChange("made.txt"), call))
        .containsExactly("agent inferred names_path made.txt");
  }

  @Test
  void nothing_of_git_and_nothing_of_the_users_is_touched() throws Exception {
    rig.save("untracked.txt", "u\n").save(".gitignore", "ignored\n").save("ignored", "i\n");
    var before = Digest.of(rig.root);
    var agent = rig.agent();
    agent.read("a.txt");
    agent.bash("cat a.txt");
    agent.prompt("and now?");
    rig.after(agent);
    agent.end();
    rig.close();

    assertThat(Digest.of(rig.root)).isEqualTo(before);
  }

  @Test
  void a_hundred_clean_sessions_make_no_false_claim() {
    var sessions = Cases.soaking() ? 100 : 5;
    for (var i = 0; i < sessions; i++) {
      var agent = rig.agent();
      agent.prompt("look around");
      rig.save("typed" + i + ".txt", "by a person\n");
      agent.bash("cat a.txt; git log --oneline; ls -R");
      rig.save("b.txt", "typed " + i + "\n");
      agent.read("b.txt");
      agent.bash("test -f a.txt && echo there");
      var changes = rig.after(agent);
      assertThat(LiveRig.byAgents(changes)).isZero();
      agent.end();
    }
  }
}
