package dev.clew.export;

import java.util.List;
import java.util.regex.Pattern;

/// Makes characters that cannot be seen visible by name: `⟨ESC⟩`, `⟨U+202E⟩`. Colour codes of
/// terminals are taken out. As the page does it: decision 0041.
final class Unseen {
  private static final Pattern COLOUR = Pattern.compile("\u001b\\[[0-9;:]*m");
  private static final List<String> CONTROLS =
      List.of(
          ("NUL SOH STX ETX EOT ENQ ACK BEL BS TAB LF VT FF CR SO SI"
                  + " DLE DC1 DC2 DC3 DC4 NAK SYN ETB CAN EM SUB ESC FS GS RS US")
              .split(" ", -1));

  private Unseen() {}

  /// Text over several lines, each ended by a line feed alone.
  static String named(String text) {
    var plain = text.indexOf('\u001b') < 0 ? text : COLOUR.matcher(text).replaceAll("");
    plain = plain.replace("\r\n", "\n");
    if (plain.codePoints().allMatch(Unseen::isSeen)) {
      return plain;
    }
    var named = new StringBuilder(plain.length() + 32);
    plain
        .codePoints()
        .forEach(each -> {
          if (isSeen(each)) {
            named.appendCodePoint(each);
          } else {
            named.append(name(each));
          }
        });
    return named.toString();
  }

  /// Text on one line of at most so many characters.
  static String line(String text, int most) {
    var head = text.length() > 2 * most ? text.substring(0, 2 * most) : text;
    var line = named(head.replaceAll("\\s*[\\r\\n\\t]+\\s*", " ").strip());
    return line.codePointCount(0, line.length()) <= most
        ? line
        : line.substring(0, line.offsetByCodePoints(0, most - 1)) + "…";
  }

  private static String name(int c) {
    if (Character.getType(c) == Character.SURROGATE) {
      return "\ufffd";
    }
    if (c < CONTROLS.size()) {
      return "⟨" + CONTROLS.get(c) + "⟩";
    }
    return c == 0x7f ? "⟨DEL⟩" : "⟨U+%04X⟩".formatted(c);
  }

  private static boolean isSeen(int c) {
    if (c < 0x20) {
      return c == '\n' || c == '\t';
    }
    if (c < 0x7f) {
      return true;
    }
    if (c < 0x600) {
      return c > 0x9f && c != 0xad;
    }
    return isSeenBeyond(c);
  }

  private static boolean isSeenBeyond(int c) {
    return c != 0x61c
        && c != 0x180e
        && c != 0x200b
        && c != 0x200e // zero-width joiner and non-joiner stay: several scripts need them
        && c != 0x200f
        && !(c >= 0x2028 && c <= 0x202e)
        && !(c >= 0x2060 && c <= 0x206f)
        && c != 0xfeff
        && !(c >= 0xfff9 && c <= 0xfffb)
        && !(c >= 0xd800 && c <= 0xdfff)
        && !(c >= 0xe0000 && c <= 0xe007f);
  }
}
