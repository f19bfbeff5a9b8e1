package dev.clew.recorder;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.clew.cli.BreakOff;
import dev.clew.cli.Cli;
import dev.clew.cli.Context;
import dev.clew.cli.Exit;
import dev.clew.cli.Terminal;
import dev.clew.testing.TestGit;
import dev.clew.testing.World;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/// A person at the command line, who stands in the repository of a [LiveRig].
final class Person {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final LiveRig rig;
  private final Map<String, String> environment;

  Person(LiveRig rig) {
    this(rig, TestGit.ENVIRONMENT);
  }

  private Person(LiveRig rig, Map<String, String> environment) {
    this.rig = rig;
    this.environment = environment;
  }

  /// The same with one more variable in the environment.
  Person with(String name, String value) {
    var more = new HashMap<>(environment);
    more.put(name, value);
    return new Person(rig, more);
  }

  /// What commands have around them; the agents are those whose hooks are recorded, so that a
  /// command can be the recorder itself where none runs.
  private Context context(Terminal terminal) {
    var variables = new HashMap<>(environment);
    variables.put("CLEW_HOME", rig.home().folder().toString());
    return new Context(
        terminal,
        Map.copyOf(variables),
        rig.root,
        rig.userHome(),
        InstantSource.system(),
        () -> ZoneOffset.UTC,
        SecureRandom::new,
        LiveRig.AGENTS,
        BreakOff.ofProcess());
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

  /// Runs a command that has to end well.
  World.Ran done(String... words) {
    var ran = run(words);
    assertThat(ran.exit()).as(ran.err()).isEqualTo(Exit.YES);
    return ran;
  }

  /// The rows of an answer that nothing is missing from.
  List<JsonNode> whole(String... words) {
    var all = new ArrayList<>(List.of(words));
    all.add(1, "--json");
    var deadline = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      var ran = done(all.toArray(String[]::new));
      if (!ran.err().contains("not in this answer yet")) {
        return ran.json();
      }
      assertThat(System.nanoTime()).as(ran.err()).isLessThan(deadline);
      rig.weave();
    }
  }
}
