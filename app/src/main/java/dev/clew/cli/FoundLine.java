package dev.clew.cli;

import dev.clew.text.Match;
import java.util.List;

/// One line of an excerpt with what was found in it.
final class FoundLine {
  private static final int BEFORE = 20;

  private final String text;
  private final int start;
  private final int end;
  private final List<Match> matches;

  /// The part of `text` from `start` to `end`.
  FoundLine(String text, int start, int end, List<Match> matches) {
    this.text = text;
    this.start = start;
    this.end = end;
    this.matches =
        matches.stream().filter(each -> each.start() < end && each.end() > start).toList();
  }

  boolean isHit() {
    return !matches.isEmpty();
  }

  /// The line made safe, at most `width` characters of it, the matches in colour.
  String painted(int width, Paint paint) {
    var from = start;
    while (from < end && Character.isWhitespace(text.charAt(from))) {
      from++;
    }
    var first = Math.max(from, matches.getFirst().start());
    var line = new StringBuilder();
    if (end - from > width && first - from > width - BEFORE) {
      from = whole(first - BEFORE);
      line.append('…');
    }
    var left = width - line.length();
    for (var match : matches) {
      var begin = Math.max(from, match.start());
      var stop = Math.min(end, match.end());
      if (begin >= stop) {
        continue;
      }
      left = add(line, Escapes.line(text.substring(from, begin)), left, paint, false);
      left = add(line, Escapes.line(text.substring(begin, stop)), left, paint, true);
      from = stop;
    }
    add(line, Escapes.line(text.substring(from, end)).stripTrailing(), left, paint, false);
    return line.toString();
  }

  private static int add(StringBuilder line, String part, int left, Paint paint, boolean found) {
    if (left <= 0) {
      return 0;
    }
    var fitted = part.length() <= left ? part : Words.cut(part, left);
    line.append(found ? paint.found(fitted) : fitted);
    return part.length() <= left ? left - part.length() : 0;
  }

  private int whole(int at) {
    return Character.isLowSurrogate(text.charAt(at)) ? at + 1 : at;
  }
}
