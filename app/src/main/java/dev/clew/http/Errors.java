package dev.clew.http;

import java.nio.ByteBuffer;
import java.util.Objects;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;

/// Answers in our form where the server itself refuses: what is no HTTP, or too long.
final class Errors implements Request.Handler {
  private final FailureLog log;

  Errors(FailureLog log) {
    this.log = log;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    var status = response.getStatus();
    var failure = request.getAttribute(ErrorHandler.ERROR_EXCEPTION);
    var isBug = status == HttpStatus.INTERNAL_SERVER_ERROR_500;
    if (isBug && failure instanceof Throwable thrown && !(thrown instanceof LostClientException)) {
      log.note(String.valueOf(request.getHttpURI().getPath()), thrown);
    }
    var said = isBug ? FailureLog.BUG : Objects.toString(HttpStatus.getMessage(status));
    var body = Exchange.errorBody(said);
    var headers = response.getHeaders();
    SecurityHeaders.put(headers);
    headers.put(HttpHeader.CONTENT_TYPE, "application/json");
    headers.put(HttpHeader.CONTENT_LENGTH, body.length);
    response.write(true, ByteBuffer.wrap(body), callback);
    return true;
  }
}
