package dev.clew.index;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clew.cost.PriceTable;
import dev.clew.event.CommitFile;
import dev.clew.event.Confidence;
import dev.clew.event.Event;
import dev.clew.event.FileOp;
import dev.clew.event.FileTouch;
import dev.clew.event.FileVersion;
import dev.clew.event.GitCommit;
import dev.clew.event.GitMove;
import dev.clew.event.OriginClass;
import dev.clew.event.RecordId;
import dev.clew.event.SessionKey;
import dev.clew.event.SpanId;
import dev.clew.event.StepKind;
import dev.clew.event.StepStatus;
import dev.clew.event.ToolAnswer;
import dev.clew.event.WorkspaceChange;
import dev.clew.event.WorkspaceState;
import dev.clew.testing.Cases;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/// What was seen in workspaces, as the index tells it.
class WorkspaceIndexTest {
  private static final SessionKey AGENT = SessionKey.main("claude", "s");
  private static final SessionKey NOBODY = SessionKey.main("clew", "/work");
  private static final String ROOT = "/work";

  @TempDir private Path folder;
  private final AtomicInteger files = new AtomicInteger();

  private record Made(String kind, List<Event> events) {}

  @Test
  void what_was_seen_is_the_same_in_any_order_and_in_any_batches() {
    Cases.forAll(
        12,
        random -> {
          var records = records(random);
          var expected = answers(records, records.size());
          for (var i = 0; i < 3; i++) {
            var other = new ArrayList<>(records);
            Collections.shuffle(other, new Random(random.nextLong()));
            assertThat(answers(other, 1 + random.nextInt(4))).isEqualTo(expected);
          }
        });
  }

  @Test
  void what_was_seen_in_a_workspace_counts_before_what_the_agent_tells_of_it() {
    var step = new SpanId(7);
    var told =
        List.of(
            new FileTouch("/work/read.txt", FileOp.READ, 0, 0, null),
            new FileTouch("/work/a.txt", FileOp.MODIFY, 50, 50, null),
            new FileTouch("/elsewhere/b.txt", FileOp.CREATE, 3, 0, null));
    var answers =
        answers(
            List.of(
                new Made("claude.line", List.of(requested(1, step), answered(2, step, told))),
                new Made(
                    "clew.workspace",
                    List.of(changed(3, AGENT, step, "a.txt", FileOp.MODIFY, 1, 2)))),
            2);
    assertThat(answers)
        .contains("files /elsewhere/b.txt create 3 0 agent")
        .contains("files /work/a.txt modify 1 2 workspace")
        .contains("files /work/read.txt read 0 0 agent")
        .noneMatch(line -> line.contains("50"))
        .contains("session claude files read 1 changed 2");
  }

  @Test
  void a_session_that_no_agent_had_is_listed_only_for_who_asks_for_it() {
    var records =
        List.of(
            new Made("claude.line", List.of(requested(1, new SpanId(7)))),
            new Made(
                "clew.workspace", List.of(changed(2, NOBODY, null, "h.txt", FileOp.CREATE, 1, 0))));
    try (var writer = writer(records, 1);
        var reader = reader()) {
      writer.refresh();
      assertThat(agents(reader, SessionFilter.all(false))).containsExactly("claude");
      assertThat(agents(reader, SessionFilter.all(true).agent("clew"))).containsExactly("clew");
      var stats =
          reader.stats(
              SessionFilter.all(false), List.of(SessionFilter.Facet.AGENT), java.util.Map.of(), 10);
      assertThat(stats).extracting(StatsRow::key).containsExactly("", "claude");
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void who_follows_a_session_hears_of_what_is_seen_in_its_steps_and_beside_them() {
    var step = new SpanId(7);
    try (var writer = writer(List.of(new Made("claude.line", List.of(requested(1, step)))), 1)) {
      writer.refresh();
      writer.apply(
          List.of(
              new Projected(
                  1,
                  "content",
                  "clew.workspace",
                  List.of(changed(2, NOBODY, step, "a.txt", FileOp.CREATE, 1, 0)))));
      assertThat(writer.refresh()).contains(AGENT.id());
      writer.apply(
          List.of(new Projected(2, "content", "clew.workspace", List.of(state(1), state(5)))));
      writer.refresh();
      writer.apply(
          List.of(
              new Projected(
                  3,
                  "content",
                  "clew.workspace",
                  List.of(changed(3, NOBODY, null, "h.txt", FileOp.CREATE, 1, 0)))));
      assertThat(writer.refresh()).contains(AGENT.id());
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void the_newest_looks_that_found_changes_are_counted_by_their_time() throws SQLException {
    var looks = new ArrayList<Made>();
    for (var record : List.of(1, 2, 3, 4, 5, 14)) { // 5 and 14 are of one time
      looks.add(
          new Made(
              "clew.workspace",
              List.of(changed(record, NOBODY, null, "h.txt", FileOp.CREATE, 1, 0))));
    }
    try (var writer = writer(looks, 2)) {
      writer.refresh();
      try (var reader = reader()) {
        assertThat(reader.workspaces().newestLooks(ROOT, 0, 1)).isEqualTo(5000);
        assertThat(reader.workspaces().newestLooks(ROOT, 0, 2)).isEqualTo(4000);
        assertThat(reader.workspaces().newestLooks(ROOT, 0, 5)).isEqualTo(1000);
        assertThat(reader.workspaces().newestLooks(ROOT, 0, 6)).isZero();
        assertThat(reader.workspaces().newestLooks(ROOT, 3500, 6)).isEqualTo(3500);
        assertThat(reader.workspaces().newestLooks("/other", 7, 1)).isEqualTo(7);
      }
    }
  }

  private static List<String> agents(IndexReader reader, SessionFilter filter) throws SQLException {
    var order = new SessionOrder(SessionOrder.Sort.STARTED_AT, true, 0, -1);
    return reader.sessions(filter, order).rows().stream().map(SessionRow::agent).toList();
  }

  private Path file() {
    return folder.resolve(files.get() + ".db");
  }

  private IndexWriter writer(List<Made> records, int batch) throws SQLException {
    files.incrementAndGet();
    var writer = IndexWriter.open(file(), PriceTable.builtIn());
    for (var from = 0; from < records.size(); from += batch) {
      var projected = new ArrayList<Projected>();
      for (var i = from; i < Math.min(records.size(), from + batch); i++) {
        var made = records.get(i);
        projected.add(new Projected(i, "content", made.kind, made.events));
      }
      writer.apply(projected);
    }
    return writer;
  }

  private IndexReader reader() throws SQLException {
    return IndexReader.open(file());
  }

  /// Everything that can be asked, without the numbers that records got as they arrived.
  private List<String> answers(List<Made> records, int batch) {
    var answers = new ArrayList<String>();
    try (var writer = writer(records, batch);
        var reader = reader()) {
      writer.refresh();
      var order = new SessionOrder(SessionOrder.Sort.STARTED_AT, false, 0, -1);
      for (var row : reader.sessions(SessionFilter.all(false), order).rows()) {
        answers.add(
            "session %s files read %d changed %d"
                .formatted(row.agent(), row.filesRead(), row.filesChanged()));
        tell(reader, List.of(row.ref()), answers);
      }
      for (var each : reader.workspaces().snapshotsLike("")) {
        answers.add("snapshot " + line(each));
      }
      for (var at : LongStream.range(0, 9).toArray()) {
        reader
            .workspaces()
            .lastSnapshot(ROOT, at * 1000)
            .ifPresent(found -> answers.add("last " + line(found)));
      }
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
    return answers;
  }

  private static void tell(IndexReader reader, List<Long> refs, List<String> answers)
      throws SQLException {
    for (var step : reader.steps(refs, true, 0, -1).rows()) {
      answers.add("step " + step.id() + " " + step.files());
      reader
          .workspaces()
          .changesOfSteps(List.of(step.id()))
          .forEach(each -> answers.add("step change " + line(each)));
      reader
          .workspaces()
          .snapshotsOfStep(step.id())
          .forEach(each -> answers.add("step snapshot " + line(each)));
    }
    for (var file : reader.files(refs)) {
      answers.add(
          "files %s %s %d %d %s"
              .formatted(
                  file.path(),
                  file.reads() > 0 ? "read" : file.created() > 0 ? "create" : "modify",
                  file.added(),
                  file.removed(),
                  String.join(",", file.sources())));
    }
    var workspaces = reader.workspaces();
    workspaces.changesOfSessions(refs).forEach(each -> answers.add("change " + line(each)));
    workspaces.changesAround(refs).forEach(each -> answers.add("around " + line(each)));
    workspaces.gitMoves(refs).forEach(each -> answers.add("git " + line(each)));
    for (var commit : reader.commits().ids("/work/.git").stream().sorted().toList()) {
      reader.commits().told(commit).forEach(each -> answers.add("commit " + line(each)));
    }
    workspaces.missed(refs).forEach(each -> answers.add("missed " + line(each)));
  }

  private static String line(Seen<?> seen) {
    return "%s %s %s %s %s"
        .formatted(seen.record(), seen.at(), seen.session(), seen.step(), seen.what());
  }

  private static List<Made> records(RandomGenerator random) {
    var records = new ArrayList<Made>();
    for (var i = 3 + random.nextInt(12); i > 0; i--) {
      var step = new SpanId(1 + random.nextInt(3));
      var path = "f" + random.nextInt(3);
      var op = random.nextBoolean() ? FileOp.CREATE : FileOp.MODIFY;
      records.add(
          switch (random.nextInt(8)) {
            case 0 -> new Made("claude.line", List.of(requested(i, step)));
            case 1 ->
                new Made(
                    "claude.hook",
                    List.of(
                        answered(
                            i, step, List.of(new FileTouch("/work/" + path, op, 9, 9, null)))));
            case 2, 3 ->
                new Made(
                    "clew.workspace",
                    List.of(changed(i, AGENT, step, path, op, random.nextInt(4), 1), state(i)));
            case 4 -> new Made("clew.workspace", List.of(changed(i, NOBODY, null, path, op, 1, 0)));
            case 5 -> new Made("clew.workspace", List.of(moved(i)));
            case 6 -> new Made("clew.workspace", List.of(committed(i)));
            default ->
                new Made(
                    "clew.workspace",
                    List.of(new Event.CaptureMissed(header(i, 0, AGENT), step, "after", "why")));
          });
    }
    return records;
  }

  private static Event.Header header(int record, int ordinal, SessionKey session) {
    return new Event.Header(
        RecordId.derive("t", Integer.toString(record)),
        ordinal,
        session,
        record,
        Instant.ofEpochMilli(1000L * (record % 9)));
  }

  private static Event requested(int record, SpanId step) {
    return new Event.ToolRequested(
        header(record, 0, AGENT),
        step,
        null,
        "Edit",
        StepKind.FILE_WRITE,
        "edit",
        JsonMapper.shared().createObjectNode(),
        List.of());
  }

  private static Event answered(int record, SpanId step, List<FileTouch> files) {
    return new Event.ToolAnswered(
        header(record, 1, AGENT),
        step,
        new ToolAnswer(StepStatus.OK, "done", null, files, null, null, null, false, List.of()));
  }

  private static Event changed(
      int record,
      SessionKey session,
      @org.jspecify.annotations.Nullable SpanId step,
      String path,
      FileOp op,
      int added,
      int removed) {
    var version = new FileVersion("ab".repeat(32), null, 5, "100644", "size: over the limit");
    return new Event.FileChanged(
        header(record, 0, session),
        step,
        new WorkspaceChange(
            ROOT,
            path,
            op == FileOp.CREATE ? null : "old " + path,
            op,
            op == FileOp.CREATE ? null : version,
            new FileVersion("cd".repeat(32), "ef".repeat(20), 7, "100755", null),
            step == null ? OriginClass.HUMAN : OriginClass.AGENT,
            Confidence.INFERRED,
            List.of("names_path", "opaque_alone"),
            List.of(new SpanId(-3), new SpanId(4)),
            added,
            removed,
            step == null ? "c".repeat(40) : null));
  }

  private static Event state(int record) {
    return new Event.SnapshotTaken(
        header(record, 1, AGENT),
        new SpanId(1),
        new WorkspaceState(
            ROOT, "after", "%064x".formatted(record), 3, 40, 1, null, "main", "/work/.git"));
  }

  private static Event committed(int record) {
    return new Event.CommitSeen(header(record, 0, NOBODY), commit(record));
  }

  private static GitCommit commit(int number) {
    var version = new FileVersion("cd".repeat(32), "ef".repeat(20), 7, "100755", null);
    return new GitCommit(
        ROOT,
        "/work/.git",
        "%040x".formatted(number % 3),
        List.of("a".repeat(40), "b".repeat(40)),
        "A <a@example.org>",
        Instant.ofEpochMilli(1),
        null,
        "subject",
        List.of(
            new CommitFile(
                "new",
                "old",
                FileOp.RENAME,
                Arrays.asList(null, "b".repeat(40)),
                version,
                List.of(version, version)),
            new CommitFile("gone", null, FileOp.DELETE, List.of(), null, List.of())),
        "too many");
  }

  @Test
  void a_commit_is_told_back_as_it_was_told() throws Exception {
    try (var writer = writer(List.of(new Made("clew.workspace", List.of(committed(4)))), 1);
        var reader = reader()) {
      writer.refresh();
      assertThat(reader.commits().told("%040x".formatted(1)))
          .extracting(Seen::what)
          .containsExactly(commit(4));
    }
  }

  private static Event moved(int record) {
    return new Event.GitMoved(
        header(record, 0, record % 2 == 0 ? AGENT : NOBODY),
        null,
        new GitMove(ROOT, "head", "HEAD", "a".repeat(40), "b".repeat(40), "commit"));
  }
}
