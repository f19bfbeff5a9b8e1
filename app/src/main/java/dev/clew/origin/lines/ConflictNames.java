package dev.clew.origin.lines;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// The other files that a conflict's passages came from: Git names them in its marks, `>>>>>>>
/// topic:old/name`, where the sides have the file under several names.
final class ConflictNames {
  private static final List<String> MARKS = List.of("<<<<<<< ", "||||||| ", ">>>>>>> ");
  private static final int LONGEST = 4096;

  private ConflictNames() {}

  /// The files, in the work tree of `file`, which is in one of these.
  static Set<String> of(byte[] bytes, String file, Collection<String> roots) {
    var files = new LinkedHashSet<String>();
    for (var root : roots) {
      if (file.startsWith(root + "/")) {
        of(bytes).forEach(name -> files.add(root + "/" + name));
      }
    }
    return files;
  }

  private static Set<String> of(byte[] bytes) {
    var names = new LinkedHashSet<String>();
    for (int start = 0; start < bytes.length; ) {
      var end = start;
      while (end < bytes.length && bytes[end] != '\n') {
        end++;
      }
      if (isMark(bytes[start]) && end - start <= LONGEST) {
        add(new String(bytes, start, end - start, UTF_8), names);
      }
      start = end + 1;
    }
    return names;
  }

  private static boolean isMark(byte first) {
    return first == '<' || first == '|' || first == '>';
  }

  private static void add(String line, Set<String> names) {
    var colon = line.lastIndexOf(':');
    if (colon > 0 && MARKS.stream().anyMatch(line::startsWith)) {
      names.add(line.substring(colon + 1).strip());
    }
  }
}
