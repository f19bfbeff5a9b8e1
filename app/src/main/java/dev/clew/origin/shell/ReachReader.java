package dev.clew.origin.shell;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Adds up what the commands of a script may do.
final class ReachReader {
  private static final int DEPTH = 8;

  private final List<Target> writes = new ArrayList<>();
  private final List<Target> mentions = new ArrayList<>();
  private final List<Effect> effects = new ArrayList<>();
  private final Set<String> git = new HashSet<>();
  private boolean opaque;
  private int depth;

  ReachReader read(ShellScript script) {
    if (++depth > DEPTH) {
      opaque = true;
      return this;
    }
    script.commands().forEach(this::read);
    if (!script.sure()) {
      opaque = true;
      mentions.addAll(writes); // what was not understood may be taken wrongly, too
      writes.clear();
    }
    depth--;
    return this;
  }

  Reach reach() {
    return new Reach(
        List.copyOf(writes), List.copyOf(mentions), List.copyOf(effects), opaque, Set.copyOf(git));
  }

  private void read(ShellCommand command) {
    for (var word : command.written()) {
      if (!isNoFile(word)) {
        write(word, command.cwd(), false);
      }
    }
    var program = Program.of(command);
    if (program != null) {
      run(program);
    }
  }

  private static boolean isNoFile(ShellWord word) {
    var path = word.text();
    return word.fixed() && (path.startsWith("/dev/") || path.startsWith("/proc/"));
  }

  private void run(Program program) {
    if (!program.isNamed()) {
      opaque = true;
      program.arguments().forEach(word -> mention(word, program.cwd()));
      return;
    }
    var known =
        Set.of("bash", "sh", "zsh", "dash").contains(program.name())
            ? inline(program)
            : FileCommands.read(program, this)
                || GitCommands.read(program, this)
                || ToolEffects.read(program, this)
                || ReadCommands.reads(program);
    if (!known) {
      opaque = true;
      // The program of an interpreter is read, not written.
      var arguments = program.arguments();
      var from = ReadCommands.interprets(program.name()) ? firstName(arguments) + 1 : 0;
      arguments
          .subList(Math.min(from, arguments.size()), arguments.size())
          .forEach(word -> mention(word, program.cwd()));
    }
  }

  private static int firstName(List<ShellWord> arguments) {
    for (var i = 0; i < arguments.size(); i++) {
      if (!arguments.get(i).isOption()) {
        return i;
      }
    }
    return arguments.size();
  }

  /// `bash -c '…'`.
  private boolean inline(Program program) {
    var arguments = program.arguments();
    for (var i = 0; i + 1 < arguments.size(); i++) {
      var option = arguments.get(i);
      var text = arguments.get(i + 1);
      if (option.isOption() && !option.text().startsWith("--") && option.text().endsWith("c")) {
        if (!text.fixed()) {
          return false;
        }
        var cwd = program.cwd();
        read(ShellScript.parse(text.text(), cwd == null ? "" : cwd));
        return true;
      }
    }
    return false;
  }

  /// Takes note that `word` is written; where it cannot be known which file that is, all is open.
  void write(ShellWord word, @Nullable String cwd, boolean below) {
    var target = Target.of(word, cwd, below);
    if (target == null) {
      opaque = true;
    } else {
      writes.add(target);
    }
  }

  void write(Target target) {
    writes.add(target);
  }

  private void mention(ShellWord word, @Nullable String cwd) {
    var text = word.text();
    var equals = word.isOption() ? text.indexOf('=') : -1;
    var named =
        equals < 0
            ? word
            : new ShellWord(
                text.substring(equals + 1), word.fixed(), false, text.substring(equals + 1));
    var target = Target.of(named, cwd, false);
    if (target != null) {
      mentions.add(target);
    }
  }

  void affect(Effect effect) {
    effects.add(effect);
  }

  void git(String command) {
    git.add(command);
  }

  void opaque() {
    opaque = true;
  }

  /// What a command runs that this one is given: `xargs`, `find -exec`.
  Reach inner(List<ShellWord> words, @Nullable String cwd) {
    var reader = new ReachReader();
    reader.depth = depth;
    return reader
        .read(
            new ShellScript(List.of(new ShellCommand(words, List.of(), cwd, true)), depth < DEPTH))
        .reach();
  }
}
