package dev.clew.capture;

import dev.clew.event.RecordId;
import dev.clew.event.SessionKey;

/// What is known of a record besides its own bytes.
///
/// @param id the record's id
/// @param session the conversation its file belongs to, for a record that names none
/// @param position its byte offset in its file
public record RecordContext(RecordId id, SessionKey session, long position) {}
