package dev.clew.origin.overlap;

import dev.clew.event.FileVersion;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What was left of one file, one change after the other: the last ones.
final class History {
  private static final int MOST = 256;

  private final Deque<Left> changes = new ArrayDeque<>();

  /// The number of the newest change that is not here any more.
  private long dropped;

  void add(Left left) {
    changes.addLast(left);
    if (changes.size() > MOST) {
      dropped = changes.removeFirst().number();
    }
  }

  /// The version that is there now; absent when there is no file.
  @Nullable FileVersion last() {
    var last = changes.peekLast();
    return last == null ? null : last.after();
  }

  /// The changes after the one of this number; none when not all of them are here.
  List<Left> after(long number) {
    var after = new ArrayList<Left>();
    if (number >= dropped) {
      for (var left : changes) {
        if (left.number() > number) {
          after.add(left);
        }
      }
    }
    return after;
  }
}
