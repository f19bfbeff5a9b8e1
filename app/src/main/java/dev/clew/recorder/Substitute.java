package dev.clew.recorder;

import dev.clew.capture.RecordContext;
import dev.clew.content.SealedObject;
import dev.clew.content.Sealer;
import dev.clew.content.SourceCount;
import dev.clew.content.StoredRecord;
import dev.clew.event.RecordId;
import dev.clew.event.SessionKey;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;

/// Makes records that stand in the place of stored ones, with other bytes.
final class Substitute {
  private static final int SALT = 16;

  private final Interpreter interpreter;
  private final Sealer sealer;
  private final SecureRandom random;
  private final Commitments commitments = new Commitments();

  Substitute(Interpreter interpreter, Sealer sealer, SecureRandom random) {
    this.interpreter = interpreter;
    this.sealer = sealer;
    this.random = random;
  }

  /// A record for `old`, of the same session, file and place, with these bytes.
  ///
  /// @param leaf the ledger entry of `old`
  /// @param attachments what it carries of what `old` carried
  Prepared of(
      StoredRecord old,
      Leaf leaf,
      byte[] payload,
      CaptureMode mode,
      List<SealedObject> attachments) {
    return of(old, old.session(), leaf.session(), leaf, payload, mode, attachments);
  }

  /// The same, of another session.
  Prepared of(
      StoredRecord old,
      SessionKey session,
      String sessionId,
      Leaf leaf,
      byte[] payload,
      CaptureMode mode,
      List<SealedObject> attachments) {
    var id = RecordId.derive("clew", "instead", HexFormat.of().formatHex(old.id().bytes()));
    var salt = new byte[SALT];
    random.nextBytes(salt);
    var context = new RecordContext(id, session, old.position());
    return new Prepared(
        id,
        session,
        sessionId,
        leaf.repository(),
        old.kind(),
        old.stream(),
        old.position(),
        old.line(),
        sealer.seal(payload),
        attachments,
        salt,
        commitments.toSource(salt, id),
        commitments.toPayload(salt, payload),
        mode,
        interpreter.events(old.kind(), context, payload),
        new Prepared.Removed(0, SourceCount.Amount.NONE));
  }
}
