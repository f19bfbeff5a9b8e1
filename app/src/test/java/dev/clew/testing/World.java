package dev.clew.testing;

import dev.clew.capture.Agent;
import dev.clew.capture.Agents;
import dev.clew.capture.ProbeHooks;
import dev.clew.capture.claude.ClaudeHooks;
import dev.clew.capture.claude.ClaudeTranscripts;
import dev.clew.capture.codex.CodexHooks;
import dev.clew.capture.codex.CodexTranscripts;
import dev.clew.cli.BreakOff;
import dev.clew.cli.Cli;
import dev.clew.cli.Context;
import dev.clew.cli.Exit;
import dev.clew.cli.Terminal;
import dev.clew.recorder.Home;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A folder with a store, a user's home and transcripts in it, and a command line that knows
/// nothing else: a fixed clock, UTC, 100 columns, no environment but `CLEW_HOME`.
public final class World {
  /// What the clock of every world shows.
  public static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");

  private final Path folder;
  private final Map<String, String> environment;

  /// A world in `folder`, which may hold one already.
  public World(Path folder) {
    this(folder, Map.of());
  }

  /// A world where these variables are set, too.
  public World(Path folder, Map<String, String> environment) {
    this.folder = folder;
    this.environment = environment;
  }

  /// What a command left behind.
  public record Ran(Exit exit, String out, String err) {
    /// The objects that it printed.
    public List<JsonNode> json() {
      return out.lines().map(line -> JsonMapper.shared().readTree(line)).toList();
    }
  }

  /// The store.
  public Home home() {
    return new Home(folder.resolve("home"));
  }

  /// The user's home folder.
  public Path userHome() {
    return folder.resolve("user");
  }

  /// Where commands are called.
  public Path workingFolder() {
    return folder;
  }

  /// Where the transcripts of this world lie.
  public Path transcripts() {
    return folder.resolve("transcripts");
  }

  /// The path of a transcript below [#transcripts].
  public Path transcript(String name) {
    return transcripts().resolve(name);
  }

  /// Writes a transcript.
  public Path write(String name, byte[] bytes) {
    try {
      var file = transcript(name);
      Files.createDirectories(file.getParent());
      return Files.write(file, bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Writes a transcript of these lines, each ended by a line feed.
  public Path write(String name, String... lines) {
    return write(name, (String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8));
  }

  /// Gives the store that will be made here the redaction key that every world has: ids of records
  /// that their agent does not name are keyed hashes, and would differ from store to store.
  public void shareKey() {
    var key = home().redactionKey();
    try {
      if (!Files.exists(key)) {
        Files.createDirectories(key.getParent());
        Files.setPosixFilePermissions(
            key.getParent(), PosixFilePermissions.fromString("rwx------"));
        Files.write(key, new byte[32]);
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Runs one command line.
  public Ran clew(String... arguments) {
    return clew(100, false, arguments);
  }

  /// What one command line says, byte for byte.
  public byte[] clewBytes(String... arguments) {
    var out = new ByteArrayOutputStream();
    try (var outStream = new PrintStream(out, true, StandardCharsets.UTF_8);
        var errStream =
            new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8)) {
      new Cli(context(new Terminal(outStream, errStream, 100, 24, false, false, false, false)))
          .run(arguments);
    }
    return out.toByteArray();
  }

  /// The same world with another store.
  public World at(Home home) {
    var variables = new HashMap<>(environment);
    variables.put("CLEW_HOME", home.folder().toString());
    return new World(folder, variables);
  }

  /// A command line that writes to these streams, as one in the background does.
  public Cli cli(PrintStream out, PrintStream err) {
    return new Cli(context(new Terminal(out, err, 100, 24, false, false, false, false)));
  }

  /// Runs one command line on a terminal so many columns wide, without colours.
  public Ran onTerminal(int columns, String... arguments) {
    return clew(columns, true, arguments);
  }

  private Ran clew(int columns, boolean onTerminal, String... arguments) {
    if (arguments.length > 0 && arguments[0].equals("import")) {
      shareKey();
    }
    var out = new ByteArrayOutputStream();
    var err = new ByteArrayOutputStream();
    try (var outStream = new PrintStream(out, true, StandardCharsets.UTF_8);
        var errStream = new PrintStream(err, true, StandardCharsets.UTF_8)) {
      var terminal =
          new Terminal(outStream, errStream, columns, 24, false, false, onTerminal, onTerminal);
      var exit = new Cli(context(terminal)).run(arguments);
      return new Ran(
          exit, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }
  }

  /// What a command of this world has around it.
  public Context context(Terminal terminal) {
    var variables = new HashMap<>(environment);
    variables.putIfAbsent("CLEW_HOME", home().folder().toString());
    return new Context(
        terminal,
        Map.copyOf(variables),
        folder,
        folder.resolve("user"),
        InstantSource.fixed(NOW),
        () -> ZoneOffset.UTC,
        SecureRandom::new,
        agents(),
        BreakOff.ofProcess());
  }

  /// The agents that a world knows.
  public Agents agents() {
    return Agents.of(
        Agent.of(new ClaudeTranscripts(), new ClaudeHooks()),
        Agent.of(new CodexTranscripts(), new CodexHooks()),
        Agent.of(new ProbeHooks()));
  }

  /// Imports all of this world's transcripts; the object of each file, and the total at the end.
  public List<JsonNode> importAll() {
    return clew("import", transcripts().toString(), "--json").json();
  }

  /// Copies a folder with everything in it.
  public static void copy(Path from, Path to) {
    try {
      Files.walkFileTree(
          from,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path dir, BasicFileAttributes attributes)
                throws IOException {
              Files.createDirectories(to.resolve(from.relativize(dir)));
              return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                throws IOException {
              Files.copy(
                  file,
                  to.resolve(from.relativize(file)),
                  StandardCopyOption.REPLACE_EXISTING,
                  StandardCopyOption.COPY_ATTRIBUTES);
              return FileVisitResult.CONTINUE;
            }
          });
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Deletes a folder with everything in it.
  public static void delete(Path folder) {
    try {
      Files.walkFileTree(
          folder,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                throws IOException {
              Files.delete(file);
              return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(
                Path dir, @org.jspecify.annotations.Nullable IOException e) throws IOException {
              Files.delete(dir);
              return FileVisitResult.CONTINUE;
            }
          });
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
