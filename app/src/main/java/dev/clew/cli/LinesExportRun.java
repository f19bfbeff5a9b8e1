package dev.clew.cli;

import dev.clew.capture.claims.GitAiNote;
import dev.clew.export.Export;
import dev.clew.export.LinesExport;
import dev.clew.query.QueryException;
import dev.clew.workspace.GitNotes;
import dev.clew.workspace.RootChoice;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// `clew export notes|agent-trace|json RANGE`: the lines of commits, for other tools.
final class LinesExportRun {
  /// What is asked for.
  ///
  /// @param file where to write; absent for standard output
  /// @param folder the folder for a file per note; absent when there is none
  /// @param write whether notes go into the repository
  /// @param force whether what is there is replaced, others' notes too
  record Order(
      LinesExport.Form form,
      String range,
      @Nullable Path file,
      @Nullable Path folder,
      boolean write,
      boolean force) {}

  private final Context context;
  private final Order order;
  private int written;
  private int unchanged;
  private int left;

  LinesExportRun(Context context, Order order) {
    this.context = context;
    this.order = order;
  }

  Exit run() throws CommandException, IOException, SQLException, QueryException {
    var root =
        switch (RootChoice.of(
            context.workingFolder(), context.userHome(), context.home().folder())) {
          case RootChoice.Root found -> found;
          case RootChoice.Refused refused ->
              throw new CommandException(Exit.ENVIRONMENT, refused.text());
        };
    if (root.git().isEmpty()) {
      throw new CommandException(
          Exit.ENVIRONMENT, "%s is no Git work tree: it has no commits".formatted(root.folder()));
    }
    if ((order.write || order.folder != null) && order.form != LinesExport.Form.NOTES) {
      throw new CommandException(
          Exit.USAGE,
          "--write and --out are for notes: 'clew export %s' takes -o FILE"
              .formatted(order.form.wire()));
    }
    var file = order.file;
    if (file != null && !order.force && Files.exists(file)) {
      throw new CommandException(
          Exit.USAGE, "%s exists: give another name, or --force to replace it".formatted(file));
    }
    var surroundings =
        new Export.Surroundings(context.environment(), context.userHome(), context.clock());
    try (var sources = context.sources()) {
      var export = LinesExport.of(order.form, root.folder().toString(), sources, surroundings);
      var said = new ArrayList<LinesExport.Said>();
      var commits = export.commits(order.range);
      for (var commit : commits) {
        export.of(commit).ifPresent(said::add);
      }
      give(root.folder(), said);
      report(commits.size(), said, export);
    }
    return Exit.YES;
  }

  private void give(Path root, List<LinesExport.Said> said) throws CommandException, IOException {
    if (order.write) {
      write(root, said);
    } else if (order.folder != null) {
      files(order.folder, said);
    } else {
      var text = new StringBuilder();
      for (var each : said) {
        if (order.form == LinesExport.Form.NOTES && said.size() > 1) {
          text.append("commit ").append(each.commit()).append('\n');
        }
        text.append(each.text()).append('\n');
      }
      if (order.file == null) {
        context.terminal().out().print(text);
      } else {
        Files.writeString(order.file, text, StandardCharsets.UTF_8);
      }
      written = said.size();
    }
  }

  private void files(Path folder, List<LinesExport.Said> said)
      throws CommandException, IOException {
    Files.createDirectories(folder);
    for (var each : said) {
      var file = folder.resolve(each.commit() + ".note");
      if (!order.force && Files.exists(file)) {
        throw new CommandException(
            Exit.USAGE, "%s exists: give another folder, or --force to replace it".formatted(file));
      }
      Files.writeString(file, each.text() + "\n", StandardCharsets.UTF_8);
      written++;
    }
  }

  /// The one thing that writes into a repository. What is there and is not ours stays.
  private void write(Path root, List<LinesExport.Said> said) throws IOException {
    var git = new GitNotes(root, GitAiNote.REF);
    var there = git.all();
    for (var each : said) {
      var note = there.get(each.commit());
      var text = note == null ? "" : git.text(note).orElse("");
      if (note != null && text.strip().equals(each.text().strip())) {
        unchanged++;
      } else if (note != null && !order.force && !LinesExport.isOurs(text)) {
        left++;
        context
            .terminal()
            .say(
                "%s has a note that Clew did not make: left as it is; --force replaces it"
                    .formatted(each.commit()));
      } else {
        git.write(each.commit(), each.text());
        written++;
      }
    }
  }

  private void report(int commits, List<LinesExport.Said> said, LinesExport export)
      throws SQLException {
    var terminal = context.terminal();
    for (var path : export.leftOut()) {
      terminal.say(
          "%s: git-ai's notes cannot write this name: left out".formatted(Escapes.line(path)));
    }
    if (order.write) {
      terminal.say(
          "%s into %s: %d written, %d as they were, %d of others left; %s with nothing to say"
              .formatted(
                  Words.of(said.size(), "note"),
                  GitAiNote.REF,
                  written,
                  unchanged,
                  left,
                  Words.of(commits - said.size(), "commit")));
    } else {
      terminal.say(
          "%s of %s told, %s with nothing to say"
              .formatted(said.size(), Words.of(commits, "commit"), commits - said.size()));
    }
    if (export.behind()) {
      terminal.say(
          "what was seen last is not in it yet: the origins of lines are still being told");
    }
  }
}
