package dev.clew.workspace;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.Set;
import java.util.function.Predicate;

/// Finds the commits of a range, from the newest back: as Git does, by the times that they say.
/// What lies before the border is left out as soon as it is seen to; where clocks went wrong a
/// commit from before it may be found too.
final class CommitWalk {
  private static final int SLOP = 32;

  private final CommitReading reading;
  private final Predicate<String> known;
  private final int most;
  private final PriorityQueue<Commit> waiting =
      new PriorityQueue<>(Comparator.comparingLong(Commit::seconds).reversed());
  private final Set<String> seen = new HashSet<>();
  private final Set<String> before = new HashSet<>();
  private final Map<String, Commit> wanted = new LinkedHashMap<>();
  private final Set<String> open = new HashSet<>();
  private final Queue<String> doubtful = new ArrayDeque<>();

  CommitWalk(CommitReading reading, Predicate<String> known, int most) {
    this.reading = reading;
    this.known = known;
    this.most = most;
  }

  CommitReading.Range range(Collection<String> tips, Collection<String> border) throws IOException {
    border.forEach(doubtful::add);
    spread();
    for (var id : tips) {
      add(id);
    }
    while (!open.isEmpty() && wanted.size() < most) {
      var commit = waiting.remove();
      if (before.contains(commit.id())) {
        commit.parents().forEach(doubtful::add);
        spread();
      } else {
        open.remove(commit.id());
        wanted.put(commit.id(), commit);
        for (var parent : commit.parents()) {
          add(parent);
        }
      }
    }
    var more = !open.isEmpty();
    settle();
    return new CommitReading.Range(parentsFirst(), more);
  }

  /// Goes on beyond the border until nothing of it can be as old as what was taken: commits of one
  /// second are found in any order, and clocks are not exact.
  private void settle() throws IOException {
    var oldest = wanted.values().stream().mapToLong(Commit::seconds).min().orElse(Long.MAX_VALUE);
    for (var beyond = 0; !waiting.isEmpty() && beyond < SLOP; ) {
      var commit = waiting.remove();
      if (before.contains(commit.id())) {
        beyond = commit.seconds() >= oldest ? 0 : beyond + 1;
        commit.parents().forEach(doubtful::add);
        spread();
      }
    }
  }

  private void add(String id) throws IOException {
    if (known.test(id) || before.contains(id) || !seen.add(id)) {
      return;
    }
    var commit = reading.commit(id);
    if (commit.isPresent()) {
      waiting.add(commit.get());
      open.add(id);
    }
  }

  /// Marks what was found to lie before the border; what was taken too early takes those before it
  /// along.
  private void spread() throws IOException {
    while (!doubtful.isEmpty()) {
      var id = doubtful.remove();
      if (before.add(id)) {
        open.remove(id);
        var taken = wanted.remove(id);
        if (taken != null) {
          taken.parents().forEach(doubtful::add);
        } else if (seen.add(id)) {
          reading.commit(id).ifPresent(waiting::add);
        }
      }
    }
  }

  private List<Commit> parentsFirst() {
    var children = new HashMap<String, List<Commit>>();
    var missing = new HashMap<String, Integer>();
    var ready = new ArrayDeque<Commit>();
    for (var commit : List.copyOf(wanted.values()).reversed()) {
      var parents = 0;
      for (var parent : new HashSet<>(commit.parents())) {
        if (wanted.containsKey(parent)) {
          children.computeIfAbsent(parent, _ -> new ArrayList<>()).add(commit);
          parents++;
        }
      }
      missing.put(commit.id(), parents);
      if (parents == 0) {
        ready.add(commit);
      }
    }
    var ordered = new ArrayList<Commit>(wanted.size());
    while (!ready.isEmpty()) {
      var commit = ready.remove();
      ordered.add(commit);
      for (var child : children.getOrDefault(commit.id(), List.of())) {
        if (missing.merge(child.id(), -1, Integer::sum) == 0) {
          ready.add(child);
        }
      }
    }
    return ordered;
  }
}
