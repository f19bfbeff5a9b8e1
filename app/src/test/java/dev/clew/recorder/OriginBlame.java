package dev.clew.recorder;

import dev.clew.event.Confidence;
import dev.clew.event.OriginClass;
import dev.clew.event.SpanId;
import dev.clew.index.CauseRow;
import dev.clew.index.IndexReader;
import dev.clew.index.VersionRow;
import dev.clew.workspace.PathText;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/// Where each line of a file on disk comes from, by the index.
final class OriginBlame implements AutoCloseable {
  private final IndexReader index;

  /// A line and where it comes from.
  ///
  /// @param step the agent's step; absent unless it is known
  record Line(
      String text,
      OriginClass origin,
      Confidence confidence,
      @Nullable SpanId step,
      List<SpanId> candidates,
      @Nullable String commit,
      List<String> evidence,
      @Nullable String note) {}

  OriginBlame(Path file) {
    try {
      index = IndexReader.open(file);
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }

  /// The lines of a file in the folder that is its workspace's.
  List<Line> of(Path file) {
    return of(Objects.requireNonNull(file.getParent()), file.getFileName().toString());
  }

  /// The lines of a file below a workspace's folder.
  List<Line> of(Path root, String name) {
    try {
      var file = root.resolve(name);
      var bytes = Files.readAllBytes(file);
      var text = new String(bytes, StandardCharsets.ISO_8859_1);
      var lines = OriginFiles.lines(text);
      var tip = index.versions().tip(root + "/" + PathText.of(root, file));
      return tip.isEmpty() ? baseline(lines) : of(lines, bytes, tip.get());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }

  private static List<Line> baseline(List<String> lines) {
    return lines.stream()
        .map(line ->
            new Line(
                line,
                OriginClass.BASELINE,
                Confidence.EXACT,
                null,
                List.of(),
                null,
                List.of(),
                null))
        .toList();
  }

  private List<Line> of(List<String> lines, byte[] bytes, VersionRow tip) throws SQLException {
    var content = tip.content();
    if (content == null || !content.sha256().equals(sha256(bytes))) {
      throw new AssertionError(
          "%s on disk is not what was seen last: %s".formatted(tip.path(), content));
    }
    if (tip.lines() != lines.size()) {
      throw new AssertionError(
          "%s has %d lines, its version %d".formatted(tip.path(), lines.size(), tip.lines()));
    }
    var runs = index.versions().runs(tip);
    var ids = LongStream.range(0, runs.size()).map(i -> runs.cause((int) i)).boxed().toList();
    var causes = index.versions().causes(ids);
    var blamed = new ArrayList<Line>();
    for (var i = 0; i < lines.size(); i++) {
      blamed.add(line(lines.get(i), Objects.requireNonNull(causes.get(runs.causeOf(i))), causes));
    }
    return blamed;
  }

  private static Line line(String text, CauseRow row, Map<Long, CauseRow> causes) {
    var cause = row;
    while (cause.base() != null) {
      cause = Objects.requireNonNull(causes.get(cause.base()));
    }
    var step = cause.step();
    return new Line(
        text,
        cause.origin(),
        cause.confidence(),
        step == null ? null : new SpanId(step),
        cause.candidates(),
        cause.commit(),
        cause.evidence(),
        row.note());
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public void close() {
    try {
      index.close();
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }
}
