package dev.clew.cli;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Prints a thing's fields and texts, made safe for the terminal.
final class Printer {
  private static final int LABEL = 13;
  private static final Pattern REMOVED = Pattern.compile("\\[-.*?-\\]");
  private static final Pattern ADDED = Pattern.compile("\\{\\+.*?\\+\\}");

  private final Terminal terminal;
  private final Paint paint;

  Printer(Terminal terminal) {
    this.terminal = terminal;
    this.paint = new Paint(terminal.colours());
  }

  Paint paint() {
    return paint;
  }

  void heading(String text) {
    terminal.line(paint.bold(Escapes.line(text)));
  }

  /// A field, on as many lines as it takes; nothing when it has no value.
  void field(String label, @Nullable String value) {
    if (value == null || value.isEmpty()) {
      return;
    }
    var head = paint.dim(Words.pad(label, LABEL));
    for (var line : Cells.wrap(Escapes.line(value), terminal.width() - LABEL)) {
      terminal.line(head + line);
      head = " ".repeat(LABEL);
    }
  }

  /// A field with several values, on as many lines as they need; nothing when there are none.
  void fields(String label, List<String> values) {
    var line = new StringBuilder();
    var heading = label;
    for (var value : values) {
      var safe = Escapes.line(value);
      if (!line.isEmpty() && LABEL + line.length() + safe.length() + 3 > terminal.width()) {
        field(heading, line.append(',').toString());
        heading = "";
        line.setLength(0);
      }
      line.append(line.isEmpty() ? "" : ", ").append(safe);
    }
    field(heading, line.toString());
  }

  void line(String text) {
    terminal.line(text);
  }

  /// A text of any length, indented.
  void text(String label, String text) {
    if (text.isEmpty()) {
      return;
    }
    terminal.line(paint.dim(label));
    text.lines().forEach(line -> terminal.line("  " + Escapes.visible(line)));
  }

  /// A unified diff, or one with changed words marked.
  void diff(String diff) {
    var words = !diff.lines().anyMatch(line -> line.startsWith("+") || line.startsWith("-"));
    diff.lines().forEach(line -> terminal.line(diffLine(Escapes.visible(line), words)));
  }

  private String diffLine(String line, boolean words) {
    if (line.startsWith("diff --git ") || line.startsWith("+++ ") || line.startsWith("--- ")) {
      return paint.bold(line);
    }
    if (line.startsWith("@@ ")) {
      return paint.place(line);
    }
    if (line.startsWith("+")) {
      return paint.good(line);
    }
    if (line.startsWith("-")) {
      return paint.bad(line);
    }
    return words ? words(line) : line;
  }

  private String words(String line) {
    var removed = REMOVED.matcher(line).replaceAll(found -> quoted(paint.bad(found.group())));
    return ADDED.matcher(removed).replaceAll(found -> quoted(paint.good(found.group())));
  }

  private static String quoted(String text) {
    return Matcher.quoteReplacement(text);
  }
}
