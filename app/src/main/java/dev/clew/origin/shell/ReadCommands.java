package dev.clew.origin.shell;

import java.util.Set;

/// Programs that write no files of the workspace, whatever they are given.
final class ReadCommands {
  private static final Set<String> READERS =
      Set.of(
          words(
              "cat tac nl head tail wc grep egrep fgrep zgrep rg ag ack ls ll dir tree stat file du df",
              "echo printf pwd true false test [ [[ : sleep date cal which whereis type whoami id groups",
              "uname hostname nproc free uptime env printenv export set unset alias unalias umask ulimit",
              "shopt wait jobs kill pkill read exit return break continue hash history cd pushd popd dirs",
              "diff cmp comm uniq cut tr paste join column fold fmt rev expr bc seq yes basename dirname",
              "realpath readlink md5sum sha1sum sha256sum sha512sum cksum xxd od hexdump strings less more",
              "man info ps top htop pgrep lsof netstat ss ping dig nslookup host jobs fg bg disown time",
              "local declare readonly typeset shift let getopts tput clear stty locale cloc tokei jq",
              "mkdir rmdir sync ssh-keygen-l fd fdfind bat exa eza lsblk mount find-l whatis apropos"));

  private static final Set<String> INTERPRETERS =
      Set.of(
          words(
              "python python2 python3 node deno bun ruby perl php lua Rscript java bash sh zsh dash fish",
              "pytest jest vitest mocha rspec phpunit tsx ts-node go cargo make"));

  private ReadCommands() {}

  private static String[] words(String... lines) {
    return java.util.Arrays.stream(lines)
        .flatMap(line -> java.util.Arrays.stream(line.split(" ", -1)))
        .distinct()
        .toArray(String[]::new);
  }

  /// Whether the program only reads. `awk` does where its text has no redirect.
  static boolean reads(Program program) {
    return switch (program.name()) {
      case "awk", "gawk", "mawk" ->
          program.arguments().stream()
              .allMatch(word ->
                  word.fixed()
                      && word.text().indexOf('>') < 0
                      && !word.text().contains("system")
                      && !word.text().startsWith("-i"));
      default -> READERS.contains(program.name());
    };
  }

  /// Whether its first argument is a program that it reads, or files that it tests.
  static boolean interprets(String name) {
    return INTERPRETERS.contains(name);
  }
}
