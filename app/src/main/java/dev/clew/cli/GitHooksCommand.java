package dev.clew.cli;

import dev.clew.cli.Installation.Step;
import dev.clew.workspace.HookFolder;
import java.io.IOException;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParseResult;

/// `clew git-hooks`: the hook of Git's that adds trailers to commits with agents' lines.
final class GitHooksCommand implements Command {
  private static final List<String> VERBS = List.of("install", "remove", "status");

  @Override
  public CommandSpec spec() {
    return Help.command(
            "git-hooks",
            "Have commits name the sessions whose lines they bring: a commit-msg hook for this"
                + " repository adds the trailers Trace-Id, Agent-Id, Model and Assisted-by where"
                + " there is evidence that an agent wrote lines of what is committed. A hook that is"
                + " there runs first, as before; 'remove' puts everything back as it was.",
            "clew git-hooks install            in the repository that you stand in",
            "clew git-hooks status             whether it is there",
            "clew git-hooks remove             as it was before")
        .addPositional(
            PositionalParamSpec.builder()
                .index("0")
                .arity("1")
                .type(String.class)
                .paramLabel("WHAT")
                .completionCandidates(VERBS)
                .description("install, remove or status.")
                .build())
        .addOption(
            Help.flag(
                "--shared",
                "Install also where core.hooksPath names a folder that other repositories share."))
        .addOption(Help.flag("--dry-run", "Write nothing."))
        .addOption(Help.json());
  }

  @Override
  public Exit run(ParseResult arguments, Context context) throws CommandException, IOException {
    var verb = arguments.matchedPositionalValue(0, "");
    if (!VERBS.contains(verb)) {
      throw new CommandException(
          Exit.USAGE, "expected install, remove or status, found '%s'".formatted(verb));
    }
    var hook = new CommitHook(folder(context).folder());
    var dryRun = arguments.hasMatchedOption("--dry-run");
    var step =
        switch (verb) {
          case "install" -> install(hook, arguments, context);
          case "remove" -> hook.remove(dryRun);
          default -> hook.status();
        };
    InstallCommand.print(List.of(step), arguments.hasMatchedOption("--json"), context.terminal());
    if (dryRun && !verb.equals("status")) {
      context.terminal().say("nothing was written: --dry-run");
    }
    return List.of("kept", "none", "other").contains(step.action()) ? Exit.NO : Exit.YES;
  }

  private static Step install(CommitHook hook, ParseResult arguments, Context context)
      throws CommandException, IOException {
    var place = folder(context);
    if (place.shared() && !arguments.hasMatchedOption("--shared")) {
      throw new CommandException(
          Exit.NO,
          ("core.hooksPath is %s, outside this repository: others may share it;"
                  + " --shared installs there all the same")
              .formatted(place.folder()));
    }
    return hook.install(
        StartOnHook.launcher(context),
        context.home().folder(),
        arguments.hasMatchedOption("--dry-run"));
  }

  private static HookFolder folder(Context context) throws CommandException {
    try {
      return HookFolder.of(context.workingFolder());
    } catch (IOException e) {
      throw new CommandException(
          Exit.ENVIRONMENT,
          "%s is in no Git work tree: it has no hooks".formatted(context.workingFolder()));
    }
  }
}
