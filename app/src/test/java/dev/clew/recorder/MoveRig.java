package dev.clew.recorder;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.clew.cli.Cli;
import dev.clew.cli.Context;
import dev.clew.cli.Exit;
import dev.clew.cli.Terminal;
import dev.clew.testing.World;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/// Moves in the repository of a [LiveRig], ordered by the command line; and the repository as it is
/// on disk, byte for byte.
final class MoveRig implements AutoCloseable {
  final LiveRig live;
  final Path root;
  private final Path folder;

  MoveRig(Path folder, Optional<Path> helper) throws IOException {
    this.folder = folder.toRealPath();
    this.live = new LiveRig(folder, helper);
    this.root = live.root;
  }

  /// What commands of a person's have around them; the agents are those whose hooks are recorded,
  /// so that a command can be the recorder itself where none runs.
  Context context(Terminal terminal) {
    return new Context(
        terminal,
        Map.of("CLEW_HOME", live.home().folder().toString()),
        root,
        folder.resolve("user"),
        InstantSource.system(),
        () -> ZoneOffset.UTC,
        SecureRandom::new,
        LiveRig.AGENTS);
  }

  Path userHome() {
    return folder.resolve("user");
  }

  World.Ran run(List<String> words) {
    var out = new ByteArrayOutputStream();
    var err = new ByteArrayOutputStream();
    try (var outStream = new PrintStream(out, true, UTF_8);
        var errStream = new PrintStream(err, true, UTF_8)) {
      var terminal = new Terminal(outStream, errStream, 100, 24, false, false, false, false);
      var exit = new Cli(context(terminal)).run(words.toArray(String[]::new));
      return new World.Ran(exit, out.toString(UTF_8), err.toString(UTF_8));
    }
  }

  World.Ran run(String... words) {
    return run(List.of(words));
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
    assertThat(done.getLast().path("before")).isEqualTo(shown.getLast().path("before"));
    assertThat(done.getLast().path("after").asString()).matches("[0-9a-f]{64}");
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
    assertThat(live.log()).isEmpty();
  }
}
