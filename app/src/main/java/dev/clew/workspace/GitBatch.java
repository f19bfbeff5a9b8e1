package dev.clew.workspace;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;

/// Objects as one `git cat-file --batch` reads them: for forms that JGit does not know.
final class GitBatch implements GitObjects {
  private final Process process;
  private final InputStream out;

  private GitBatch(Process process) {
    this.process = process;
    this.out = new BufferedInputStream(process.getInputStream());
  }

  /// @throws IOException when there is no `git` to call
  static GitBatch open(Path root) throws IOException {
    var builder = new ProcessBuilder("git", "--no-pager", "cat-file", "--batch");
    builder.directory(root.toFile()).redirectError(ProcessBuilder.Redirect.DISCARD);
    builder.environment().keySet().removeIf(name -> name.startsWith("GIT_"));
    builder.environment().put("GIT_OPTIONAL_LOCKS", "0");
    builder.environment().put("GIT_NO_LAZY_FETCH", "1");
    return new GitBatch(builder.start());
  }

  @Override
  public Optional<Found> find(String name) throws IOException {
    if (name.indexOf('\n') >= 0 || name.isBlank()) {
      return Optional.empty();
    }
    var in = process.getOutputStream();
    in.write((name + "\n").getBytes(StandardCharsets.UTF_8));
    in.flush();
    var head = line().split(" ", -1);
    if (head.length != 3 || !head[2].matches("[0-9]+")) {
      return Optional.empty(); // missing or ambiguous
    }
    var size = Integer.parseInt(head[2]);
    var bytes = out.readNBytes(size);
    if (bytes.length != size || out.read() != '\n') {
      throw new IOException("git cat-file ended in the middle of " + name);
    }
    return Optional.of(new Found(head[0], head[1], bytes));
  }

  private String line() throws IOException {
    var line = new StringBuilder();
    for (var b = out.read(); b != '\n'; b = out.read()) {
      if (b < 0) {
        throw new IOException("git cat-file ended; is this a repository that 'git' reads?");
      }
      line.append((char) b);
    }
    return line.toString();
  }

  @Override
  public void close() throws IOException {
    process.getOutputStream().close();
    process.destroy();
  }
}
