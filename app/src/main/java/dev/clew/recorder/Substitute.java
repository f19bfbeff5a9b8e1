package dev.clew.recorder;

import dev.clew.capture.RecordContext;
import dev.clew.content.SealedObject;
import dev.clew.content.Sealer;
import dev.clew.content.StoredRecord;
import dev.clew.event.RecordId;
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
    var id = RecordId.derive("clew", "instead", HexFormat.of().formatHex(old.id().bytes()));
    var salt = new byte[SALT];
    random.nextBytes(salt);
    var context = new RecordContext(id, old.session(), old.position());
    return new Prepared(
        id,
        old.session(),
        leaf.session(),
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
        new Prepared.Removed(0, dev.clew.content.SourceCount.Amount.NONE));
  }
}
