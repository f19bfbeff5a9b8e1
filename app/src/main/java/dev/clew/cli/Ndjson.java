package dev.clew.cli;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.util.List;
import java.util.function.BiConsumer;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/// Prints objects as JSON, one a line.
final class Ndjson {
  private Ndjson() {}

  static <R> void print(PrintStream out, List<R> rows, BiConsumer<R, JsonGenerator> writer) {
    var factory = JsonFactory.builder().rootValueSeparator("\n").build();
    try (var json = factory.createGenerator(ObjectWriteContext.empty(), new KeptOpen(out))) {
      rows.forEach(row -> writer.accept(row, json));
    }
    if (!rows.isEmpty()) {
      out.print('\n');
    }
    out.flush();
  }

  /// Closing the generator must not close the terminal.
  private static final class KeptOpen extends FilterOutputStream {
    KeptOpen(OutputStream out) {
      super(out);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      out.write(bytes, offset, length);
    }

    @Override
    public void close() throws IOException {
      flush();
    }
  }
}
