package dev.clew.recorder;

import dev.clew.content.ContentReader;
import dev.clew.event.FileVersion;
import dev.clew.index.CauseRow;
import dev.clew.index.IndexReader;
import dev.clew.index.NewVersion;
import dev.clew.index.Runs;
import dev.clew.index.ToldBatch;
import dev.clew.index.VersionRow;
import dev.clew.origin.lines.CauseBook;
import dev.clew.origin.replay.ToldCauses;
import dev.clew.origin.replay.ToldVersion;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// Replays what transcripts tell of files, some files at a time: all that is told of them.
final class ToldPass {
  private static final int CHAIN = 32;

  private final IndexReader index;
  private final ToldFold fold;

  ToldPass(IndexReader index, ContentReader content, Interpreter interpreter) {
    this.index = index;
    this.fold = new ToldFold(index, content, interpreter);
  }

  /// What comes of the next files whose turn it is; empty when none are behind.
  Optional<ToldBatch> next() throws SQLException {
    var stamp = index.told().stamp();
    var due = index.told().due(1);
    if (due.isEmpty()) {
      return Optional.empty();
    }
    var files = index.told().moved(index.told().files(due.getFirst()));
    return Optional.of(new Replaying(files).batch(stamp, steps(due.getFirst(), files)));
  }

  /// The steps that tell of nothing but these files.
  private List<Long> steps(long first, Set<String> files) throws SQLException {
    var done = new TreeSet<>(List.of(first));
    for (var step : index.told().steps(files)) {
      if (files.containsAll(index.told().files(step.step()))) {
        done.add(step.step());
      }
    }
    return List.copyOf(done);
  }

  /// One replay.
  private final class Replaying implements ToldCauses {
    private final Set<String> files;
    private final CauseBook causes = new CauseBook(ids -> Map.of());
    private final List<NewVersion> versions = new ArrayList<>();
    private final List<Runs> runs = new ArrayList<>();
    private final List<Integer> depths = new ArrayList<>();
    private final Map<String, byte[]> contents = new HashMap<>();
    private final long first;

    Replaying(Set<String> files) throws SQLException {
      this.files = files;
      this.first = index.versions().last() + 1;
    }

    ToldBatch batch(long stamp, List<Long> steps) throws SQLException {
      fold.replay(files, until(), this, this::add, _ -> {});
      return new ToldBatch(stamp, steps, files, versions, needed(), contents);
    }

    /// When the first of the workspaces that the files are in was first looked at: from then on
    /// what is seen counts.
    private long until() throws SQLException {
      var until = Long.MAX_VALUE;
      for (var file : files) {
        until = Math.min(until, index.origins().firstLook(file).orElse(Long.MAX_VALUE));
      }
      return until;
    }

    private void add(ToldVersion told) {
      var id = first + versions.size();
      var like = told.predecessor();
      var depth = like < 0 ? CHAIN : depths.get(like);
      var bytes = depth >= CHAIN ? told.runs().whole() : told.runs().since(runs.get(like));
      var base = depth >= CHAIN || Runs.isWhole(bytes) ? null : Long.valueOf(first + like);
      runs.add(told.runs());
      depths.add(base == null ? 1 : depth + 1);
      var content = told.content();
      var row =
          new VersionRow(
              id,
              null,
              told.path(),
              told.moment().at(),
              told.session(),
              told.step().bits(),
              told.kind(),
              told.op().wire(),
              content == null ? null : content(content),
              like < 0 ? null : Long.valueOf(first + like),
              told.cause(),
              told.runs().lines(),
              null,
              false);
      versions.add(new NewVersion(row, 0, told.moment().ordinal(), bytes, base));
    }

    private FileVersion content(byte[] bytes) {
      var hex = HexFormat.of();
      var sha256 = hex.formatHex(digest("SHA-256").digest(bytes));
      var blob = digest("SHA-1");
      blob.update(("blob " + bytes.length + "\0").getBytes(StandardCharsets.US_ASCII));
      contents.put(sha256, bytes);
      return new FileVersion(
          sha256, hex.formatHex(blob.digest(bytes)), bytes.length, "100644", null);
    }

    private Collection<CauseRow> needed() {
      var needed = new HashSet<Long>();
      for (var i = 0; i < runs.size(); i++) {
        needed.add(versions.get(i).row().cause());
        for (var run = 0; run < runs.get(i).size(); run++) {
          needed.add(runs.get(i).cause(run));
        }
      }
      return causes.made().stream().filter(row -> needed.contains(row.id())).toList();
    }

    @Override
    public long told(CauseRow cause) {
      return causes.add(cause);
    }

    @Override
    public long disagree(List<Long> several) {
      return causes.disagree(several);
    }

    @Override
    public long noted(long base, String note, long by) {
      return causes.noted(base, note, by);
    }
  }

  private static MessageDigest digest(String name) {
    try {
      return MessageDigest.getInstance(name);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has " + name, e);
    }
  }
}
