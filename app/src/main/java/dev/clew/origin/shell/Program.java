package dev.clew.origin.shell;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The program that a command runs, behind `sudo`, `env`, `timeout`, `npx` and the like.
///
/// @param name its name without folders; empty when the text does not tell
/// @param arguments what it is given
/// @param cwd the folder it runs in; absent when the text does not tell
record Program(String name, List<ShellWord> arguments, @Nullable String cwd) {
  private static final Set<String> WRAPPERS =
      Set.of("sudo", "env", "nohup", "command", "exec", "builtin", "nice", "stdbuf", "npx", "bunx");

  private static final Set<String> RUNNERS =
      Set.of(
          "uv", "poetry", "pdm", "pipenv", "hatch", "rye", "pnpm", "yarn", "npm", "bun", "bundle");

  /// The program of `command`; absent when it has none.
  static @Nullable Program of(ShellCommand command) {
    var words = new ArrayList<>(command.words());
    var tells = true;
    while (!words.isEmpty() && tells) {
      var before = words.size();
      tells = unwrap(words);
      if (words.size() == before) {
        break;
      }
    }
    if (words.isEmpty()) {
      return null;
    }
    var first = words.getFirst();
    var name = tells && first.fixed() && !first.glob() ? baseName(first.text()) : "";
    return new Program(name, List.copyOf(words.subList(1, words.size())), command.cwd());
  }

  boolean isNamed() {
    return !name.isEmpty();
  }

  /// The arguments that are no options.
  List<ShellWord> names() {
    var names = new ArrayList<ShellWord>();
    var options = true;
    for (var word : arguments) {
      if (options && word.text().equals("--") && word.fixed()) {
        options = false;
      } else if (!options || !word.isOption()) {
        names.add(word);
      }
    }
    return names;
  }

  /// Whether an option `-x` is given, alone or among others, or `--long`.
  boolean has(char letter, String... words) {
    for (var word : arguments) {
      var text = word.text();
      if (word.isOption()
          && ((text.charAt(1) != '-' && text.indexOf(letter) > 0)
              || List.of(words).contains(text.replaceFirst("=.*", "")))) {
        return true;
      }
    }
    return false;
  }

  private static String baseName(String path) {
    return path.substring(path.lastIndexOf('/') + 1);
  }

  /// Takes a wrapper off; whether what remains is understood.
  private static boolean unwrap(List<ShellWord> words) {
    var name = baseName(words.getFirst().text());
    if (name.equals("timeout")) {
      words.removeFirst();
      dropOptions(words);
      if (!words.isEmpty()) {
        words.removeFirst();
      }
      return true;
    }
    if (WRAPPERS.contains(name)) {
      words.removeFirst();
      return dropOptions(words);
    }
    if (RUNNERS.contains(name)
        && words.size() > 2
        && (words.get(1).text().equals("exec")
            || words.get(1).text().equals("dlx")
            || (words.get(1).text().equals("run")
                && Set.of("uv", "poetry", "pdm", "pipenv", "hatch", "rye").contains(name)))) {
      words.removeFirst();
      words.removeFirst();
      return dropOptions(words);
    }
    if ((name.equals("python") || name.equals("python3"))
        && words.size() > 2
        && words.get(1).text().equals("-m")) {
      words.removeFirst();
      words.removeFirst();
    }
    return true;
  }

  /// Whether the options that stood there take no arguments, as far as is known.
  private static boolean dropOptions(List<ShellWord> words) {
    var tells = true;
    while (!words.isEmpty()
        && (words.getFirst().isOption() || words.getFirst().text().matches("[A-Za-z_]\\w*=.*"))) {
      var option = words.removeFirst().text();
      tells &=
          !option.startsWith("-") || Set.of("-y", "--yes", "-n", "-E", "-i", "--").contains(option);
    }
    return tells;
  }
}
