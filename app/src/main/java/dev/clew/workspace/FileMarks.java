package dev.clew.workspace;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// What a file's name tells of its part in a project: words beside the evidence of a change.
public final class FileMarks {
  private static final Set<String> LOCKS =
      Set.of(
          "package-lock.json",
          "npm-shrinkwrap.json",
          "yarn.lock",
          "pnpm-lock.yaml",
          "bun.lock",
          "bun.lockb",
          "Cargo.lock",
          "go.sum",
          "poetry.lock",
          "uv.lock",
          "pdm.lock",
          "Pipfile.lock",
          "composer.lock",
          "Gemfile.lock",
          "mix.lock",
          "pubspec.lock",
          "flake.lock",
          "gradle.lockfile",
          "packages.lock.json");

  private static final List<String> WORKFLOWS =
      List.of(
          ".github/workflows/",
          ".github/actions/",
          ".gitlab-ci.yml",
          ".circleci/",
          "azure-pipelines.yml",
          "Jenkinsfile",
          ".buildkite/",
          ".travis.yml");

  private static final List<String> GENERATED =
      List.of(".min.js", ".min.css", ".pb.go", "_pb2.py", ".g.dart", ".generated.ts", ".snap");

  private FileMarks() {}

  /// `lockfile`, `workflow` and `generated`, as far as they fit the path.
  public static List<String> of(String path) {
    var name = path.substring(path.lastIndexOf('/') + 1);
    var marks = new ArrayList<String>();
    if (LOCKS.contains(name)) {
      marks.add("lockfile");
    }
    var below = "/" + path;
    if (WORKFLOWS.stream()
        .anyMatch(
            each -> each.endsWith("/") ? below.contains("/" + each) : below.endsWith("/" + each))) {
      marks.add("workflow");
    }
    if (GENERATED.stream().anyMatch(name::endsWith)) {
      marks.add("generated");
    }
    return marks;
  }
}
