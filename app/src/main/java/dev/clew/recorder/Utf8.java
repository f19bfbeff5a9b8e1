package dev.clew.recorder;

/// Checks that bytes are UTF-8 as RFC 3629 defines it: no overlong forms, no surrogates, nothing
/// beyond U+10FFFF. The platform's decoder does the same, but only into a copy.
final class Utf8 {
  private Utf8() {}

  /// The place of the first byte that cannot stand where it does; -1 when there is none.
  static int firstBad(byte[] bytes) {
    var at = 0;
    while (at < bytes.length) {
      var lead = bytes[at];
      if (lead >= 0) {
        at++;
        continue;
      }
      var length = sequence(bytes, at);
      if (length == 0) {
        return at;
      }
      at += length;
    }
    return -1;
  }

  /// How many bytes the character at `at` has; 0 when it is none.
  private static int sequence(byte[] bytes, int at) {
    var lead = bytes[at] & 0xff;
    if (lead >= 0xc2 && lead <= 0xdf) {
      return tail(bytes, at + 1, 0x80, 0xbf) ? 2 : 0;
    }
    if (lead >= 0xe0 && lead <= 0xef) {
      var low = lead == 0xe0 ? 0xa0 : 0x80; // below: overlong
      var high = lead == 0xed ? 0x9f : 0xbf; // above: surrogates
      return tail(bytes, at + 1, low, high) && tail(bytes, at + 2, 0x80, 0xbf) ? 3 : 0;
    }
    if (lead >= 0xf0 && lead <= 0xf4) {
      var low = lead == 0xf0 ? 0x90 : 0x80; // below: overlong
      var high = lead == 0xf4 ? 0x8f : 0xbf; // above: beyond Unicode
      return tail(bytes, at + 1, low, high)
              && tail(bytes, at + 2, 0x80, 0xbf)
              && tail(bytes, at + 3, 0x80, 0xbf)
          ? 4
          : 0;
    }
    return 0;
  }

  private static boolean tail(byte[] bytes, int at, int low, int high) {
    if (at >= bytes.length) {
      return false;
    }
    var value = bytes[at] & 0xff;
    return value >= low && value <= high;
  }
}
