package dev.clew.content;

/// One object as it lies on disk: compressed, then encrypted with a key of its own.
///
/// @param sha256 of the plain bytes: the object's address
/// @param size of the plain bytes
/// @param dictionary the number of the compression dictionary; 0 when none was used
/// @param keySalt what the object's key is derived from, together with the store's master key
/// @param data the sealed bytes
public record SealedObject(byte[] sha256, long size, int dictionary, byte[] keySalt, byte[] data) {}
