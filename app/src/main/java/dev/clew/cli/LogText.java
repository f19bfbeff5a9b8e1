package dev.clew.cli;

import dev.clew.event.SpanId;
import dev.clew.index.StepRow;
import dev.clew.query.Answer;
import dev.clew.query.LogQuestion;
import dev.clew.query.PathVersion;
import java.util.List;

/// Steps, one a line.
final class LogText implements QuestionCommand.Renderer<LogQuestion.Row> {
  @Override
  public List<String> examples() {
    return List.of(
        "clew log                     what was done in this repository, newest first",
        "clew log last --reverse      the newest session from its beginning",
        "clew log 3f2a --limit 20     a session by the start of its id",
        "clew log -p                  with the lines that each step changed",
        "clew log last --stat         with the files that each step changed",
        "clew log -- app.py           every version of a file, whoever made it",
        "clew log -L 10,20:app.py     what made these lines what they are",
        "clew log --all --json        every step there is, for a program");
  }

  @Override
  public boolean limited() {
    return true;
  }

  @Override
  public Exit print(Answer<LogQuestion.Row> answer, Context context) {
    var terminal = context.terminal();
    var paint = new Paint(terminal.colours());
    var diffs = new DiffText(terminal);
    for (var row : answer.rows()) {
      switch (row) {
        case LogQuestion.Entry entry -> {
          terminal.line(line(entry.step(), context, paint));
          if (entry.diffs() != null) {
            diffs.print(entry.diffs());
          }
        }
        case PathVersion version -> new PathLogText(context).print(version);
      }
    }
    if (answer.rows().isEmpty()) {
      terminal.say("no steps");
    } else if (answer.total() > answer.rows().size()) {
      terminal.say(
          "%d of %d steps; --limit N shows more".formatted(answer.rows().size(), answer.total()));
    }
    return Exit.YES;
  }

  private static String line(StepRow step, Context context, Paint paint) {
    var failed = "error".equals(step.status());
    var mark = mark(step, paint);
    var indent = "  ".repeat(Math.min(step.depth(), 8));
    var what = indent + (step.tool() == null ? "model" : step.tool());
    var numbers = files(step);
    var width =
        context.terminal().width()
            - (28 + id(step, context).length() + context.timeWidth() + numbers.length());
    return "%s %s %s %s %s %s%s"
        .formatted(
            mark,
            paint.id(id(step, context)),
            paint.dim(Words.pad(context.time(step.startedAt()), context.timeWidth())),
            Words.padLeft(Words.duration(step.durationMs()), 7),
            Words.pad(Words.fit(what, 14), 14),
            Words.fit(
                failed && step.error() != null ? step.error() : title(step), Math.max(10, width)),
            paint.dim(numbers));
  }

  /// The id; its start on a narrow terminal.
  private static String id(StepRow step, Context context) {
    var id = new SpanId(step.id()).hex();
    return context.terminal().width() < 100 ? id.substring(0, 10) : id;
  }

  /// How the step ended, in one sign.
  static String mark(StepRow step, Paint paint) {
    return switch (step.status()) {
      case null -> paint.dim("?");
      case "error" -> paint.bad("✗");
      case "running" -> paint.id("…");
      default -> paint.good("✓");
    };
  }

  static String title(StepRow step) {
    if (!step.title().isBlank()) {
      return step.title();
    }
    return step.model() == null ? "" : step.model();
  }

  /// How many lines of files it added and removed; empty where it did neither.
  static String files(StepRow step) {
    var added = 0;
    var removed = 0;
    for (var file : step.files()) {
      added += file.added();
      removed += file.removed();
    }
    return added + removed == 0 ? "" : " +%d -%d".formatted(added, removed);
  }
}
