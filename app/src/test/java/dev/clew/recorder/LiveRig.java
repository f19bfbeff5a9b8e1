package dev.clew.recorder;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clew.capture.Agent;
import dev.clew.capture.Agents;
import dev.clew.capture.claude.ClaudeHooks;
import dev.clew.capture.claude.ClaudeTranscripts;
import dev.clew.capture.move.MoveHooks;
import dev.clew.capture.run.RunHooks;
import dev.clew.content.ContentReader;
import dev.clew.content.DamagedObjectException;
import dev.clew.content.Unsealer;
import dev.clew.event.Event;
import dev.clew.event.OriginClass;
import dev.clew.event.SessionKey;
import dev.clew.event.SpanId;
import dev.clew.event.WorkspaceChange;
import dev.clew.ledger.CorruptLedgerException;
import dev.clew.socket.HookSocket;
import dev.clew.testing.NativeHook;
import dev.clew.testing.ScriptedAgent;
import dev.clew.testing.TestGit;
import dev.clew.testing.World;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// A real recorder that takes real hooks, and a real repository that agents work in.
final class LiveRig implements AutoCloseable {
  static final Agents AGENTS =
      Agents.of(
          Agent.of(new ClaudeTranscripts(), new ClaudeHooks()),
          Agent.of(new RunHooks()),
          Agent.of(new MoveHooks()));

  private static final Duration PATIENCE = Duration.ofSeconds(20);

  final Path root;
  private final World world;
  private final List<String> client;
  private final StringWriter log = new StringWriter();
  private final Path userHome;
  private @Nullable Recorder recorder;
  private @Nullable HookSocket socket;
  private int agents;

  /// A change and whose it is.
  record Told(SessionKey session, @Nullable SpanId step, WorkspaceChange change) {
    /// `agent exact names_path a.txt`.
    String text() {
      return "%s %s %s %s"
          .formatted(
              change.origin().wire(),
              change.confidence().wire(),
              String.join("+", change.evidence()),
              change.path());
    }
  }

  LiveRig(Path folder) throws IOException {
    world = new World(folder.toRealPath());
    userHome = Files.createDirectories(folder.toRealPath().resolve("user"));
    root = Files.createDirectories(userHome.resolve("project"));
    client =
        NativeHook.built()
            .map(each -> List.of(each.toString()))
            .orElseGet(() -> List.of("/bin/sh", NativeHook.source("hook.sh").toString()));
    TestGit.run(root, "init", "-q", "-b", "main");
  }

  /// What agents' settings call when a hook fires.
  List<String> client() {
    return client;
  }

  Home home() {
    return world.home();
  }

  Path userHome() {
    return userHome;
  }

  /// Writes a file as a person does.
  LiveRig save(String path, String text) {
    try {
      var file = root.resolve(path);
      Files.createDirectories(file.getParent());
      Files.writeString(file, text);
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

  LiveRig git(String... arguments) {
    TestGit.run(root, arguments);
    return this;
  }

  LiveRig commit(String message) {
    return git("add", "-A").git("commit", "-q", "-m", message);
  }

  /// Starts the recorder.
  LiveRig up() throws IOException, SQLException, CorruptLedgerException {
    var home = world.home().create();
    var surroundings =
        new Recorder.Surroundings(
            InstantSource.system(), new SecureRandom(), Map.of(), userHome, 2);
    recorder = Recorder.open(home, HomeLock.tryTake(home).orElseThrow(), AGENTS, surroundings);
    var writer = new PrintWriter(log, true);
    socket = HookSocket.open(home.hooks(), recorder.takeHooks(writer), writer);
    return this;
  }

  /// Has the versions of files made as they are seen, as a running recorder does.
  LiveRig followOrigins() {
    var following = Objects.requireNonNull(recorder);
    Thread.ofPlatform()
        .daemon()
        .start(() -> {
          try {
            following.followOrigins();
          } catch (IOException | SQLException | InterruptedException e) {
            log.append(e.toString());
          }
        });
    return this;
  }

  /// Stops it.
  LiveRig down() throws IOException, SQLException {
    if (socket != null) {
      socket.close();
    }
    if (recorder != null) {
      recorder.close();
    }
    socket = null;
    recorder = null;
    return this;
  }

  /// What the recorder has kept of workspaces for the next run, once it has kept any: by file.
  Map<Path, Kept> whatIsKnown() throws IOException {
    var workspaces = home().folder().resolve("workspaces");
    var kept = new HashMap<Path, Kept>();
    var deadline = System.nanoTime() + PATIENCE.toNanos();
    while (kept.isEmpty()) {
      assertThat(System.nanoTime()).as("nothing is kept").isLessThan(deadline);
      try (var each = Files.list(workspaces)) {
        for (var stat : each.map(folder -> folder.resolve("stat")).filter(Files::exists).toList()) {
          kept.put(stat, new Kept(Files.readAllBytes(stat), Files.getLastModifiedTime(stat)));
        }
      }
    }
    return kept;
  }

  /// A file and its time.
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Kept(byte[] bytes, FileTime at) {}

  /// Stops it as a kill does: what is kept for the next run is what was kept earlier.
  LiveRig killed(Map<Path, Kept> known) throws IOException, SQLException {
    down();
    for (var each : known.entrySet()) {
      Files.write(each.getKey(), each.getValue().bytes());
      Files.setLastModifiedTime(each.getKey(), each.getValue().at());
    }
    return this;
  }

  /// Stops it, and holds it to having had nothing to note.
  @Override
  public void close() throws IOException, SQLException {
    down();
    assertThat(log()).isEmpty();
  }

  /// Makes the versions of all that was recorded.
  LiveRig weave() {
    try {
      if (recorder != null) {
        recorder.weaveOrigins(_ -> {});
      }
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (SQLException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /// What the recorder noted.
  String log() {
    return log.toString();
  }

  /// An agent that begins a conversation here; the workspace has been looked at when it is back.
  ScriptedAgent agent() {
    return agent(root);
  }

  ScriptedAgent agent(Path cwd) {
    agents++;
    var agent = new ScriptedAgent(client, home().folder(), cwd, "s" + agents);
    agent.start();
    await(
        "the first look",
        events -> events.stream().anyMatch(each -> each instanceof Event.SnapshotTaken));
    return agent;
  }

  /// The agent while its hooks wait in the spool, as if all had fired at a moment.
  ScriptedAgent leftInTheSpool(ScriptedAgent agent, Instant at) {
    var spool = new Spool(home().spool());
    return new ScriptedAgent(
        (event, payload, _) -> {
          var bytes = payload.toString().getBytes(StandardCharsets.UTF_8);
          var nonce = UUID.nameUUIDFromBytes(bytes).toString().replace("-", "");
          try {
            spool.write(
                new HookFrame(
                    "claude",
                    event,
                    nonce,
                    TimeUnit.SECONDS.toNanos(at.getEpochSecond()) + at.getNano(),
                    ProcessHandle.current().pid(),
                    0,
                    bytes.length,
                    bytes));
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        },
        root,
        agent.session(),
        TestGit.ENVIRONMENT);
  }

  /// Waits until what `agent` did until its turn's end is recorded.
  List<Told> after(ScriptedAgent agent) {
    var ends = turnEnds(events(), agent);
    agent.stop();
    return changes(await("the turn's end", events -> turnEnds(events, agent) > ends));
  }

  private static long turnEnds(List<Event> events, ScriptedAgent agent) {
    return events.stream()
        .filter(each ->
            each instanceof Event.SnapshotTaken taken
                && taken.state().moment().equals("turn_end")
                && taken.header().session().agentSession().equals(agent.session()))
        .count();
  }

  /// Waits until a change of `path` is recorded; all changes.
  List<Told> awaitChange(String path) {
    return changes(
        await(
            "a change of " + path,
            events -> changes(events).stream().anyMatch(each -> each.change.path().equals(path))));
  }

  /// Waits until a change with this text is recorded; all changes.
  List<Told> awaitTexts(String text) {
    return changes(await(text, events -> texts(changes(events)).contains(text)));
  }

  List<Event> await(String what, Predicate<List<Event>> condition) {
    var deadline = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      var events = events();
      if (condition.test(events)) {
        return events;
      }
      if (System.nanoTime() > deadline) {
        throw new AssertionError(
            "waited for %s in vain; %s; log: %s; %s"
                .formatted(what, texts(changes(events)), log, events));
      }
      Thread.onSpinWait();
    }
  }

  /// Everything that the records tell.
  List<Event> events() {
    var events = new ArrayList<Event>();
    try (var reader =
        ContentReader.open(home().content(), new Unsealer(Keys.open(home()).master()))) {
      for (var entry : reader.entries(0, Integer.MAX_VALUE)) {
        events.addAll(new Interpreter(AGENTS).events(reader, entry));
      }
      return events;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (SQLException | DamagedObjectException e) {
      throw new AssertionError(e);
    }
  }

  /// The bytes of an object in the store.
  Optional<byte[]> object(String sha256) {
    try (var reader =
        ContentReader.open(home().content(), new Unsealer(Keys.open(home()).master()))) {
      return reader.attachment(java.util.HexFormat.of().parseHex(sha256));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (SQLException | DamagedObjectException e) {
      throw new AssertionError(e);
    }
  }

  static List<Told> changes(List<Event> events) {
    return events.stream()
        .filter(Event.FileChanged.class::isInstance)
        .map(Event.FileChanged.class::cast)
        .map(each -> new Told(each.header().session(), each.step(), each.change()))
        .toList();
  }

  static List<String> texts(List<Told> changes) {
    return changes.stream().map(Told::text).toList();
  }

  static SpanId step(ScriptedAgent.Call call) {
    return SpanId.ofToolCall(SessionKey.main("claude", ""), call.id());
  }

  static long byAgents(List<Told> changes) {
    return changes.stream().filter(each -> each.change.origin() == OriginClass.AGENT).count();
  }
}
