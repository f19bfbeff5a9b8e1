package dev.clew.query;

import dev.clew.diff.Change;
import java.util.List;

/// Lines of a file, from 0, the end exclusive, followed back to the version before.
///
/// @param touched whether a change between the two versions was among them
record RangeBack(int from, int to, boolean touched) {
  /// Where these lines were before the changes that made the file what it is.
  ///
  /// @param changes in order, old lines before, new lines after
  static RangeBack through(List<Change> changes, int from, int to) {
    var oldFrom = from;
    var oldTo = to;
    var touched = false;
    for (var change : changes) {
      var shift = change.removed() - change.added();
      if (change.newTo() <= from && !(change.added() == 0 && change.newFrom() == from)) {
        oldFrom += shift;
        oldTo += shift;
      } else if (change.newFrom() >= to) {
        break;
      } else if (change.added() == 0 && change.newFrom() == from) {
        oldFrom += shift; // what was taken away stood before the first of them
        oldTo += shift;
      } else {
        touched = true;
        if (change.newFrom() <= from) {
          oldFrom = change.oldFrom();
        }
        oldTo = change.newTo() >= to ? change.oldTo() : oldTo + shift;
      }
    }
    return new RangeBack(oldFrom, Math.max(oldFrom, oldTo), touched);
  }
}
