package dev.clew.bench;

import dev.clew.redact.KnownValues;
import dev.clew.redact.RedactionLevel;
import dev.clew.redact.Redactor;
import java.io.IOException;
import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.Blackhole;

/// Redacting about a megabyte of transcript lines without secrets, at the standard level.
@State(Scope.Benchmark)
public class RedactBenchmark {
  private final Redactor redactor =
      Redactor.of(RedactionLevel.STANDARD, new byte[32], KnownValues.none());
  private List<byte[]> lines = List.of();

  /// Makes the lines.
  @Setup
  public void lines() throws IOException {
    lines = SampleLines.read();
  }

  /// One pass over all lines.
  @Benchmark
  public void json(Blackhole hole) {
    for (var line : lines) {
      hole.consume(redactor.json(line));
    }
  }
}
