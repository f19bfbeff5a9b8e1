package dev.clew.recorder;

import dev.clew.capture.Agent;
import dev.clew.capture.Agents;
import dev.clew.capture.HookCall;
import dev.clew.capture.claude.ClaudeHooks;
import dev.clew.capture.claude.ClaudeTranscripts;
import dev.clew.capture.codex.CodexHooks;
import dev.clew.capture.codex.CodexTranscripts;
import dev.clew.content.Sealer;
import dev.clew.event.SpanId;
import dev.clew.redact.KnownValues;
import dev.clew.redact.RedactionLevel;
import dev.clew.redact.Redactor;
import dev.clew.testing.ScriptedAgent;
import dev.clew.testing.StepClock;
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
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/// A recorder of real parts without its threads and without real time: real folders, real Git, real
/// commands, hooks heard one after the other, looks made when a test says so. What took seconds in
/// a live recorder takes milliseconds, and happens the same way each time.
final class OriginRig implements AutoCloseable {
  static final Agents AGENTS =
      Agents.of(
          Agent.of(new ClaudeTranscripts(), new ClaudeHooks()),
          Agent.of(new CodexTranscripts(), new CodexHooks()));

  private static final Redactor REDACTOR =
      Redactor.of(
          RedactionLevel.STANDARD,
          new byte[32],
          KnownValues.discover(Map.of(), Path.of("no-such-home")));
  private static final int WAIT_MS = 2000;

  /// What one thing after the other takes.
  private static final Duration MOMENT = Duration.ofMillis(20);

  /// From a hook's client to the recorder.
  private static final Duration ON_ITS_WAY = Duration.ofMillis(1);

  /// After so long a look is recorded.
  private static final Duration SETTLED = Duration.ofMillis(300);

  /// The folder that agents work in, unless told otherwise.
  final Path root;

  final StepClock clock = new StepClock();
  private final World world;
  private final Path userHome;
  private final SecureRandom random;
  private final StringWriter log = new StringWriter();
  private final OriginStore origins;
  private Workspaces workspaces;
  private final Preparer preparer;
  private final HookReader reader = new HookReader(AGENTS);
  private OpenCalls calls = new OpenCalls();
  private final Map<Path, ScriptedAgent> lookers = new HashMap<>();
  private int frames;
  private @Nullable SpanId begun;
  private @Nullable List<HeardHook> waiting;

  OriginRig(Path folder) {
    try {
      var real = folder.toRealPath();
      world = new World(real);
      world.shareKey();
      userHome = Files.createDirectories(real.resolve("user"));
      root = Files.createDirectories(userHome.resolve("project"));
      random = SecureRandom.getInstance("SHA1PRNG");
      random.setSeed(1);
      var home = world.home().create();
      origins = new OriginStore(home, clock, random);
      preparer = preparer();
      workspaces = workspaces(home);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  private Workspaces workspaces(Home home) {
    return new Workspaces(
        new Workspaces.Parts(
            home,
            userHome,
            Map.of(),
            origins.store,
            origins.keys,
            Settings.DEFAULT,
            preparer(),
            random,
            clock,
            new PrintWriter(log, true),
            AGENTS));
  }

  /// Stops what looks at workspaces, and starts another.
  void restart() {
    restart(Duration.ZERO);
  }

  /// The same; what the one kept of what it knew was kept so long before.
  void restart(Duration before) {
    workspaces.close();
    calls = new OpenCalls();
    clock.pass(MOMENT);
    keptBefore(before);
    workspaces = workspaces(world.home());
  }

  private void keptBefore(Duration before) {
    try (var files = Files.walk(world.home().folder().resolve("workspaces"))) {
      for (var file : files.filter(each -> each.endsWith("stat")).toList()) {
        var kept = Files.getLastModifiedTime(file).toInstant();
        Files.setLastModifiedTime(file, FileTime.from(kept.minus(before)));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Preparer preparer() {
    return new Preparer(
        () -> REDACTOR,
        origins.keys.hash(),
        Settings.DEFAULT,
        new Interpreter(AGENTS),
        new Sealer(origins.keys.master(), random),
        random);
  }

  /// What commands and Git find set.
  Map<String, String> environment() {
    var environment = new HashMap<>(TestGit.ENVIRONMENT);
    var date = clock.instant().getEpochSecond() + " +0000";
    environment.put("GIT_AUTHOR_DATE", date);
    environment.put("GIT_COMMITTER_DATE", date);
    environment.put("HOME", userHome.toString());
    environment.put("GIT_TEMPLATE_DIR", ""); // what takes time and changes nothing
    environment.put("GIT_CONFIG_COUNT", "2");
    environment.put("GIT_CONFIG_KEY_0", "gc.auto");
    environment.put("GIT_CONFIG_VALUE_0", "0");
    environment.put("GIT_CONFIG_KEY_1", "maintenance.auto");
    environment.put("GIT_CONFIG_VALUE_1", "false");
    return environment;
  }

  // What happens outside.

  /// An agent of this name that has begun a conversation in the project.
  ScriptedAgent agent(String session) {
    return agent(session, root);
  }

  /// The same; one that patches files if `codex`.
  ScriptedAgent agent(String session, boolean codex) {
    var agent = new ScriptedAgent(this::fire, root, session, new LazyEnvironment());
    return (codex ? agent.asCodex() : agent).start();
  }

  /// The same in another folder.
  ScriptedAgent agent(String session, Path folder) {
    return new ScriptedAgent(this::fire, folder, session, new LazyEnvironment()).start();
  }

  /// What is set at the moment when a command runs.
  private final class LazyEnvironment extends java.util.AbstractMap<String, String> {
    @Override
    public java.util.Set<Entry<String, String>> entrySet() {
      return environment().entrySet();
    }
  }

  /// Git as a person runs it, in the project; what it said.
  Ran git(String... arguments) {
    return run(root, arguments);
  }

  /// What a command left.
  record Ran(int exit, String said) {
    /// Fails where the command did.
    Ran well() {
      if (exit != 0) {
        throw new AssertionError(said);
      }
      return this;
    }
  }

  /// Git in any folder.
  Ran run(Path folder, String... arguments) {
    var command = new ArrayList<>(List.of("git"));
    command.addAll(List.of(arguments));
    return command(folder, command);
  }

  /// A command line as a person types it.
  Ran shell(Path folder, String command) {
    return command(folder, List.of("bash", "-c", command));
  }

  private Ran command(Path folder, List<String> command) {
    try {
      var builder =
          new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
      builder.environment().keySet().removeIf(name -> name.startsWith("GIT_"));
      builder.environment().putAll(environment());
      var process = builder.start();
      process.getOutputStream().close();
      var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return new Ran(process.waitFor(), command + ": " + said);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /// Writes a file as a person does.
  void save(String path, String text) {
    save(path, text.getBytes(StandardCharsets.UTF_8));
  }

  void save(String path, byte[] bytes) {
    try {
      var file = root.resolve(path);
      Files.createDirectories(file.getParent());
      Files.write(file, bytes);
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

  // What the recorder does.

  /// Time goes by.
  void pass(Duration time) {
    clock.pass(time);
    workspaces.idle();
    awaitCommits();
  }

  /// Commits are told by a thread of their own: what comes next comes after that.
  private void awaitCommits() {
    try {
      workspaces.awaitCommits();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /// Looks at the project, outside every tool call, and records what was found.
  void look() {
    look(root);
  }

  /// Looks at another workspace.
  void look(Path folder) {
    lookers
        .computeIfAbsent(
            folder,
            _ ->
                new ScriptedAgent(this::fire, folder, "looker" + folder.getFileName(), Map.of())
                    .start())
        .stop();
    settle();
    settle(); // what was left open, because an edit was under way, is looked at again
  }

  /// Records what earlier looks found.
  void settle() {
    pass(SETTLED);
  }

  private void fire(String event, ObjectNode payload, boolean waits) {
    clock.pass(MOMENT);
    var now = clock.instant();
    var bytes = payload.toString().getBytes(StandardCharsets.UTF_8);
    frames++;
    var frame =
        new HookFrame(
            payload.has("turn_id") ? "codex" : "claude",
            event,
            "%032x".formatted(frames),
            now.getEpochSecond() * 1_000_000_000L + now.getNano(),
            0,
            waits ? WAIT_MS : 0,
            bytes.length,
            bytes);
    clock.pass(ON_ITS_WAY);
    hear(calls.tie(reader.read(frame)), now.plusMillis(WAIT_MS), waits);
    var noted = log.toString();
    if (!noted.isEmpty() && !noted.contains("named by SHA-256")) {
      throw new AssertionError(noted);
    }
  }

  private void hear(HeardHook hook, Instant until, boolean waits) {
    var call = hook.call();
    if (call == null) {
      throw new AssertionError("no hook: " + hook);
    }
    if (call.step() == null || (waits && hook.isWriterAboutToRun())) {
      workspaces.before(call, hook.envelope(), until); // waits for a first look
    }
    if (call.step() != null && waits) {
      begun = call.step();
    }
    if (waiting != null) {
      waiting.add(hook);
    } else {
      record(hook, call);
    }
  }

  /// Does something; the recorder is busy meanwhile, and hears of the hooks that fired afterwards.
  /// Only what their agents wait for is done at once.
  void busyWhile(Runnable what) {
    var hooks = new ArrayList<HeardHook>();
    waiting = hooks;
    what.run();
    waiting = null;
    for (var hook : hooks) {
      record(hook, Objects.requireNonNull(hook.call()));
    }
  }

  private void record(HeardHook hook, HookCall call) {
    var records = new ArrayList<>(workspaces.heard(call, hook.envelope(), hook.id(), preparer));
    records.add(preparer.hook(hook));
    origins.append(records);
  }

  /// Brings the origins of lines up to date.
  void origins() {
    awaitCommits();
    origins.origins(64);
  }

  /// Builds the index anew.
  void reindex() {
    origins.reindex();
  }

  /// The step of the tool call that was told to begin last.
  SpanId step() {
    return Objects.requireNonNull(begun);
  }

  /// The store that everything goes to.
  Store store() {
    return origins.store;
  }

  Keys keys() {
    return origins.keys;
  }

  World world() {
    return world;
  }

  /// Where everything is kept.
  Home home() {
    return world.home();
  }

  @Override
  public void close() {
    workspaces.close();
    preparer.close();
    origins.close();
  }
}
