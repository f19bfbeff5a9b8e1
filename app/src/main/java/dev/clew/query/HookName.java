package dev.clew.query;

import dev.clew.capture.HookEnvelope;
import dev.clew.capture.HookRecord;
import dev.clew.content.DamagedObjectException;
import dev.clew.content.StoredRecord;
import java.io.IOException;
import java.sql.SQLException;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/// Which hook a record is of.
final class HookName {
  private HookName() {}

  /// The name as the agent's payload has it, else as the installed command has it; absent for what
  /// no hook told, and when it is forgotten.
  static @Nullable String of(Sources sources, StoredRecord record)
      throws SQLException, IOException, DamagedObjectException {
    if (!record.kind().endsWith(".hook")) {
      return null;
    }
    var content = sources.content();
    var entry = content.entry(record.seq()).orElse(null);
    var payload = entry == null ? null : content.payload(entry).orElse(null);
    if (payload == null) {
      return null;
    }
    var envelope = HookEnvelope.of(JsonMapper.shared().readTree(payload));
    return Stream.of("hook_event_name", "hook_type")
        .map(field -> HookRecord.text(envelope.payload(), field))
        .filter(name -> name != null)
        .findFirst()
        .orElse(envelope.event());
  }
}
