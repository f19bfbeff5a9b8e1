package dev.clew.content;

import dev.clew.event.RecordId;
import dev.clew.event.SessionKey;

/// One source record in the store, without its payload.
///
/// @param seq its place in the ledger, from 0
/// @param id its id
/// @param session the conversation that its file belongs to, for a record that names none
/// @param kind what wrote it and in which form, for example `claude.line`
/// @param mode its capture mode
/// @param stream the name of the file or channel it came by
/// @param position the byte offset in that stream
/// @param line the line number in that stream, from 1
/// @param salt 16 random bytes that its commitments are keyed with
public record StoredRecord(
    long seq,
    RecordId id,
    SessionKey session,
    String kind,
    String mode,
    String stream,
    long position,
    long line,
    byte[] salt) {}
