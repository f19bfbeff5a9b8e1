package dev.clew.recorder;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;

/// A ledger entry: a closed list of fields without free text or paths, in a fixed layout.
///
/// Payload and source key appear as commitments, HMAC-SHA256 under a random salt of the record:
/// when salt and payload are destroyed, the entry still proves that something was there and says
/// nothing about what. `docs/formats/content.md` gives the bytes.
///
/// @param seq its number, from 0
/// @param at when it was taken, by this machine's clock
/// @param where the machine and its boot
/// @param repository keyed hash of the repository's path; empty when there is none
/// @param session the session id
/// @param actor keyed hash of the user
/// @param kind what wrote the record and in which form
/// @param sourceCommitment commitment to the record's id
/// @param payloadCommitment commitment to the stored bytes
/// @param rules the version of the redaction rules that the bytes went through
/// @param mode the capture mode
public record Leaf(
    long seq,
    Instant at,
    Where where,
    String repository,
    String session,
    String actor,
    String kind,
    byte[] sourceCommitment,
    byte[] payloadCommitment,
    String rules,
    CaptureMode mode) {

  /// The machine that took a record.
  ///
  /// @param host keyed hash of the machine's name
  /// @param boot keyed hash of the boot: a clock that jumps between two boots shows
  public record Where(String host, String boot) {}

  private static final byte VERSION = 1;
  private static final int FIXED = 1 + 8 + 8 + 8 + 4 + 8 + 16 + 4 + 32 + 32 + 1 + 1 + 1;

  /// The bytes of the entry.
  public byte[] bytes() {
    var kindBytes = kind.getBytes(StandardCharsets.US_ASCII);
    var ruleBytes = rules.getBytes(StandardCharsets.US_ASCII);
    var buffer = ByteBuffer.allocate(FIXED + kindBytes.length + ruleBytes.length);
    buffer.put(VERSION).putLong(seq).putLong(at.toEpochMilli());
    put(buffer, where.host, 8);
    put(buffer, where.boot, 4);
    put(buffer, repository, 8);
    put(buffer, session, 16);
    put(buffer, actor, 4);
    buffer.put(sourceCommitment).put(payloadCommitment);
    buffer.put(mode.code());
    buffer.put((byte) kindBytes.length).put(kindBytes);
    buffer.put((byte) ruleBytes.length).put(ruleBytes);
    return buffer.array();
  }

  private static void put(ByteBuffer buffer, String hex, int length) {
    buffer.put(hex.isEmpty() ? new byte[length] : HexFormat.of().parseHex(hex));
  }

  /// The entry that `bytes` are; empty when they are none.
  public static Optional<Leaf> parse(byte[] bytes) {
    try {
      var buffer = ByteBuffer.wrap(bytes);
      if (buffer.get() != VERSION) {
        return Optional.empty();
      }
      var seq = buffer.getLong();
      var at = Instant.ofEpochMilli(buffer.getLong());
      var where = new Where(hex(buffer, 8), hex(buffer, 4));
      var repository = hex(buffer, 8);
      var session = hex(buffer, 16);
      var actor = hex(buffer, 4);
      var source = take(buffer, 32);
      var payload = take(buffer, 32);
      var mode = CaptureMode.of(buffer.get());
      var kind = text(buffer);
      var rules = text(buffer);
      return buffer.hasRemaining() || mode.isEmpty()
          ? Optional.empty()
          : Optional.of(
              new Leaf(
                  seq,
                  at,
                  where,
                  repository,
                  session,
                  actor,
                  kind,
                  source,
                  payload,
                  rules,
                  mode.get()));
    } catch (BufferUnderflowException e) {
      return Optional.empty();
    }
  }

  private static byte[] take(ByteBuffer buffer, int length) {
    var bytes = new byte[length];
    buffer.get(bytes);
    return bytes;
  }

  private static String hex(ByteBuffer buffer, int length) {
    return HexFormat.of().formatHex(take(buffer, length));
  }

  private static String text(ByteBuffer buffer) {
    return new String(take(buffer, Byte.toUnsignedInt(buffer.get())), StandardCharsets.US_ASCII);
  }

  /// Whether `bytes` are the entry with number `seq`.
  public static boolean isEntry(long seq, byte[] bytes) {
    return parse(bytes).filter(leaf -> leaf.seq == seq).isPresent();
  }
}
