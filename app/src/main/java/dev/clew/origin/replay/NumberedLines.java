package dev.clew.origin.replay;

import dev.clew.event.FileSight;
import java.util.Optional;
import java.util.regex.Pattern;

/// Reads lines of a file as agents are shown them, each with its number before it: ` 12→text`, or a
/// tab for the arrow.
public final class NumberedLines {
  private static final Pattern LINE = Pattern.compile(" {0,8}([0-9]{1,8})[→\t](.*)");

  private NumberedLines() {}

  /// The lines at the beginning of `output`; empty unless it begins with one. What comes after the
  /// first line without a number is the harness's own.
  public static Optional<FileSight> of(String output) {
    var text = new StringBuilder();
    var first = 0;
    var next = 0;
    for (var line : output.split("\n", -1)) {
      var matcher = LINE.matcher(line);
      if (!matcher.matches()) {
        break;
      }
      var number = Integer.parseInt(matcher.group(1));
      if (next > 0 && number != next) {
        break;
      }
      text.append(next == 0 ? "" : "\n").append(matcher.group(2));
      first = next == 0 ? number : first;
      next = number + 1;
    }
    return first == 0 ? Optional.empty() : Optional.of(new FileSight(text.toString(), first, 0));
  }
}
