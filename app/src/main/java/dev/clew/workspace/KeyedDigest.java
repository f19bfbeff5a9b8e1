package dev.clew.workspace;

/// Turns the SHA-256 of bytes that must not be known by it into a hash that only this store can
/// compute, 32 bytes.
public interface KeyedDigest {
  /// The keyed hash of `digest`.
  byte[] of(byte[] digest);
}
