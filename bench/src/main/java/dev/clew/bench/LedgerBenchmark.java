package dev.clew.bench;

import dev.clew.ledger.FileDisk;
import dev.clew.ledger.InvalidNoteException;
import dev.clew.ledger.Ledger;
import dev.clew.ledger.LogKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/// Appending 4096 entries of 300 bytes as one group, durable on the disk of the system's folder for
/// temporary files. The ledger begins anew with every iteration.
@State(Scope.Benchmark)
public class LedgerBenchmark {
  private static final int ENTRIES = 4096;
  private static final int ENTRY_BYTES = 300;

  private final List<byte[]> entries = new ArrayList<>();
  private Path folder = Path.of("");
  private Ledger ledger;

  /// Opens an empty ledger.
  @Setup(Level.Iteration)
  public void open() throws IOException, InvalidNoteException {
    var random = new Random(1);
    entries.clear();
    for (var i = 0; i < ENTRIES; i++) {
      var entry = new byte[ENTRY_BYTES];
      random.nextBytes(entry);
      entries.add(entry);
    }
    folder = Files.createTempDirectory("clew-bench");
    var key = LogKey.generate("clew.local/bench", new SecureRandom());
    ledger = Ledger.open(folder, key, new FileDisk(), (index, bytes) -> true);
  }

  /// One group.
  @Benchmark
  public long append() throws IOException {
    return ledger.append(entries);
  }

  /// Removes the ledger.
  @TearDown(Level.Iteration)
  public void close() throws IOException {
    ledger.close();
    SampleLines.delete(folder);
  }
}
