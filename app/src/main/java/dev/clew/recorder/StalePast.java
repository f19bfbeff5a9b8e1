package dev.clew.recorder;

import dev.clew.capture.Agents;
import dev.clew.capture.HookCall;
import dev.clew.capture.HookEnvelope;
import dev.clew.content.ContentReader;
import dev.clew.content.DamagedObjectException;
import dev.clew.event.Event;
import dev.clew.event.FileVersion;
import dev.clew.event.SessionKey;
import dev.clew.event.SpanId;
import dev.clew.index.IndexReader;
import dev.clew.origin.overlap.FileKnowledge;
import dev.clew.origin.overlap.Made;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What was recorded of a workspace before it was opened: the looks that found changes, and the
/// calls that hooks told of. Replayed, it gives back what conversations had seen of its files.
///
/// Where it is not certain what a conversation has seen since, it counts as having seen all. Not
/// safe for use by several threads.
final class StalePast {
  private static final Duration WINDOW = Duration.ofHours(12);

  /// More calls are not replayed: the conversations that made only earlier ones have seen all.
  private static final int CALLS = 500;

  /// What was before more looks than these is not read: the first look has to wait for it.
  private static final int LOOKS = 500;

  private final Instant until;
  private final TreeMap<Instant, Look> looks = new TreeMap<>();
  private final Map<SpanId, OpenCall> calls = new LinkedHashMap<>();

  /// The calls of which it is not known what they showed.
  private final Set<SpanId> unclear = new HashSet<>();

  /// @param since when the look before began
  private record Look(Instant since, Instant at, List<Made> changes) {}

  private record Hook(HookCall call, HookEnvelope envelope, boolean unclear) {}

  private StalePast(Instant until) {
    this.until = until;
  }

  /// @param nobody the conversation that stands for nobody's
  /// @param until when the last look began that is known: what a conversation did later it may have
  ///   done before or after what the next look finds
  static StalePast read(
      IndexReader index,
      ContentReader content,
      Agents agents,
      Path root,
      SessionKey nobody,
      Instant until)
      throws SQLException, DamagedObjectException {
    var past = new StalePast(until);
    var from =
        index.workspaces().newestLooks(root.toString(), until.minus(WINDOW).toEpochMilli(), LOOKS);
    var interpreter = new Interpreter(agents);
    for (var seq : index.workspaces().changeRecords(root.toString(), from)) {
      var entry = content.entry(seq);
      if (entry.isPresent()) {
        past.look(content, entry.get(), interpreter, root.toString(), nobody);
      }
    }
    var hooks = new ArrayList<Hook>();
    for (var seq : index.workspaces().callRecords(root.toString(), from, CALLS)) {
      var entry = content.entry(seq);
      if (entry.isPresent()) {
        hook(content, entry.get(), agents, hooks);
      }
    }
    hooks.sort(Comparator.comparing(each -> each.envelope.at()));
    hooks.forEach(past::heard);
    return past;
  }

  private void look(
      ContentReader content,
      ContentReader.Entry entry,
      Interpreter interpreter,
      String root,
      SessionKey nobody)
      throws DamagedObjectException {
    for (var event : interpreter.events(content, entry)) {
      var at = event.header().at();
      if (event instanceof Event.FileChanged changed
          && at != null
          && changed.change().root().equals(root)) {
        var look = looks.get(at);
        if (look == null) {
          look = new Look(since(content, entry), at, new ArrayList<>());
          looks.put(at, look);
        }
        var session = event.header().session();
        look.changes.add(
            new Made(session.equals(nobody) ? null : session, changed.step(), changed.change()));
      }
    }
  }

  private static Instant since(ContentReader content, ContentReader.Entry entry)
      throws DamagedObjectException {
    var told = content.payload(entry).map(Json::value);
    try {
      return Instant.parse(told.map(each -> each.path("since").asString("")).orElse(""));
    } catch (DateTimeException e) {
      return Instant.EPOCH; // the first look
    }
  }

  private static void hook(
      ContentReader content, ContentReader.Entry entry, Agents agents, List<Hook> into)
      throws DamagedObjectException {
    var kind = entry.record().kind();
    var payload = content.payload(entry);
    if (payload.isEmpty() || !RecordKind.form(kind).equals(RecordKind.HOOK)) {
      return;
    }
    var envelope = HookEnvelope.of(Json.value(payload.get()));
    var unclear = entry.record().mode().equals(CaptureMode.METADATA.wire());
    agents
        .hooks(RecordKind.agent(kind))
        .map(hooks -> hooks.call(envelope))
        .ifPresent(call -> into.add(new Hook(call, envelope, unclear)));
  }

  private void heard(Hook hook) {
    var step = hook.call.step();
    var at = hook.envelope.at();
    if (step == null) {
      return;
    }
    if (hook.unclear) {
      unclear.add(step);
    }
    var begins = hook.call.phase() == HookCall.Phase.BEFORE_TOOL;
    var call =
        calls.computeIfAbsent(
            step, _ -> new OpenCall(step, hook.call, hook.envelope.pid(), begins ? at : null));
    if (hook.call.phase() == HookCall.Phase.AFTER_TOOL && call.ended == null) {
      call.end(hook.call, at);
    }
  }

  /// The conversations that may have seen what the next look finds, or of which a call had not
  /// ended.
  Set<SessionKey> unsure() {
    var unsure = new LinkedHashSet<SessionKey>();
    for (var call : calls.values()) {
      if (call.isOpenAt(until)) {
        unsure.add(call.session);
      }
    }
    return unsure;
  }

  /// Tells `knowledge` what was seen, as it was when it came.
  void replay(FileKnowledge knowledge) {
    var left =
        new ArrayList<>(calls.values().stream().filter(call -> !call.isOpenAt(until)).toList());
    left.sort(Comparator.comparing(call -> call.ended == null ? until : call.ended));
    for (var look : looks.values()) {
      var since = since(look, left);
      left.removeIf(call -> endedBefore(call, since) && ran(call, knowledge));
      var working = left.stream().filter(call -> call.overlaps(since, look.at)).toList();
      var changes = new ArrayList<Made>();
      var isOrdered = inOrder(look.changes, changes);
      knowledge.look(look.at, working.stream().map(OpenCall::activity).toList(), changes);
      for (var call : isOrdered ? working : calls.values()) {
        if (!isOrdered || unclear.contains(call.step)) {
          knowledge.sawAll(call.session, look.at);
        }
      }
    }
    left.forEach(call -> ran(call, knowledge));
  }

  private static boolean endedBefore(OpenCall call, Instant since) {
    var ended = call.ended;
    return ended != null && ended.isBefore(since);
  }

  /// What a look found may have been half done when an earlier one was made: then it is told of the
  /// time since that one, and an edit that names it had begun before.
  private static Instant since(Look look, List<OpenCall> calls) {
    var since = look.since;
    for (var call : calls) {
      var started = call.started;
      if (started != null
          && started.isBefore(since)
          && call.overlaps(look.since, look.at)
          && look.changes.stream()
              .anyMatch(each -> call.edits(each.change().root() + "/" + each.change().path()))) {
        since = started;
      }
    }
    return since;
  }

  private boolean ran(OpenCall call, FileKnowledge knowledge) {
    var at = call.ended == null ? until : call.ended;
    knowledge.look(at, List.of(call.activity()), List.of());
    if (unclear.contains(call.step)) {
      knowledge.sawAll(call.session, at);
    }
    return true;
  }

  /// Puts the changes of a look in the order in which they were made: those of one file follow from
  /// each other's contents. False where they do not.
  private static boolean inOrder(List<Made> changes, List<Made> ordered) {
    var byPath = new HashMap<String, List<Made>>();
    for (var made : changes) {
      byPath.computeIfAbsent(made.change().path(), _ -> new ArrayList<>()).add(made);
    }
    var isOrdered = true;
    for (var made : changes) {
      var own = byPath.remove(made.change().path());
      if (own != null) {
        isOrdered &= chain(own, ordered);
      }
    }
    return isOrdered;
  }

  private static boolean chain(List<Made> changes, List<Made> ordered) {
    var left = new ArrayList<>(changes);
    if (changes.size() > 1) {
      var first =
          changes.stream().filter(each -> changes.stream().noneMatch(one -> leadsTo(one, each)));
      var next = first.toList();
      while (next.size() == 1) {
        var last = next.getFirst();
        ordered.add(last);
        left.remove(last);
        next = left.stream().filter(each -> leadsTo(last, each)).toList();
      }
    }
    ordered.addAll(left);
    return changes.size() == 1 || left.isEmpty();
  }

  private static boolean leadsTo(Made one, Made other) {
    return !one.equals(other)
        && Objects.equals(sha256(one.change().after()), sha256(other.change().before()));
  }

  private static @Nullable String sha256(@Nullable FileVersion version) {
    return version == null ? null : version.sha256();
  }
}
