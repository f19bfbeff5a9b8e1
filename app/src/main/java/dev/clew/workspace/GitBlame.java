package dev.clew.workspace;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/// Which commits have the lines of a content, as the installed `git` tells it; the repository is
/// only read.
public final class GitBlame {
  private GitBlame() {}

  /// What Git says of a line.
  ///
  /// @param commit the commit that brought it, in hex
  /// @param author the author's name as the commit has it
  /// @param authoredAt when, in epoch milliseconds
  /// @param summary the first line of the commit's message
  public record Told(String commit, String author, long authoredAt, String summary) {}

  /// The lines of `content` as the file `path`, in their order; empty for a line that is in no
  /// commit.
  ///
  /// @param root the work tree
  /// @param path below it, in the form of [PathText]
  /// @param commit where to look from; absent for what is checked out
  /// @throws IOException when Git cannot tell: it is not installed, the file is in no commit...
  public static List<Optional<Told>> of(
      Path root, String path, byte[] content, int lines, @Nullable String commit)
      throws IOException {
    var command =
        new ArrayList<>(
            List.of(
                "git",
                "--no-pager",
                "--no-optional-locks",
                "-c",
                "blame.ignoreRevsFile=",
                "-c",
                "core.fsmonitor=false",
                "blame",
                "--incremental",
                "--no-textconv"));
    command.addAll(commit == null ? List.of("--contents", "-") : List.of(commit));
    command.add("--");
    var process = start(root, command, path);
    var given = CompletableFuture.runAsync(() -> give(process, content, commit == null));
    var said = CompletableFuture.supplyAsync(() -> errors(process));
    var told = read(process, lines);
    given.join();
    try {
      if (process.waitFor() != 0) {
        throw new IOException("git blame: " + said.join().strip());
      }
    } catch (InterruptedException e) {
      process.destroy();
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    } catch (CompletionException e) {
      throw new IOException("git blame ended: " + e.getMessage(), e);
    }
    return Arrays.stream(told).map(Optional::ofNullable).toList();
  }

  /// A name that is more than ASCII goes through the shell's `printf`: Java may not be able to pass
  /// its bytes on.
  private static Process start(Path root, List<String> command, String path) throws IOException {
    var words = new ArrayList<String>();
    var octal = new StringBuilder();
    var ascii = true;
    for (var each : PathText.bytes(path)) {
      ascii &= each > 0;
      octal.append(String.format("\\%03o", each & 0xff));
    }
    if (ascii) {
      words.addAll(command);
      words.add(
          path.startsWith("\"")
              ? new String(PathText.bytes(path), StandardCharsets.US_ASCII)
              : path);
    } else {
      words.addAll(List.of("/bin/sh", "-c", "exec \"$@\" \"$(printf '" + octal + "')\"", "sh"));
      words.addAll(command);
    }
    var builder = new ProcessBuilder(words).directory(root.toFile());
    builder.environment().keySet().removeIf(name -> name.startsWith("GIT_"));
    builder.environment().put("GIT_OPTIONAL_LOCKS", "0");
    builder.environment().put("GIT_NO_LAZY_FETCH", "1");
    return builder.start();
  }

  private static void give(Process process, byte[] content, boolean wanted) {
    try (var in = process.getOutputStream()) {
      if (wanted) {
        in.write(content);
      }
    } catch (IOException e) {
      // It ended before it had read all: its exit code and its message say why.
    }
  }

  private static String errors(Process process) {
    try {
      return new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      return "";
    }
  }

  private static @Nullable Told[] read(Process process, int lines) throws IOException {
    var told = new @Nullable Told[lines];
    var known = new HashMap<String, Map<String, String>>();
    try (var out =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      for (var head = out.readLine(); head != null; head = out.readLine()) {
        var parts = head.split(" ", -1);
        var commit = parts[0];
        var fields = known.computeIfAbsent(commit, _ -> new HashMap<>());
        var line = out.readLine();
        for (; line != null && !line.startsWith("filename "); line = out.readLine()) {
          var blank = line.indexOf(' ');
          if (blank > 0) {
            fields.put(line.substring(0, blank), line.substring(blank + 1));
          }
        }
        if (parts.length == 4 && !commit.matches("0+")) {
          var entry = entry(commit, fields);
          var from = Integer.parseInt(parts[2]) - 1;
          Arrays.fill(
              told,
              Math.min(from, lines),
              Math.min(lines, from + Integer.parseInt(parts[3])),
              entry);
        }
      }
    }
    return told;
  }

  private static Told entry(String commit, Map<String, String> fields) {
    return new Told(
        commit,
        fields.getOrDefault("author", ""),
        Long.parseLong(fields.getOrDefault("author-time", "0")) * 1000,
        fields.getOrDefault("summary", ""));
  }
}
