package dev.clew.cli;

import dev.clew.query.CaptureQuestion;
import dev.clew.query.CostQuestion;
import dev.clew.query.DuQuestion;
import dev.clew.query.FilesQuestion;
import dev.clew.query.MoveQuestion.Verb;
import dev.clew.query.OutlineQuestion;
import dev.clew.query.Question;
import dev.clew.query.SearchQuestion;
import dev.clew.query.SessionsQuestion;
import dev.clew.query.ShowQuestion;
import dev.clew.query.StatsQuestion;
import dev.clew.query.StatusQuestion;
import dev.clew.query.WhyQuestion;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/// Every command there is. What a command takes, does and gives as examples stands in its own
/// class, or in the renderer of its question.
final class Commands {
  /// What kind of command it is: the headings under which help lists them.
  enum Group {
    RUN("Run"),
    LOOK("Look"),
    MOVE("Move"),
    TRUST("Trust"),
    CONNECT("Connect"),
    /// Called by Clew itself.
    HIDDEN("");

    private final String title;

    Group(String title) {
      this.title = title;
    }

    String title() {
      return title;
    }
  }

  /// A command in the list.
  ///
  /// @param make makes it: only the one that is called is made
  /// @param related the commands that its help points to
  record Entry(String name, Group group, Supplier<Command> make, List<String> related) {
    /// Its help.
    HelpPage page() {
      return HelpPage.of(this, make.get().spec());
    }
  }

  private final Map<String, Entry> entries = new LinkedHashMap<>();

  /// All commands, in the order in which help lists them. A new one is one line here.
  Commands() {
    add("up", Group.RUN, UpCommand::new, "down", "status");
    add("down", Group.RUN, DownCommand::new, "up", "status");
    add("status", Group.RUN, () -> asks(new StatusQuestion(), new StatusText()), "verify", "up");
    add("init", Group.RUN, InitCommand::new, "doctor", "up");
    add("run", Group.RUN, RunCommand::new, "show", "diff");
    add("import", Group.RUN, ImportCommand::new, "sessions", "up");
    add("config", Group.RUN, ConfigCommand::new, "up", "reindex");
    add("doctor", Group.RUN, DoctorCommand::new, "status", "install");
    add("demo", Group.RUN, DemoCommand::new, "up");
    add("install", Group.RUN, InstallCommand::new, "uninstall", "doctor");
    add("uninstall", Group.RUN, UninstallCommand::new, "install");
    add(
        "sessions",
        Group.LOOK,
        () -> asks(new SessionsQuestion(), new SessionsText()),
        "log",
        "show");
    add("log", Group.LOOK, LogCommand::new, "show", "sessions");
    add("show", Group.LOOK, () -> asks(new ShowQuestion(), new ShowText()), "log", "files");
    add("diff", Group.LOOK, DiffCommand::new, "log", "show");
    add("blame", Group.LOOK, BlameCommand::new, "why", "log");
    add("why", Group.LOOK, () -> asks(new WhyQuestion(), new WhyText()), "blame", "show");
    add("outline", Group.LOOK, () -> asks(new OutlineQuestion(), new OutlineText()), "show", "log");
    add("search", Group.LOOK, () -> asks(new SearchQuestion(), new SearchText()), "log", "show");
    add("tail", Group.LOOK, TailCommand::new, "log", "up");
    add("files", Group.LOOK, () -> asks(new FilesQuestion(), new FilesText()), "show", "log");
    add("overlaps", Group.LOOK, OverlapsCommand::new, "tail", "files");
    add("cost", Group.LOOK, () -> asks(new CostQuestion(), new CostText()), "stats", "sessions");
    add("stats", Group.LOOK, () -> asks(new StatsQuestion(), new StatsText()), "cost", "sessions");
    add("rewind", Group.MOVE, () -> new MoveCommand(Verb.REWIND), "undo", "redo");
    add("undo", Group.MOVE, () -> new MoveCommand(Verb.UNDO), "redo", "rewind");
    add("redo", Group.MOVE, () -> new MoveCommand(Verb.REDO), "undo", "rewind");
    add("keep", Group.MOVE, () -> new MoveCommand(Verb.KEEP), "undo", "rewind");
    add("revert-commit", Group.MOVE, RevertCommitCommand::new, "undo", "git-hooks");
    add("checkout", Group.MOVE, CheckoutCommand::new, "rewind", "diff");
    add("bisect", Group.MOVE, BisectCommand::new, "log", "checkout");
    add(
        "capture",
        Group.TRUST,
        () -> asks(new CaptureQuestion(), new CaptureText()),
        "status",
        "import");
    add("export", Group.TRUST, ExportCommand::new, "show", "files");
    add("stats", Group.LOOK, () -> asks(new StatsQuestion(), new StatsText()), "cost", "sessions");
    add("verify", Group.TRUST, VerifyCommand::new, "status", "reindex");
    add("fsck", Group.TRUST, FsckCommand::new, "verify", "reindex");
    add("du", Group.TRUST, () -> asks(new DuQuestion(), new DuText()), "gc", "status");
    add("gc", Group.TRUST, GcCommand::new, "du", "config");
    add("forget", Group.TRUST, ForgetCommand::new, "verify", "config");
    add("reindex", Group.TRUST, ReindexCommand::new, "verify", "status");
    add("git-hooks", Group.CONNECT, GitHooksCommand::new, "blame", "export");
    add("commit-trailers", Group.HIDDEN, CommitTrailersCommand::new);
    add("hook", Group.HIDDEN, () -> new HookCommand(System.in));
    add("serve", Group.HIDDEN, ServeCommand::new);
    add("complete", Group.HIDDEN, CompleteCommand::new);
    add("train", Group.HIDDEN, TrainCommand::new);
  }

  private static <R> Command asks(Question<R> question, QuestionCommand.Renderer<R> renderer) {
    return new QuestionCommand<>(question, renderer);
  }

  private void add(String name, Group group, Supplier<Command> make, String... related) {
    entries.put(name, new Entry(name, group, make, List.of(related)));
  }

  /// The command with this name.
  Optional<Entry> named(String name) {
    return Optional.ofNullable(entries.get(name));
  }

  /// Those that users call.
  Collection<Entry> shown() {
    return entries.values().stream().filter(entry -> entry.group != Group.HIDDEN).toList();
  }

  /// What to say of a name that no command has.
  String unknown(String name) {
    return "there is no command '%s'%s; 'clew help' lists them"
        .formatted(
            name,
            Nearest.to(name, names()).map(near -> " (did you mean '" + near + "'?)").orElse(""));
  }

  /// The names of those that users call.
  List<String> names() {
    return shown().stream().map(Entry::name).toList();
  }
}
