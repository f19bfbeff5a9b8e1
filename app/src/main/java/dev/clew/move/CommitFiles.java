package dev.clew.move;

import dev.clew.workspace.OwnGit.Content;
import dev.clew.workspace.restore.Order;
import dev.clew.workspace.restore.State;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// What a commit is to hold at each path: as it was ordered, or as it is on disk.
final class CommitFiles {
  private static final String LINK = "120000";
  private static final String EXECUTABLE = "100755";
  private static final String FILE = "100644";

  private CommitFiles() {}

  /// What a move writes. Folders are nothing to Git.
  static List<Content> of(List<Order> orders) throws IOException {
    var contents = new ArrayList<Content>();
    for (var order : orders) {
      var bytes = order.bytes();
      var after = order.after();
      if (bytes != null) {
        var file = after instanceof State.File one && one.executable() ? EXECUTABLE : FILE;
        var mode = after instanceof State.Link ? LINK : file;
        contents.add(new Content(order.path(), mode, bytes.get()));
      } else if (after instanceof State.Nothing && !(order.before() instanceof State.Folder)) {
        contents.add(Content.nothing(order.path()));
      }
    }
    return contents;
  }

  /// What is there.
  static List<Content> onDisk(Path root, List<String> paths) throws IOException {
    var contents = new ArrayList<Content>();
    for (var path : paths) {
      var file = root.resolve(path);
      if (Files.isSymbolicLink(file)) {
        var target = Files.readSymbolicLink(file).toString().getBytes(StandardCharsets.UTF_8);
        contents.add(new Content(path, LINK, target));
      } else if (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
        var mode = Files.isExecutable(file) ? EXECUTABLE : FILE;
        contents.add(new Content(path, mode, Files.readAllBytes(file)));
      } else {
        contents.add(Content.nothing(path));
      }
    }
    return contents;
  }
}
