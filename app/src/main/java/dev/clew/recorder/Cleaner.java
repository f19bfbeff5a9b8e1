package dev.clew.recorder;

import dev.clew.capture.RecordContext;
import dev.clew.content.DamagedObjectException;
import dev.clew.content.SealedObject;
import dev.clew.content.Sealer;
import dev.clew.content.Unsealer;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Set;

/// Takes values out of records that are prepared and not yet stored. For one thread.
final class Cleaner {
  private final Keys keys;
  private final Interpreter interpreter;
  private final SecureRandom random;
  private final Commitments commitments = new Commitments();

  Cleaner(Keys keys, Interpreter interpreter, SecureRandom random) {
    this.keys = keys;
    this.interpreter = interpreter;
    this.random = random;
  }

  /// The record without what `filter` finds; the same one where it finds nothing.
  Prepared clean(Prepared record, ValueFilter filter) {
    var payload = open(record.payload());
    var without = filter.without(record.kind(), payload);
    var kept = record.attachments().stream().filter(each -> !filter.isIn(open(each))).toList();
    var slimmed =
        kept.size() == record.attachments().size() ? record : record.withAttachments(kept);
    if (Arrays.equals(without, payload)) {
      return slimmed;
    }
    var context = new RecordContext(record.id(), record.fileSession(), record.position());
    try (var sealer = new Sealer(keys.master(), random)) {
      return slimmed.withPayload(
          sealer.seal(without),
          commitments.toPayload(record.salt(), without),
          interpreter.events(record.kind(), context, without));
    }
  }

  /// A look at a workspace without what it tells of these sessions; the same one where it tells
  /// nothing of them.
  Prepared withoutSessions(Prepared record, Set<String> forgotten) {
    var left = OthersLook.taken(open(record.payload()), forgotten);
    if (left.isEmpty()) {
      return record;
    }
    var session = left.get().session();
    var payload = left.get().payload();
    var context = new RecordContext(record.id(), session, record.position());
    try (var sealer = new Sealer(keys.master(), random)) {
      return record
          .withSession(session)
          .withPayload(
              sealer.seal(payload),
              commitments.toPayload(record.salt(), payload),
              interpreter.events(record.kind(), context, payload));
    }
  }

  /// The bytes of an object that was sealed a moment ago.
  byte[] open(SealedObject object) {
    try (var unsealer = new Unsealer(keys.master())) {
      return unsealer.unseal(object);
    } catch (DamagedObjectException e) {
      throw new IllegalStateException(e);
    }
  }
}
