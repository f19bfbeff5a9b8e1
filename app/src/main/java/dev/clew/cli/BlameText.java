package dev.clew.cli;

import dev.clew.event.SpanId;
import dev.clew.query.BlameLine;
import java.util.List;

/// Lines of a file and where they come from, one a line: who, step or commit, when, what was asked
/// for, and the line.
final class BlameText {
  private static final int WHO = 18;
  private static final int ID = 8;
  private static final int PROMPT = 22;
  private static final int LEAST_TEXT = 30;

  private final Context context;
  private final Terminal terminal;
  private final Paint paint;

  BlameText(Context context) {
    this.context = context;
    this.terminal = context.terminal();
    this.paint = new Paint(terminal.colours());
  }

  void print(List<BlameLine> lines) {
    if (lines.isEmpty()) {
      return;
    }
    var digits = Integer.toString(lines.getLast().number()).length();
    var who = lines.stream().mapToInt(line -> Cells.width(who(line))).max().orElse(0);
    var whoWidth = Math.min(WHO, who);
    var left = terminal.width() - whoWidth - ID - context.timeWidth() - digits - 7;
    var prompted = lines.stream().anyMatch(line -> !asked(line).isEmpty());
    var promptWidth = prompted && left - PROMPT - 1 >= LEAST_TEXT ? PROMPT : 0;
    for (var line : lines) {
      terminal.line(line(line, whoWidth, promptWidth, digits));
    }
  }

  private String line(BlameLine line, int whoWidth, int promptWidth, int digits) {
    var head = new StringBuilder();
    head.append(
        Origins.painted(paint, line.cause(), Words.pad(Words.fit(who(line), whoWidth), whoWidth)));
    head.append(Origins.mark(line.cause()))
        .append(' ')
        .append(paint.id(Words.pad(id(line), ID)))
        .append(' ');
    var when = line.cause().at() == null ? "" : context.time(line.cause().at());
    head.append(paint.dim(Words.pad(when, context.timeWidth()))).append(' ');
    var used = whoWidth + ID + context.timeWidth() + digits + 6;
    if (promptWidth > 0) {
      head.append(Words.pad(Words.fit(asked(line), promptWidth), promptWidth)).append(' ');
      used += promptWidth + 1;
    }
    head.append(paint.dim(Words.padLeft(Integer.toString(line.number()), digits) + ")"));
    var text = Escapes.visible(line.text()).replace("\t", "    ");
    var shown = Cells.cut(text, Math.max(10, terminal.width() - used));
    return (head + " " + shown).stripTrailing();
  }

  /// Who wrote it, in as few words as can be.
  static String who(BlameLine line) {
    var told = line.told();
    return Origins.who(line.cause(), line.author(), told == null ? null : told.author());
  }

  private static String id(BlameLine line) {
    var step = line.cause().step();
    var commit = line.commit();
    var id = step != null ? new SpanId(step).hex() : commit == null ? "" : commit;
    return id.substring(0, Math.min(ID, id.length()));
  }

  private static String asked(BlameLine line) {
    var author = line.author();
    var told = line.told();
    if (author != null) {
      return author.prompt() == null ? "" : author.prompt();
    }
    return told == null ? "" : told.summary();
  }
}
