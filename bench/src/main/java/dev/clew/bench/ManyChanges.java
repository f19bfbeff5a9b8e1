package dev.clew.bench;

import dev.clew.event.Confidence;
import dev.clew.event.Event;
import dev.clew.event.FileOp;
import dev.clew.event.FileTouch;
import dev.clew.event.FileVersion;
import dev.clew.event.OriginClass;
import dev.clew.event.PromptSource;
import dev.clew.event.RecordId;
import dev.clew.event.SessionKey;
import dev.clew.event.SpanId;
import dev.clew.event.StaleWrite;
import dev.clew.event.StepKind;
import dev.clew.event.StepStatus;
import dev.clew.event.ToolAnswer;
import dev.clew.event.WorkspaceChange;
import dev.clew.index.Projected;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import tools.jackson.databind.json.JsonMapper;

/// Records of many sessions in twenty workspaces of 600 files, of which few are changed often; the
/// same each time. Every second session was seen at work, the others are only told, one in two of
/// them with paths from its folder; a person changes something now and then.
///
/// @param sessions how many
/// @param changes how many changes each makes
record ManyChanges(int sessions, int changes) {
  private static final int WORKSPACES = 20;
  private static final int FILES = 600;
  private static final int PERSON = 20;
  private static final int STALE = 400;
  private static final long BEGIN = Instant.parse("2026-03-01T00:00:00Z").toEpochMilli();
  private static final long STEP_MS = 12_000;

  /// Record after record, session after session.
  Stream<Projected> records() {
    var seq = new long[1];
    return IntStream.range(0, sessions)
        .boxed()
        .flatMap(session -> session(session).stream())
        .map(events -> new Projected(seq[0]++, "metadata", kind(events.getFirst()), events));
  }

  private static String kind(Event event) {
    return event instanceof Event.FileChanged ? "clew.workspace" : "claude.line";
  }

  private List<List<Event>> session(int number) {
    var random = new SplittableRandom(number);
    var root = "/work/p" + number % WORKSPACES;
    var key = SessionKey.main("claude", "session-" + number);
    var nobody = SessionKey.main("clew", "workspace:" + number % WORKSPACES);
    var isSeen = number % 2 == 0;
    var isRelative = number % 4 == 1;
    var records = new ArrayList<List<Event>>();
    var at = BEGIN + number * 2_600_000L;
    records.add(
        List.of(
            new Event.SessionObserved(
                header(number, 0, 0, key, at), "2.1.200", root, "main", null, null, null),
            new Event.PromptSubmitted(
                header(number, 0, 1, key, at),
                SpanId.ofTurn(key, "prompt"),
                PromptSource.USER,
                "Please do number " + number,
                0)));
    for (var i = 1; i <= changes; i++) {
      var step = SpanId.ofToolCall(key, "call-" + i);
      var low = Math.min(random.nextInt(FILES), random.nextInt(FILES));
      var path = "src/main/java/package%d/File%d.java".formatted(low / 25, low);
      var touch =
          new FileTouch(isRelative ? path : root + "/" + path, FileOp.MODIFY, 4, 2, null);
      at += STEP_MS;
      records.add(
          List.of(
              new Event.ToolRequested(
                  header(number, 3 * i, 0, key, at),
                  step,
                  null,
                  "Edit",
                  StepKind.FILE_WRITE,
                  touch.path(),
                  JsonMapper.shared().createObjectNode(),
                  List.of(touch))));
      if (isSeen) {
        records.add(seen(number, i, random, key, nobody, step, root, path, at + 500));
      }
      records.add(
          List.of(
              new Event.ToolAnswered(
                  header(number, 3 * i + 2, 0, key, at + 1000),
                  step,
                  new ToolAnswer(
                      StepStatus.OK, "", null, List.of(touch), null, null, null, false, List.of()))));
    }
    return records;
  }

  private static List<Event> seen(
      int session,
      int number,
      SplittableRandom random,
      SessionKey key,
      SessionKey nobody,
      SpanId step,
      String root,
      String path,
      long at) {
    var events = new ArrayList<Event>();
    var record = 3 * number + 1;
    var change = change(random, root, path, OriginClass.AGENT);
    events.add(new Event.FileChanged(header(session, record, 0, key, at), step, change));
    if (random.nextInt(PERSON) == 0) {
      events.add(
          new Event.FileChanged(
              header(session, record, 1, nobody, at),
              null,
              change(random, root, path, OriginClass.HUMAN)));
    }
    if (random.nextInt(STALE) == 0) {
      var write =
          new StaleWrite(
              root,
              path,
              StaleWrite.How.REWRITE,
              change.before(),
              step,
              Instant.ofEpochMilli(at - 1000),
              change.before(),
              change.after(),
              OriginClass.HUMAN,
              null,
              null,
              Instant.ofEpochMilli(at - 500),
              random.nextInt(2),
              0);
      events.add(new Event.WroteStale(header(session, record, 2, key, at), step, write));
    }
    return events;
  }

  private static WorkspaceChange change(
      SplittableRandom random, String root, String path, OriginClass origin) {
    return new WorkspaceChange(
        root,
        path,
        null,
        FileOp.MODIFY,
        version(random),
        version(random),
        origin,
        Confidence.EXACT,
        List.of("edit_arguments"),
        List.of(),
        4,
        2,
        null);
  }

  private static FileVersion version(SplittableRandom random) {
    var hash = "%016x".formatted(random.nextLong());
    return new FileVersion(hash.repeat(4), (hash + hash + hash).substring(0, 40), 4321, "100644", null);
  }

  private static Event.Header header(
      int session, int record, int ordinal, SessionKey key, long at) {
    return new Event.Header(
        RecordId.derive("claude", Integer.toString(session), Integer.toString(record)),
        ordinal,
        key,
        record,
        Instant.ofEpochMilli(at));
  }
}
