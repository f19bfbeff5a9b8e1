package dev.clew.cli;

import dev.clew.export.Export;
import dev.clew.export.ExportFormat;
import dev.clew.export.LinesExport;
import dev.clew.query.QueryException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.SQLException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParseResult;

/// `clew export SESSION`: writes a session as one document to give away.
final class ExportCommand implements Command {
  @Override
  public CommandSpec spec() {
    return Help.command(
            "export",
            "Write a session as one document to share: JSON, Markdown or one HTML page. Or the lines of"
                + " commits for other tools: 'notes' for git-ai, 'agent-trace', or 'json'. Everything"
                + " passes the redactor again, and home folders are called ~.",
            "clew export last -o session.html    one page with everything in it",
            "clew export 3f2a --format markdown > session.md    to paste into an issue",
            "clew export last --format json | jq '.steps[].title'",
            "clew export notes main..topic --out notes/    who wrote these commits' lines, for git-ai",
            "clew export notes HEAD --write    into refs/notes/ai of this repository",
            "clew export agent-trace main..topic -o traces.jsonl    the same as Agent Trace",
            "clew export json HEAD~3.. | jq '.files[].path'")
        .addPositional(
            PositionalParamSpec.builder()
                .index("0")
                .arity("1")
                .required(true)
                .type(String.class)
                .paramLabel("SESSION")
                .description(
                    "A session: any unique start of its id, or 'last'. Or notes, agent-trace, json.")
                .build())
        .addPositional(
            PositionalParamSpec.builder()
                .index("1")
                .arity("0..1")
                .type(String.class)
                .paramLabel("RANGE")
                .description("The commits: A..B, or one. Without it HEAD.")
                .build())
        .addOption(
            Help.text(
                "--format",
                "FORMAT",
                "json, markdown or html. Without it the ending of FILE tells, else markdown."))
        .addOption(
            OptionSpec.builder("-o", "--output")
                .paramLabel("FILE")
                .type(String.class)
                .description("Write to this file instead of standard output.")
                .build())
        .addOption(
            OptionSpec.builder("--force", "--yes")
                .description("Replace the file if it exists; with --write also others' notes.")
                .build())
        .addOption(Help.text("--out", "DIR", "A file for each note, in this folder."))
        .addOption(
            Help.flag(
                "--write",
                "Write notes into refs/notes/ai of the repository: nothing else of Clew's writes there."))
        .addOption(Help.flag("--no-subagents", "Leave out the steps of sub-agents."))
        .addOption(Help.flag("--no-images", "Leave out images: they cannot be redacted."))
        .addOption(Help.flag("--full-paths", "Keep the names of home folders."));
  }

  @Override
  public Exit run(ParseResult arguments, Context context)
      throws CommandException, QueryException, IOException, SQLException {
    String file = arguments.matchedOptionValue("--output", (String) null);
    var form = LinesExport.Form.named(arguments.matchedPositionalValue(0, ""));
    if (form.isPresent()) {
      return new LinesExportRun(context, lines(form.get(), file, arguments, context)).run();
    }
    if (arguments.hasMatchedPositional(1)
        || arguments.hasMatchedOption("--write")
        || arguments.hasMatchedOption("--out")) {
      throw new CommandException(
          Exit.USAGE,
          "a range, --write and --out are for the lines of commits: clew export notes RANGE");
    }
    var order =
        new Export.Order(
            arguments.matchedPositionalValue(0, "last"),
            format(arguments, Optional.ofNullable(file)),
            !arguments.hasMatchedOption("--no-subagents"),
            arguments.hasMatchedOption("--full-paths"),
            !arguments.hasMatchedOption("--no-images"));
    var surroundings =
        new Export.Surroundings(context.environment(), context.userHome(), context.clock());
    var target = file == null ? null : context.workingFolder().resolve(file).normalize();
    if (target != null && !arguments.hasMatchedOption("--force") && Files.exists(target)) {
      throw new CommandException(
          Exit.USAGE, "%s exists: give another name, or --force to replace it".formatted(target));
    }
    try (var sources = context.sources()) {
      var export = Export.of(order, sources, surroundings);
      var written = target == null ? print(export, context) : save(export, target);
      report(written, target == null ? "standard output" : target.toString(), context);
    }
    return Exit.YES;
  }

  private static LinesExportRun.Order lines(
      LinesExport.Form form, @Nullable String file, ParseResult arguments, Context context) {
    String folder = arguments.matchedOptionValue("--out", (String) null);
    var here = context.workingFolder();
    return new LinesExportRun.Order(
        form,
        arguments.matchedPositionalValue(1, "HEAD"),
        file == null ? null : here.resolve(file).normalize(),
        folder == null ? null : here.resolve(folder).normalize(),
        arguments.hasMatchedOption("--write"),
        arguments.hasMatchedOption("--force"));
  }

  private static ExportFormat format(ParseResult arguments, Optional<String> file)
      throws CommandException {
    String named = arguments.matchedOptionValue("--format", (String) null);
    if (named == null) {
      return file.flatMap(ExportFormat::ofFile).orElse(ExportFormat.MARKDOWN);
    }
    return ExportFormat.named(named)
        .orElseThrow(() ->
            new CommandException(
                Exit.USAGE,
                "--format: expected %s, found '%s'"
                    .formatted(String.join(", ", ExportFormat.names()), named)));
  }

  private static Export.Written print(Export export, Context context)
      throws IOException, SQLException, QueryException {
    return export.writeTo(context.terminal().out());
  }

  /// The file appears when it is whole. It is readable by its owner only: sharing it is a step of
  /// its own.
  private static Export.Written save(Export export, Path target)
      throws IOException, SQLException, QueryException {
    var folder = Optional.ofNullable(target.getParent()).orElse(Path.of(""));
    if (!Files.isDirectory(folder)) {
      throw new IOException("%s: there is no such folder".formatted(folder));
    }
    var part = Files.createTempFile(folder, ".clew-export-", ".part");
    try {
      Export.Written written;
      try (OutputStream out = Files.newOutputStream(part)) {
        written = export.writeTo(out);
      }
      Files.move(part, target, StandardCopyOption.REPLACE_EXISTING);
      return written;
    } finally {
      Files.deleteIfExists(part);
    }
  }

  private static void report(Export.Written written, String where, Context context) {
    var terminal = context.terminal();
    terminal.say(
        "wrote %s: %s, %d steps, %d placeholders in place of secrets%s"
            .formatted(
                where,
                Words.bytes(written.bytes()),
                written.steps(),
                written.placeholders(),
                written.takenOut() == 0
                    ? ""
                    : " (%d of them found only now)".formatted(written.takenOut())));
    if (written.images() + written.imagesLeftOut() > 0) {
      terminal.say(
          "%d images are in it, %d are not; images cannot be redacted"
              .formatted(written.images(), written.imagesLeftOut()));
    }
    terminal.say("read it before you share it: no rule finds every secret");
  }
}
