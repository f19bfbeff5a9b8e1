package dev.clew.capture.workspace;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clew.capture.RecordContext;
import dev.clew.capture.workspace.WorkspaceRecord.Missed;
import dev.clew.capture.workspace.WorkspaceRecord.Told;
import dev.clew.event.CommitFile;
import dev.clew.event.Confidence;
import dev.clew.event.Event;
import dev.clew.event.FileOp;
import dev.clew.event.FileVersion;
import dev.clew.event.GitCommit;
import dev.clew.event.GitMove;
import dev.clew.event.OriginClass;
import dev.clew.event.RecordId;
import dev.clew.event.SessionKey;
import dev.clew.event.SpanId;
import dev.clew.event.StaleWrite;
import dev.clew.event.WorkspaceChange;
import dev.clew.event.WorkspaceState;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class WorkspaceRecordTest {
  private static final SessionKey ALICE = SessionKey.main("claude", "alice");
  private static final SessionKey BOB = SessionKey.main("codex", "bob").subagent("helper");
  private static final SessionKey NOBODY = WorkspaceRecord.nobody("w1");
  private static final SpanId STEP = SpanId.ofToolCall(ALICE, "toolu_1");
  private static final Instant AT = Instant.parse("2026-11-20T12:00:00.123456Z");
  private static final FileVersion VERSION =
      new FileVersion("ab".repeat(32), "cd".repeat(20), 12, "100644", null);

  private static final WorkspaceChange CHANGE =
      new WorkspaceChange(
          "/r",
          "src/Käse \"x\".txt",
          "src/old.txt",
          FileOp.RENAME,
          VERSION,
          new FileVersion("ef".repeat(32), null, 5_000_000_000L, "100755", "size"),
          OriginClass.UNKNOWN,
          Confidence.UNKNOWN,
          List.of("in_interval"),
          List.of(STEP),
          3,
          1,
          null);

  private static final WorkspaceChange HUMAN =
      new WorkspaceChange(
          "/r",
          "b",
          null,
          FileOp.DELETE,
          VERSION,
          null,
          OriginClass.HUMAN,
          Confidence.EXACT,
          List.of("outside_intervals"),
          List.of(),
          0,
          9,
          "01".repeat(20));

  private static final GitMove MOVE =
      new GitMove("/r", "head", "HEAD", null, "02".repeat(20), "commit (initial): x");

  private static final WorkspaceState STATE =
      new WorkspaceState(
          "/r", "after", "03".repeat(32), 7, 1234, 1, "02".repeat(20), "main", "/r/.git");

  private static final GitCommit COMMIT =
      new GitCommit(
          "/r",
          "/r/.git",
          "02".repeat(20),
          List.of("04".repeat(20), "05".repeat(20)),
          "Käthe <k@example.org>",
          AT.minusSeconds(60),
          null,
          "subject \"x\"",
          List.of(
              new CommitFile(
                  "src/b.txt",
                  "src/a.txt",
                  FileOp.RENAME,
                  Arrays.asList("06".repeat(20), null),
                  VERSION,
                  List.of(VERSION)),
              new CommitFile(
                  "gone", null, FileOp.DELETE, List.of("07".repeat(20)), null, List.of())),
          "more than 5,000 files");

  private static final StaleWrite STALE =
      new StaleWrite(
          "/r",
          "src/b.txt",
          StaleWrite.How.REWRITE,
          VERSION,
          STEP,
          AT.minusSeconds(9),
          null,
          VERSION,
          OriginClass.AGENT,
          BOB,
          STEP,
          AT.minusSeconds(3),
          4,
          null);

  private static final WorkspaceRecord RECORD =
      new WorkspaceRecord(
          "n1",
          42,
          AT.minusMillis(5),
          AT,
          ALICE,
          List.of(new Told<>(ALICE, STEP, STATE)),
          List.of(new Told<>(BOB, STEP, CHANGE), new Told<>(NOBODY, null, HUMAN)),
          List.of(new Told<>(ALICE, STEP, MOVE)),
          List.of(new Told<>(NOBODY, null, COMMIT)),
          List.of(new Told<>(ALICE, STEP, STALE)),
          List.of(new Told<>(ALICE, STEP, new Missed("before", "the look took too long"))),
          2);

  private static List<Event> read(byte[] bytes) {
    var context = new RecordContext(RecordId.derive("clew", "x"), NOBODY, 42);
    return new WorkspaceRecords().interpret(context, JsonMapper.shared().readTree(bytes));
  }

  private static byte[] written(UnaryOperator<String> text, UnaryOperator<String> hash) {
    return new WorkspaceRecordWriter(text, hash).bytes(RECORD);
  }

  @Test
  void what_is_written_is_read_as_the_events_that_it_tells() {
    var events = read(written(each -> each, each -> each));

    assertThat(events)
        .extracting(each -> each.header().session())
        .containsExactly(BOB, NOBODY, ALICE, NOBODY, ALICE, ALICE, ALICE);
    assertThat(events)
        .extracting(each -> each.header().ordinal())
        .containsExactly(0, 1, 2, 3, 4, 5, 6);
    assertThat(events).allMatch(each -> AT.equals(each.header().at()));
    assertThat(events)
        .extracting(WorkspaceRecordTest::fact)
        .containsExactly(
            CHANGE,
            HUMAN,
            MOVE,
            COMMIT,
            new Missed("before", "the look took too long"),
            STATE,
            STALE);
    assertThat(((Event.FileChanged) events.getFirst()).step()).isEqualTo(STEP);
    assertThat(((Event.FileChanged) events.get(1)).step()).isNull();
  }

  private static Object fact(Event event) {
    return switch (event) {
      case Event.FileChanged e -> e.change();
      case Event.GitMoved e -> e.move();
      case Event.CommitSeen e -> e.commit();
      case Event.SnapshotTaken e -> e.state();
      case Event.WroteStale e -> e.write();
      case Event.CaptureMissed e -> new Missed(e.what(), e.reason());
      default -> event;
    };
  }

  @Test
  void names_and_reasons_pass_the_redactor_and_hashes_do_not() {
    var json = new String(written(_ -> "*", each -> each), StandardCharsets.UTF_8);

    assertThat(json)
        .doesNotContain("src/", "/r", "took too long", "HEAD", "\"main\"", "example", "subject \\");
    assertThat(json).contains("ab".repeat(32), "03".repeat(32));
  }

  @Test
  void where_contents_may_not_be_known_no_hash_of_one_is_kept() {
    var json = new String(written(each -> each, _ -> "00"), StandardCharsets.UTF_8);

    assertThat(json)
        .doesNotContain("ab".repeat(32), "cd".repeat(20), "03".repeat(32), "06".repeat(20))
        .contains("\"not_kept\":\"metadata\"");
  }

  @Test
  void another_version_and_nonsense_are_told_as_such() {
    var newer = "{\"clew_workspace\":2,\"at\":\"2026-11-20T12:00:00Z\"}";
    var nonsense =
        "{\"clew_workspace\":1,\"at\":\"2026-11-20T12:00:00Z\",\"changes\":[{\"op\":\"?\"}]}";

    assertThat(read(newer.getBytes(StandardCharsets.UTF_8)))
        .singleElement()
        .isInstanceOf(Event.Unrecognised.class);
    assertThat(read(nonsense.getBytes(StandardCharsets.UTF_8)))
        .singleElement()
        .isInstanceOf(Event.Malformed.class);
    assertThat(read("[]".getBytes(StandardCharsets.UTF_8)))
        .singleElement()
        .isInstanceOf(Event.Malformed.class);
  }

  @Test
  void a_look_that_found_nothing_is_kept() {
    var nothing =
        new WorkspaceRecord(
            "n", 1, null, AT, NOBODY, List.of(), List.of(), List.of(), List.of(), 3);
    var bytes = new WorkspaceRecordWriter(each -> each, each -> each).bytes(nothing);

    assertThat(read(bytes)).singleElement().isInstanceOf(Event.Kept.class);
  }
}
