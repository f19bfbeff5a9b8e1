package dev.clew.text;

import java.util.ArrayList;
import java.util.List;

/// The place of a text that shows best why it was found.
///
/// @param text some of the text, line feeds and all; `…` where a line is cut
/// @param matches what was asked for in it, by place, none overlapping another
public record Excerpt(String text, List<Match> matches) {
  private static final int LENGTH = 240;
  private static final int BEFORE = 80;
  private static final String CUT = "…";

  /// The excerpt of `text`, where `matches` were found, by place.
  public static Excerpt of(String text, List<Match> matches) {
    var first = best(matches);
    var start = start(text, first.start());
    var end = end(text, Math.max(first.end(), start + LENGTH), start);
    var head = start > 0 && text.charAt(start - 1) != '\n' ? CUT : "";
    var tail = end < text.length() && text.charAt(end) != '\n' ? CUT : "";
    var shift = head.length() - start;
    var inside = new ArrayList<Match>();
    var covered = start;
    for (var match : matches) {
      if (match.start() >= covered && match.start() < end) {
        var stop = Math.min(match.end(), end);
        inside.add(new Match(match.part(), match.start() + shift, stop + shift));
        covered = stop;
      }
    }
    return new Excerpt(head + text.substring(start, end) + tail, inside);
  }

  /// The first match after which, within an excerpt, most parts of the query stand.
  private static Match best(List<Match> matches) {
    var best = matches.getFirst();
    var most = 0L;
    for (var i = 0; i < matches.size() && i < LENGTH; i++) {
      var from = matches.get(i).start();
      var parts =
          matches.stream()
              .skip(i)
              .takeWhile(each -> each.start() < from + LENGTH - BEFORE)
              .mapToInt(Match::part)
              .distinct()
              .count();
      if (parts > most) {
        most = parts;
        best = matches.get(i);
      }
    }
    return best;
  }

  /// The beginning of the line, else of a word some way before.
  private static int start(String text, int match) {
    var line = text.lastIndexOf('\n', match - 1) + 1;
    if (match - line <= BEFORE) {
      return line;
    }
    for (var i = match - BEFORE; i < match; i++) {
      if (Letters.kind(text.charAt(i)) == Letters.Kind.SPACE) {
        return i + 1;
      }
    }
    return whole(text, match - BEFORE);
  }

  /// The end of a line, else of a word, at most so far.
  private static int end(String text, int most, int start) {
    if (most >= text.length()) {
      return withoutBreaks(text, text.length(), start);
    }
    var line = text.lastIndexOf('\n', most);
    if (line > most - LENGTH / 3 && line > start) {
      return withoutBreaks(text, line, start);
    }
    for (var i = most; i > most - LENGTH / 6 && i > start; i--) {
      if (Letters.kind(text.charAt(i)) == Letters.Kind.SPACE) {
        return i;
      }
    }
    return whole(text, most);
  }

  private static int withoutBreaks(String text, int from, int start) {
    var end = from;
    while (end > start && (text.charAt(end - 1) == '\n' || text.charAt(end - 1) == '\r')) {
      end--;
    }
    return end;
  }

  /// A place that does not part the halves of a character.
  private static int whole(String text, int at) {
    return at > 0 && at < text.length() && Character.isLowSurrogate(text.charAt(at)) ? at - 1 : at;
  }
}
