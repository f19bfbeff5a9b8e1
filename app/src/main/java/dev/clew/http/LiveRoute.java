package dev.clew.http;

import dev.clew.query.QueryException;
import dev.clew.recorder.Changes;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Response;

/// Tells which sessions change, as long as the client listens: `?session=ID` narrows.
///
/// The form is that of server-sent events (WHATWG HTML, section 9.2): `event: hello` at once, then
/// `event: change` with `{"sessions":[id...],"more":true?}`, and a comment now and then. A client
/// that is slow hears of each session once, whatever happened meanwhile.
final class LiveRoute implements Route {
  /// How many clients may listen at once.
  static final int CLIENTS = 64;

  private static final Duration PING = Duration.ofSeconds(15);
  private static final Duration GATHER = Duration.ofMillis(200);
  private static final int PROBES = 2;
  private static final long PROBE_MS = 250;

  private final Changes changes;
  private final SourcesPool sources;
  private final Semaphore places = new Semaphore(CLIENTS);

  LiveRoute(Changes changes, SourcesPool sources) {
    this.changes = changes;
    this.sources = sources;
  }

  @Override
  public void answer(Exchange exchange)
      throws RefusedException, QueryException, IOException, SQLException, InterruptedException {
    var values = exchange.parameters();
    for (var name : values.keySet()) {
      if (!name.equals("session")) {
        throw RefusedException.of(
            400, "live has no parameter '%s': it has session".formatted(name));
      }
    }
    var named = Optional.ofNullable(values.get("session")).filter(each -> !each.isEmpty());
    var session =
        named.isEmpty()
            ? Optional.<String>empty()
            : Optional.of(sources.with(open -> open.session(named.get())));
    takePlace();
    try {
      follow(session, exchange.response());
    } finally {
      places.release();
    }
  }

  /// Those who went away are noticed when something is sent to them: before anybody is refused,
  /// something is.
  private void takePlace() throws RefusedException, InterruptedException {
    for (var probe = 0; !places.tryAcquire(probe * PROBE_MS, TimeUnit.MILLISECONDS); probe++) {
      if (probe == PROBES) {
        throw RefusedException.of(503, "%d clients listen already".formatted(CLIENTS));
      }
      changes.nudge();
    }
  }

  private void follow(Optional<String> session, Response response)
      throws IOException, InterruptedException {
    var follower = changes.follow();
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, "text/event-stream");
    send(response, false, "event: hello\ndata: {}\n\n");
    var sentAt = System.nanoTime();
    while (true) {
      var news = follower.next(PING);
      if (news.closed()) {
        send(response, true, "");
        return;
      }
      var ids =
          session.isEmpty()
              ? news.sessions()
              : session.filter(news.sessions()::contains).map(List::of).orElse(List.of());
      var tells = !ids.isEmpty() || news.more();
      if (tells || news.sessions().isEmpty() || System.nanoTime() - sentAt > PING.toNanos()) {
        send(response, false, tells ? change(ids, news.more()) : ": ping\n\n");
        sentAt = System.nanoTime();
      }
      if (!news.sessions().isEmpty()) {
        Thread.sleep(GATHER);
      }
    }
  }

  private static String change(Collection<String> sessions, boolean more) {
    var data =
        Exchange.bytes(json -> {
          json.writeStartObject();
          json.writeArrayPropertyStart("sessions");
          sessions.forEach(json::writeString);
          json.writeEndArray();
          if (more) {
            json.writeBooleanProperty("more", true);
          }
          json.writeEndObject();
        });
    return "event: change\ndata: %s\n\n".formatted(new String(data, StandardCharsets.UTF_8));
  }

  private static void send(Response response, boolean last, String text)
      throws LostClientException {
    try {
      Content.Sink.write(response, last, ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
    } catch (IOException e) {
      throw new LostClientException(e);
    }
  }
}
