package dev.clew.recorder;

import dev.clew.capture.workspace.WorkspaceRecord.Told;
import dev.clew.event.FileVersion;
import dev.clew.event.SessionKey;
import dev.clew.event.StaleWrite;
import dev.clew.origin.overlap.FileKnowledge;
import dev.clew.origin.overlap.Made;
import dev.clew.workspace.Contents;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Finds out, look by look, which steps wrote a file from a version that was no longer there. A
/// look that is read again, because it could not be stored, is not counted again.
final class StaleWatch {
  private final FileKnowledge knowledge;
  private final SessionKey nobody;
  private final LookObjects objects;
  private final Map<SessionKey, Instant> late = new HashMap<>();

  /// What was found of the last look.
  private final IdentityHashMap<PendingLook, List<Told<StaleWrite>>> told = new IdentityHashMap<>();

  /// @param nobody the conversation that stands for nobody's
  StaleWatch(Path root, SessionKey nobody, LookObjects objects) {
    this.nobody = nobody;
    this.objects = objects;
    this.knowledge = new FileKnowledge(root.toString(), this::bytes);
  }

  /// Takes what was seen before over: to be told first.
  void remember(StalePast past, Instant now) {
    past.replay(knowledge);
    past.unsure().forEach(session -> missed(session, now));
  }

  /// A conversation is heard, for the first time or again.
  void heard(SessionKey session, Instant at) {
    knowledge.heard(session, at);
  }

  /// What a conversation read until `at` is not known: a hook was heard too late.
  void missed(SessionKey session, Instant at) {
    late.put(session, at);
  }

  /// Has the look tell of such writes.
  void look(PendingLook look, LookReading reading) {
    var known = told.get(look);
    if (known == null) {
      known = found(look, reading);
      told.clear();
      told.put(look, known);
    }
    reading.stale(known);
  }

  private List<Told<StaleWrite>> found(PendingLook look, LookReading reading) {
    late.values().removeIf(at -> at.isBefore(look.since()));
    sawAll(look);
    var made =
        reading.changes().stream()
            .map(each ->
                new Made(
                    each.session().equals(nobody) ? null : each.session(),
                    each.step(),
                    each.what()))
            .toList();
    var stale = knowledge.look(look.at(), reading.working(), made);
    sawAll(look);
    return stale.stream()
        .map(each -> new Told<>(each.session(), each.step(), each.write()))
        .toList();
  }

  private void sawAll(PendingLook look) {
    late.keySet().forEach(session -> knowledge.sawAll(session, look.at()));
  }

  private Optional<byte[]> bytes(FileVersion version) {
    try {
      var pieces = version.pieces();
      return pieces == null ? objects.read(version.sha256()) : new Contents(objects).joined(pieces);
    } catch (IOException e) {
      return Optional.empty(); // then it is not known what was lost
    }
  }
}
