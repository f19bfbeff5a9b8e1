package dev.clew.recorder;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/// What commits have at some paths, as Git itself tells: asked only when Git has moved.
///
/// Git is run so that it writes nothing and fetches nothing, and knows nothing of the environment.
final class CommitFiles {
  private static final long PATIENCE_S = 10;
  private static final int MOST = 20_000;

  private final Path root;

  CommitFiles(Path root) {
    this.root = root;
  }

  /// Git's ids of the blobs at `paths` in each of `commits`; empty when Git does not tell.
  Optional<Map<String, Map<String, String>>> blobs(Set<String> commits, List<String> paths) {
    var asked = new ArrayList<String[]>();
    var input = new StringBuilder();
    for (var commit : commits) {
      for (var path : paths) {
        if (path.indexOf('\n') < 0 && asked.size() < MOST) {
          asked.add(new String[] {commit, path});
          input.append(commit).append(':').append(path).append('\n');
        }
      }
    }
    try {
      var lines = run(input.toString());
      return lines.size() == asked.size() ? Optional.of(read(asked, lines)) : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }

  private static Map<String, Map<String, String>> read(List<String[]> asked, List<String> lines) {
    var blobs = new HashMap<String, Map<String, String>>();
    for (var i = 0; i < asked.size(); i++) {
      var its = blobs.computeIfAbsent(asked.get(i)[0], _ -> new HashMap<>());
      var parts = lines.get(i).split(" ", 3);
      if (parts.length == 3 && parts[1].equals("blob")) {
        its.put(asked.get(i)[1], parts[0]);
      }
    }
    return blobs;
  }

  private List<String> run(String input) throws IOException, InterruptedException {
    var builder =
        new ProcessBuilder(
                "git", "--no-optional-locks", "-C", root.toString(), "cat-file", "--batch-check")
            .redirectError(ProcessBuilder.Redirect.DISCARD);
    builder.environment().keySet().removeIf(name -> name.startsWith("GIT_"));
    builder.environment().put("GIT_NO_LAZY_FETCH", "1");
    builder.environment().put("GIT_TERMINAL_PROMPT", "0");
    var process = builder.start();
    var writer =
        Thread.ofVirtual()
            .start(() -> {
              try (var in = process.getOutputStream()) {
                in.write(input.getBytes(StandardCharsets.UTF_8));
              } catch (IOException e) {
                process.destroy(); // it has ended: what it said will be too little
              }
            });
    var reaper =
        Thread.ofVirtual()
            .start(() -> {
              try {
                if (!process.waitFor(PATIENCE_S, TimeUnit.SECONDS)) {
                  process.destroyForcibly();
                }
              } catch (InterruptedException e) {
                process.destroyForcibly();
              }
            });
    try (var out = process.getInputStream()) {
      var text = new String(out.readAllBytes(), StandardCharsets.UTF_8);
      writer.join();
      reaper.join();
      return text.lines().toList();
    }
  }
}
