package dev.clew.origin.replay;

import dev.clew.index.CauseRow;
import dev.clew.origin.lines.Causes;

/// Takes the causes that a replay makes.
public interface ToldCauses extends Causes {
  /// Notes a cause; its number.
  long told(CauseRow cause);
}
