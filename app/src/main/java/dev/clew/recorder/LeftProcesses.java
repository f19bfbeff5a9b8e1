package dev.clew.recorder;

import dev.clew.event.SessionKey;
import dev.clew.event.SpanId;
import dev.clew.origin.Between.Step;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/// Processes that steps left running, and what they hold open.
///
/// A process counts as left by a step if it was not there before the step, is there after it, and
/// descends from the agent, or from nobody any more and works in the workspace. They are noted in a
/// file, so that the next recorder knows those that outlive this one.
final class LeftProcesses {
  private final Processes processes;
  private final Path root;
  private final Path file;
  private final Map<Long, Left> running = new LinkedHashMap<>();

  /// @param by when the process had been started: another one may get its number later
  private record Left(Step step, Instant by) {}

  LeftProcesses(Processes processes, Path root, Path file) {
    this.processes = processes;
    this.root = root;
    this.file = file;
    recall();
  }

  private void recall() {
    try {
      for (var line : Files.readAllLines(file)) {
        var words = line.split("\t", -1);
        if (words.length == 6) {
          var pid = Long.parseLong(words[0]);
          var by = Instant.ofEpochMilli(Long.parseLong(words[1]));
          if (processes.isAlive(pid) && processes.hadStarted(pid, by)) {
            running.put(pid, new Left(step(words), by));
          }
        }
      }
    } catch (IOException | IllegalArgumentException e) {
      running.clear(); // nothing was left, or nobody knows
    }
  }

  private static Step step(String[] words) {
    var session = SessionKey.main(words[2], words[3]);
    return new Step(
        words[4].isEmpty() ? session : session.subagent(words[4]),
        words[5].isEmpty() ? null : new SpanId(HexFormat.fromHexDigitsToLong(words[5])));
  }

  private void note() throws IOException {
    var text = new StringBuilder();
    running.forEach((pid, left) -> {
      var session = left.step.session();
      var id = left.step.id();
      text.append(
          "%d\t%d\t%s\t%s\t%s\t%s\n"
              .formatted(
                  pid,
                  left.by.toEpochMilli(),
                  session.agent(),
                  session.agentSession(),
                  Objects.requireNonNullElse(session.subagent(), ""),
                  id == null ? "" : id.hex()));
    });
    var temporary = file.resolveSibling(file.getFileName() + ".new");
    Files.writeString(temporary, text);
    Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
  }

  /// Takes note of what `call`, which ended at `ended`, left running.
  void add(OpenCall call, Instant ended) throws IOException {
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
    var added = false;
    for (var pid : processes.startedFrom(started, call.pid, root)) {
      if (processes.isAlive(pid) && processes.hadStarted(pid, ended)) {
        added |= running.putIfAbsent(pid, new Left(call.asStep(), ended)) == null;
      }
    }
    if (added) {
      note();
    }
  }

  /// The steps whose processes ran when this was last asked, or run now.
  List<Step> steps() {
    var steps = running.values().stream().map(Left::step).distinct().toList();
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
            var left = running.get(pid);
            if (left != null) {
              writers
                  .computeIfAbsent(root.relativize(file).toString(), _ -> new HashSet<>())
                  .add(left.step);
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
