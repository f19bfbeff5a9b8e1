package dev.clew.origin.shell;

import java.util.List;

/// The simple commands of a shell text.
///
/// @param commands those of pipes, lists, groups, subshells and substitutions, in their order
/// @param sure whether all of the text was understood
public record ShellScript(List<ShellCommand> commands, boolean sure) {
  /// Takes `text` apart, as it would run in folder `cwd`.
  public static ShellScript parse(String text, String cwd) {
    return new ShellParser(text, cwd.isEmpty() ? null : cwd).parse();
  }
}
