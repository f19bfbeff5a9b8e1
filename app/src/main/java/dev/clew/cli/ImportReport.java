package dev.clew.cli;

import dev.clew.recorder.FileResult;
import dev.clew.recorder.ImportListener;
import dev.clew.recorder.ImportWire;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Tells of an import as it goes on: an object per file with `--json`, else what a person needs to
/// know.
final class ImportReport implements ImportListener {
  private final Terminal terminal;
  private final boolean json;
  private final InstantSource clock;
  private final long startedMs;
  private final Set<String> sessions = new HashSet<>();
  private int files;
  private int failures;
  private int fresh;
  private int skipped;
  private long bytes;
  private long lines;
  private long badLines;
  private long redactions;

  ImportReport(Terminal terminal, boolean json, InstantSource clock) {
    this.terminal = terminal;
    this.json = json;
    this.clock = clock;
    this.startedMs = clock.millis();
  }

  @Override
  public void done(FileResult result) {
    files++;
    bytes += result.bytes();
    lines += result.lines();
    badLines += result.badLines();
    redactions += result.redactions();
    sessions.addAll(result.sessions());
    switch (result.status()) {
      case IMPORTED, EXTENDED -> fresh++;
      case FAILED -> failures++;
      case SKIPPED -> skipped++;
      case UNCHANGED -> {}
    }
    if (json) {
      Ndjson.print(terminal.out(), List.of(result), ImportWire::write);
      return;
    }
    var reason = result.reason();
    if (reason != null) {
      terminal.endProgress();
      terminal.say("%s: %s: %s".formatted(result.path(), result.status().wire(), reason));
    }
    for (var bad : result.bad()) {
      terminal.endProgress();
      terminal.say("%s:%d: %s: kept as text".formatted(result.path(), bad.line(), bad.reason()));
    }
  }

  @Override
  public void progress(Progress progress) {
    if (!json && progress.bytes() > 0) {
      terminal.progress(
          "importing  %3d%%  %d of %d files  %s"
              .formatted(
                  100 * progress.bytesDone() / progress.bytes(),
                  progress.filesDone(),
                  progress.files(),
                  Words.bytes(progress.bytes())));
    }
  }

  /// The last word.
  void total() {
    var elapsed = clock.millis() - startedMs;
    if (json) {
      Ndjson.print(
          terminal.out(),
          List.of(this),
          (_, generator) -> {
            generator.writeStartObject();
            generator.writeBooleanProperty("total", true);
            generator.writeNumberProperty("files", files);
            generator.writeNumberProperty("sessions", sessions.size());
            generator.writeNumberProperty("bytes", bytes);
            generator.writeNumberProperty("elapsed_ms", elapsed);
            generator.writeNumberProperty("lines", lines);
            generator.writeNumberProperty("bad_lines", badLines);
            generator.writeNumberProperty("failed", failures);
            generator.writeNumberProperty("redactions", redactions);
            generator.writeEndObject();
          });
      return;
    }
    terminal.endProgress();
    terminal.say(
        "%s: %d read (%s in %s), %d unchanged, %d skipped, %d failed; %s"
            .formatted(
                Words.of(files, "file"),
                fresh,
                Words.bytes(bytes),
                Words.duration(elapsed),
                files - fresh - skipped - failures,
                skipped,
                failures,
                Words.of(sessions.size(), "session")));
    if (badLines > 0) {
      terminal.say(
          "%d of %s could not be read, kept as text".formatted(badLines, Words.of(lines, "line")));
    }
    if (redactions > 0) {
      terminal.say(
          "%s taken out before anything was kept"
              .formatted(redactions == 1 ? "1 secret was" : redactions + " secrets were"));
    }
  }

  boolean failed() {
    return failures > 0;
  }
}
