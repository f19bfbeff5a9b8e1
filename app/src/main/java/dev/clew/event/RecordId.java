package dev.clew.event;

import java.util.Arrays;
import java.util.HexFormat;

/// Names one source record (a transcript line, a hook payload): 16 bytes, 32 lower-case hex digits.
///
/// Derived from the record's source key, so that reading the same record again gives the same id.
public record RecordId(String hex) implements Comparable<RecordId> {
  private static final int BYTES = 16;

  /// Checks the shape.
  public RecordId {
    if (hex.length() != 2 * BYTES) {
      throw new IllegalArgumentException("record id: expected 32 hex digits, found " + hex);
    }
  }

  /// The id of the record that `parts` identify within its agent.
  public static RecordId derive(String agent, String... parts) {
    var all = new String[parts.length + 1];
    all[0] = agent;
    System.arraycopy(parts, 0, all, 1, parts.length);
    return of(Arrays.copyOf(Ids.derive("clew/record/v1", all), BYTES));
  }

  /// The id with these 16 bytes.
  public static RecordId of(byte[] bytes) {
    return new RecordId(HexFormat.of().formatHex(bytes));
  }

  /// The 16 bytes.
  public byte[] bytes() {
    return HexFormat.of().parseHex(hex);
  }

  @Override
  public int compareTo(RecordId other) {
    return hex.compareTo(other.hex);
  }
}
