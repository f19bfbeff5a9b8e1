package dev.clew.recorder;

import dev.clew.content.NotRead;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;

/// What lies at a path that an import is given: transcripts, and what is left alone.
///
/// @param at the path, absolute; a folder that is a link stands for what it leads to
/// @param files files to look into, in path order
/// @param notRead what is left alone, and why; files of other kinds are told together
/// @param failed what could not be looked at
record Found(Path at, List<Path> files, List<NotRead> notRead, List<FileResult> failed) {
  private static final String OTHER =
      "no transcript: its name does not end in .jsonl or .jsonl.zst";

  /// The file itself, or the transcripts below a folder. Links to files are followed, links to
  /// folders are not: they can lead in circles.
  static Found at(Path path) throws IOException {
    var absolute = path.toAbsolutePath().normalize();
    if (!Files.isDirectory(absolute)) {
      if (!Files.exists(absolute)) {
        throw new IOException("no such file or folder");
      }
      return new Found(absolute, List.of(absolute), List.of(), List.of());
    }
    var root = absolute.toRealPath();
    var walk = new Walk();
    Files.walkFileTree(root, walk);
    if (walk.others > 0) {
      walk.left.add(new NotRead(root.toString(), OTHER, walk.others, walk.otherBytes));
    }
    return new Found(root, walk.files.stream().sorted().toList(), walk.left, walk.failed);
  }

  /// Whether a file in a folder is read, by its name.
  static boolean isTranscript(Path file) {
    return file.toString().endsWith(".jsonl") || file.toString().endsWith(".jsonl.zst");
  }

  private static final class Walk extends SimpleFileVisitor<Path> {
    private final List<Path> files = new ArrayList<>();
    private final List<NotRead> left = new ArrayList<>();
    private final List<FileResult> failed = new ArrayList<>();
    private long others;
    private long otherBytes;

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
      var named = isTranscript(file);
      if (named && Files.isRegularFile(file)) {
        files.add(file);
      } else if (attributes.isSymbolicLink()) {
        leave(file, Files.isDirectory(file) ? "a link to a folder" : link(file));
      } else if (named) {
        leave(file, "not a regular file");
      } else {
        others++;
        otherBytes += attributes.size();
      }
      return FileVisitResult.CONTINUE;
    }

    private static String link(Path file) {
      return Files.exists(file) ? OTHER : "a link that leads nowhere";
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException e) {
      failed.add(FileResult.of(file, FileResult.Status.FAILED, "cannot be read: " + e));
      return FileVisitResult.CONTINUE;
    }

    private void leave(Path file, String reason) {
      left.add(new NotRead(file.toString(), reason, 1, 0));
    }
  }
}
