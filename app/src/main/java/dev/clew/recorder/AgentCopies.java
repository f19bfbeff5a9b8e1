package dev.clew.recorder;

import dev.clew.content.ContentReader;
import dev.clew.content.Unsealer;
import dev.clew.event.SessionKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/// Finds what the agents themselves hold of sessions: Clew deletes none of it, and says where it
/// is.
final class AgentCopies {
  private final Home home;
  private final Path userHome;

  AgentCopies(Home home, Path userHome) {
    this.home = home;
    this.userHome = userHome;
  }

  /// The copies of the sessions with these ids.
  List<Forgetting.Copy> ofSessions(Set<String> sessions) throws IOException, SQLException {
    var copies = new ArrayList<Forgetting.Copy>();
    var agents = new TreeSet<String>();
    try (var reader = ContentReader.open(home.content(), new Unsealer(Keys.open(home).master()))) {
      for (var count : reader.counts()) {
        if (count.sessions().stream().anyMatch(sessions::contains)) {
          add(copies, Path.of(count.path()), "transcript");
        }
      }
      for (var file : reader.files()) {
        if (sessions.contains(SessionKey.main(file.agent(), file.session()).id())) {
          add(copies, Path.of(file.path()), "transcript");
          agents.add(file.agent());
          add(
              copies,
              userHome.resolve(".claude/file-history").resolve(file.session()),
              "the agent's copies of files that the session edited");
        }
      }
    }
    if (agents.contains("claude")) {
      add(copies, userHome.resolve(".claude/history.jsonl"), "prompts of all sessions");
    }
    if (agents.contains("codex")) {
      add(copies, userHome.resolve(".codex/history.jsonl"), "prompts of all sessions");
    }
    return copies;
  }

  /// The files that records of these streams came from.
  List<Forgetting.Copy> ofStreams(Set<String> streams) throws IOException, SQLException {
    var copies = new ArrayList<Forgetting.Copy>();
    try (var reader = ContentReader.open(home.content(), new Unsealer(Keys.open(home).master()))) {
      for (var file : reader.files()) {
        if (streams.stream().anyMatch(name -> Path.of(file.path()).endsWith(name))) {
          add(copies, Path.of(file.path()), "transcript");
        }
      }
    }
    return copies;
  }

  /// The file itself, the repository that may have it, and the files of these streams.
  List<Forgetting.Copy> ofFile(String path, Set<String> streams) throws IOException, SQLException {
    var copies = new ArrayList<Forgetting.Copy>();
    var file = Path.of(path);
    add(copies, file, "what it holds now: .clewignore keeps it out from now on");
    for (var folder = file.getParent(); folder != null; folder = folder.getParent()) {
      if (Files.exists(folder.resolve(".git"))) {
        add(copies, folder.resolve(".git"), "every version that was committed");
        break;
      }
    }
    copies.addAll(ofStreams(streams));
    return copies;
  }

  private static void add(List<Forgetting.Copy> copies, Path path, String what) {
    var text = path.toString();
    if (Files.exists(path) && copies.stream().noneMatch(each -> each.path().equals(text))) {
      copies.add(new Forgetting.Copy(text, what));
    }
  }
}
