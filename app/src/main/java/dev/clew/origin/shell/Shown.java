package dev.clew.origin.shell;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Which files a shell text may show to whoever runs it, and which it replaces with what it did not
/// take from them. What is not certain counts as shown.
public final class Shown {
  /// Programs that show nothing of the files that they name.
  private static final Set<String> SILENT =
      Set.of(
          "echo",
          "printf",
          "rm",
          "touch",
          "mkdir",
          "rmdir",
          "unlink",
          "chmod",
          "chown",
          "chgrp",
          "cd",
          "pushd",
          "ls",
          "test",
          "[",
          "[[",
          "export",
          "truncate",
          "shred",
          "stat",
          "file",
          "wc",
          "du",
          "true",
          ":",
          "sleep",
          "wget",
          "mv",
          "cp",
          "install",
          "ln",
          "rsync",
          "tee");

  /// Those of Git that show what is in files, also where none is named.
  private static final Set<String> SHOWING =
      Set.of("diff", "show", "log", "blame", "stash", "apply", "whatchanged");

  private final List<ShellWord> words = new ArrayList<>();
  private final List<Target> patterns = new ArrayList<>();
  private final List<Target> replaced = new ArrayList<>();
  private final Set<String> named = new LinkedHashSet<>();
  private boolean all;

  private Shown() {}

  /// What `text` may show when it runs in `cwd`.
  public static Shown of(String text, String cwd) {
    var shown = new Shown();
    var script = ShellScript.parse(text, cwd);
    script.commands().forEach(shown::read);
    return shown;
  }

  /// Whether it may show what is in `file`, an absolute path.
  public boolean reads(String file) {
    var name = file.substring(file.lastIndexOf('/') + 1);
    return all
        || words.stream().anyMatch(word -> word.text().contains(name))
        || patterns.stream().anyMatch(each -> each.covers(file));
  }

  /// The paths, absolute, that it is given and may show; they need not be files.
  public Set<String> named() {
    return named;
  }

  /// Whether it puts a content into `file` that does not come from there.
  public boolean replaces(String file) {
    return replaced.stream().anyMatch(each -> each.covers(file)) && !reads(file);
  }

  private void read(ShellCommand command) {
    command.written().forEach(word -> replace(word, command.cwd(), false));
    var program = Program.of(command);
    if (program == null) {
      return;
    }
    var names = program.names();
    switch (program.name()) {
      case "tee" -> names.forEach(word -> replace(word, program.cwd(), false));
      case "cp", "mv", "install", "ln", "rsync" -> {
        if (names.size() > 1) {
          into(names, program.cwd());
        }
      }
      case "git" -> all |= program.arguments().stream().anyMatch(Shown::shows);
      case "find", "xargs" ->
          all |= program.arguments().stream().anyMatch(word -> prints(word.text()));
      default -> {}
    }
    if (!SILENT.contains(program.name())) {
      for (var word : program.arguments()) {
        words.add(word);
        all |= !word.fixed();
        var target = Target.of(word, program.cwd(), false);
        if (target != null && target.glob()) {
          patterns.add(target);
        } else if (target != null && !word.isOption()) {
          named.add(target.path());
        }
      }
    }
  }

  private static boolean shows(ShellWord word) {
    return SHOWING.contains(word.text());
  }

  private static boolean prints(String program) {
    return !program.startsWith("-")
        && Set.of("cat", "head", "tail", "sed", "bat", "nl", "less").contains(program);
  }

  /// The last name is the file that is written, or the folder that it lands in.
  private void into(List<ShellWord> names, @Nullable String cwd) {
    replace(names.getLast(), cwd, false);
    var folder = Target.of(names.getLast(), cwd, false);
    for (var word : names.subList(0, names.size() - 1)) {
      var source = Target.of(word, cwd, false);
      if (folder != null && source != null && !folder.glob()) {
        var name = source.path().substring(source.path().lastIndexOf('/') + 1);
        replaced.add(new Target(folder.path() + "/" + name, source.glob(), false));
      }
    }
  }

  private void replace(ShellWord word, @Nullable String cwd, boolean below) {
    var target = Target.of(word, cwd, below);
    if (target != null) {
      replaced.add(target);
    }
  }
}
