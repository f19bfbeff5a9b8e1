package dev.clew.recorder;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// What the system tells of processes. Where there is no `/proc`, what Java tells: no open files.
final class Processes {
  /// `starttime` among the fields behind the name, in ticks since the system was started; see
  /// proc_pid_stat(5). Linux shows every program 100 ticks a second.
  private static final int STARTED = 19;

  private static final long TICKS_PER_SECOND = 100;

  /// Both times are cut to ticks.
  private static final long GRAIN_MS = 20;

  private final Path proc;

  Processes(Path proc) {
    this.proc = proc;
  }

  /// Those that run now. Java would read what each of them does; their names say enough.
  Set<Long> running() {
    if (!Files.isDirectory(proc)) {
      return ProcessHandle.allProcesses().map(ProcessHandle::pid).collect(Collectors.toSet());
    }
    var pids = new HashSet<Long>();
    try (var stream = Files.newDirectoryStream(proc)) {
      for (var each : stream) {
        var name = each.getFileName().toString();
        if (name.chars().allMatch(letter -> letter >= '0' && letter <= '9')) {
          pids.add(Long.parseLong(name));
        }
      }
    } catch (IOException | DirectoryIteratorException e) {
      return pids; // what is not told of is not known to run
    }
    return pids;
  }

  /// Whether it runs, and has not ended only for its parent to see.
  boolean isAlive(long pid) {
    if (!Files.isDirectory(proc)) {
      return ProcessHandle.of(pid).isPresent();
    }
    try {
      var stat = Files.readString(proc.resolve(pid + "/stat"));
      var state = stat.lastIndexOf(") ") + 2;
      return state > 1 && "ZXx".indexOf(stat.charAt(state)) < 0;
    } catch (IOException e) {
      return false;
    }
  }

  /// A variable of the environment that the process was started with; empty where it has none, or
  /// that cannot be told. Nothing else of the environment is looked at.
  Optional<String> variable(long pid, String name) {
    try {
      var prefix = name + "=";
      var all = Files.readString(proc.resolve(pid + "/environ"), StandardCharsets.ISO_8859_1);
      for (var each : all.split("\0", -1)) {
        if (each.startsWith(prefix) && each.length() > prefix.length()) {
          return Optional.of(
              new String(
                  each.substring(prefix.length()).getBytes(StandardCharsets.ISO_8859_1),
                  StandardCharsets.UTF_8));
        }
      }
      return Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /// Whether the process had been started by then; true where that cannot be told.
  boolean hadStarted(long pid, Instant by) {
    try {
      var stat = Files.readString(proc.resolve(pid + "/stat"));
      var fields = stat.substring(stat.lastIndexOf(") ") + 2).split(" ", -1);
      var started = Long.parseLong(fields[STARTED]) * 1000 / TICKS_PER_SECOND;
      var now = Instant.now(); // before the time since the start is read: the error is to our side
      var uptime = Files.readString(proc.resolve("uptime"));
      var up = (long) (Double.parseDouble(uptime.substring(0, uptime.indexOf(' '))) * 1000);
      return !now.minusMillis(up - started).isAfter(by.plusMillis(GRAIN_MS));
    } catch (IOException | IndexOutOfBoundsException | NumberFormatException e) {
      return true;
    }
  }

  /// The processes that led to this one, without the first of the system.
  Set<Long> above(long pid) {
    var found = new HashSet<Long>();
    var parent = ProcessHandle.of(pid).flatMap(ProcessHandle::parent);
    while (parent.isPresent() && parent.get().pid() > 1 && found.add(parent.get().pid())) {
      parent = parent.get().parent();
    }
    return found;
  }

  /// Of `some`, those that process `ancestor`, or a process above it that `some` does not hold,
  /// started, or that nobody's child are any more and work in `folder`.
  Set<Long> startedFrom(Set<Long> some, long ancestor, Path folder) {
    var family = new HashSet<Long>();
    ProcessHandle.of(ancestor)
        .ifPresent(handle -> {
          family.add(handle.pid());
          handle.parent().filter(each -> each.pid() > 1).ifPresent(each -> family.add(each.pid()));
        });
    var found = new HashSet<Long>();
    for (var pid : some) {
      if (pid != ancestor && (descends(pid, family) || isLost(pid, folder))) {
        found.add(pid);
      }
    }
    return found;
  }

  private static boolean descends(long pid, Set<Long> family) {
    var parent = ProcessHandle.of(pid).flatMap(ProcessHandle::parent);
    for (var depth = 0; parent.isPresent() && depth < 64; depth++) {
      if (family.contains(parent.get().pid())) {
        return true;
      }
      parent = parent.get().parent();
    }
    return false;
  }

  /// A process whose parent has gone belongs to whoever started it all the same.
  private boolean isLost(long pid, Path folder) {
    var parent = ProcessHandle.of(pid).flatMap(ProcessHandle::parent);
    if (parent.isPresent() && parent.get().pid() != 1) {
      return false;
    }
    try {
      return Files.readSymbolicLink(proc.resolve(pid + "/cwd")).startsWith(folder);
    } catch (IOException | UnsupportedOperationException e) {
      return false;
    }
  }

  /// The files below `folder` that the process holds open for writing.
  Set<Path> writes(long pid, Path folder) {
    var files = new HashSet<Path>();
    try (var open = Files.newDirectoryStream(proc.resolve(pid + "/fd"))) {
      for (var each : open) {
        var file = Files.readSymbolicLink(each);
        if (file.startsWith(folder) && isForWriting(pid, each)) {
          files.add(file);
        }
      }
    } catch (IOException | DirectoryIteratorException e) {
      return files; // it has ended, or is not ours to look at
    }
    return files;
  }

  private boolean isForWriting(long pid, Path descriptor) throws IOException {
    var info = Files.readString(proc.resolve(pid + "/fdinfo").resolve(descriptor.getFileName()));
    for (var line : info.lines().toList()) {
      if (line.startsWith("flags:")) {
        return (Integer.parseInt(line.substring("flags:".length()).strip(), 8) & 3) != 0;
      }
    }
    return false;
  }

  /// What each of `pids` writes below `folder`.
  Map<Long, Set<Path>> writes(Set<Long> pids, Path folder) {
    var all = new HashMap<Long, Set<Path>>();
    for (var pid : pids) {
      all.put(pid, writes(pid, folder));
    }
    return all;
  }
}
