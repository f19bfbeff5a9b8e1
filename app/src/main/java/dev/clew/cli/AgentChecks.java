package dev.clew.cli;

import static dev.clew.cli.Check.ok;
import static dev.clew.cli.Check.warn;

import dev.clew.capture.Transcripts;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;

/// Which agents have left transcripts here, and whether these can be read.
final class AgentChecks {
  private final Context context;

  AgentChecks(Context context) {
    this.context = context;
  }

  List<Check> all() throws IOException {
    var checks = new ArrayList<Check>();
    for (var agent : context.agents().transcripts()) {
      checks.add(check(agent));
    }
    return checks;
  }

  private Check check(Transcripts agent) throws IOException {
    var name = "agent " + agent.agent();
    var folders =
        agent.folders(context.userHome(), context.environment()).stream()
            .filter(Files::isDirectory)
            .toList();
    if (folders.isEmpty()) {
      return ok(name, "has left nothing below " + context.userHome());
    }
    var seen = new Seen();
    for (var folder : folders) {
      Files.walkFileTree(folder, seen);
    }
    var says =
        "%s in %s%s"
            .formatted(
                Words.of(seen.files, "transcript"),
                String.join(", ", folders.stream().map(Path::toString).toList()),
                seen.files == 0
                    ? ""
                    : ", the newest "
                        + Words.ago(seen.newestMs, context.clock().millis(), context.zones()));
    return seen.unreadable == 0
        ? ok(name, says)
        : warn(
            name,
            says + ", %d cannot be read".formatted(seen.unreadable),
            "give yourself the right to read them");
  }

  /// What lies below a folder.
  private static final class Seen extends SimpleFileVisitor<Path> {
    private long files;
    private long unreadable;
    private long newestMs;

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
      var name = file.toString();
      if (name.endsWith(".jsonl") || name.endsWith(".jsonl.zst")) {
        files++;
        newestMs = Math.max(newestMs, attributes.lastModifiedTime().toMillis());
        unreadable += Files.isReadable(file) ? 0 : 1;
      }
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException e) {
      unreadable++;
      return FileVisitResult.CONTINUE;
    }
  }
}
