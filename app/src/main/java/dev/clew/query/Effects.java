package dev.clew.query;

import dev.clew.index.StepRow;
import dev.clew.workspace.FileMarks;
import java.util.Set;
import java.util.TreeSet;

/// What a step is known to have done to the world.
///
/// Only what a tool's own words say. A shell command's effects are not told by its transcript and
/// are left out until commands are classified.
final class Effects {
  private Effects() {}

  static Set<String> of(StepRow step) {
    var effects = new TreeSet<String>();
    for (var file : step.files()) {
      effects.add(
          switch (file.op()) {
            case "read" -> "reads";
            case "delete" -> "deletes";
            default -> "writes";
          });
      if (!file.op().equals("read")) {
        FileMarks.of(file.path()).forEach(mark -> effects.add(mark + "_change"));
      }
    }
    if (step.kind().equals("network_call")) {
      effects.add("network");
    }
    return effects;
  }
}
