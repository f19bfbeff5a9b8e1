package dev.clew.http;

import dev.clew.query.QueryException;
import java.io.IOException;
import java.sql.SQLException;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import tools.jackson.core.JacksonException;

/// Takes every request, and sees that each is answered: with what its route says, or with an error.
final class Answers extends Handler.Abstract {
  private final Routes routes;
  private final FailureLog log;

  Answers(Routes routes, FailureLog log) {
    this.routes = routes;
    this.log = log;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    SecurityHeaders.put(response.getHeaders());
    var exchange = new Exchange(request, response);
    try {
      answer(exchange);
      callback.succeeded();
      exchange.runAfterwards();
    } catch (IOException e) {
      callback.failed(e); // nobody is left to hear of it
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      callback.failed(e);
    }
    return true;
  }

  private void answer(Exchange exchange) throws IOException, InterruptedException {
    try {
      routes.find(exchange.request()).answer(exchange);
    } catch (RefusedException e) {
      exchange.refuse(e);
    } catch (QueryException e) {
      exchange.refuse(e);
    } catch (LostClientException e) {
      throw e;
    } catch (IOException | SQLException e) {
      fail(exchange, e, "the store cannot be read: " + e.getMessage());
    } catch (RuntimeException e) {
      if (e instanceof JacksonException && e.getCause() instanceof LostClientException lost) {
        throw lost;
      }
      fail(exchange, e, FailureLog.BUG);
    }
  }

  /// Notes a failure and answers with it, or cuts off the answer that is half out.
  private void fail(Exchange exchange, Exception failure, String message) throws IOException {
    log.note(String.valueOf(exchange.request().getHttpURI().getPath()), failure);
    if (exchange.isCommitted()) {
      throw new LostClientException(new IOException(failure));
    }
    exchange.error(500, message);
  }
}
