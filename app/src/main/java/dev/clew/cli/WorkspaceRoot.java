package dev.clew.cli;

import dev.clew.workspace.RootChoice;
import java.nio.file.Path;

/// The workspace that the user stands in.
final class WorkspaceRoot {
  private WorkspaceRoot() {}

  static Path of(Context context) throws CommandException {
    return switch (RootChoice.of(
        context.workingFolder(), context.userHome(), context.home().folder())) {
      case RootChoice.Root root -> root.folder();
      case RootChoice.Refused refused -> throw new CommandException(Exit.USAGE, refused.text());
    };
  }
}
