package dev.clew.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// Where the agents that are known keep their transcripts.
final class AgentFolders {
  private AgentFolders() {}

  /// Those that exist, below the user's home or where the environment says.
  static List<Path> existing(Context context) {
    return all(context).stream().filter(Files::isDirectory).toList();
  }

  /// Those that may come to exist, too.
  static List<Path> all(Context context) {
    return context.agents().transcripts().stream()
        .flatMap(agent -> agent.folders(context.userHome(), context.environment()).stream())
        .toList();
  }
}
