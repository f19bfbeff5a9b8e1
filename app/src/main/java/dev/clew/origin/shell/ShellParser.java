package dev.clew.origin.shell;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Takes a shell text apart into simple commands.
///
/// Reads quotes, substitutions, redirects, here-documents, pipes, lists, groups and subshells as
/// POSIX and bash have them, and follows `cd`. What it does not read (`case`, functions, arrays,
/// backticks) makes the result unsure.
final class ShellParser {
  private static final Set<String> PREFIXES =
      Set.of(
          "{", "}", "if", "then", "else", "elif", "fi", "while", "until", "do", "done", "!",
          "time");

  private static final Set<String> NOT_READ =
      Set.of("case", "esac", "function", "select", "coproc", "eval", "source", ".", "trap");

  private static final int DEPTH = 64;

  private final String text;
  private final List<ShellCommand> commands = new ArrayList<>();
  private final Deque<HereDocument> waiting = new ArrayDeque<>();
  private @Nullable String cwd;
  private boolean sure = true;
  private int at;
  private int depth;

  private record HereDocument(String end, boolean literal, boolean tabs) {}

  /// The command that is being read.
  private static final class Simple {
    private final List<ShellWord> words = new ArrayList<>();
    private final List<ShellWord> written = new ArrayList<>();
    private boolean piped;

    boolean isEmpty() {
      return words.isEmpty() && written.isEmpty();
    }
  }

  ShellParser(String text, @Nullable String cwd) {
    this.text = text;
    this.cwd = cwd;
  }

  ShellScript parse() {
    list(false);
    return new ShellScript(List.copyOf(commands), sure && waiting.isEmpty());
  }

  /// Reads commands to the end, or to the parenthesis that closes them.
  private void list(boolean inside) {
    if (++depth > DEPTH) {
      sure = false;
      at = text.length();
    }
    var command = new Simple();
    while (at < text.length()) {
      var c = text.charAt(at);
      if (c == ' ' || c == '\t' || c == '\r') {
        at++;
      } else if (c == '\\' && peek(1) == '\n') {
        at += 2;
      } else if (c == '#') {
        skipTo('\n');
      } else if (c == ')') {
        at++;
        if (inside) {
          end(command);
          depth--;
          return;
        }
        sure = false;
      } else if (c == '(') {
        at++;
        subshell(command);
      } else if (c == '\n' || c == ';') {
        at++;
        command = end(command);
        if (c == '\n') {
          hereDocuments();
        }
      } else if (c == '&' && peek(1) != '>') {
        at += peek(1) == '&' ? 2 : 1;
        command = end(command);
      } else if (c == '|') {
        var pipe = peek(1) != '|';
        at += pipe && peek(1) != '&' ? 1 : 2;
        command = end(command);
        command.piped = pipe;
      } else if (isRedirect()) {
        redirect(command);
      } else {
        command.words.add(word());
      }
    }
    end(command);
    sure &= !inside;
    depth--;
  }

  private void subshell(Simple command) {
    if (!command.words.stream().allMatch(word -> PREFIXES.contains(word.text()))) {
      sure = false; // a function or an array
    }
    if (peek(0) == '(') {
      sure = false; // arithmetic
    }
    var folder = cwd;
    list(true);
    cwd = folder;
  }

  private Simple end(Simple command) {
    if (!command.isEmpty()) {
      var words = command.words;
      while (!words.isEmpty()
          && (PREFIXES.contains(words.getFirst().text()) || isAssignment(words.getFirst()))) {
        words = words.subList(1, words.size());
      }
      if (!words.isEmpty() && NOT_READ.contains(words.getFirst().text())) {
        sure = false;
      }
      commands.add(
          new ShellCommand(List.copyOf(words), List.copyOf(command.written), cwd, command.piped));
      follow(words);
    }
    return new Simple();
  }

  private static boolean isAssignment(ShellWord word) {
    var equals = word.text().indexOf('=');
    if (equals <= 0) {
      return false;
    }
    for (var i = 0; i < equals; i++) {
      var c = word.text().charAt(i);
      if (c != '_' && !Character.isLetterOrDigit(c) && !(c == '+' && i == equals - 1)) {
        return false;
      }
    }
    return !Character.isDigit(word.text().charAt(0));
  }

  private void follow(List<ShellWord> words) {
    if (words.isEmpty()) {
      return;
    }
    switch (words.getFirst().text()) {
      case "cd" -> {
        var to = words.size() == 2 ? words.get(1) : null;
        var folder = cwd;
        cwd =
            to == null || !to.fixed() || to.glob() || to.isOption() || folder == null
                ? absolute(to)
                : Target.resolve(folder, to.text());
      }
      case "pushd", "popd", "chroot" -> cwd = null;
      default -> {}
    }
  }

  private static @Nullable String absolute(@Nullable ShellWord to) {
    return to != null && to.fixed() && !to.glob() && to.text().startsWith("/")
        ? Target.resolve("/", to.text())
        : null;
  }

  private char peek(int ahead) {
    return at + ahead < text.length() ? text.charAt(at + ahead) : '\0';
  }

  private void skipTo(char end) {
    while (at < text.length() && text.charAt(at) != end) {
      at++;
    }
  }

  /// Whether a redirect stands here, perhaps with the number of a file before it.
  private boolean isRedirect() {
    var i = 0;
    while (Character.isDigit(peek(i))) {
      i++;
    }
    return peek(i) == '<' || peek(i) == '>' || (i == 0 && peek(0) == '&' && peek(1) == '>');
  }

  private void redirect(Simple command) {
    while (Character.isDigit(peek(0))) {
      at++;
    }
    if (peek(0) == '<') {
      input(command);
      return;
    }
    at += peek(0) == '&' ? 2 : 1;
    if (peek(0) == '(') {
      at++;
      list(true); // a process that reads what is written
      return;
    }
    if (peek(0) == '>' || peek(0) == '|') {
      at++;
    }
    var copies = peek(0) == '&';
    if (copies) {
      at++;
    }
    var word = target();
    if (!copies || !word.text().chars().allMatch(c -> Character.isDigit(c) || c == '-')) {
      command.written.add(word);
    }
  }

  private void input(Simple command) {
    at++;
    command.piped = true;
    if (peek(0) == '(') {
      at++;
      list(true);
    } else if (peek(0) == '<' && peek(1) == '<') {
      at += 2;
      target();
    } else if (peek(0) == '<') {
      at++;
      var tabs = peek(0) == '-';
      at += tabs ? 1 : 0;
      skipBlanks();
      var from = at;
      var end = word();
      var literal = text.substring(from, at).chars().anyMatch(c -> "'\"\\".indexOf(c) >= 0);
      waiting.add(new HereDocument(end.text(), literal, tabs));
    } else {
      if (peek(0) == '>') {
        at++; // opened for both
        command.written.add(target());
        return;
      }
      if (peek(0) == '&') {
        at++;
      }
      target();
    }
  }

  private ShellWord target() {
    skipBlanks();
    return word();
  }

  private void skipBlanks() {
    while (peek(0) == ' ' || peek(0) == '\t') {
      at++;
    }
  }

  private void hereDocuments() {
    while (!waiting.isEmpty()) {
      var document = waiting.remove();
      var ended = false;
      while (!ended && at < text.length()) {
        var from = at;
        skipTo('\n');
        var line = text.substring(from, at);
        at = Math.min(text.length(), at + 1);
        ended = (document.tabs ? line.replaceFirst("^\t+", "") : line).equals(document.end);
        if (!ended && !document.literal && (line.contains("$(") || line.contains("`"))) {
          sure = false;
        }
      }
      sure &= ended;
    }
  }

  private ShellWord word() {
    return new WordReader().read();
  }

  /// Reads one word.
  private final class WordReader {
    private final StringBuilder said = new StringBuilder();
    private final StringBuilder pattern = new StringBuilder();
    private boolean fixed = true;
    private boolean glob;
    private final int from = at;

    ShellWord read() {
      while (at < text.length() && " \t\r\n;&|()<>".indexOf(text.charAt(at)) < 0) {
        one(text.charAt(at));
      }
      sure &= at > from && at <= text.length(); // a word was expected, and its end
      at = Math.min(at, text.length());
      return new ShellWord(said.toString(), fixed, glob, pattern.toString());
    }

    private void one(char c) {
      switch (c) {
        case '\'' -> {
          at++;
          while (at < text.length() && text.charAt(at) != '\'') {
            quoted(text.charAt(at++));
          }
          closed('\'');
        }
        case '"' -> doubleQuoted();
        case '\\' -> {
          at++;
          if (at < text.length() && text.charAt(at) != '\n') {
            quoted(text.charAt(at));
          }
          at++;
        }
        case '$' -> dollar();
        case '`' -> backtick();
        case '*', '?', '[' -> {
          glob = true;
          plain(c);
        }
        case '{' -> {
          fixed &= !isBraceExpansion();
          plain(c);
        }
        case '~' -> {
          fixed &= at > from;
          plain(c);
        }
        default -> plain(c);
      }
    }

    private void plain(char c) {
      said.append(c);
      pattern.append(c);
      at++;
    }

    private void quoted(char c) {
      said.append(c);
      if ("*?[]\\".indexOf(c) >= 0) {
        pattern.append('\\');
      }
      pattern.append(c);
    }

    private void closed(char quote) {
      sure &= peek(0) == quote;
      at = Math.min(text.length(), at + 1);
    }

    private boolean isBraceExpansion() {
      for (var i = at + 1; i < text.length() && " \t\n;".indexOf(text.charAt(i)) < 0; i++) {
        if (text.charAt(i) == ',' || text.startsWith("..", i)) {
          return true;
        }
      }
      return false;
    }

    private void doubleQuoted() {
      at++;
      while (at < text.length() && text.charAt(at) != '"') {
        var c = text.charAt(at);
        if (c == '\\' && "$`\"\\\n".indexOf(peek(1)) >= 0) {
          if (peek(1) != '\n') {
            quoted(peek(1));
          }
          at += 2;
        } else if (c == '$') {
          dollar();
        } else if (c == '`') {
          backtick();
        } else {
          quoted(c);
          at++;
        }
      }
      closed('"');
    }

    private void dollar() {
      var next = peek(1);
      if (next == '(') {
        fixed = false;
        at += 2;
        if (peek(0) == '(') {
          sure = false; // arithmetic
        }
        var folder = cwd;
        list(true);
        cwd = folder;
      } else if (next == '{') {
        fixed = false;
        parameter();
      } else if (next == '\'') {
        fixed = false;
        at += 2;
        while (at < text.length() && text.charAt(at) != '\'') {
          at += text.charAt(at) == '\\' ? 2 : 1;
        }
        closed('\'');
      } else if (next == '_' || Character.isLetter(next)) {
        fixed = false;
        at++;
        while (peek(0) == '_' || Character.isLetterOrDigit(peek(0))) {
          at++;
        }
      } else if (Character.isDigit(next) || "@*#?$!-".indexOf(next) >= 0) {
        fixed = false;
        at += 2;
      } else {
        quoted('$');
        at++;
      }
    }

    private void parameter() {
      var open = 0;
      do {
        var c = peek(0);
        open += c == '{' ? 1 : c == '}' ? -1 : 0;
        sure &= c != '`' && !(c == '$' && peek(1) == '(');
        at++;
      } while (open > 0 && at < text.length());
      sure &= open == 0;
    }

    private void backtick() {
      fixed = false;
      sure = false;
      at++;
      skipTo('`');
      at = Math.min(text.length(), at + 1);
    }
  }
}
