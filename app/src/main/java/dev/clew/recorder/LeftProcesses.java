package dev.clew.recorder;

import dev.clew.origin.Between.Step;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Processes that steps left running, and what they hold open.
///
/// A process counts as left by a step if it was not there before the step, is there after it, and
/// descends from the agent, or from nobody any more and works in the workspace.
final class LeftProcesses {
  private final Processes processes;
  private final Path root;
  private final Map<Long, Step> running = new LinkedHashMap<>();

  LeftProcesses(Processes processes, Path root) {
    this.processes = processes;
    this.root = root;
  }

  /// Takes note of what `call`, which ended at `ended`, left running.
  void add(OpenCall call, Instant ended) {
    var before = call.processes;
    var began = call.started;
    var started = new HashSet<>(processes.running());
    if (before != null) {
      started.removeAll(before);
    } else if (began != null) {
      started.removeIf(pid -> processes.hadStarted(pid, began));
    } else {
      return;
    }
    for (var pid : processes.startedFrom(started, call.pid, root)) {
      if (processes.isAlive(pid) && processes.hadStarted(pid, ended)) {
        running.putIfAbsent(pid, call.asStep());
      }
    }
  }

  /// The steps whose processes ran when this was last asked, or run now.
  List<Step> steps() {
    var steps = running.values().stream().distinct().toList();
    running.keySet().removeIf(pid -> !processes.isAlive(pid));
    return steps;
  }

  /// The files, below the root, that processes of one step alone hold open for writing.
  Map<String, Step> writers() {
    var writers = new HashMap<String, Set<Step>>();
    processes
        .writes(running.keySet(), root)
        .forEach((pid, files) -> {
          for (var file : files) {
            var step = running.get(pid);
            if (step != null) {
              writers
                  .computeIfAbsent(root.relativize(file).toString(), _ -> new HashSet<>())
                  .add(step);
            }
          }
        });
    var only = new HashMap<String, Step>();
    writers.forEach((file, steps) -> {
      if (steps.size() == 1) {
        only.put(file, steps.iterator().next());
      }
    });
    return only;
  }
}
