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
    head.append(painted(line, Words.pad(Words.fit(who(line), whoWidth), whoWidth)));
    head.append(mark(line)).append(' ').append(paint.id(Words.pad(id(line), ID))).append(' ');
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
    var author = line.author();
    var told = line.told();
    return switch (line.cause().origin()) {
      case AGENT ->
          author == null
              ? "agent"
              : author.model() == null
                  ? author.agent()
                  : author.agent() + " " + model(author.agent(), author.model());
      case HUMAN -> told == null ? "a person" : told.author();
      case VCS -> told == null ? "git" : told.author();
      case BASELINE -> told == null ? "there before" : told.author();
      case UNKNOWN -> "unknown";
    };
  }

  /// A model's name without what its agent's name says already, and without its date.
  private static String model(String agent, String model) {
    var name = model.startsWith(agent + "-") ? model.substring(agent.length() + 1) : model;
    return name.replaceAll("-20[0-9]{6}$", "");
  }

  /// How well it is known, in one sign: nothing for what is exact.
  private static String mark(BlameLine line) {
    return switch (line.cause().confidence()) {
      case EXACT -> " ";
      case REPLAYED -> "=";
      case INFERRED -> "~";
      case UNKNOWN -> "?";
    };
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

  private String painted(BlameLine line, String text) {
    return switch (line.cause().origin()) {
      case AGENT -> paint.place(text);
      case HUMAN -> paint.good(text);
      case VCS, BASELINE -> paint.dim(text);
      case UNKNOWN -> paint.bad(text);
    };
  }
}
