package dev.clew.recorder;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// Which commits of a repository have been told, and where it stood when it was first seen: kept in
/// a file, so that the next run goes on from there. A file that is gone begins anew.
final class KnownCommits {
  private static final String MARK = "clew commits 1";
  private static final String BORDER = "border ";

  private final Path file;
  private final Set<String> told = new HashSet<>();
  private final Set<String> border = new LinkedHashSet<>();
  private boolean begun;

  private KnownCommits(Path file) {
    this.file = file;
  }

  /// What `file` says.
  static KnownCommits read(Path file) throws IOException {
    var known = new KnownCommits(file);
    try {
      var lines = Files.readAllLines(file);
      known.begun = !lines.isEmpty() && lines.getFirst().equals(MARK);
      for (var line : known.begun ? lines.subList(1, lines.size()) : List.<String>of()) {
        if (line.startsWith(BORDER)) {
          known.border.add(line.substring(BORDER.length()));
        } else {
          known.told.add(line);
        }
      }
    } catch (NoSuchFileException e) {
      return known;
    }
    return known;
  }

  /// Whether the repository had been seen before.
  boolean isBegun() {
    return begun;
  }

  boolean isTold(String commit) {
    return told.contains(commit);
  }

  /// Commits before which nothing is told.
  Set<String> border() {
    return border;
  }

  /// The repository is seen for the first time: nothing before these commits is told.
  void begin(Collection<String> commits) throws IOException {
    Files.createDirectories(
        file.getParent(),
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    Files.writeString(file, MARK + "\n");
    begun = true;
    told.clear();
    border.clear();
    addBorder(commits);
  }

  /// Nothing before these is told, either.
  void addBorder(Collection<String> commits) throws IOException {
    var lines = new ArrayList<String>();
    for (var commit : commits) {
      if (border.add(commit)) {
        lines.add(BORDER + commit);
      }
    }
    append(lines);
  }

  /// These have been told, and that is durable.
  void addTold(Collection<String> commits) throws IOException {
    var lines = commits.stream().filter(told::add).toList();
    append(lines);
  }

  private void append(List<String> lines) throws IOException {
    if (!lines.isEmpty()) {
      Files.write(file, lines, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }
  }
}
