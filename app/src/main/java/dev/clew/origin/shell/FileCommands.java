package dev.clew.origin.shell;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// Programs that write the files that they are told to.
final class FileCommands {
  private FileCommands() {}

  /// Notes what the program writes; whether it is known.
  static boolean read(Program program, ReachReader reach) {
    switch (program.name()) {
      case "touch", "unlink", "shred", "tee" -> all(program.names(), program, reach, false);
      case "rm" ->
          all(program.names(), program, reach, program.has('r', "--recursive") || program.has('R'));
      case "chmod" ->
          all(
              hasMode(program) ? program.names() : rest(program.names()),
              program,
              reach,
              program.has('R', "--recursive"));
      case "chown", "chgrp" ->
          all(rest(program.names()), program, reach, program.has('R', "--recursive"));
      case "truncate" ->
          all(withoutValues(program, Set.of("-s", "--size", "-r")), program, reach, false);
      case "sed" -> sed(program, reach);
      case "perl", "ruby" -> {
        return inPlace(program, reach);
      }
      case "mv" -> move(program, reach);
      case "cp", "install", "ln", "rsync" -> copy(program, reach);
      case "dd" -> dd(program, reach);
      case "sort" -> valueOf(program, reach, "-o", "--output");
      case "curl" -> {
        valueOf(program, reach, "-o", "--output");
        if (program.has('O', "--remote-name")) {
          reach.opaque();
        }
      }
      case "wget" -> {
        valueOf(program, reach, "-O", "--output-document");
        if (!program.has('O', "--output-document")) {
          reach.opaque();
        }
      }
      case "find" -> find(program, reach);
      case "xargs" -> {
        var inner = reach.inner(command(program.arguments()), program.cwd());
        if (!inner.isReadOnly()) {
          reach.opaque();
        }
      }
      case "patch", "unzip", "tar", "bsdtar" -> {
        return archive(program, reach);
      }
      default -> {
        return false;
      }
    }
    return true;
  }

  /// Whether the mode of a `chmod` looks like an option, as in `chmod -x FILE`, or is another
  /// file's.
  private static boolean hasMode(Program program) {
    return "rwxXst".chars().anyMatch(letter -> program.has((char) letter, "--reference"));
  }

  private static List<ShellWord> rest(List<ShellWord> words) {
    return words.isEmpty() ? words : words.subList(1, words.size());
  }

  private static void all(
      List<ShellWord> words, Program program, ReachReader reach, boolean below) {
    words.forEach(word -> reach.write(word, program.cwd(), below));
  }

  /// The arguments that are neither options nor the values of these.
  private static List<ShellWord> withoutValues(Program program, Set<String> valued) {
    var names = new ArrayList<ShellWord>();
    var skip = false;
    for (var word : program.arguments()) {
      if (skip) {
        skip = false;
      } else if (word.isOption()) {
        skip = valued.contains(word.text());
      } else {
        names.add(word);
      }
    }
    return names;
  }

  private static void sed(Program program, ReachReader reach) {
    var inPlace =
        program.arguments().stream()
            .anyMatch(word ->
                word.text().startsWith("--in-place") || word.text().matches("-[nEsuzr]*i.*"));
    var names = withoutValues(program, Set.of("-e", "--expression", "-f", "--file"));
    var scripted = program.has('e', "--expression") || program.has('f', "--file");
    var scripts = scripted ? program.arguments() : names.subList(0, Math.min(1, names.size()));
    if (scripts.stream().anyMatch(word -> writesItself(word.text()))) {
      reach.opaque();
    }
    if (inPlace) {
      var files = scripted ? names : rest(names);
      all(files, program, reach, false);
      files.forEach(file -> temporary(file, program, reach));
    }
  }

  /// `sed -i` writes a file beside the one that it edits, and renames it.
  private static void temporary(ShellWord file, Program program, ReachReader reach) {
    var target = Target.of(file, program.cwd(), false);
    if (target != null && !target.glob()) {
      var folder = target.path().substring(0, target.path().lastIndexOf('/'));
      reach.write(new Target(folder + "/sed??????", true, false));
    }
  }

  /// Whether a `sed` program may use its commands `w` and `e`.
  private static boolean writesItself(String script) {
    return script.matches("(?s).*(^|[;/}0-9$ ])[we] .*") || script.matches("(?s).*/[gip0-9]*[we]");
  }

  private static boolean inPlace(Program program, ReachReader reach) {
    var edits =
        program.arguments().stream().anyMatch(word -> word.text().matches("-[a-zA-Z0-9]*i.*"))
            && program.has('e');
    if (edits) {
      var names = new ArrayList<ShellWord>();
      var skip = false;
      for (var word : program.arguments()) {
        if (skip) {
          skip = false;
        } else if (word.isOption()) {
          skip = word.text().endsWith("e");
        } else {
          names.add(word);
        }
      }
      all(names, program, reach, false);
    }
    return edits;
  }

  private static void move(Program program, ReachReader reach) {
    all(program.names(), program, reach, true);
    into(program, reach, true);
  }

  private static void copy(Program program, ReachReader reach) {
    var names = program.names();
    if (names.isEmpty()) {
      return;
    }
    var deep =
        program.has('r', "--recursive", "--archive")
            || program.has('R')
            || program.has('a')
            || program.name().equals("rsync");
    if (program.has('t', "--target-directory")) {
      all(names.subList(0, 1), program, reach, true);
    } else if (names.size() == 1) {
      reach.opaque();
    } else {
      reach.write(names.getLast(), program.cwd(), deep);
      into(program, reach, deep);
    }
  }

  /// What lands in a folder has the name that it had.
  private static void into(Program program, ReachReader reach, boolean below) {
    var names = program.names();
    if (names.size() < 2) {
      return;
    }
    var folder = Target.of(names.getLast(), program.cwd(), false);
    if (folder == null || folder.glob()) {
      reach.opaque();
      return;
    }
    for (var word : names.subList(0, names.size() - 1)) {
      var source = Target.of(word, program.cwd(), false);
      if (source == null) {
        reach.opaque();
      } else {
        var name = source.path().substring(source.path().lastIndexOf('/') + 1);
        reach.write(new Target(folder.path() + "/" + name, source.glob(), below));
      }
    }
  }

  private static void dd(Program program, ReachReader reach) {
    for (var word : program.arguments()) {
      if (word.text().startsWith("of=")) {
        var name = word.text().substring("of=".length());
        reach.write(new ShellWord(name, word.fixed(), false, name), program.cwd(), false);
      }
    }
  }

  private static void valueOf(Program program, ReachReader reach, String letter, String name) {
    var arguments = program.arguments();
    for (var i = 0; i < arguments.size(); i++) {
      var text = arguments.get(i).text();
      if (text.startsWith(name + "=")) {
        var value = text.substring(name.length() + 1);
        reach.write(
            new ShellWord(value, arguments.get(i).fixed(), false, value), program.cwd(), false);
      } else if (text.equals(name) || text.matches("-[a-zA-Z]*" + letter.charAt(1))) {
        if (i + 1 < arguments.size()) {
          reach.write(arguments.get(i + 1), program.cwd(), false);
        }
      } else if (text.matches(letter + ".+")) {
        var value = text.substring(letter.length());
        reach.write(
            new ShellWord(value, arguments.get(i).fixed(), false, value), program.cwd(), false);
      }
    }
  }

  private static void find(Program program, ReachReader reach) {
    var arguments = program.arguments();
    var writes = false;
    for (var i = 0; i < arguments.size(); i++) {
      switch (arguments.get(i).text()) {
        case "-delete" -> writes = true;
        case "-exec", "-execdir", "-ok", "-okdir" -> {
          var to = i + 1;
          while (to < arguments.size()
              && !arguments.get(to).text().equals(";")
              && !arguments.get(to).text().equals("+")) {
            to++;
          }
          var inner =
              reach.inner(
                  arguments.subList(i + 1, to).stream()
                      .filter(w -> !w.text().equals("{}"))
                      .toList(),
                  program.cwd());
          writes |=
              !inner.isReadOnly()
                  || writesNames(arguments.get(Math.min(i + 1, arguments.size() - 1)));
          i = to;
        }
        case "-fprint", "-fprintf", "-fls" -> reach.opaque();
        default -> {}
      }
    }
    if (writes) {
      var names =
          arguments.stream()
              .takeWhile(word -> !word.isOption() && !Set.of("(", "!").contains(word.text()))
              .toList();
      all(
          names.isEmpty() ? List.of(new ShellWord(".", true, false, ".")) : names,
          program,
          reach,
          true);
    }
  }

  /// Whether the program writes the files that it is given.
  private static boolean writesNames(ShellWord program) {
    return Set.of(
            "rm", "touch", "chmod", "chown", "sed", "mv", "cp", "truncate", "tee", "perl", "unlink")
        .contains(program.text().substring(program.text().lastIndexOf('/') + 1));
  }

  /// What `xargs` runs, behind its options.
  private static List<ShellWord> command(List<ShellWord> arguments) {
    var i = 0;
    while (i < arguments.size() && arguments.get(i).isOption()) {
      i += arguments.get(i).text().matches("-[InPLsdEa]") ? 2 : 1;
    }
    var words = new ArrayList<>(arguments.subList(Math.min(i, arguments.size()), arguments.size()));
    if (words.isEmpty()) {
      words.add(new ShellWord("echo", true, false, "echo"));
    } else if (writesNames(words.getFirst())) {
      words.add(new ShellWord("", false, false, ""));
    }
    return words;
  }

  /// Programs that write what another file tells: below the folder that they are told, or theirs.
  private static boolean archive(Program program, ReachReader reach) {
    if (program.name().endsWith("tar") && !program.has('x', "--extract", "--get")) {
      var text = program.arguments().isEmpty() ? "" : program.arguments().getFirst().text();
      if (!text.startsWith("-") && text.indexOf('x') >= 0) {
        return extracted(program, reach);
      }
      valueOf(program, reach, "-f", "--file");
      return true;
    }
    return extracted(program, reach);
  }

  private static boolean extracted(Program program, ReachReader reach) {
    var folder = new ShellWord(".", true, false, ".");
    var arguments = program.arguments();
    for (var i = 0; i + 1 < arguments.size(); i++) {
      if (Set.of("-C", "-d", "--directory").contains(arguments.get(i).text())) {
        folder = arguments.get(i + 1);
      }
    }
    var target = Target.of(folder, program.cwd(), true);
    if (target == null) {
      return false;
    }
    reach.affect(new Effect(List.of(target), Set.of()));
    return true;
  }
}
