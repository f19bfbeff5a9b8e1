package dev.clew.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.ParseResult;

/// The words of a command line that are no options: those before `--`, and the files and folders
/// after it.
///
/// @param ids what stands before it
/// @param paths what stands after it, as typed
record PathWords(List<String> ids, List<String> paths) {
  /// Stands before the paths.
  static final String MARK = "--";

  static PathWords of(ParseResult arguments) {
    var words = arguments.matchedPositionalValue(0, List.<String>of());
    var original = arguments.originalArgs();
    var mark = original.indexOf(MARK);
    var paths = mark < 0 ? List.<String>of() : original.subList(mark + 1, original.size());
    return new PathWords(
        List.copyOf(words.subList(0, words.size() - paths.size())), List.copyOf(paths));
  }

  /// The paths as the workspace has them, from where the user stands.
  List<String> below(Context context) throws CommandException {
    if (paths.isEmpty()) {
      return List.of();
    }
    var root = WorkspaceRoot.of(context);
    var below = new ArrayList<String>();
    for (var path : paths) {
      below.add(below(root, path, context));
    }
    return below;
  }

  private static String below(Path root, String path, Context context) throws CommandException {
    var file = context.workingFolder().resolve(path).normalize();
    if (!file.startsWith(root)) {
      throw new CommandException(Exit.USAGE, "%s is not below %s".formatted(path, root));
    }
    var text = root.relativize(file).toString();
    return text.isEmpty() ? "." : text;
  }
}
