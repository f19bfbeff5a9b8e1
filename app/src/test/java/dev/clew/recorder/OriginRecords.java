package dev.clew.recorder;

import dev.clew.capture.RecordContext;
import dev.clew.content.ContentReader;
import dev.clew.content.DamagedObjectException;
import dev.clew.content.SourceCount;
import dev.clew.content.Unsealer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/// What a store holds, as records that another store of the same keys takes.
final class OriginRecords {
  private OriginRecords() {}

  /// All records of a store, in their order.
  static List<Prepared> of(Home home) {
    var interpreter = new Interpreter(OriginRig.AGENTS);
    var records = new ArrayList<Prepared>();
    try (var reader = ContentReader.open(home.content(), new Unsealer(Keys.open(home).master()))) {
      for (var entry : reader.entries(0, Integer.MAX_VALUE)) {
        var sealed = entry.sealed();
        var payload = reader.payload(entry);
        if (sealed != null && payload.isPresent() && !RecordKind.isNote(entry.record().kind())) {
          var record = entry.record();
          var context = new RecordContext(record.id(), record.session(), record.position());
          var commitments = new Commitments();
          records.add(
              new Prepared(
                  record.id(),
                  record.session(),
                  record.session().id(),
                  "",
                  record.kind(),
                  record.stream(),
                  record.position(),
                  record.line(),
                  sealed,
                  reader.attachments(record.seq()),
                  record.salt(),
                  commitments.toSource(record.salt(), record.id()),
                  commitments.toPayload(record.salt(), payload.get()),
                  CaptureMode.CONTENT,
                  interpreter.events(record.kind(), context, payload.get()),
                  new Prepared.Removed(0, SourceCount.Amount.NONE)));
        }
      }
      return records;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (SQLException | DamagedObjectException e) {
      throw new AssertionError(e);
    }
  }
}
