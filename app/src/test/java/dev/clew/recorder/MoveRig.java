package dev.clew.recorder;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.clew.cli.Exit;
import dev.clew.testing.World;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/// Moves in the repository of a [LiveRig], ordered by the command line; and the repository as it is
/// on disk, byte for byte.
final class MoveRig implements AutoCloseable {
  final LiveRig live;
  final Path root;
  final Person person;

  MoveRig(Path folder) throws IOException {
    this.live = new LiveRig(folder);
    this.root = live.root;
    this.person = new Person(live);
  }

  Path userHome() {
    return live.userHome();
  }

  World.Ran run(List<String> words) {
    return person.run(words);
  }

  World.Ran run(String... words) {
    return person.run(words);
  }

  /// Makes a move and checks that its preview said the same and changed nothing, and that Git's
  /// folder is as it was; its rows.
  List<JsonNode> move(Exit exit, String... words) {
    var before = files();
    var git = git();
    var dry = run(with(words, "--json", "--dry-run"));
    assertThat(dry.exit()).as(dry.err()).isEqualTo(Exit.YES);
    assertThat(files()).as("a preview changes nothing").isEqualTo(before);
    var made = run(with(words, "--json", "--yes"));
    assertThat(made.exit()).as(made.err()).isEqualTo(exit);
    assertThat(git()).as("Git's folder").isEqualTo(git);
    var shown = dry.json();
    var done = made.json();
    assertThat(done.subList(0, done.size() - 1)).isEqualTo(shown.subList(0, shown.size() - 1));
    var last = done.getLast();
    assertThat(last.propertyNames()).containsExactly("move", "before", "after");
    assertThat(last.path("before")).isEqualTo(shown.getLast().path("before"));
    assertThat(last.path("after").asString()).matches("[0-9a-f]{64}");
    return done.subList(0, done.size() - 1);
  }

  private static List<String> with(String[] words, String... more) {
    var all = new ArrayList<>(List.of(words));
    all.addAll(1, List.of(more));
    return all;
  }

  /// `action path`.
  static List<String> texts(List<JsonNode> rows) {
    return rows.stream()
        .map(row -> row.path("action").asString() + " " + row.path("path").asString())
        .toList();
  }

  /// All that is in the work tree but Git's folder: `f:` and the bytes of a file, `x:` where it may
  /// be run, `l:` and what a link holds, `d` for a folder.
  Map<String, String> files() {
    return below(root, true);
  }

  /// The same of Git's folder.
  Map<String, String> git() {
    return below(root.resolve(".git"), false);
  }

  static Map<String, String> below(Path top, boolean withoutGit) {
    var files = new TreeMap<String, String>();
    try (var all = Files.walk(top)) {
      for (var each : (Iterable<Path>) all.skip(1)::iterator) {
        var name = top.relativize(each).toString();
        if (!withoutGit || !(name.equals(".git") || name.startsWith(".git/"))) {
          files.put(name, told(each));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return files;
  }

  private static String told(Path path) throws IOException {
    if (Files.isSymbolicLink(path)) {
      return "l:" + Files.readSymbolicLink(path);
    }
    if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
      return "d";
    }
    return Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)
        ? (Files.isExecutable(path) ? "x:" : "f:") + Files.readString(path, ISO_8859_1)
        : "?";
  }

  @Override
  public void close() throws IOException, SQLException {
    live.close();
  }
}
