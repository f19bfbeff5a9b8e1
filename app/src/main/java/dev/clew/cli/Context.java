package dev.clew.cli;

import dev.clew.capture.Agents;
import dev.clew.query.Sources;
import dev.clew.recorder.Home;
import dev.clew.recorder.Interpreter;
import dev.clew.recorder.Recorder;
import dev.clew.redact.KnownValues;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// What commands are given: everything that a process has around it.
///
/// @param environment the environment variables
/// @param workingFolder where the command was called
/// @param userHome the user's home folder
/// @param zones tells the time zone when it is first needed: finding it takes time
/// @param random made when first needed: finding a good source takes time
/// @param agents the agents that are known
/// @param breakOff tells when the command is ended before it is done
public record Context(
    Terminal terminal,
    Map<String, String> environment,
    Path workingFolder,
    Path userHome,
    InstantSource clock,
    Supplier<ZoneId> zones,
    Supplier<SecureRandom> random,
    Agents agents,
    BreakOff breakOff) {
  /// The user's home: `HOME`, as every tool reads it, else what the system says.
  public static Path userHome(Map<String, String> environment) {
    var named = environment.getOrDefault("HOME", "");
    return Path.of(named.isEmpty() ? System.getProperty("user.home") : named);
  }

  /// The same with another terminal and another working folder.
  Context with(Terminal otherTerminal, Path otherFolder) {
    return new Context(
        otherTerminal, environment, otherFolder, userHome, clock, zones, random, agents, breakOff);
  }

  /// The same with another terminal.
  Context with(Terminal otherTerminal) {
    return with(otherTerminal, workingFolder);
  }

  /// A time for a person: how long ago on a terminal, else the date.
  String time(@Nullable Long ms) {
    return terminal.relative() ? Words.ago(ms, clock.millis(), zones) : Words.time(ms, zone());
  }

  /// How many columns [#time] takes at most.
  int timeWidth() {
    return terminal.relative() ? 11 : 16;
  }

  /// The time zone in which times are shown.
  ZoneId zone() {
    return zones.get();
  }

  /// The store's folder: `$CLEW_HOME`, else `~/.clew`.
  Home home() {
    var named = environment.getOrDefault("CLEW_HOME", "");
    return new Home(
        named.isEmpty()
            ? userHome.resolve(".clew")
            : workingFolder.resolve(named).toAbsolutePath().normalize());
  }

  Sources sources() {
    return new Sources(
        home(),
        new Interpreter(agents),
        clock,
        Optional::empty,
        userHome,
        () -> KnownValues.discover(environment, userHome));
  }

  Recorder.Surroundings surroundings() {
    return new Recorder.Surroundings(
        clock,
        random.get(),
        environment,
        userHome,
        Math.max(1, Runtime.getRuntime().availableProcessors()));
  }

  /// The page's port: `$CLEW_PORT`, else 4519.
  int port() throws CommandException {
    var named = environment.getOrDefault("CLEW_PORT", "4519");
    if (!named.matches("[0-9]{1,5}") || Integer.parseInt(named) > 65535) {
      throw new CommandException(
          Exit.USAGE, "CLEW_PORT: expected a port from 0 to 65535, found '%s'".formatted(named));
    }
    return Integer.parseInt(named);
  }
}
