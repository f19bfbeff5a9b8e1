package dev.clew.http;

import dev.clew.query.QueryException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.json.JsonMapper;

/// One request and its answer.
final class Exchange {
  /// The most that a request's body may hold, in bytes.
  static final int BODY_BYTES = 1 << 20;

  private static final JsonFactory JSON = new JsonFactory();
  private static final ObjectReader STRICT =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build()
          .reader();

  private final Request request;
  private final Response response;
  private Runnable afterwards = () -> {};

  Exchange(Request request, Response response) {
    this.request = request;
    this.response = response;
  }

  Request request() {
    return request;
  }

  Response response() {
    return response;
  }

  /// The parameters in the address.
  ///
  /// @throws RefusedException when one comes twice or is not in UTF-8
  Map<String, String> parameters() throws RefusedException {
    var values = new HashMap<String, String>();
    try {
      for (var field : Request.extractQueryParameters(request)) {
        if (field.hasMultipleValues()) {
          throw RefusedException.of(400, "%s: expected once".formatted(field.getName()));
        }
        values.put(field.getName(), field.getValue());
      }
    } catch (IllegalArgumentException | IllegalStateException e) {
      throw RefusedException.of(400, "the parameters are not percent-encoded UTF-8");
    }
    return values;
  }

  /// The body, one JSON value.
  JsonNode json() throws RefusedException {
    var type = request.getHeaders().get(HttpHeader.CONTENT_TYPE);
    if (type == null || !type.split(";", -1)[0].strip().equalsIgnoreCase("application/json")) {
      throw RefusedException.of(415, "Content-Type: expected application/json");
    }
    if (request.getLength() > BODY_BYTES) {
      throw tooLong();
    }
    var body = body();
    if (body.length > BODY_BYTES) {
      throw tooLong();
    }
    try {
      return STRICT.readTree(body);
    } catch (JacksonException e) {
      throw RefusedException.of(400, "the body is not JSON: " + e.getOriginalMessage());
    }
  }

  /// The body, or the beginning of one that is too long.
  private byte[] body() throws RefusedException {
    try (var in = Content.Source.asInputStream(request)) {
      return in.readNBytes(BODY_BYTES + 1);
    } catch (IOException e) {
      throw RefusedException.of(400, "the body breaks off, or is not in order");
    }
  }

  private static RefusedException tooLong() {
    return RefusedException.of(413, "the body is longer than %d bytes".formatted(BODY_BYTES));
  }

  /// Answers with bytes.
  void send(String type, byte[] bytes) throws LostClientException {
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, type);
    try {
      send(response, bytes, bytes.length);
    } catch (IOException e) {
      throw new LostClientException(e);
    }
  }

  static void send(Response response, byte[] bytes, int length) throws IOException {
    response.getHeaders().put(HttpHeader.CONTENT_LENGTH, length);
    Content.Sink.write(response, true, ByteBuffer.wrap(bytes, 0, length));
  }

  /// Answers with one JSON value, of any length.
  void json(Consumer<JsonGenerator> value) throws IOException {
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/json");
    var out = new AnswerStream(request, response);
    try (var json = JSON.createGenerator(ObjectWriteContext.empty(), out)) {
      value.accept(json);
    }
    out.finish();
  }

  /// Answers with a document of any length.
  interface Document {
    void writeTo(OutputStream out) throws IOException, SQLException, QueryException;
  }

  /// Answers with a document to keep, under this name.
  void download(String type, String fileName, Document document)
      throws IOException, SQLException, QueryException {
    header("Content-Disposition", "attachment; filename=\"" + fileName + "\"");
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, type);
    var out = new AnswerStream(request, response);
    document.writeTo(out);
    out.finish();
  }

  /// Answers with one line of JSON after the other.
  LineStream lines() {
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/x-ndjson");
    return new LineStream(response);
  }

  /// One JSON value in memory.
  static byte[] bytes(Consumer<JsonGenerator> value) {
    var bytes = new ByteArrayOutputStream();
    try (var json = JSON.createGenerator(ObjectWriteContext.empty(), bytes)) {
      value.accept(json);
    }
    return bytes.toByteArray();
  }

  /// Answers without a body.
  void empty(int status) throws LostClientException {
    response.setStatus(status);
    try {
      Content.Sink.write(response, true, ByteBuffer.allocate(0));
    } catch (IOException e) {
      throw new LostClientException(e);
    }
  }

  void header(String name, String value) {
    response.getHeaders().put(name, value);
  }

  void refuse(RefusedException refused) throws IOException {
    if (refused.allow() != null) {
      response.getHeaders().put(HttpHeader.ALLOW, refused.allow());
    }
    if (refused.status() == 401) {
      response.getHeaders().put(HttpHeader.WWW_AUTHENTICATE, "Bearer");
    }
    error(refused.status(), String.valueOf(refused.getMessage()));
  }

  void refuse(QueryException refused) throws IOException {
    var status =
        switch (refused.kind()) {
          case USAGE -> 400;
          case NOT_FOUND -> 404;
        };
    error(status, String.valueOf(refused.getMessage()));
  }

  /// Answers with an error.
  ///
  /// @throws IllegalStateException when part of another answer is out already
  void error(int status, String message) throws IOException {
    if (response.isCommitted()) {
      throw new IllegalStateException("half of an answer is out");
    }
    response.setStatus(status);
    response.getHeaders().remove(HttpHeader.CONTENT_ENCODING);
    response.getHeaders().remove("Content-Disposition");
    send("application/json", errorBody(message));
  }

  /// What the body of an error is.
  static byte[] errorBody(String message) {
    return bytes(json -> {
      json.writeStartObject();
      json.writeObjectPropertyStart("error");
      json.writeStringProperty("message", message);
      json.writeEndObject();
      json.writeEndObject();
    });
  }

  boolean isCommitted() {
    return response.isCommitted();
  }

  /// Has something done when the answer is out.
  void afterwards(Runnable action) {
    afterwards = action;
  }

  void runAfterwards() {
    afterwards.run();
  }
}
