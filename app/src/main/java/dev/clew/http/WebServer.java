package dev.clew.http;

import dev.clew.export.Export;
import dev.clew.query.Sources;
import dev.clew.recorder.Changes;
import dev.clew.recorder.Recorder;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.BindException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import org.eclipse.jetty.io.ArrayByteBufferPool;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.component.LifeCycle;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/// The loopback server: the page, every question under `/api/v1/`, and the recorder's orders.
///
/// It listens on the loopback address and nowhere else. Each request runs on a virtual thread.
public final class WebServer implements AutoCloseable {
  private static final int THREADS = 8;
  private static final int KEPT_THREADS = 2;
  private static final int LARGEST_BUFFER = 64 * 1024;
  private static final long BUFFERS_BYTES = 4L << 20;
  private static final int HEADER_BYTES = 8 * 1024;
  private static final Duration IDLE = Duration.ofSeconds(30);

  private final Server server;
  private final ServerConnector connector;
  private final SourcesPool sources;
  private final Changes changes;

  private WebServer(
      Server server, ServerConnector connector, SourcesPool sources, Changes changes) {
    this.server = server;
    this.connector = connector;
    this.sources = sources;
    this.changes = changes;
  }

  /// What the server works with.
  ///
  /// @param token what every request below `/api/` must bring
  /// @param recorder does what is ordered
  /// @param sources opens what questions are answered from
  /// @param shutdown is called when somebody orders the end, after the answer
  /// @param log where failures are noted
  /// @param exports what documents to give away are made in
  public record Parts(
      String token,
      Recorder recorder,
      Supplier<Sources> sources,
      Runnable shutdown,
      PrintWriter log,
      InstantSource clock,
      Export.Surroundings exports) {}

  /// Starts a server on `port`, or on any free one where that is taken (or 0).
  ///
  /// @throws IOException when no port can be had
  public static WebServer start(int port, Parts parts) throws IOException {
    return start(port, parts, name -> WebServer.class.getResourceAsStream("/web/" + name), IDLE);
  }

  static WebServer start(int port, Parts parts, PageFiles.Folder page, Duration idle)
      throws IOException {
    var server = server();
    var connector = new ServerConnector(server, null, null, null, 1, 1, http());
    connector.setHost(InetAddress.getLoopbackAddress().getHostAddress());
    connector.setIdleTimeout(idle.toMillis());
    open(connector, port);
    server.addConnector(connector);
    var log = new FailureLog(parts.log(), parts.clock());
    var pool = new SourcesPool(parts.sources());
    var gate = new Gate(connector.getLocalPort(), parts.token());
    var routes =
        new Routes(gate, new PageFiles(page))
            .questions(pool)
            .documents(pool, parts.exports())
            .orders(parts.recorder(), pool, parts.shutdown(), log, parts.exports().environment());
    server.setHandler(new Answers(routes, log));
    server.setErrorHandler(new Errors(log));
    LifeCycle.start(server);
    return new WebServer(server, connector, pool, parts.recorder().changes());
  }

  private static Server server() {
    var threads = new QueuedThreadPool(THREADS, KEPT_THREADS);
    threads.setName("http");
    threads.setDaemon(true);
    threads.setReservedThreads(0);
    threads.setVirtualThreadsExecutor(Executors.newVirtualThreadPerTaskExecutor());
    var buffers =
        new ArrayByteBufferPool(
            0, -1, LARGEST_BUFFER, Integer.MAX_VALUE, BUFFERS_BYTES, BUFFERS_BYTES);
    return new Server(threads, null, buffers);
  }

  private static HttpConnectionFactory http() {
    var http = new HttpConfiguration();
    http.setSendServerVersion(false);
    http.setRequestHeaderSize(HEADER_BYTES);
    return new HttpConnectionFactory(http);
  }

  private static void open(ServerConnector connector, int port) throws IOException {
    try {
      connector.setPort(port);
      connector.open();
    } catch (IOException e) {
      if (port == 0 || !(e.getCause() instanceof BindException)) {
        throw e;
      }
      connector.setPort(0);
      connector.open();
    }
  }

  /// The port.
  public int port() {
    return connector.getLocalPort();
  }

  /// The address, without the token: `http://127.0.0.1:4519`.
  public String url() {
    var address = InetAddress.getLoopbackAddress();
    var host = address.getHostAddress();
    return "http://%s:%d".formatted(address instanceof Inet6Address ? "[::1]" : host, port());
  }

  /// Stops: what is being answered is cut off.
  @Override
  public void close() throws SQLException {
    changes.close(); // whoever follows would wait for ever
    try (sources) {
      LifeCycle.stop(server);
    }
  }
}
