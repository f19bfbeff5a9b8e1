package dev.clew.cli;

import dev.clew.diff.LineDiff;
import dev.clew.settings.AgentHooks;
import dev.clew.settings.HookSettings;
import dev.clew.settings.SettingsException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;
import tools.jackson.core.JsonGenerator;

/// `clew init`: puts our hooks into the agents' settings, or takes them out.
final class InitCommand implements Command {
  private static final int CONTEXT = 3;

  @Override
  public CommandSpec spec() {
    return Help.command(
            "init",
            "Have agents tell the recorder what they do, as they do it: adds hooks to their"
                + " settings. Everything else in these files stays as it is, byte for byte; --remove"
                + " takes the hooks out again.",
            "clew init                        every agent that is used here, for all projects",
            "clew init --dry-run              only show what would be changed",
            "clew init --agent claude,codex   these agents",
            "clew init --project              the project you stand in, for yourself alone",
            "clew init --remove               restore the settings")
        .addOption(
            Help.text(
                "--agent",
                "NAMES",
                "These agents: claude, codex, cursor, gemini, opencode, copilot. Those that are"
                    + " used here when not told."))
        .addOption(Help.flag("--user", "In your own settings, for all projects: the default."))
        .addOption(Help.flag("--project", "In the settings of the project you stand in."))
        .addOption(Help.flag("--remove", "Take the hooks out."))
        .addOption(Help.flag("--dry-run", "Write nothing; show the changes."))
        .addOption(Help.json());
  }

  /// What was done with one file.
  ///
  /// @param action `changed`, `unchanged`, `removed` or `failed`
  private record Done(
      String agent, Path path, String action, @Nullable String reason, @Nullable String diff) {}

  @Override
  public Exit run(ParseResult arguments, Context context) throws CommandException, IOException {
    if (arguments.hasMatchedOption("--user") && arguments.hasMatchedOption("--project")) {
      throw new CommandException(Exit.USAGE, "either --user or --project");
    }
    var removes = arguments.hasMatchedOption("--remove");
    var dryRun = arguments.hasMatchedOption("--dry-run");
    var settings = new AgentSettings(context);
    var agents = agents(arguments.matchedOptionValue("--agent", ""), settings, removes);
    if (agents.isEmpty()) {
      throw new CommandException(
          Exit.NO, "no agent is used here: name some with --agent claude,codex...");
    }
    var project = arguments.hasMatchedOption("--project");
    if (!removes && !dryRun) {
      context.home().create();
      new HookHelper(context.home()).install(context);
    }
    var done = new ArrayList<Done>();
    for (var agent : agents) {
      var file = project ? settings.ofProject(agent) : settings.ofUser(agent);
      done.add(one(file, removes, dryRun));
    }
    print(done, agents, arguments, context);
    return done.stream().anyMatch(each -> each.action.equals("failed")) ? Exit.NO : Exit.YES;
  }

  private static List<AgentHooks> agents(String names, AgentSettings settings, boolean removes)
      throws CommandException {
    var all = settings.agents();
    if (names.isBlank()) {
      return removes ? all : settings.used();
    }
    var found = new ArrayList<AgentHooks>();
    for (var name : names.split(",", -1)) {
      found.add(
          all.stream()
              .filter(agent -> agent.agent().equals(name.strip()))
              .findFirst()
              .orElseThrow(() ->
                  new CommandException(
                      Exit.USAGE,
                      "--agent: expected some of %s, found '%s'"
                          .formatted(
                              all.stream().map(AgentHooks::agent).collect(Collectors.joining(", ")),
                              name.strip()))));
    }
    return found;
  }

  private static Done one(HookSettings file, boolean removes, boolean dryRun) throws IOException {
    var agent = file.agent().agent();
    try {
      var change = removes ? file.removing() : file.adding();
      if (!dryRun && !change.isNone()) {
        file.make(change);
      }
      return new Done(agent, file.path(), action(change), null, dryRun ? diff(change) : null);
    } catch (SettingsException e) {
      return new Done(agent, file.path(), "failed", e.getMessage(), null);
    }
  }

  private static String action(HookSettings.Change change) {
    return change.isNone() ? "unchanged" : change.after() == null ? "removed" : "changed";
  }

  private static String diff(HookSettings.Change change) {
    if (change.isNone()) {
      return "";
    }
    var before = change.before();
    var after = change.after();
    var path = change.path().toString();
    var lines = LineDiff.of(before, after == null ? new byte[0] : after);
    return new String(
        lines.unified(
            before == null ? "/dev/null" : path, after == null ? "/dev/null" : path, CONTEXT),
        StandardCharsets.UTF_8);
  }

  private static void print(
      List<Done> done, List<AgentHooks> agents, ParseResult arguments, Context context) {
    var terminal = context.terminal();
    if (arguments.hasMatchedOption("--json")) {
      Ndjson.print(terminal.out(), done, InitCommand::write);
      return;
    }
    var dryRun = arguments.hasMatchedOption("--dry-run");
    for (var each : done) {
      if (each.diff != null && !each.diff.isEmpty()) {
        each.diff.lines().forEach(line -> terminal.line(Escapes.line(line)));
      } else {
        terminal.line("%-9s  %s".formatted(each.action, Escapes.line(each.path.toString())));
      }
      if (each.reason != null) {
        terminal.say(each.reason);
      }
    }
    if (dryRun) {
      terminal.say("nothing was written: --dry-run");
    } else if (!arguments.hasMatchedOption("--remove")) {
      agents.stream()
          .filter(agent -> agent.hint() != null)
          .forEach(agent -> terminal.say(agent.agent() + ": " + agent.hint()));
      terminal.say("sessions that begin from now on are recorded as they run: 'clew doctor' tries");
    }
  }

  private static void write(Done done, JsonGenerator json) {
    json.writeStartObject();
    json.writeStringProperty("agent", done.agent);
    json.writeStringProperty("path", done.path.toString());
    json.writeStringProperty("action", done.action);
    if (done.reason != null) {
      json.writeStringProperty("reason", done.reason);
    }
    if (done.diff != null) {
      json.writeStringProperty("diff", done.diff);
    }
    json.writeEndObject();
  }
}
