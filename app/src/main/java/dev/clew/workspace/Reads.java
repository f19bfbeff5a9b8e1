package dev.clew.workspace;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;

/// Reads the files that a scan wants read, some at a time.
final class Reads {
  private final FileReading reading;
  private final Totals totals;
  private final Limits limits;
  private final Seen seen;

  Reads(FileReading reading, Totals totals, Limits limits, Seen seen) {
    this.reading = reading;
    this.totals = totals;
    this.limits = limits;
    this.seen = seen;
  }

  /// Reads them; what has gone meanwhile is taken away.
  void all(Scan scan) throws IOException {
    var gone = Collections.synchronizedList(new ArrayList<Scan.Unread>());
    var walk =
        new Walk<Scan.Unread>((unread, more) -> {
          if (!one(unread, scan)) {
            gone.add(unread);
          }
        });
    walk.addAll(scan.unread());
    walk.run(limits.threads() == 1 ? 1 : limits.threads() + 1); // one may wait for the sink
    scan.unread().clear();
    for (var each : gone) {
      if (each.folder().children.get(each.leaf().name()) == each.leaf()) {
        scan.remove(each.folder(), each.leaf(), null);
      }
    }
  }

  /// Whether it is there.
  private boolean one(Scan.Unread unread, Scan scan) throws IOException {
    var leaf = unread.leaf();
    var known = leaf.known();
    var wanted = unread.wanted();
    var tooMuch = known == null && totals.beyond(limits, wanted.stat().size());
    var found = reading.read(tooMuch ? wanted.beyondLimit() : wanted);
    if (found.isEmpty()) {
      return false;
    }
    var entry = found.get().entry();
    scan.set(unread.folder(), leaf, entry);
    leaf.stat = found.get().stat();
    leaf.racy = found.get().racy();
    var reason = entry.reason();
    var isNew = known == null || known.reason() != reason;
    if (isNew && reason != Reason.NONE && reason != Reason.SENSITIVE && reason != Reason.SPECIAL) {
      seen.gap(
          unread.folder().pathOf(leaf.name()),
          reason.wire(),
          "its content is not kept (" + entry.size() + " bytes)");
    }
    return true;
  }
}
