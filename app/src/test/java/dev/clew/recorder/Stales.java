package dev.clew.recorder;

import dev.clew.capture.Agents;
import dev.clew.content.ContentReader;
import dev.clew.content.DamagedObjectException;
import dev.clew.content.Unsealer;
import dev.clew.event.Event;
import dev.clew.event.StaleWrite;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The stale writes that a store's records tell of.
final class Stales {
  private Stales() {}

  static List<Event.WroteStale> of(Home home, Agents agents) {
    var found = new ArrayList<Event.WroteStale>();
    try (var reader = ContentReader.open(home.content(), new Unsealer(Keys.open(home).master()))) {
      for (var entry : reader.entries(0, Integer.MAX_VALUE)) {
        for (var event : new Interpreter(agents).events(reader, entry)) {
          if (event instanceof Event.WroteStale stale) {
            found.add(stale);
          }
        }
      }
      return found;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (SQLException | DamagedObjectException e) {
      throw new AssertionError(e);
    }
  }

  /// `s2 rewrite a.txt over agent s1: 1 lost, 0 back`.
  static String text(Event.WroteStale stale) {
    var write = stale.write();
    var by = write.bySession();
    return "%s %s %s over %s%s: %s lost, %s back"
        .formatted(
            name(stale),
            write.how().wire(),
            write.path(),
            write.by().wire(),
            by == null ? "" : " " + by.agentSession(),
            number(write.lost()),
            number(write.restored()));
  }

  private static String name(Event.WroteStale stale) {
    var session = stale.header().session();
    return session.subagent() == null ? session.agentSession() : session.subagent();
  }

  private static String number(@Nullable Integer value) {
    return value == null ? "?" : value.toString();
  }

  static StaleWrite only(List<Event.WroteStale> stales) {
    if (stales.size() != 1) {
      throw new AssertionError("not one: " + stales);
    }
    return stales.getFirst().write();
  }
}
