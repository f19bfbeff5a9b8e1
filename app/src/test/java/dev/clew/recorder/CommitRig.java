package dev.clew.recorder;

import dev.clew.capture.workspace.WorkspaceRecord;
import dev.clew.content.ContentReader;
import dev.clew.content.DamagedObjectException;
import dev.clew.content.Unsealer;
import dev.clew.event.CommitFile;
import dev.clew.event.Event;
import dev.clew.event.FileVersion;
import dev.clew.event.GitCommit;
import dev.clew.testing.TestGit;
import dev.clew.testing.World;
import dev.clew.workspace.Contents;
import dev.clew.workspace.GitState;
import dev.clew.workspace.RootChoice;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A real repository and a real store, between which commits are told without hooks: a look at Git,
/// and what is new is told at once.
final class CommitRig implements AutoCloseable {
  final Path root;
  private final World world;
  private final Path userHome;
  private @Nullable Store store;
  private @Nullable LookStore records;
  private @Nullable GitSight sight;
  private @Nullable CommitTeller teller;
  private Settings settings = Settings.DEFAULT;
  private Path at = Path.of("");
  private boolean first;

  CommitRig(Path folder) throws IOException {
    world = new World(folder.toRealPath());
    userHome = Files.createDirectories(folder.toRealPath().resolve("user"));
    root = Files.createDirectories(userHome.resolve("project"));
  }

  CommitRig init() {
    TestGit.run(root, "init", "-q", "-b", "main");
    return this;
  }

  CommitRig save(String path, String text) {
    try {
      var file = root.resolve(path);
      Files.createDirectories(file.getParent());
      Files.writeString(file, text);
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  CommitRig remove(String path) {
    try {
      Files.delete(root.resolve(path));
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String text(String path) {
    try {
      return Files.readString(root.resolve(path));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  CommitRig git(String... arguments) {
    TestGit.run(root, arguments);
    return this;
  }

  /// Runs Git where it fails: a conflict.
  CommitRig gitFails(String... arguments) {
    try {
      TestGit.run(root, arguments);
    } catch (AssertionError e) {
      return this;
    }
    throw new AssertionError("did not fail");
  }

  CommitRig commit(String message) {
    return git("add", "-A").git("commit", "-q", "--allow-empty", "-m", message);
  }

  /// What Git says, in one line.
  String ask(String... arguments) {
    return TestGit.run(root, arguments).strip();
  }

  /// The subject lines of what Git lists.
  List<String> subjects(String... range) {
    var arguments = new ArrayList<>(List.of("log", "--format=%s"));
    arguments.addAll(List.of(range));
    return TestGit.run(root, arguments.toArray(String[]::new)).lines().toList();
  }

  /// In this capture mode from now on.
  CommitRig with(Settings other) {
    settings = other;
    return this;
  }

  /// Opens the store, and looks for the first time.
  CommitRig up() throws Exception {
    return up(root);
  }

  /// The same at another work tree.
  CommitRig up(Path tree) throws Exception {
    down();
    var rig = new Rig(world).with(settings);
    store = rig.open();
    records = rig.looks(store);
    watch(tree);
    return look();
  }

  private void watch(Path tree) throws IOException {
    var home = world.home();
    var keys = Keys.open(home);
    var place = (RootChoice.Root) RootChoice.of(tree, userHome, home.folder());
    var git = place.git().orElseThrow();
    var hash = keys.hash();
    at = place.folder();
    sight = new GitSight(place);
    first = true;
    teller =
        new CommitTeller(
            git,
            WorkspaceRecord.nobody(hash.hex("workspace", git.home().toString(), 16)),
            known(),
            new CommitTeller.Parts(
                home,
                keys,
                new SecureRandom(),
                digest -> HexFormat.of().parseHex(hash.hex("content", digest, 64)),
                folder -> settings.captureMode(folder.toString()) != CaptureMode.METADATA,
                Objects.requireNonNull(records)));
  }

  /// Where it is kept what has been told.
  Path known() {
    return world.home().folder().resolve("workspaces/x/commits");
  }

  /// Looks, and tells what is new.
  CommitRig look() throws IOException, SQLException {
    var eyes = Objects.requireNonNull(sight);
    eyes.arrivals(List.of());
    Objects.requireNonNull(teller)
        .tell(
            new CommitOrder(
                at,
                first,
                eyes.left().orElse(null),
                eyes.state().flatMap(GitState::head).orElse(null),
                eyes.tips(),
                InstantSource.system().instant(),
                Objects.requireNonNull(records).reserve(CommitOrder.NUMBERS)));
    first = false;
    return this;
  }

  CommitRig down() throws IOException, SQLException {
    if (records != null) {
      records.close();
    }
    if (store != null) {
      store.close();
    }
    records = null;
    store = null;
    return this;
  }

  /// Closes the store, and has a recorder forget something.
  Forgetting forget(ForgetOrder order) throws Exception {
    down();
    var surroundings =
        new Recorder.Surroundings(
            InstantSource.fixed(World.NOW), new SecureRandom(), Map.of(), userHome, 1);
    try (var recorder =
        Recorder.open(
            world.home(),
            HomeLock.tryTake(world.home()).orElseThrow(),
            Rig.agents(),
            surroundings)) {
      return recorder.forget(order, false);
    }
  }

  @Override
  public void close() throws IOException, SQLException {
    down();
  }

  /// All commits that were told, in the order of their records.
  List<GitCommit> told() {
    return events().stream()
        .filter(Event.CommitSeen.class::isInstance)
        .map(each -> ((Event.CommitSeen) each).commit())
        .toList();
  }

  /// What was said to be missed.
  List<String> missed() {
    return events().stream()
        .filter(Event.CaptureMissed.class::isInstance)
        .map(each -> ((Event.CaptureMissed) each).reason())
        .toList();
  }

  private List<Event> events() {
    var events = new ArrayList<Event>();
    try (var reader =
        ContentReader.open(
            world.home().content(), new Unsealer(Keys.open(world.home()).master()))) {
      for (var entry : reader.entries(0, Integer.MAX_VALUE)) {
        events.addAll(Rig.interpreter().events(reader, entry));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (SQLException | DamagedObjectException e) {
      throw new AssertionError(e);
    }
    return events;
  }

  /// The subjects of what was told since `before` of them, in order.
  List<String> subjects(int before) {
    return told().stream().skip(before).map(GitCommit::subject).toList();
  }

  /// A commit that was told, by its subject: the last one.
  GitCommit commitOf(String subject) {
    return told().stream()
        .filter(each -> each.subject().equals(subject))
        .reduce((_, last) -> last)
        .orElseThrow();
  }

  /// What a commit did to its files: `modify a.txt` with the contents before in each parent and
  /// after.
  List<String> files(GitCommit commit) {
    return commit.files().stream().map(this::line).toList();
  }

  private String line(CommitFile file) {
    var from = file.from() == null ? "" : file.from() + " > ";
    return "%s %s%s = %s"
        .formatted(file.op().wire(), from, file.path(), content(file.after()).orElse("-"));
  }

  /// What a version holds, from the store; empty when it is not kept, or nothing.
  Optional<String> content(@Nullable FileVersion version) {
    if (version == null) {
      return Optional.empty();
    }
    if (version.notKept() != null) {
      return Optional.of(version.notKept());
    }
    try (var reader =
        ContentReader.open(
            world.home().content(), new Unsealer(Keys.open(world.home()).master()))) {
      var list = version.pieces();
      var contents =
          new Contents(sha256 -> {
            try {
              return reader.attachment(HexFormat.of().parseHex(sha256));
            } catch (SQLException | DamagedObjectException e) {
              throw new IOException(e);
            }
          });
      var bytes =
          list == null
              ? reader.attachment(HexFormat.of().parseHex(version.sha256()))
              : contents.joined(list);
      return bytes.map(each -> new String(each, StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (SQLException | DamagedObjectException e) {
      throw new AssertionError(e);
    }
  }
}
