package dev.clew.recorder;

import dev.clew.capture.workspace.SessionRecord;
import dev.clew.capture.workspace.WorkspaceRecord;
import dev.clew.content.SealedObject;
import dev.clew.event.SessionKey;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/// Stores what looks found. Safe for use by several threads.
final class LookStore implements AutoCloseable {
  private static final int NAME = 16;

  private final Store store;
  private final Preparer preparer;
  private final SecureRandom random;
  private final InstantSource clock;
  private long last;

  /// @param preparer its own: it is closed with this
  LookStore(Store store, Preparer preparer, SecureRandom random, InstantSource clock) {
    this.store = store;
    this.preparer = preparer;
    this.random = random;
    this.clock = clock;
  }

  /// Where a workspace's records go.
  ///
  /// @param nobody the conversation that what nobody did belongs to
  record Place(SessionKey nobody, Path root) {}

  /// Stores what a look found, and all the objects that wait: durable on return.
  synchronized void store(Place place, LookReading reading, LookObjects objects)
      throws IOException, SQLException {
    var taken = objects.take();
    try {
      var records = reading.records(this::name, this::number, taken.size());
      append(place, records, taken);
    } catch (IOException | SQLException | RuntimeException e) {
      objects.putBack(taken);
      throw e;
    }
    objects.stored(taken);
  }

  /// Stores the objects that wait, as a part of a look that is not finished.
  synchronized void part(Place place, LookObjects objects) throws IOException, SQLException {
    var taken = objects.take();
    try {
      append(place, List.of(empty(place.nobody, taken.size())), taken);
    } catch (IOException | SQLException | RuntimeException e) {
      objects.putBack(taken);
      throw e;
    }
    objects.stored(taken);
  }

  /// A record with its objects.
  record Carried(WorkspaceRecord record, List<SealedObject> objects) {}

  /// Stores records, each with its own objects: durable on return.
  synchronized void store(Place place, List<Carried> carried) throws IOException, SQLException {
    var prepared = new ArrayList<Prepared>();
    for (var each : carried) {
      prepared.add(preparer.look(each.record, place.nobody, place.root.toString(), each.objects));
    }
    if (!prepared.isEmpty()) {
      store.append(prepared, List.of(), _ -> List.of());
    }
  }

  /// Keeps `count` numbers for records that are made later, and belong before all whose numbers are
  /// asked for from now on; the first.
  synchronized long reserve(int count) {
    var first = number();
    last += count - 1;
    return first;
  }

  /// Stores one record without objects.
  synchronized void store(Place place, WorkspaceRecord record) throws IOException, SQLException {
    append(place, List.of(record), List.of());
  }

  /// Stores what was looked up about a session.
  synchronized void store(Path root, SessionRecord told, String name)
      throws IOException, SQLException {
    store.append(List.of(preparer.session(told, name, root.toString())), List.of(), _ -> List.of());
  }

  private WorkspaceRecord empty(SessionKey session, int objects) {
    return new WorkspaceRecord(
        name(),
        number(),
        null,
        clock.instant(),
        session,
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        objects);
  }

  private void append(Place place, List<WorkspaceRecord> records, List<SealedObject> objects)
      throws IOException, SQLException {
    var prepared = new ArrayList<Prepared>();
    for (var record : records) {
      var its = prepared.isEmpty() ? objects : List.<SealedObject>of();
      prepared.add(preparer.look(record, place.nobody, place.root.toString(), its));
    }
    if (!prepared.isEmpty()) {
      store.append(prepared, List.of(), _ -> List.of());
    }
  }

  synchronized String name() {
    var name = new byte[NAME];
    random.nextBytes(name);
    return HexFormat.of().formatHex(name);
  }

  /// Grows with time, also from one run to the next.
  synchronized long number() {
    last = Math.max(last + 1, clock.millis() * 1000);
    return last;
  }

  @Override
  public void close() {
    preparer.close();
  }
}
