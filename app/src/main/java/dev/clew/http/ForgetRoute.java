package dev.clew.http;

import dev.clew.recorder.ForgetException;
import dev.clew.recorder.ForgetOrder;
import dev.clew.recorder.ForgetWire;
import dev.clew.recorder.Forgetting;
import dev.clew.recorder.Recorder;
import java.io.IOException;
import java.sql.SQLException;

/// Forgets: `{"session":ID}`, `{"secret":VALUE}` or `{"path":PATH}`, with `"dry_run":true` to tell
/// only what that would do.
final class ForgetRoute implements Route {
  private final Recorder recorder;
  private final SourcesPool sources;

  ForgetRoute(Recorder recorder, SourcesPool sources) {
    this.recorder = recorder;
    this.sources = sources;
  }

  @Override
  public void answer(Exchange exchange)
      throws RefusedException, IOException, SQLException, InterruptedException {
    var json = exchange.json();
    var order =
        ForgetWire.order(json)
            .orElseThrow(() ->
                RefusedException.of(
                    400, "expected one of session (its whole id), secret, path (absolute)"));
    var onlyCount = ForgetWire.isOnlyCount(json);
    var done = forget(order, onlyCount);
    if (!onlyCount) {
      sources.renew();
    }
    exchange.send("application/json", Exchange.bytes(out -> ForgetWire.write(done, out)));
  }

  private Forgetting forget(ForgetOrder order, boolean onlyCount)
      throws RefusedException, IOException, SQLException, InterruptedException {
    try {
      return recorder.forget(order, onlyCount);
    } catch (ForgetException e) {
      throw RefusedException.of(400, String.valueOf(e.getMessage()));
    }
  }
}
