package dev.clew.cli;

import dev.clew.event.SpanId;
import dev.clew.query.BlameLine;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Lines of a file and where they come from, in the form of `git blame --line-porcelain`.
///
/// Each line has a head, `<commit> <line> <line> 1`, its fields, one a line, and then a tab and the
/// line as it stands in the file, byte for byte. The commit is all zeros where none is known. Git's
/// own fields say what Git's readers expect; ours begin with `clew-`.
final class BlamePorcelain {
  private static final String NO_COMMIT = "0".repeat(40);

  private final Terminal terminal;
  private final String file;

  /// @param file the file's name as the user gave it
  BlamePorcelain(Terminal terminal, String file) {
    this.terminal = terminal;
    this.file = file;
  }

  void print(List<BlameLine> lines) {
    var out = terminal.out();
    for (var line : lines) {
      var head = head(line).getBytes(StandardCharsets.UTF_8);
      out.write(head, 0, head.length);
      var text =
          terminal.paged()
              ? (Escapes.visible(line.text()) + "\n").getBytes(StandardCharsets.UTF_8)
              : line.bytes();
      out.write('\t');
      out.write(text, 0, text.length);
      if (text.length == 0 || text[text.length - 1] != '\n') {
        out.write('\n');
      }
    }
    out.flush();
  }

  private String head(BlameLine line) {
    var text = new StringBuilder();
    var commit = line.commit();
    var number = line.number();
    text.append("%s %d %d 1\n".formatted(commit == null ? NO_COMMIT : commit, number, number));
    var cause = line.cause();
    var told = line.told();
    var author = line.author();
    add(text, "author", BlameText.who(line));
    add(text, "author-mail", "<>");
    var at = told == null ? cause.at() : Long.valueOf(told.authoredAt());
    add(text, "author-time", at == null ? null : Long.toString(at / 1000));
    add(text, "author-tz", at == null ? null : "+0000");
    add(text, "summary", author != null ? author.prompt() : told == null ? null : told.summary());
    add(text, "clew-class", cause.origin().wire());
    add(text, "clew-confidence", cause.confidence().wire());
    add(text, "clew-evidence", String.join(" ", cause.evidence()));
    add(
        text,
        "clew-candidates",
        cause.candidates().stream().map(SpanId::hex).collect(Collectors.joining(" ")));
    if (author != null) {
      add(text, "clew-session", author.session());
      add(text, "clew-turn", hex(author.turn()));
    }
    add(text, "clew-step", hex(cause.step()));
    if (author != null) {
      add(text, "clew-agent", author.agent());
      add(text, "clew-model", author.model());
    }
    add(text, "clew-note", cause.note());
    add(text, "clew-note-step", hex(cause.noteStep()));
    add(text, "filename", file);
    return text.toString();
  }

  private static @Nullable String hex(@Nullable Long span) {
    return span == null ? null : new SpanId(span).hex();
  }

  private static void add(StringBuilder text, String name, @Nullable String value) {
    if (value != null && !value.isEmpty()) {
      text.append(name).append(' ').append(Escapes.line(value)).append('\n');
    }
  }
}
