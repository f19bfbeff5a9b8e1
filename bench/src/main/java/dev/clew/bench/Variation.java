package dev.clew.bench;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.UUID;

/// Replaces the words of a text by others of the same shape: each letter by a letter of its case,
/// each digit by a digit, everything else stays.
///
/// A word is a run of ASCII letters and digits. What becomes of it depends on the word and the seed
/// alone, so equal words stay equal, an excerpt of whole words stays an excerpt, and two seeds give
/// texts that have next to nothing in common. Letters are drawn as often as they occur in English,
/// so the text compresses about as well as before. UUIDs stay UUIDs, hex stays hex, and a few words
/// that programs look for ([#KEPT]) stay themselves.
final class Variation {
  /// Words that decide what a program does with a text: prefixes of ids, names that announce a
  /// secret, commands, ends of file names.
  private static final String KEPT =
      """
      toolu srvtoolu msg req agent hook mcp jsonl users home tmp src test tests main
      key keys token tokens secret secrets password passwd pwd auth authorization bearer api apikey
      access private credential credentials sk ant ghp gho pat xox akia begin end rsa certificate
      id url http https com org email user username env export
      git commit push pull checkout status diff log add branch stash merge rebase reset
      cd ls rm mv cp cat echo grep rg find sed awk head tail mkdir touch chmod curl wget sudo bash sh
      go run build install fmt lint npm npx pnpm yarn node python python3 pip pytest cargo make mvn
      gradle java docker sqlite3 tsc vite jest vitest ruff
      js ts tsx jsx py rs md json yaml yml toml txt html css lock sum mod
      error failed passed ok true false null function return import package class const let var
      """;

  private static final byte[] LETTERS = letters();
  private static final int LONG_WORD = 64;
  private static final int UUID_LENGTH = 36;
  private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

  private final long seed;
  private final long[] kept = new long[1024];

  /// A variation that depends on `seed` alone.
  Variation(long seed) {
    this.seed = mix(seed + 0x9E3779B97F4A7C15L);
    for (var word : KEPT.split("\\s+")) {
      var bytes = word.getBytes(StandardCharsets.US_ASCII);
      keep(hash(bytes, 0, bytes.length, 0, 0x20));
    }
  }

  /// The text, varied.
  String of(String text) {
    var bytes = text.getBytes(StandardCharsets.UTF_8);
    apply(bytes, 0, bytes.length);
    return new String(bytes, StandardCharsets.UTF_8);
  }

  /// A UUID made from a name.
  String uuid(String name) {
    var bytes = name.getBytes(StandardCharsets.UTF_8);
    var high = mix(hash(bytes, 0, bytes.length, seed, 0));
    return new UUID(high, mix(high + 1)).toString();
  }

  /// Varies `json[from, to)`, the inside of a JSON string, in place; escapes stay.
  void apply(byte[] json, int from, int to) {
    var at = from;
    while (at < to) {
      if (json[at] == '\\') {
        at += at + 1 < to && json[at + 1] == 'u' ? 6 : 2;
      } else if (isWord(json[at])) {
        at = word(json, at, to);
      } else {
        at++;
      }
    }
  }

  private int word(byte[] json, int from, int to) {
    if (isUuid(json, from, to)) {
      hex(json, from, from + UUID_LENGTH);
      return from + UUID_LENGTH;
    }
    var end = from;
    while (end < to && isWord(json[end])) {
      end++;
    }
    if (!isKept(hash(json, from, end, 0, 0x20))) {
      replace(json, from, end);
    }
    return end;
  }

  private void replace(byte[] json, int from, int end) {
    var random = mix(hash(json, from, end, seed, 0));
    var hex = isHex(json, from, end);
    var flat = hex || end - from > LONG_WORD;
    var bits = random;
    for (var i = from; i < end; i++) {
      if (((i - from) & 7) == 0) {
        random = mix(random + 0x9E3779B97F4A7C15L);
        bits = random;
      }
      var draw = (int) (bits & 255);
      bits >>>= 8;
      var old = json[i];
      if (old <= '9') {
        json[i] = i == from ? firstDigit(old, draw) : (byte) ('0' + draw % 10);
      } else {
        var letter = flat ? (byte) ('a' + draw % (hex ? 6 : 26)) : LETTERS[draw];
        json[i] = (byte) (letter - 'a' + (old >= 'a' ? 'a' : 'A'));
      }
    }
  }

  /// Numbers keep their size: no zero where there was none, and none lost.
  private static byte firstDigit(byte old, int draw) {
    return old == '0' ? old : (byte) ('1' + draw % 9);
  }

  private void hex(byte[] json, int from, int end) {
    var random = mix(hash(json, from, end, seed, 0));
    var bits = random;
    for (var i = from; i < end; i++) {
      if (((i - from) & 7) == 0) {
        random = mix(random + 0x9E3779B97F4A7C15L);
        bits = random;
      }
      if (json[i] != '-') {
        json[i] = HEX[(int) (bits & 15)];
      }
      bits >>>= 8;
    }
  }

  private static boolean isUuid(byte[] json, int from, int to) {
    if (from + UUID_LENGTH > to || json[from + 8] != '-' || json[from + 13] != '-') {
      return false;
    }
    for (var i = 0; i < UUID_LENGTH; i++) {
      var dash = i == 8 || i == 13 || i == 18 || i == 23;
      if (dash ? json[from + i] != '-' : !isHexDigit(json[from + i])) {
        return false;
      }
    }
    return true;
  }

  /// Whether a word looks like part of a hash: hex digits, at least one of them a number.
  private static boolean isHex(byte[] json, int from, int end) {
    var digits = 0;
    for (var i = from; i < end; i++) {
      if (!isHexDigit(json[i])) {
        return false;
      }
      digits += json[i] <= '9' ? 1 : 0;
    }
    return digits > 0 && end - from >= 4;
  }

  private static boolean isHexDigit(byte each) {
    return (each >= '0' && each <= '9') || (each >= 'a' && each <= 'f');
  }

  private static boolean isWord(byte each) {
    return (each >= 'a' && each <= 'z')
        || (each >= '0' && each <= '9')
        || (each >= 'A' && each <= 'Z');
  }

  private void keep(long hash) {
    var slot = (int) hash & (kept.length - 1);
    while (kept[slot] != 0) {
      slot = (slot + 1) & (kept.length - 1);
    }
    kept[slot] = hash;
  }

  private boolean isKept(long hash) {
    var slot = (int) hash & (kept.length - 1);
    while (kept[slot] != 0) {
      if (kept[slot] == hash) {
        return true;
      }
      slot = (slot + 1) & (kept.length - 1);
    }
    return false;
  }

  /// @param fold bits to set in every byte: 0x20 makes letters small
  private static long hash(byte[] bytes, int from, int end, long start, int fold) {
    var hash = start ^ 0xCBF29CE484222325L;
    for (var i = from; i < end; i++) {
      hash = (hash ^ (bytes[i] | fold)) * 0x100000001B3L;
    }
    return hash;
  }

  private static long mix(long value) {
    var a = (value ^ (value >>> 30)) * 0xBF58476D1CE4E5B9L;
    var b = (a ^ (a >>> 27)) * 0x94D049BB133111EBL;
    return b ^ (b >>> 31);
  }

  /// 256 letters, each as often as in English text.
  private static byte[] letters() {
    var counts = "a21b4c7d11e32f6g5h15i18j1k2l10m6n17o19p5q1r15s16t23u7v2w6x1y5z1";
    var letters = new byte[256];
    var filled = 0;
    var parts = counts.toLowerCase(Locale.ROOT).split("(?<=[0-9])(?=[a-z])");
    for (var part : parts) {
      for (var i = 0; i < Integer.parseInt(part.substring(1)); i++) {
        letters[filled++] = (byte) part.charAt(0);
      }
    }
    if (filled != letters.length) {
      throw new IllegalStateException("the letters sum up to " + filled);
    }
    return letters;
  }
}
