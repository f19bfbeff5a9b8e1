package dev.clew.cli;

import dev.clew.settings.AgentHooks;
import dev.clew.settings.HookSettings;
import dev.clew.settings.KnownSettings;
import java.nio.file.Path;
import java.util.List;

/// The settings of the agents on this machine, and of the project that the command stands in.
final class AgentSettings {
  private final Context context;
  private final HookHelper helper;

  AgentSettings(Context context) {
    this.context = context;
    this.helper = new HookHelper(context.home());
  }

  /// Every agent whose settings can take our hooks.
  List<AgentHooks> agents() {
    return KnownSettings.all(
        context.userHome(),
        context.environment(),
        helper::line,
        context.home().folder(),
        context.home().helper());
  }

  /// Those that are used here.
  List<AgentHooks> used() {
    return agents().stream()
        .filter(agent -> KnownSettings.isUsed(agent, context.workingFolder()))
        .toList();
  }

  /// The user's settings of an agent.
  HookSettings ofUser(AgentHooks agent) {
    return settings(agent, agent.user());
  }

  /// The settings of this project.
  HookSettings ofProject(AgentHooks agent) {
    return settings(agent, context.workingFolder().resolve(agent.project()));
  }

  private HookSettings settings(AgentHooks agent, Path file) {
    var home = context.home();
    return new HookSettings(
        agent,
        file,
        home.folder().resolve("backup"),
        home.helper().toString().replace("'", "'\\''"));
  }
}
