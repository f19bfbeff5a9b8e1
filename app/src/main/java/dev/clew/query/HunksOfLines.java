package dev.clew.query;

import java.util.regex.Pattern;

/// The part of a patch that is about some lines.
final class HunksOfLines {
  private static final Pattern HUNK =
      Pattern.compile("^@@ -\\d+(?:,\\d+)? \\+(\\d+)(?:,(\\d+))? @@.*", Pattern.MULTILINE);

  private HunksOfLines() {}

  /// A unified patch without the hunks that do not reach these lines.
  ///
  /// @param from the first line of the file after the change, from 0
  /// @param to the line after the last
  static String of(String patch, int from, int to) {
    var hunk = HUNK.matcher(patch);
    var kept = new StringBuilder();
    var end = 0; // of what has been decided on
    var keep = true; // the header
    while (hunk.find()) {
      if (keep) {
        kept.append(patch, end, hunk.start());
      }
      end = hunk.start();
      var lines = hunk.group(2) == null ? 1 : Integer.parseInt(hunk.group(2));
      var first = Integer.parseInt(hunk.group(1)) - (lines == 0 ? 0 : 1);
      keep = lines == 0 ? first >= from && first <= to : first < to && first + lines > from;
    }
    return keep ? kept.append(patch, end, patch.length()).toString() : kept.toString();
  }
}
