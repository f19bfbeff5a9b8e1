package dev.clew.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Git as installed here, told nothing by this machine's configuration.
public final class TestGit {
  /// What Git is told instead.
  public static final Map<String, String> ENVIRONMENT =
      Map.of(
          "GIT_CONFIG_GLOBAL", "/dev/null",
          "GIT_CONFIG_NOSYSTEM", "1",
          "GIT_AUTHOR_NAME", "A Person",
          "GIT_AUTHOR_EMAIL", "person@example.org",
          "GIT_COMMITTER_NAME", "A Person",
          "GIT_COMMITTER_EMAIL", "person@example.org",
          "GIT_EDITOR", "true",
          "FILTER_BRANCH_SQUELCH_WARNING", "1"); // which it waits ten seconds for

  private TestGit() {}

  /// Runs `git` in `folder`; what it said.
  public static String run(Path folder, String... arguments) {
    var command = new ArrayList<>(List.of("git"));
    command.addAll(List.of(arguments));
    try {
      var builder =
          new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
      builder.environment().putAll(ENVIRONMENT);
      var process = builder.start();
      process.getOutputStream().close();
      var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (process.waitFor() != 0) {
        throw new AssertionError(command + ": " + said);
      }
      return said;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
