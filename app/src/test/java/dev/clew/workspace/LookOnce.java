package dev.clew.workspace;

import java.io.IOException;
import java.nio.file.Path;

/// A process of its own that looks at a workspace and prints what it found: for what the process
/// that runs the tests is allowed, or has in its environment, and others are not.
final class LookOnce {
  private LookOnce() {}

  /// Looks at the workspace of the [Rig] in the folder that is named.
  public static void main(String[] arguments) throws IOException {
    try (var rig = new Rig(Path.of(arguments[0]))) {
      var look = rig.openUnwatched().look();
      rig.files(look.after())
          .forEach((path, entry) -> System.out.println(path + " " + entry.reason().wire()));
      rig.trees()
          .walk(
              look.after(),
              (path, entry) -> {
                if (entry.kind() == Kind.FOLDER && entry.reason() != Reason.NONE) {
                  System.out.println(path + "/ " + entry.reason().wire());
                }
              });
      look.gaps().forEach(gap -> System.out.println("gap " + gap.path() + " " + gap.reason()));
    }
  }
}
