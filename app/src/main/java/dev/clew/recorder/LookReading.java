package dev.clew.recorder;

import dev.clew.capture.workspace.WorkspaceRecord;
import dev.clew.capture.workspace.WorkspaceRecord.Missed;
import dev.clew.capture.workspace.WorkspaceRecord.Told;
import dev.clew.diff.LineDiff;
import dev.clew.event.FileOp;
import dev.clew.event.FileVersion;
import dev.clew.event.GitMove;
import dev.clew.event.OriginClass;
import dev.clew.event.SessionKey;
import dev.clew.event.StaleWrite;
import dev.clew.event.WorkspaceChange;
import dev.clew.origin.Activity;
import dev.clew.origin.Attribution;
import dev.clew.origin.Between;
import dev.clew.origin.Finding;
import dev.clew.origin.SeenChange;
import dev.clew.workspace.Change;
import dev.clew.workspace.Contents;
import dev.clew.workspace.Entry;
import dev.clew.workspace.FileMarks;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Reads a look whose time is known in full: who did what, as facts of a record.
final class LookReading {
  /// So long after a person changed a file they count as at work.
  private static final Duration HUMAN = Duration.ofMinutes(1);

  /// The lines of larger files are not counted.
  private static final int COUNTED = 1 << 20;

  private final PendingLook look;
  private final Instant since;
  private final Collection<OpenCall> calls;
  private final @Nullable Instant humanAt;
  private final SessionKey nobody;
  private final Contents contents;
  private final LookObjects objects;
  private final List<Told<WorkspaceChange>> changes = new ArrayList<>();
  private final List<Told<GitMove>> moves = new ArrayList<>();
  private final Map<String, Change> carried;
  private final Map<String, Change> carry = new LinkedHashMap<>();
  private final boolean last;
  private List<Told<StaleWrite>> stale = List.of();
  private boolean human;

  /// What an earlier look found and left open, because an edit of that file was under way: it may
  /// have been half written.
  ///
  /// @param since when the look before that one was made
  /// @param changes by path
  record Carried(Instant since, Map<String, Change> changes) {
    static final Carried NOTHING = new Carried(Instant.MAX, Map.of());
  }

  /// @param carried what is still to be told of earlier looks
  /// @param last whether nothing may be left open
  /// @param calls those that may have been at work
  /// @param humanAt when a person last changed a file; absent when that was not seen
  LookReading(
      PendingLook look,
      Carried carried,
      boolean last,
      Collection<OpenCall> calls,
      @Nullable Instant humanAt,
      SessionKey nobody,
      LookObjects objects) {
    this.look = look;
    this.carried = carried.changes();
    this.last = last;
    var from = carried.since().isBefore(look.since()) ? carried.since() : look.since();
    this.since = from;
    var working = calls.stream().filter(call -> call.overlaps(from, look.at())).toList();
    var own = working.stream().filter(call -> !call.contains).toList();
    this.calls = own.isEmpty() ? working : own;
    this.humanAt = humanAt;
    this.nobody = nobody;
    this.contents = new Contents(objects);
    this.objects = objects;
  }

  List<Told<WorkspaceChange>> changes() {
    return changes;
  }

  List<Told<GitMove>> moves() {
    return moves;
  }

  /// The calls that were at work, as far as they do something themselves.
  List<Activity> working() {
    return calls.stream().map(OpenCall::activity).toList();
  }

  /// Which of the changes were made from a version that was no longer there.
  void stale(List<Told<StaleWrite>> told) {
    stale = told;
  }

  /// Whether a person changed something.
  boolean human() {
    return human;
  }

  /// What the record tells besides what was missed before.
  List<Told<Missed>> missed() {
    var missed = new ArrayList<>(look.missed());
    for (var gap : look.look().gaps()) {
      var what = gap.path().isEmpty() ? "watcher" : "file";
      var reason = gap.path().isEmpty() ? gap.text() : gap.path() + ": " + gap.text();
      missed.add(new Told<>(session(), null, new Missed(what, reason)));
    }
    for (var path : look.look().missed()) {
      var reason = path + ": the full check found what the watcher had not told of";
      missed.add(new Told<>(session(), null, new Missed("watcher", reason)));
    }
    return missed;
  }

  SessionKey session() {
    return Objects.requireNonNullElse(look.session(), nobody);
  }

  LookReading read() throws IOException {
    var all = between(calls, look.watched());
    var found = joined();
    var seen = found.stream().map(this::seen).toList();
    var findings = findings(all, seen);
    for (var i = 0; i < seen.size(); i++) {
      if (isOpen(found.get(i), findings.get(i))) {
        carry.put(found.get(i).path(), found.get(i));
      } else {
        tell(found.get(i), seen.get(i), findings.get(i));
      }
    }
    for (var arrival : look.arrivals()) {
      var mover = Attribution.mover(all, arrival.move());
      moves.add(
          mover
              .map(step -> new Told<>(step.session(), step.id(), arrival.move()))
              .orElseGet(() -> new Told<>(nobody, null, arrival.move())));
    }
    return this;
  }

  /// What the next look has to tell.
  Carried carried() {
    return carry.isEmpty() ? Carried.NOTHING : new Carried(since, carry);
  }

  /// The look's changes, with those before them that were left open.
  private List<Change> joined() {
    var open = new LinkedHashMap<>(carried);
    var all = new ArrayList<Change>();
    for (var change : look.look().changes()) {
      var before = change.from() == null ? open.remove(change.path()) : null;
      var both = before == null ? change : join(before, change);
      if (both != null) {
        all.add(both);
      }
    }
    all.addAll(open.values());
    return all;
  }

  /// Both changes as one; absent when the second takes the first back.
  private static @Nullable Change join(Change first, Change second) {
    var before = first.before();
    var after = second.after();
    if ((before == null && after == null)
        || (before != null && after != null && before.saysTheSameAs(after))) {
      return null;
    }
    var op = before == null ? FileOp.CREATE : after == null ? FileOp.DELETE : FileOp.MODIFY;
    return new Change(op, second.path(), null, before, after, second.why());
  }

  /// Whether nobody explains the change, and an edit tool that names the file had not ended.
  private boolean isOpen(Change change, List<Finding> findings) {
    return !last
        && change.from() == null
        && change.why() == null
        && findings.stream().anyMatch(each -> each.origin() == OriginClass.UNKNOWN)
        && calls.stream()
            .anyMatch(call ->
                call.isOpenAt(look.at()) && call.edits(look.look().root() + "/" + change.path()));
  }

  private Between between(Collection<OpenCall> some, boolean watched) {
    var at = humanAt;
    return new Between(
        look.look().root(),
        look.at(),
        watched,
        at != null && Duration.between(at, look.at()).compareTo(HUMAN) <= 0,
        some.stream().map(OpenCall::activity).toList(),
        look.background(),
        look.writers(),
        look.arrivals());
  }

  private List<List<Finding>> findings(Between all, List<SeenChange> seen) {
    var findings = new ArrayList<>(Attribution.of(all, seen));
    var starting = look.starting();
    if (starting != null && starting.writesWhatItNames() && calls.contains(starting)) {
      // It had begun while we looked. What it does not name was there before; what it names and
      // does not explain may be either's.
      var others = calls.stream().filter(call -> call != starting).toList();
      var without = Attribution.of(between(others, look.watched()), seen);
      for (var i = 0; i < findings.size(); i++) {
        var named = starting.edits(look.look().root() + "/" + seen.get(i).path());
        if (!named
            && findings.get(i).stream().noneMatch(each -> starting.asStep().equals(each.by()))) {
          findings.set(i, without.get(i));
        }
      }
    }
    var missed = new HashSet<>(look.look().missed());
    if (!missed.isEmpty()) {
      var unwatched = Attribution.of(between(calls, false), seen);
      for (var i = 0; i < findings.size(); i++) {
        if (missed.contains(seen.get(i).path())) {
          findings.set(i, unwatched.get(i));
        }
      }
    }
    return findings;
  }

  private SeenChange seen(Change change) {
    return new SeenChange(
        change.path(),
        change.from(),
        change.op(),
        version(change.before()),
        version(change.after()),
        new SeenChange.Contents() {
          @Override
          public byte @Nullable [] before() {
            return bytes(change.before());
          }

          @Override
          public byte @Nullable [] after() {
            return bytes(change.after());
          }
        });
  }

  private static @Nullable FileVersion version(@Nullable Entry entry) {
    return entry == null ? null : entry.version();
  }

  private byte @Nullable [] bytes(@Nullable Entry entry) {
    try {
      return entry == null ? null : contents.of(entry).orElse(null);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// One fact for each part of a change, one after the other.
  private void tell(Change change, SeenChange seen, List<Finding> findings) throws IOException {
    var before = seen.before();
    var older = seen.contents().before();
    var from = change.from();
    var op = change.op();
    for (var finding : findings) {
      var result = finding.result();
      var after = result == null ? seen.after() : version(result, seen);
      var newer = result == null ? seen.contents().after() : result;
      tell(change, from, op, before, after, older, newer, finding);
      before = after;
      older = newer;
      from = null;
      op = FileOp.MODIFY;
    }
  }

  private void tell(
      Change change,
      @Nullable String from,
      FileOp op,
      @Nullable FileVersion before,
      @Nullable FileVersion after,
      byte @Nullable [] older,
      byte @Nullable [] newer,
      Finding finding) {
    var evidence = new ArrayList<>(finding.evidence());
    evidence.addAll(FileMarks.of(change.path()));
    var why = change.why();
    if (why != null) {
      evidence.add(why);
    }
    var lines = lines(before, after, older, newer);
    var told =
        new WorkspaceChange(
            look.look().root(),
            change.path(),
            from,
            op,
            before,
            after,
            finding.origin(),
            finding.confidence(),
            evidence,
            finding.candidates(),
            lines == null ? 0 : lines.added(),
            lines == null ? 0 : lines.removed(),
            finding.commit());
    var by = finding.by();
    changes.add(
        by == null ? new Told<>(nobody, null, told) : new Told<>(by.session(), by.id(), told));
    human |= finding.origin() == OriginClass.HUMAN;
  }

  private static @Nullable LineDiff lines(
      @Nullable FileVersion before,
      @Nullable FileVersion after,
      byte @Nullable [] older,
      byte @Nullable [] newer) {
    if ((before != null && older == null)
        || (after != null && newer == null)
        || (older != null && older.length > COUNTED)
        || (newer != null && newer.length > COUNTED)) {
      return null;
    }
    var lines = LineDiff.of(older, newer);
    return lines.isBinary() ? null : lines;
  }

  /// A version that was there for a moment only, between two steps: it is kept as any other.
  private FileVersion version(byte[] bytes, SeenChange seen) throws IOException {
    var hex = HexFormat.of();
    var sha256 = hex.formatHex(digest("SHA-256").digest(bytes));
    var blob = digest("SHA-1");
    blob.update(
        ("blob " + bytes.length + "\0").getBytes(java.nio.charset.StandardCharsets.US_ASCII));
    var name = hex.formatHex(blob.digest(bytes));
    objects.put(sha256, name, bytes);
    var like = seen.after() != null ? seen.after() : seen.before();
    return new FileVersion(sha256, name, bytes.length, like == null ? "100644" : like.mode(), null);
  }

  private static MessageDigest digest(String name) {
    try {
      return MessageDigest.getInstance(name);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has " + name, e);
    }
  }

  /// The facts as records: one of the conversation whose hook led here, with all that is not
  /// another's, and one for each other conversation.
  List<WorkspaceRecord> records(Supplier<String> names, LongSupplier numbers, int objectCount) {
    var own = session();
    var sessions = new java.util.LinkedHashSet<SessionKey>();
    sessions.add(own);
    changes.forEach(each -> sessions.add(each.session()));
    moves.forEach(each -> sessions.add(each.session()));
    stale.forEach(each -> sessions.add(each.session()));
    var missed = missed();
    var records = new ArrayList<WorkspaceRecord>();
    for (var session : sessions) {
      var record =
          new WorkspaceRecord(
              names.get(),
              numbers.getAsLong(),
              look.since(),
              look.at(),
              session,
              session.equals(own) ? look.states() : List.of(),
              of(session, changes),
              of(session, moves),
              List.of(),
              of(session, stale),
              session.equals(own) ? missed : List.of(),
              session.equals(own) ? objectCount : 0);
      if (session.equals(own) ? tells(record) : true) {
        records.add(record);
      }
    }
    return records;
  }

  private static boolean tells(WorkspaceRecord record) {
    return record.objects() > 0
        || !record.states().isEmpty()
        || !record.changes().isEmpty()
        || !record.moves().isEmpty()
        || !record.missed().isEmpty();
  }

  private static <T> List<Told<T>> of(SessionKey session, List<Told<T>> told) {
    return told.stream().filter(each -> each.session().equals(session)).toList();
  }
}
