package dev.clew.origin.lines;

import dev.clew.index.Runs;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Files that one hand changed at once.
///
/// Each is compared with what it was. What went from one and came in another, or elsewhere in the
/// same, moved. Nothing moves in or out of a content that is compared from its ends only.
final class Together {
  /// Above so many lines files are looked at one by one.
  private static final int MOST_LINES = 1_000_000;

  private static final Text NOTHING = new Text(new byte[0]);

  private final List<File> files = new ArrayList<>();
  private final Causes causes;
  private final LineTable table = new LineTable();

  private record File(Changed change, Text old, Text now, int[] from) {}

  Together(List<Changed> changes, Causes causes) {
    this.causes = causes;
    for (var change : changes) {
      var before = change.before();
      var after = change.after();
      var old = before == null ? NOTHING : new Text(before.content());
      var now = after == null ? NOTHING : new Text(after);
      files.add(new File(change, old, now, Alignment.of(old, now, table)));
    }
  }

  List<Runs> runs() {
    var runs = new ArrayList<Runs>();
    var lines = files.stream().mapToLong(file -> file.old.lines() + file.now.lines()).sum();
    if (lines <= MOST_LINES) {
      runs(files, runs);
    } else {
      files.forEach(file -> runs(List.of(file), runs));
    }
    return runs;
  }

  private void runs(List<File> some, List<Runs> runs) {
    var sources = new ArrayList<Blocks.Side>();
    var targets = new ArrayList<Blocks.Side>();
    for (var file : some) {
      var went = new boolean[file.old.lines()];
      var came = new boolean[file.now.lines()];
      if (!file.old.coarse()) {
        Arrays.fill(went, true);
      }
      for (int line = 0; line < came.length; line++) {
        if (file.from[line] >= 0) {
          went[file.from[line]] = false;
        } else {
          came[line] = !file.now.coarse();
        }
      }
      sources.add(new Blocks.Side(file.old, went));
      targets.add(new Blocks.Side(file.now, came));
    }
    var owners = new ArrayList<long[]>();
    for (var file : some) {
      var before = file.change.before();
      owners.add(before == null ? new long[0] : before.runs().toLines());
    }
    var moved = Blocks.find(sources, targets, table, true);
    for (int i = 0; i < some.size(); i++) {
      var file = some.get(i);
      var keeping = new Keeping(file.now.lines(), file.change.cause(), causes);
      for (int line = 0; line < file.from.length; line++) {
        var from = file.from[line];
        var found = moved.get(i)[line];
        if (from >= 0) {
          keeping.keep(line, owners.get(i)[from], exact(file.old, from, file.now, line));
        } else if (found != null) {
          keeping.keep(
              line,
              owners.get(found.source())[found.line()],
              exact(some.get(found.source()).old, found.line(), file.now, line));
        }
      }
      runs.add(keeping.runs());
    }
  }

  private static boolean exact(Text old, int oldLine, Text now, int line) {
    return old.sameLine(oldLine, now, line);
  }
}
