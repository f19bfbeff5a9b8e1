package dev.clew.content;

import dev.clew.event.SessionKey;

/// What the records of one stream take.
///
/// @param session the conversation that the stream belongs to
/// @param kind what its records are
/// @param records how many there are
/// @param payloadBytes their sealed payloads; an object that several have counts once
/// @param attachmentBytes what they carry besides, sealed: images, contents of files, folders
public record StreamSize(
    SessionKey session, String kind, long records, long payloadBytes, long attachmentBytes) {}
