package dev.clew.recorder;

import dev.clew.content.SealedObject;
import dev.clew.content.SourceCount;
import dev.clew.event.Event;
import dev.clew.event.RecordId;
import dev.clew.event.SessionKey;
import java.util.List;

/// A record that is ready to be stored: redacted, sealed, understood.
///
/// @param id its id
/// @param fileSession the conversation its file belongs to
/// @param sessionId the id of the conversation it names, else of `fileSession`
/// @param repository keyed hash of where the agent worked; empty when unknown
/// @param kind what wrote it and in which form
/// @param stream the name of its file
/// @param position its byte offset there
/// @param line its line number there, from 1
/// @param payload the stored bytes, sealed
/// @param attachments what was taken out of it, sealed
/// @param salt the key of its commitments
/// @param sourceCommitment see [Leaf], as `payloadCommitment`
/// @param mode its capture mode
/// @param events what it says
/// @param removed what was taken out of it and is not kept
record Prepared(
    RecordId id,
    SessionKey fileSession,
    String sessionId,
    String repository,
    String kind,
    String stream,
    long position,
    long line,
    SealedObject payload,
    List<SealedObject> attachments,
    byte[] salt,
    byte[] sourceCommitment,
    byte[] payloadCommitment,
    CaptureMode mode,
    List<Event> events,
    Removed removed) {

  /// What was taken out of a record.
  ///
  /// @param secrets how many secrets
  /// @param omitted what is told by its length alone: a line that is too long, or attachments in
  ///   capture mode `metadata`
  record Removed(int secrets, SourceCount.Amount omitted) {}

  /// Whether the record could not be read as what its file should hold.
  boolean isBad() {
    return RecordKind.isMalformed(kind);
  }

  /// The same record that carries these objects.
  Prepared withAttachments(List<SealedObject> others) {
    return new Prepared(
        id,
        fileSession,
        sessionId,
        repository,
        kind,
        stream,
        position,
        line,
        payload,
        others,
        salt,
        sourceCommitment,
        payloadCommitment,
        mode,
        events,
        removed);
  }

  /// The same record of another session.
  Prepared withSession(SessionKey other) {
    return new Prepared(
        id,
        other,
        other.id(),
        repository,
        kind,
        stream,
        position,
        line,
        payload,
        attachments,
        salt,
        sourceCommitment,
        payloadCommitment,
        mode,
        events,
        removed);
  }

  /// The same record with another payload, and what that says.
  Prepared withPayload(SealedObject other, byte[] commitment, List<Event> said) {
    return new Prepared(
        id,
        fileSession,
        sessionId,
        repository,
        kind,
        stream,
        position,
        line,
        other,
        attachments,
        salt,
        sourceCommitment,
        commitment,
        mode,
        said,
        removed);
  }
}
