package dev.clew.http;

import java.io.IOException;
import java.io.OutputStream;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.jspecify.annotations.Nullable;

/// The body of an answer of any length, on its way.
///
/// The first bytes are held back: an answer that fits is sent in one piece, and one that fails
/// early can still become an error. A longer one is streamed, compressed where the client
/// understands gzip.
final class AnswerStream extends OutputStream {
  private static final int HELD_BACK = 8 * 1024;
  private static final int PIECE = 16 * 1024;

  private final Request request;
  private final Response response;
  private final byte[] held = new byte[HELD_BACK];
  private int length;
  private @Nullable OutputStream rest;

  AnswerStream(Request request, Response response) {
    this.request = request;
    this.response = response;
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int count) throws IOException {
    if (rest == null && length + count <= HELD_BACK) {
      System.arraycopy(bytes, offset, held, length, count);
      length += count;
      return;
    }
    try {
      var out = rest == null ? open() : rest;
      out.write(bytes, offset, count);
    } catch (IOException e) {
      throw new LostClientException(e);
    }
  }

  private OutputStream open() throws IOException {
    response.getHeaders().put(HttpHeader.VARY, "Accept-Encoding");
    var sink = Content.Sink.asOutputStream(response);
    OutputStream out = Response.asBufferedOutputStream(request, response);
    if (acceptsGzip(request.getHeaders())) {
      response.getHeaders().put(HttpHeader.CONTENT_ENCODING, "gzip");
      out = new FastGzip(sink);
    }
    rest = out;
    out.write(held, 0, length);
    return out;
  }

  private static boolean acceptsGzip(HttpFields headers) {
    return headers.getQualityCSV(HttpHeader.ACCEPT_ENCODING).contains("gzip");
  }

  /// Sends what is left: the answer is whole.
  void finish() throws IOException {
    try {
      if (rest != null) {
        rest.close();
      } else {
        Exchange.send(response, held, length);
      }
    } catch (IOException e) {
      throw new LostClientException(e);
    }
  }

  /// Does nothing: only [#finish] makes an answer whole, so that a failed one is seen to be cut.
  @Override
  public void close() {}

  /// Gzip at its fastest: the way is short, and mostly no wire at all.
  private static final class FastGzip extends GZIPOutputStream {
    FastGzip(OutputStream out) throws IOException {
      super(out, PIECE);
      def.setLevel(Deflater.BEST_SPEED);
    }
  }
}
