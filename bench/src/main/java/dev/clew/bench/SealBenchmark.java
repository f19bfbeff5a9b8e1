package dev.clew.bench;

import dev.clew.content.MasterKey;
import dev.clew.content.Sealer;
import java.io.IOException;
import java.security.SecureRandom;
import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.infra.Blackhole;

/// Sealing about a megabyte of transcript lines, each by itself: hash, zstd, AES-GCM.
@State(Scope.Benchmark)
public class SealBenchmark {
  private final Sealer sealer = new Sealer(new MasterKey(new byte[32]), new SecureRandom());
  private List<byte[]> lines = List.of();

  /// Makes the lines.
  @Setup
  public void lines() throws IOException {
    lines = SampleLines.read();
  }

  /// One pass over all lines.
  @Benchmark
  public void seal(Blackhole hole) {
    for (var line : lines) {
      hole.consume(sealer.seal(line));
    }
  }

  /// Frees what the compressor holds.
  @TearDown
  public void close() {
    sealer.close();
  }
}
