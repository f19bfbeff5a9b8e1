package dev.clew.cli;

import static dev.clew.cli.Check.fail;
import static dev.clew.cli.Check.ok;
import static dev.clew.cli.Check.warn;

import dev.clew.recorder.RunningRecorder;
import dev.clew.settings.AgentHooks;
import dev.clew.settings.HookSettings;
import dev.clew.settings.SettingsException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/// Whether the agents' hooks are installed, and arrive: one of each agent is fired, exactly as the
/// agent would, and followed to the store.
final class HookChecks {
  private static final String REMEDY = "call 'clew init' again";

  /// Where an organisation's settings for Claude Code stand.
  private static final List<Path> MANAGED =
      List.of(
          Path.of("/etc/claude-code/managed-settings.json"),
          Path.of("/Library/Application Support/ClaudeCode/managed-settings.json"));

  private final Context context;

  HookChecks(Context context) {
    this.context = context;
  }

  List<Check> all() throws IOException, InterruptedException {
    var settings = new AgentSettings(context);
    var checks = new ArrayList<Check>();
    for (var agent : settings.agents()) {
      for (var file : List.of(settings.ofUser(agent), settings.ofProject(agent))) {
        check(agent, file).ifPresent(checks::add);
      }
    }
    return checks;
  }

  /// Nothing where none of our hooks is in the file.
  private Optional<Check> check(AgentHooks agent, HookSettings file)
      throws IOException, InterruptedException {
    var name = "hooks " + agent.agent();
    try {
      var installed = file.installed();
      if (installed.isEmpty()) {
        return Optional.empty();
      }
      var where = " in " + file.path();
      var off = switchedOff(agent, file);
      if (off.isPresent()) {
        return Optional.of(
            fail(name, "installed%s, but %s".formatted(where, off.get()), "allow hooks there"));
      }
      if (!new HookHelper(context.home()).exists()) {
        var helper = context.home().helper();
        return Optional.of(
            fail(name, "installed%s, but %s is missing".formatted(where, helper), REMEDY));
      }
      if (!file.adding().isNone()) {
        return Optional.of(
            warn(name, "installed%s by another version of Clew".formatted(where), REMEDY));
      }
      return Optional.of(fired(name, agent, installed, where));
    } catch (SettingsException e) {
      var message = String.valueOf(e.getMessage());
      return Optional.of(
          warn(name, message, "mend the file: its agent cannot read it either, perhaps"));
    }
  }

  private Check fired(
      String name, AgentHooks agent, List<HookSettings.Installed> installed, String where)
      throws IOException, InterruptedException {
    var probe = new HookProbe(context);
    var hook = installed.getLast();
    var seen =
        hook.line().isEmpty()
            ? probe.fire(
                List.of(
                    context.home().helper().toString(),
                    context.home().folder().toString(),
                    agent.agent(),
                    "probe"))
            : probe.fire(List.of("/bin/sh", "-c", hook.line()));
    var hooks = Words.of(installed.size(), "hook") + where;
    return switch (seen) {
      case HookProbe.Seen.Stored stored ->
          ok(
              name,
              "%s; one was fired (%d ms) and is in the store (after %d ms)"
                  .formatted(hooks, stored.hookMs(), stored.storedMs()));
      case HookProbe.Seen.Spooled spooled ->
          RunningRecorder.find(context.home()).isPresent()
              ? fail(
                  name,
                  "%s; one was fired and waits in the spool, though the recorder runs"
                      .formatted(hooks),
                  "look at %s; 'clew down' and 'clew up' start it anew"
                      .formatted(context.home().folder().resolve("recorder.log")))
              : warn(
                  name,
                  "%s; one was fired (%d ms) and was put into the spool: no recorder runs"
                      .formatted(hooks, spooled.hookMs()),
                  "'clew up' takes what waits there, and what comes");
      case HookProbe.Seen.Failed failed ->
          fail(name, "%s; one was fired: %s".formatted(hooks, failed.why()), REMEDY);
    };
  }

  /// Why the agent does not run the hooks that its settings have; empty when it does.
  private Optional<String> switchedOff(AgentHooks agent, HookSettings file)
      throws IOException, SettingsException {
    switch (agent.agent()) {
      case "claude" -> {
        if (file.setting("disableAllHooks").asBoolean(false)) {
          return Optional.of("disableAllHooks is set in the same file");
        }
        for (var managed : MANAGED) {
          for (var setting : List.of("disableAllHooks", "allowManagedHooksOnly")) {
            if (isSet(managed, setting)) {
              return Optional.of("%s is set in %s".formatted(setting, managed));
            }
          }
        }
      }
      case "gemini" -> {
        if (!file.setting("hooksConfig").path("enabled").asBoolean(true)) {
          return Optional.of("hooksConfig.enabled is false in the same file");
        }
      }
      default -> {} // nothing is known that would
    }
    return Optional.empty();
  }

  private static boolean isSet(Path file, String setting) {
    try {
      return Files.isReadable(file)
          && JsonMapper.shared().readTree(Files.readAllBytes(file)).path(setting).asBoolean(false);
    } catch (IOException | JacksonException e) {
      return false; // its agent cannot read it either
    }
  }
}
