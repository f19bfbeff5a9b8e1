package dev.clew.capture.claims;

import dev.clew.event.LineRange;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/// Lines of a file as ranges in ascending order that neither overlap nor touch: `1-4,9`.
public final class LineRanges {
  private LineRanges() {}

  /// The ranges that `text` lists.
  ///
  /// @throws ClaimException when it is no such list
  public static List<LineRange> parse(String text) throws ClaimException {
    var ranges = new ArrayList<LineRange>();
    for (var part : text.split(",", -1)) {
      var dash = part.indexOf('-');
      var from = number(dash < 0 ? part : part.substring(0, dash), text);
      var to = dash < 0 ? from : number(part.substring(dash + 1), text);
      if (from < 1 || to < from) {
        throw wrong(text);
      }
      ranges.add(new LineRange(from, to));
    }
    return joined(ranges);
  }

  private static int number(String digits, String text) throws ClaimException {
    if (digits.isEmpty()
        || digits.length() > 10
        || !digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
      throw wrong(text);
    }
    var number = Long.parseLong(digits);
    if (number > Integer.MAX_VALUE) {
      throw wrong(text);
    }
    return (int) number;
  }

  private static ClaimException wrong(String text) {
    return new ClaimException("expected line numbers such as '1-4,9', found '%s'".formatted(text));
  }

  /// The same lines, in order and in as few ranges as can be.
  public static List<LineRange> joined(List<LineRange> ranges) {
    var joined = new ArrayList<LineRange>();
    for (var range : ranges.stream().sorted(Comparator.comparingInt(LineRange::from)).toList()) {
      var last = joined.isEmpty() ? null : joined.getLast();
      if (last != null && range.from() <= (long) last.to() + 1) {
        joined.set(joined.size() - 1, new LineRange(last.from(), Math.max(last.to(), range.to())));
      } else {
        joined.add(range);
      }
    }
    return List.copyOf(joined);
  }

  /// As notes write them.
  public static String text(List<LineRange> ranges) {
    return ranges.stream().map(LineRange::toString).collect(Collectors.joining(","));
  }
}
