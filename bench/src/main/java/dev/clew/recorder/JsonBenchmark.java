package dev.clew.recorder;

import dev.clew.bench.SampleLines;
import java.io.IOException;
import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.Blackhole;

/// Parsing about a megabyte of transcript lines, strictly, as the import does. In this package
/// because the parser is the recorder's own.
@State(Scope.Benchmark)
public class JsonBenchmark {
  private List<byte[]> lines = List.of();

  /// Makes the lines.
  @Setup
  public void lines() throws IOException {
    lines = SampleLines.read();
  }

  /// One pass over all lines.
  @Benchmark
  public void parse(Blackhole hole) throws Json.MalformedException {
    for (var line : lines) {
      hole.consume(Json.values(line));
    }
  }
}
