package dev.clew.index;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clew.content.Database;
import dev.clew.cost.PriceTable;
import dev.clew.event.Confidence;
import dev.clew.event.Event;
import dev.clew.event.FileOp;
import dev.clew.event.FileTouch;
import dev.clew.event.FileVersion;
import dev.clew.event.OriginClass;
import dev.clew.event.RecordId;
import dev.clew.event.SessionKey;
import dev.clew.event.SpanId;
import dev.clew.event.StaleWrite;
import dev.clew.event.StepKind;
import dev.clew.event.StepStatus;
import dev.clew.event.ToolAnswer;
import dev.clew.event.WorkspaceChange;
import dev.clew.testing.Cases;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/// Which files several have changed is what all changes, asked one by one, say; however they came.
class OverlapIndexTest {
  private static final List<OverlapFilter.Kind> KINDS = List.of(OverlapFilter.Kind.values());
  private static final String[] ROOTS = {"/work", "/work/src", "/else"};
  private static final List<SessionKey> SESSIONS =
      List.of(
          SessionKey.main("claude", "a"),
          SessionKey.main("claude", "a").subagent("x"),
          SessionKey.main("claude", "b"),
          SessionKey.main("codex", "c"));
  private static final SessionKey NOBODY = SessionKey.main("clew", "workspace:w");

  /// What changed which file, from all that was seen and all that is told.
  private static final String ALL =
      """
      SELECT p.path AS file, s.trace AS party, s.id AS session, w.step AS step,
        coalesce(w.at, t.started) AS at, w.origin IN ('agent', 'human') AS counts
      FROM workspace_change w JOIN path p ON p.id = w.path
        JOIN step t ON t.id = w.step JOIN session s ON s.ref = t.session
      UNION ALL
      SELECT p.path, 'person', NULL, NULL, w.at, 1
      FROM workspace_change w JOIN path p ON p.id = w.path
      WHERE w.step IS NULL AND w.origin = 'human'
      UNION ALL
      SELECT CASE WHEN substr(p.path, 1, 1) = '/' OR s.cwd IS NULL THEN p.path
          ELSE s.cwd || '/' || p.path END, s.trace, s.id, c.step, t.started,
        c.source = t.file_source AND t.status = 'ok' AND NOT EXISTS (
          SELECT 1 FROM workspace_change o JOIN path r ON r.id = o.root
          WHERE o.step = c.step AND (substr(p.path, 1, 1) <> '/'
            OR substr(p.path, 1, length(r.path) + 1) = r.path || '/'))
      FROM change c JOIN path p ON p.id = c.path
        JOIN step t ON t.id = c.step JOIN session s ON s.ref = t.session
      WHERE c.op <> 'read'
      """;

  @TempDir private Path folder;
  private int stores;

  private record Change(
      String file,
      String party,
      @Nullable String session,
      @Nullable Long step,
      @Nullable Long at,
      boolean counts) {}

  private record Stale(String file, boolean loses) {}

  /// A file that is to be listed.
  private record Listed(String file, @Nullable Long at, Set<String> touches) {}

  private record Asked(
      @Nullable String session,
      Optional<Long> since,
      Optional<String> below,
      Optional<OverlapFilter.Kind> kind) {}

  @Test
  void what_is_listed_is_what_all_changes_say_in_any_order_and_any_batches() {
    Cases.forAll(
        60,
        random -> {
          var records = new ArrayList<>(records(random));
          var asked =
              List.of(
                  new Asked(null, Optional.empty(), Optional.empty(), Optional.empty()),
                  asked(random));
          var first = listed(records, random, asked);
          Collections.shuffle(records, new Random(random.nextLong()));
          assertThat(listed(records, random, asked)).isEqualTo(first);
        });
  }

  private static Asked asked(RandomGenerator random) {
    return new Asked(
        random.nextBoolean() ? null : SESSIONS.get(random.nextInt(SESSIONS.size())).id(),
        random.nextBoolean() ? Optional.empty() : Optional.of(random.nextLong(12_000)),
        random.nextBoolean()
            ? Optional.empty()
            : Optional.of(List.of("/work", "/work/src", "/work/f1", "/wor").get(random.nextInt(4))),
        random.nextBoolean()
            ? Optional.empty()
            : Optional.of(KINDS.get(random.nextInt(KINDS.size()))));
  }

  private List<String> listed(
      List<List<Event>> records, RandomGenerator random, List<Asked> asked) {
    var file = folder.resolve(stores++ + ".db");
    var all = new ArrayList<String>();
    try (var writer = IndexWriter.open(file, PriceTable.builtIn());
        var reader = IndexReader.open(file)) {
      for (var from = 0; from < records.size(); ) {
        var to = Math.min(records.size(), from + 1 + random.nextInt(5));
        var batch = new ArrayList<Projected>();
        for (var i = from; i < to; i++) {
          batch.add(new Projected(i, "content", "claude.line", records.get(i)));
        }
        writer.apply(batch);
        if (random.nextInt(3) == 0) {
          writer.refresh();
        }
        from = to;
        if (random.nextInt(4) == 0) {
          compare(file, reader, asked);
        }
      }
      writer.refresh();
      for (var each : asked) {
        all.add(compare(file, reader, List.of(each)).toString());
      }
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
    return all;
  }

  private static List<Listed> compare(Path file, IndexReader reader, List<Asked> asked)
      throws SQLException {
    var changes = changes(file);
    var stale = stale(file);
    List<Listed> found = List.of();
    for (var each : asked) {
      found = found(reader, each);
      assertThat(found).as("%s", each).isEqualTo(model(changes, stale, each));
    }
    return found;
  }

  private static List<Listed> found(IndexReader reader, Asked asked) throws SQLException {
    var session = asked.session;
    var refs = session == null ? List.<Long>of() : reader.sessionsLike(session);
    if (session != null && refs.isEmpty()) {
      return List.of();
    }
    var overlaps = reader.overlaps();
    var filter = new OverlapFilter(refs, asked.since, asked.below, asked.kind);
    var page = overlaps.files(filter, 0, -1);
    assertThat(page.total()).isEqualTo(page.rows().size());
    var half = page.rows().size() / 2;
    assertThat(overlaps.files(filter, half, 2).rows())
        .isEqualTo(page.rows().subList(half, Math.min(page.rows().size(), half + 2)));
    var paths = overlaps.paths(page.rows());
    var touches =
        overlaps.touches(page.rows()).stream().collect(Collectors.groupingBy(TouchRow::file));
    var parties =
        overlaps.parties(
            touches.values().stream()
                .flatMap(List::stream)
                .map(TouchRow::session)
                .filter(Objects::nonNull)
                .toList());
    var found = new ArrayList<Listed>();
    for (var each : page.rows()) {
      var own = touches.getOrDefault(each, List.of());
      var told = own.stream().map(touch -> line(touch, parties)).toList();
      assertThat(told).doesNotHaveDuplicates();
      found.add(new Listed(paths.get(each), own.getLast().at(), Set.copyOf(told)));
    }
    return found;
  }

  private static String line(TouchRow touch, Map<Long, OverlapParty> parties) {
    var party = touch.session() == null ? null : parties.get(touch.session());
    return "%s %s %s".formatted(party == null ? null : party.id(), touch.step(), touch.at());
  }

  private static List<Change> changes(Path file) throws SQLException {
    try (var connection = Database.reader(file)) {
      return new Sql()
          .add(ALL)
          .list(
              connection,
              row ->
                  new Change(
                      row.getString("file"),
                      row.getString("party"),
                      row.getString("session"),
                      Sql.nullable(row, "step"),
                      Sql.nullable(row, "at"),
                      row.getBoolean("counts")));
    }
  }

  private static List<Stale> stale(Path file) throws SQLException {
    try (var connection = Database.reader(file)) {
      return new Sql()
          .add("SELECT p.path, coalesce(lost, 0) + coalesce(restored, 0) > 0 AS loses")
          .add("FROM stale_write x JOIN path p ON p.id = x.path")
          .list(connection, row -> new Stale(row.getString(1), row.getBoolean(2)));
    }
  }

  private static List<Listed> model(List<Change> changes, List<Stale> stale, Asked asked) {
    var files = new TreeMap<String, List<Change>>();
    for (var change : changes) {
      if (change.counts) {
        files.computeIfAbsent(change.file, _ -> new ArrayList<>()).add(change);
      }
    }
    var listed = new ArrayList<Listed>();
    files.forEach((file, own) -> {
      var parties = new HashSet<String>();
      own.forEach(each -> parties.add(each.party));
      var writes = stale.stream().filter(each -> each.file.equals(file)).toList();
      var at = own.stream().map(Change::at).filter(Objects::nonNull).max(Long::compare);
      if ((parties.size() > 1 || !writes.isEmpty())
          && asked.since.map(since -> at.orElse(0L) >= since).orElse(true)
          && asked.below.map(below -> isBelow(file, below)).orElse(true)
          && asked.kind.map(kind -> fits(kind, writes)).orElse(true)
          && (asked.session == null || isOf(changes, file, asked.session))) {
        listed.add(new Listed(file, at.orElse(null), touches(own)));
      }
    });
    listed.sort(
        Comparator.comparing(
                (Listed each) -> each.at == null ? Long.MIN_VALUE : each.at,
                Comparator.reverseOrder())
            .thenComparing(Listed::file));
    return listed;
  }

  /// When each step, and a person, changed it; a time that is not known only where there is no
  /// other.
  private static Set<String> touches(List<Change> changes) {
    return changes.stream()
        .filter(each ->
            each.at != null
                || each.step == null
                || changes.stream()
                    .noneMatch(other -> each.step.equals(other.step) && other.at != null))
        .map(each -> "%s %s %s".formatted(each.session, each.step, each.at))
        .collect(Collectors.toSet());
  }

  private static boolean isBelow(String file, String below) {
    return file.equals(below) || file.startsWith(below + "/");
  }

  private static boolean fits(OverlapFilter.Kind kind, List<Stale> writes) {
    return switch (kind) {
      case STALE -> !writes.isEmpty();
      case STALE_READ -> writes.stream().anyMatch(each -> !each.loses);
      case LOST_UPDATE -> writes.stream().anyMatch(Stale::loses);
    };
  }

  private static boolean isOf(List<Change> changes, String file, String session) {
    return changes.stream()
        .anyMatch(each -> each.file.equals(file) && session.equals(each.session));
  }

  private static List<List<Event>> records(RandomGenerator random) {
    var records = new ArrayList<List<Event>>();
    for (var i = 4 + random.nextInt(24); i > 0; i--) {
      var session = SESSIONS.get(random.nextInt(SESSIONS.size()));
      var step = new SpanId(1 + random.nextInt(7)); // may be of several sessions: they share it
      records.add(
          switch (random.nextInt(9)) {
            case 0 -> List.of(observed(i, random, session));
            case 1, 2 -> List.of(requested(i, random, session, step));
            case 3, 4 -> List.of(answered(i, random, session, step));
            case 5, 6 -> List.of(changed(i, random, session, step));
            case 7 -> List.of(changed(i, random, NOBODY, null));
            default -> List.of(stale(i, random, session, step));
          });
    }
    return records;
  }

  private static Event.Header header(int record, RandomGenerator random, SessionKey session) {
    return new Event.Header(
        RecordId.derive("t", Integer.toString(record)),
        0,
        session,
        record,
        random.nextInt(6) == 0 ? null : Instant.ofEpochMilli(1000L * random.nextInt(12)));
  }

  private static Event observed(int record, RandomGenerator random, SessionKey session) {
    var cwd = ROOTS[random.nextInt(ROOTS.length)];
    return new Event.SessionObserved(
        header(record, random, session), null, cwd, null, null, null, null);
  }

  private static List<FileTouch> touches(RandomGenerator random) {
    return Cases.listOf(
        random,
        3,
        one ->
            new FileTouch(
                List.of("f0", "f1", "src/f0", "/work/f0", "/work/f1", "/work/src/f0", "/else/f1")
                    .get(one.nextInt(7)),
                one.nextInt(4) == 0 ? FileOp.READ : FileOp.MODIFY,
                1,
                0,
                null));
  }

  private static Event requested(
      int record, RandomGenerator random, SessionKey session, SpanId step) {
    return new Event.ToolRequested(
        header(record, random, session),
        step,
        null,
        "Edit",
        StepKind.FILE_WRITE,
        "edit",
        JsonMapper.shared().createObjectNode(),
        touches(random));
  }

  private static Event answered(
      int record, RandomGenerator random, SessionKey session, SpanId step) {
    return new Event.ToolAnswered(
        header(record, random, session),
        step,
        new ToolAnswer(
            random.nextInt(4) == 0 ? StepStatus.ERROR : StepStatus.OK,
            "done",
            null,
            touches(random),
            null,
            null,
            null,
            false,
            List.of()));
  }

  private static Event changed(
      int record, RandomGenerator random, SessionKey session, @Nullable SpanId step) {
    var version = new FileVersion("ab".repeat(32), null, 5, "100644", null);
    var origin =
        step == null && random.nextInt(4) > 0
            ? OriginClass.HUMAN
            : List.of(OriginClass.AGENT, OriginClass.AGENT, OriginClass.HUMAN, OriginClass.VCS)
                .get(random.nextInt(4));
    return new Event.FileChanged(
        header(record, random, session),
        step,
        new WorkspaceChange(
            ROOTS[random.nextInt(2)],
            "f" + random.nextInt(2),
            null,
            FileOp.MODIFY,
            version,
            version,
            origin,
            Confidence.INFERRED,
            List.of(),
            List.of(),
            1,
            0,
            null));
  }

  private static Event stale(int record, RandomGenerator random, SessionKey session, SpanId step) {
    return new Event.WroteStale(
        header(record, random, session),
        step,
        new StaleWrite(
            "/work",
            "f" + random.nextInt(2),
            StaleWrite.How.REWRITE,
            null,
            null,
            Instant.EPOCH,
            null,
            null,
            OriginClass.HUMAN,
            null,
            null,
            Instant.EPOCH,
            random.nextBoolean() ? null : random.nextInt(2),
            random.nextBoolean() ? null : random.nextInt(2)));
  }
}
