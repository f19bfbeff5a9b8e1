package dev.clew.http;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.function.Consumer;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Response;
import tools.jackson.core.JsonGenerator;

/// An answer of JSON values, one a line, each sent at once.
///
/// When the client goes away the rest goes nowhere, silently: what it asked for is done all the
/// same. For one thread at a time.
final class LineStream {
  private final Response response;
  private boolean lost;

  LineStream(Response response) {
    this.response = response;
  }

  void line(Consumer<JsonGenerator> value) {
    var json = Exchange.bytes(value);
    var line = Arrays.copyOf(json, json.length + 1);
    line[json.length] = '\n';
    send(false, ByteBuffer.wrap(line));
  }

  void finish() {
    send(true, ByteBuffer.allocate(0));
  }

  private void send(boolean last, ByteBuffer bytes) {
    if (lost) {
      return;
    }
    try {
      Content.Sink.write(response, last, bytes);
    } catch (IOException e) {
      lost = true;
    }
  }
}
