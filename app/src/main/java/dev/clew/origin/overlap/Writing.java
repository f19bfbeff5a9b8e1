package dev.clew.origin.overlap;

import dev.clew.event.FileEdit;
import dev.clew.event.FileOp;
import dev.clew.event.StaleWrite.How;
import dev.clew.origin.Activity;
import dev.clew.origin.shell.Reach;
import dev.clew.origin.shell.Shown;
import dev.clew.origin.shell.Target;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What a tool call sees and writes of files, by its own arguments.
final class Writing {
  private final Activity activity;
  private final String root;
  private final @Nullable Shown shown;

  /// How a call writes a file.
  ///
  /// @param blind whether it puts a content there that it did not take from the file: one that
  ///   transforms what it finds loses only what is as it was before
  record Means(How how, boolean blind) {}

  Writing(Activity activity, String root) {
    this.activity = activity;
    this.root = root;
    var command = activity.command();
    this.shown = command == null ? null : Shown.of(command, folder());
  }

  private String folder() {
    return activity.cwd().isEmpty() ? root : activity.cwd();
  }

  /// Where a path that it names is, absolute.
  String path(String named) {
    return Target.resolve(folder(), named);
  }

  /// Whether it is a command that may have shown the file, an absolute path.
  boolean shows(String file) {
    return shown != null && shown.reads(file);
  }

  /// The paths that it is given as a command and may show, absolute.
  Set<String> named() {
    return shown == null ? Set.of() : shown.named();
  }

  /// The whole content that it was told to leave in the file; absent when it was told none.
  @Nullable String content(String file) {
    for (var touch : activity.touched()) {
      if (path(touch.path()).equals(file)
          && touch.edit() instanceof FileEdit.Rewrite(var _, var content)) {
        return content;
      }
    }
    return null;
  }

  /// How it writes the file; empty when it only replaces a text that it named in what is there.
  Optional<Means> means(String file, boolean removes) {
    var command = activity.command();
    if (shown != null && command != null) {
      return Optional.of(
          removes
              ? new Means(How.DELETE, Reach.of(command, folder()).writes(file))
              : new Means(How.COMMAND, shown.replaces(file)));
    }
    var touches =
        activity.touched().stream()
            .filter(touch -> touch.op() != FileOp.READ && path(touch.path()).equals(file))
            .toList();
    if (removes) {
      return Optional.of(
          new Means(How.DELETE, touches.stream().anyMatch(touch -> touch.op() == FileOp.DELETE)));
    }
    if (touches.isEmpty()) {
      return Optional.of(new Means(How.COMMAND, false));
    }
    return touches.stream().anyMatch(touch -> touch.edit() instanceof FileEdit.Rewrite)
        ? Optional.of(new Means(How.REWRITE, true))
        : Optional.empty();
  }
}
