package dev.clew.origin.overlap;

import dev.clew.event.FileOp;
import dev.clew.event.FileVersion;
import dev.clew.event.OriginClass;
import dev.clew.event.SessionKey;
import dev.clew.event.SpanId;
import dev.clew.event.StaleWrite;
import dev.clew.event.StepKind;
import dev.clew.event.WorkspaceChange;
import dev.clew.origin.Activity;
import dev.clew.origin.overlap.Left.Candidate;
import dev.clew.origin.overlap.Sightings.Sighting;
import dev.clew.origin.overlap.Writing.Means;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What the conversations in one workspace have seen of its files, from look to look, and which of
/// their writes were made from a version that was no longer there.
///
/// A conversation has seen a file when a tool showed it, a command may have, or it wrote the file
/// itself. Where that is not certain it counts as seen: a warning that is not true is worse than
/// one that does not come. Not safe for use by several threads.
public final class FileKnowledge {
  private static final int FILES = 4096;
  private static final int CONVERSATIONS = 256;

  private final String root;
  private final Bytes contents;
  private final Map<String, History> files = new Eldest<>(FILES);
  private final Map<SessionKey, Sightings> seen = new Eldest<>(CONVERSATIONS);
  private long number;

  /// Where contents are.
  public interface Bytes {
    /// The bytes of a version; empty when they are not kept.
    Optional<byte[]> of(FileVersion version);
  }

  private static final class Eldest<K, V> extends LinkedHashMap<K, V> {
    private static final long serialVersionUID = 1;
    private final int most;

    Eldest(int most) {
      super(16, 0.75f, true);
      this.most = most;
    }

    @Override
    protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
      return size() > most;
    }
  }

  /// @param root the workspace's folder, absolute
  public FileKnowledge(String root, Bytes contents) {
    this.root = root;
    this.contents = contents;
  }

  /// A conversation was heard here: what is there now is what it can know, where it has not been
  /// heard before.
  public void heard(SessionKey session, Instant at) {
    seen.computeIfAbsent(session, _ -> new Sightings(number, at));
  }

  /// A conversation may have seen all that is there.
  public void sawAll(SessionKey session, Instant at) {
    var sightings = seen.get(session);
    if (sightings != null) {
      sightings.sawAll(number, at);
    }
  }

  /// What a look found.
  ///
  /// @param at when it was made
  /// @param working the calls that were at work since the look before
  /// @param changes in their order
  /// @return the writes among them that were made from a version that was no longer there
  public List<Stale> look(Instant at, List<Activity> working, List<Made> changes) {
    var writings = new HashMap<SpanId, Writing>();
    for (var activity : working) {
      heard(activity.session(), at);
    }
    working.forEach(each -> writings.put(each.step(), new Writing(each, root)));
    read(at, working, writings);
    var stale = new ArrayList<Stale>();
    for (var made : changes) {
      add(at, made, working, writings).ifPresent(stale::add);
    }
    if (!changes.isEmpty()) {
      read(at, working, writings);
    }
    return stale;
  }

  /// Whatever a call may have shown has been seen as it is now.
  private void read(Instant at, List<Activity> working, Map<SpanId, Writing> writings) {
    for (var activity : working) {
      var writing = writings.get(activity.step());
      var sightings = seen.get(activity.session());
      if (writing == null || sightings == null) {
        continue;
      }
      for (var touch : activity.touched()) {
        var file = writing.path(touch.path());
        if (touch.op() == FileOp.READ
            ? activity.kind() != StepKind.SEARCH
            : isThere(file, writing.content(file))) {
          saw(sightings, file, activity, at);
        }
      }
      if (activity.command() != null) {
        for (var file : writing.named()) {
          if (file.startsWith(root + "/")) {
            saw(sightings, file, activity, at);
          }
        }
        for (var file : List.copyOf(files.keySet())) {
          if (writing.shows(file)) {
            saw(sightings, file, activity, at);
          }
        }
      }
    }
  }

  /// Whether the file is what a call was told to leave: it knows it, though it changed nothing.
  private boolean isThere(String file, @Nullable String content) {
    var history = files.get(file);
    var last = history == null ? null : history.last();
    if (content == null || last == null || last.size() > Loss.MOST_BYTES) {
      return false;
    }
    return contents
        .of(last)
        .filter(bytes -> Arrays.equals(bytes, content.getBytes(StandardCharsets.UTF_8)))
        .isPresent();
  }

  private void saw(Sightings sightings, String file, Activity activity, Instant at) {
    var by = activity.ended() == null ? at : activity.ended();
    sightings.saw(file, new Sighting(number, by, activity.step()));
  }

  private Optional<Stale> add(
      Instant at, Made made, List<Activity> working, Map<SpanId, Writing> writings) {
    var change = made.change();
    var from = change.from();
    if (from != null) {
      put(at, made, from, change.before(), null, working);
      put(at, made, change.path(), null, change.after(), working);
      return Optional.empty();
    }
    if (Left.same(change.before(), change.after())) {
      return Optional.empty(); // its mode alone
    }
    var stale = stale(made, writings);
    put(at, made, change.path(), change.before(), change.after(), working);
    return stale;
  }

  private void put(
      Instant at,
      Made made,
      String path,
      @Nullable FileVersion before,
      @Nullable FileVersion after,
      List<Activity> working) {
    var file = root + "/" + path;
    number++;
    files
        .computeIfAbsent(file, _ -> new History())
        .add(
            new Left(
                number,
                at,
                made.change().origin(),
                made.session(),
                made.step(),
                made.change().candidates().stream().map(each -> whose(each, working)).toList(),
                before,
                after));
    var session = made.session();
    var step = made.step();
    if (session != null && step != null) {
      heard(session, at);
      Objects.requireNonNull(seen.get(session)).saw(file, new Sighting(number, at, step));
    }
  }

  private static Candidate whose(SpanId step, List<Activity> working) {
    var session =
        working.stream()
            .filter(each -> each.step().equals(step))
            .map(Activity::session)
            .findFirst()
            .orElse(null);
    return new Candidate(session, step);
  }

  private Optional<Stale> stale(Made made, Map<SpanId, Writing> writings) {
    var session = made.session();
    var step = made.step();
    var change = made.change();
    if (session == null || step == null || change.origin() != OriginClass.AGENT) {
      return Optional.empty();
    }
    var file = root + "/" + change.path();
    var history = files.get(file);
    var sightings = seen.get(session);
    var writing = writings.get(step);
    if (history == null || sightings == null || writing == null) {
      return Optional.empty();
    }
    var known = sightings.of(file);
    var since = others(history.after(known.number()), session, step);
    if (since.isEmpty() || Left.same(since.getFirst().before(), change.before())) {
      return Optional.empty();
    }
    return writing
        .means(file, change.after() == null)
        .flatMap(means -> told(change, known, since, means))
        .map(write -> new Stale(session, step, write));
  }

  /// What others did since the conversation itself last may have written the file.
  private static List<Left> others(List<Left> since, SessionKey session, SpanId step) {
    var others = new ArrayList<Left>();
    for (var left : since) {
      if (left.mayBeOf(session, step)) {
        others.clear();
      } else {
        others.add(left);
      }
    }
    return others;
  }

  private Optional<StaleWrite> told(
      WorkspaceChange change, Sighting known, List<Left> since, Means means) {
    var read = since.getFirst().before();
    var loss = loss(read, change.before(), change.after(), !means.blind());
    var loses = loss.isPresent() && !loss.get().equals(Loss.NONE);
    var told =
        switch (means.how()) {
          case REWRITE -> known.step() != null || loses;
          case COMMAND -> loses;
          case DELETE -> means.blind() && known.step() != null && (loses || loss.isEmpty());
        };
    if (!told) {
      return Optional.empty();
    }
    var last = since.getLast();
    var isLast = Left.same(last.after(), change.before());
    return Optional.of(
        new StaleWrite(
            change.root(),
            change.path(),
            means.how(),
            read,
            known.step(),
            known.at(),
            change.before(),
            change.after(),
            isLast ? last.by() : OriginClass.UNKNOWN,
            isLast ? last.session() : null,
            isLast ? last.step() : null,
            last.at(),
            loss.map(Loss::lost).orElse(null),
            loss.map(Loss::restored).orElse(null)));
  }

  private Optional<Loss> loss(
      @Nullable FileVersion read,
      @Nullable FileVersion found,
      @Nullable FileVersion left,
      boolean reverting) {
    var bytes = new ArrayList<byte @Nullable []>();
    for (var version : Arrays.asList(read, found, left)) {
      var content =
          version == null || version.size() > Loss.MOST_BYTES || version.notKept() != null
              ? Optional.<byte[]>empty()
              : contents.of(version);
      if (version != null && content.isEmpty()) {
        return Optional.empty();
      }
      bytes.add(content.orElse(null));
    }
    return Loss.of(bytes.get(0), bytes.get(1), bytes.get(2), reverting);
  }
}
