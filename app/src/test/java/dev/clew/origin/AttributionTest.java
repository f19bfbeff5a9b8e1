package dev.clew.origin;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.clew.event.Confidence;
import dev.clew.event.FileEdit;
import dev.clew.event.FileOp;
import dev.clew.event.FileTouch;
import dev.clew.event.FileVersion;
import dev.clew.event.GitMove;
import dev.clew.event.OriginClass;
import dev.clew.event.SessionKey;
import dev.clew.event.SpanId;
import dev.clew.event.StepKind;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class AttributionTest {
  private static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");
  private static final SessionKey ALICE = SessionKey.main("claude", "alice");
  private static final SessionKey BOB = SessionKey.main("codex", "bob");
  private static final String COMMIT = "c0".repeat(20);

  private final List<Activity> activities = new ArrayList<>();
  private final List<Between.Step> background = new ArrayList<>();
  private final Map<String, Between.Step> writers = new HashMap<>();
  private final List<Arrival> arrivals = new ArrayList<>();
  private final List<SeenChange> changes = new ArrayList<>();
  private boolean watched = true;
  private boolean humanWorks;

  private static SpanId step(SessionKey session, String call) {
    return SpanId.ofToolCall(session, call);
  }

  private AttributionTest call(
      SessionKey session,
      String name,
      StepKind kind,
      @Nullable String command,
      int seconds,
      FileTouch... touched) {
    activities.add(
        new Activity(
            session,
            step(session, name),
            kind,
            List.of(touched),
            command,
            "/r",
            NOW.minusSeconds(seconds),
            NOW));
    return this;
  }

  private AttributionTest bash(String command, int seconds) {
    return call(ALICE, "bash", StepKind.BASH_COMMAND, command, seconds);
  }

  private AttributionTest edit(SessionKey session, String path, String from, String to) {
    return call(
        session,
        "edit",
        StepKind.FILE_WRITE,
        null,
        1,
        touch(path, new FileEdit.Replace(null, from, to, false)));
  }

  private static FileTouch touch(String path, @Nullable FileEdit edit) {
    return new FileTouch(path, FileOp.MODIFY, 0, 0, edit);
  }

  private AttributionTest change(String path, @Nullable String before, @Nullable String after) {
    var op = before == null ? FileOp.CREATE : after == null ? FileOp.DELETE : FileOp.MODIFY;
    changes.add(
        new SeenChange(path, null, op, version(before), version(after), new Bytes(before, after)));
    return this;
  }

  private record Bytes(@Nullable String older, @Nullable String newer)
      implements SeenChange.Contents {
    @Override
    public byte @Nullable [] before() {
      return older == null ? null : older.getBytes(UTF_8);
    }

    @Override
    public byte @Nullable [] after() {
      return newer == null ? null : newer.getBytes(UTF_8);
    }
  }

  private static @Nullable FileVersion version(@Nullable String text) {
    return text == null
        ? null
        : new FileVersion("s" + text.hashCode(), blob(text), text.length(), "100644", null);
  }

  private static String blob(String text) {
    return "b" + text.hashCode();
  }

  private AttributionTest git(String what, String operation, String... pathsAndTexts) {
    var blobs = new HashMap<String, String>();
    for (var i = 0; i < pathsAndTexts.length; i += 2) {
      blobs.put(pathsAndTexts[i], blob(pathsAndTexts[i + 1]));
    }
    var brings = what.equals("index") || what.equals("stash") || GitLog.brings(operation);
    arrivals.add(
        new Arrival(
            new GitMove("/r", what, null, null, COMMIT, operation.isEmpty() ? null : operation),
            brings ? COMMIT : null,
            blobs,
            Map.of("a.txt", blob("x"))));
    return this;
  }

  private Between between() {
    return new Between("/r", NOW, watched, humanWorks, activities, background, writers, arrivals);
  }

  private Finding finding() {
    var findings = Attribution.of(between(), changes);
    assertThat(findings).hasSize(1);
    assertThat(findings.getFirst()).hasSize(1);
    return findings.getFirst().getFirst();
  }

  private void isAgents(SessionKey session, String call, Confidence confidence, String evidence) {
    var finding = finding();
    assertThat(finding.origin()).isEqualTo(OriginClass.AGENT);
    assertThat(finding.by()).isEqualTo(new Between.Step(session, step(session, call)));
    assertThat(finding.confidence()).isEqualTo(confidence);
    assertThat(finding.evidence()).containsExactly(evidence);
    assertThat(finding.candidates()).isEmpty();
  }

  private void isInferred(String evidence) {
    isAgents(ALICE, "bash", Confidence.INFERRED, evidence);
  }

  private void isHumans() {
    var finding = finding();
    assertThat(finding.origin()).isEqualTo(OriginClass.HUMAN);
    assertThat(finding.by()).isNull();
  }

  private void isUnknown(String evidence, SpanId... candidates) {
    var finding = finding();
    assertThat(finding.origin()).isEqualTo(OriginClass.UNKNOWN);
    assertThat(finding.confidence()).isEqualTo(Confidence.UNKNOWN);
    assertThat(finding.by()).isNull();
    assertThat(finding.evidence()).containsExactly(evidence);
    assertThat(finding.candidates()).containsExactly(candidates);
  }

  // Edit tools.

  @Test
  void an_edit_that_explains_the_bytes_is_the_steps() {
    edit(ALICE, "/r/a.txt", "one", "two").change("a.txt", "one\n", "two\n");
    isAgents(ALICE, "edit", Confidence.EXACT, "edit_arguments");
  }

  @Test
  void a_relative_path_is_one_below_the_working_folder() {
    edit(ALICE, "./src/../a.txt", "one", "two").change("a.txt", "one\n", "two\n");
    isAgents(ALICE, "edit", Confidence.EXACT, "edit_arguments");
  }

  @Test
  void an_edit_keeps_the_files_line_ends_and_byte_order_mark() {
    edit(ALICE, "a.txt", "one\ntwo", "1\n2")
        .change("a.txt", "\ufeffone\r\ntwo\r\n", "\ufeff1\r\n2\r\n");
    isAgents(ALICE, "edit", Confidence.EXACT, "edit_arguments");
  }

  @Test
  void an_edit_that_leaves_other_bytes_explains_nothing() {
    edit(ALICE, "a.txt", "one", "two").change("a.txt", "one\n", "three\n");
    isUnknown("edit_arguments_differ", step(ALICE, "edit"));
  }

  @Test
  void a_person_who_saves_another_file_while_an_edit_runs_is_not_the_agent() {
    edit(ALICE, "a.txt", "one", "two").change("b.txt", "x", "y");
    isUnknown("in_interval");
  }

  @Test
  void two_sessions_that_edit_one_file_get_their_own_changes() {
    edit(ALICE, "a.txt", "one", "1")
        .edit(BOB, "a.txt", "two", "2")
        .change("a.txt", "one\ntwo\n", "1\n2\n");

    var findings = Attribution.of(between(), changes).getFirst();

    assertThat(findings).hasSize(2).allMatch(each -> each.confidence() == Confidence.EXACT);
    assertThat(findings).extracting(each -> each.by().session()).containsExactly(ALICE, BOB);
    assertThat(new String(findings.getFirst().result(), UTF_8)).isEqualTo("1\ntwo\n");
    assertThat(findings.getLast().result()).isNull();
  }

  @Test
  void edits_that_build_on_each_other_are_put_in_their_order() {
    edit(BOB, "a.txt", "b", "c").edit(ALICE, "a.txt", "a", "b").change("a.txt", "a", "c");

    assertThat(Attribution.of(between(), changes).getFirst())
        .extracting(each -> each.by().session())
        .containsExactly(ALICE, BOB);
  }

  @Test
  void the_same_edit_by_two_sessions_is_neithers() {
    edit(ALICE, "a.txt", "one", "1").edit(BOB, "a.txt", "one", "1").change("a.txt", "one", "1");
    isUnknown("edit_arguments", step(ALICE, "edit"), step(BOB, "edit"));
  }

  @Test
  void what_a_person_changed_beside_an_edit_is_told_apart() {
    edit(ALICE, "a.txt", "one", "1").change("a.txt", "one\ntwo\nthree\n", "1\ntwo\n3\n");

    var findings = Attribution.of(between(), changes).getFirst();

    assertThat(findings)
        .extracting(Finding::origin)
        .containsExactly(OriginClass.AGENT, OriginClass.UNKNOWN);
    assertThat(new String(findings.getFirst().result(), UTF_8)).isEqualTo("1\ntwo\nthree\n");
    assertThat(findings.getLast().candidates()).isEmpty();
  }

  @Test
  void a_written_file_is_the_steps_only_with_the_bytes_it_wrote() {
    call(
        ALICE,
        "write",
        StepKind.FILE_WRITE,
        null,
        1,
        touch("/r/n.txt", new FileEdit.Rewrite(null, "new\n")));
    change("n.txt", null, "new\n");
    isAgents(ALICE, "write", Confidence.EXACT, "edit_arguments");
    changes.clear();
    change("n.txt", null, "other\n");
    isUnknown("edit_arguments_differ", step(ALICE, "write"));
  }

  @Test
  void several_edits_of_one_call_are_one_change() {
    call(
        ALICE,
        "multi",
        StepKind.FILE_WRITE,
        null,
        1,
        touch("/r/a", new FileEdit.Replace(null, "a", "b", false)),
        touch("/r/a", new FileEdit.Replace(null, "b", "c", false)));
    change("a", "a", "c");
    isAgents(ALICE, "multi", Confidence.EXACT, "edit_arguments");
  }

  @Test
  void a_patch_is_applied_in_both_forms() {
    var hunk = "@@ -1,2 +1,2 @@\n one\n-two\n+2\n";
    call(
        ALICE,
        "u",
        StepKind.PATCH_APPLY,
        null,
        1,
        touch("/r/a", new FileEdit.Patch(FileEdit.Patch.Format.UNIFIED, hunk)));
    change("a", "one\ntwo\n", "one\n2\n");
    isAgents(ALICE, "u", Confidence.EXACT, "edit_arguments");
    activities.clear();
    var section = "@@\n one\n-two\n+2\n";
    call(
        ALICE,
        "p",
        StepKind.PATCH_APPLY,
        null,
        1,
        touch("/r/a", new FileEdit.Patch(FileEdit.Patch.Format.APPLY_PATCH, section)));
    isAgents(ALICE, "p", Confidence.EXACT, "edit_arguments");
  }

  @Test
  void a_patch_that_moves_a_file_explains_both_its_names() {
    var section = "@@\n one\n-two\n+2\n";
    call(
        ALICE,
        "p",
        StepKind.PATCH_APPLY,
        null,
        1,
        new FileTouch("/r/old", FileOp.DELETE, 0, 0, null),
        new FileTouch(
            "/r/new",
            FileOp.RENAME,
            1,
            1,
            new FileEdit.Patch(FileEdit.Patch.Format.APPLY_PATCH, section)));
    change("old", "one\ntwo\n", null).change("new", null, "one\n2\n");

    assertThat(Attribution.of(between(), changes))
        .allSatisfy(each -> {
          assertThat(each).hasSize(1);
          assertThat(each.getFirst().confidence()).isEqualTo(Confidence.EXACT);
        });
  }

  @Test
  void a_file_that_was_only_read_is_nobodys() {
    call(
        ALICE,
        "read",
        StepKind.FILE_READ,
        null,
        1,
        new FileTouch("/r/a.txt", FileOp.READ, 0, 0, null));
    change("a.txt", "x", "y");
    isUnknown("in_interval");
  }

  // Shell commands.

  @Test
  void a_command_that_names_what_it_writes_is_inferred() {
    bash("sed -i s/x/y/ a.txt", 1).change("a.txt", "x", "y");
    isInferred("names_path");
  }

  @Test
  void a_person_who_saves_a_file_during_a_long_test_is_not_the_agent() {
    for (var command :
        List.of("npm test", "pytest tests/a.txt", "./dev verify a.txt", "sleep 600", "make")) {
      activities.clear();
      changes.clear();
      bash(command, 600).change("tests/a.txt", "x", "y");
      assertThat(finding().origin()).as(command).isEqualTo(OriginClass.UNKNOWN);
    }
  }

  @Test
  void a_person_who_saves_a_file_during_a_long_format_is_not_the_agent() {
    bash("go generate ./... && npm test", 600).change("a.txt", "x", "y");
    isUnknown("in_interval", step(ALICE, "bash"));
  }

  @Test
  void a_command_that_only_reads_is_no_candidate() {
    bash("cat a.txt | grep x && ls", 1).change("a.txt", "x", "y");
    isUnknown("in_interval");
  }

  @Test
  void a_command_that_writes_another_file_is_no_candidate() {
    bash("echo x > b.txt", 1).change("a.txt", "x", "y");
    isUnknown("in_interval");
  }

  @Test
  void a_known_effect_explains_the_files_it_has() {
    bash("npm install", 30).change("package-lock.json", "x", "y");
    isInferred("known_effect");
    changes.clear();
    change("src/a.js", "x", "y");
    isUnknown("in_interval");
  }

  @Test
  void an_opaque_command_explains_a_change_when_it_was_short_and_alone() {
    bash("./generate.sh", 2).change("out.txt", null, "y");
    isInferred("opaque_alone");
  }

  @Test
  void an_opaque_command_explains_nothing_when_anything_else_was_at_work() {
    bash("./generate.sh", 2).change("out.txt", null, "y");
    humanWorks = true;
    isUnknown("in_interval", step(ALICE, "bash"));
    humanWorks = false;
    background.add(new Between.Step(BOB, step(BOB, "server")));
    isUnknown("in_interval", step(ALICE, "bash"), step(BOB, "server"));
    background.clear();
    call(BOB, "other", StepKind.BASH_COMMAND, "make", 1);
    isUnknown("in_interval", step(ALICE, "bash"), step(BOB, "other"));
  }

  @Test
  void an_opaque_command_that_ran_long_or_still_runs_explains_nothing() {
    bash("./generate.sh", 11).change("out.txt", null, "y");
    isUnknown("in_interval", step(ALICE, "bash"));
    activities.clear();
    activities.add(
        new Activity(
            ALICE,
            step(ALICE, "bash"),
            StepKind.BASH_COMMAND,
            List.of(),
            "./generate.sh",
            "/r",
            NOW.minusSeconds(1),
            null));
    isUnknown("in_interval", step(ALICE, "bash"));
  }

  @Test
  void two_commands_that_name_one_file_are_both_candidates() {
    bash("echo 1 > a.txt", 1).call(BOB, "tee", StepKind.BASH_COMMAND, "tee a.txt", 1);
    change("a.txt", "x", "y");
    isUnknown("in_interval", step(ALICE, "bash"), step(BOB, "tee"));
  }

  @Test
  void of_two_commands_the_one_that_names_the_file_did_it() {
    bash("echo 1 > a.txt", 1).call(BOB, "make", StepKind.BASH_COMMAND, "make", 1);
    change("a.txt", "x", "y");
    isInferred("names_path");
  }

  @Test
  void an_edit_and_a_command_at_once_get_their_own_files() {
    edit(BOB, "a.txt", "one", "1").bash("echo x >> b.txt", 1);
    change("a.txt", "one", "1").change("b.txt", "", "x\n");

    assertThat(Attribution.of(between(), changes))
        .extracting(each -> each.getFirst().by().session())
        .containsExactly(BOB, ALICE);
  }

  @Test
  void a_process_that_holds_the_file_open_wrote_it() {
    bash("npm test", 600).change("a.log", "", "x");
    writers.put("a.log", new Between.Step(ALICE, step(ALICE, "bash")));
    isAgents(ALICE, "bash", Confidence.EXACT, "process");
  }

  // Outside all calls.

  @Test
  void what_happens_outside_all_calls_while_watched_is_a_persons() {
    change("a.txt", "x", "y");
    isHumans();
  }

  @Test
  void what_happened_while_nobody_watched_is_unknown() {
    watched = false;
    change("a.txt", "x", "y");
    isUnknown("unwatched");
  }

  @Test
  void a_background_process_of_an_agent_makes_it_a_candidate_and_no_more() {
    background.add(new Between.Step(ALICE, step(ALICE, "server")));
    change("a.txt", "x", "y");
    isUnknown("background_alive", step(ALICE, "server"));
  }

  @Test
  void a_background_process_that_holds_the_file_open_is_the_agents() {
    background.add(new Between.Step(ALICE, step(ALICE, "server")));
    writers.put("a.log", new Between.Step(ALICE, step(ALICE, "server")));
    change("a.log", "x", "y");
    isAgents(ALICE, "server", Confidence.EXACT, "process");
  }

  // Git.

  @Test
  void what_a_persons_checkout_brought_is_gits() {
    git("head", "checkout: moving from main to x", "a.txt", "y").change("a.txt", "x", "y");
    var finding = finding();
    assertThat(finding.origin()).isEqualTo(OriginClass.VCS);
    assertThat(finding.commit()).isEqualTo(COMMIT);
    assertThat(finding.by()).isNull();
  }

  @Test
  void what_a_checkout_took_away_is_gits() {
    git("head", "checkout: moving from main to x").change("a.txt", "x", null);
    assertThat(finding().origin()).isEqualTo(OriginClass.VCS);
  }

  @Test
  void what_a_person_committed_stays_the_persons() {
    git("head", "commit: done", "a.txt", "y")
        .git("index", "", "a.txt", "x")
        .change("a.txt", "x", "y");
    isHumans();
  }

  @Test
  void what_a_merge_left_that_no_commit_has_is_unknown() {
    git("head", "pull: Merge made", "a.txt", "z").change("a.txt", "x", "<<<<<<<");
    isUnknown("git");
  }

  @Test
  void what_a_checkout_of_a_step_brought_is_gits_and_the_step_caused_it() {
    bash("git checkout x", 1).git("head", "checkout: moving from main to x", "a.txt", "y");
    change("a.txt", "x", "y");
    var finding = finding();
    assertThat(finding.origin()).isEqualTo(OriginClass.VCS);
    assertThat(finding.by()).isEqualTo(new Between.Step(ALICE, step(ALICE, "bash")));
  }

  @Test
  void what_git_apply_of_a_step_changed_is_the_steps() {
    bash("git apply fix.patch", 1).change("a.txt", "x", "y");
    isInferred("known_effect");
  }

  @Test
  void a_persons_checkout_during_a_long_command_is_not_the_steps() {
    bash("npm test", 600).git("head", "checkout: moving from main to x", "a.txt", "y");
    change("a.txt", "x", "y");
    assertThat(finding().origin()).isEqualTo(OriginClass.VCS);
    assertThat(finding().by()).isNull();
  }

  @Test
  void a_step_that_writes_and_commits_at_once_wrote_what_it_committed() {
    bash("sed -i s/x/y/ a.txt && git commit -am done", 1);
    git("head", "commit: done", "a.txt", "y")
        .git("index", "", "a.txt", "x")
        .change("a.txt", "x", "y");
    isInferred("names_path");
    assertThat(Attribution.mover(between(), arrivals.getFirst().move()))
        .contains(new Between.Step(ALICE, step(ALICE, "bash")));
  }

  @Test
  void a_commit_while_a_step_only_asks_git_is_not_the_steps() {
    bash("git status && sleep 60", 60).git("head", "commit: mine");
    assertThat(Attribution.mover(between(), arrivals.getFirst().move())).isEmpty();
  }
}
