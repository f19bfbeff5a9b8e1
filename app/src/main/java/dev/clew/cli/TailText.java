package dev.clew.cli;

import dev.clew.index.StaleRow;
import dev.clew.index.StepRow;
import dev.clew.query.NewsQuestion;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Prompts and steps, one a line, each said once: when a step begins, and when it ends.
final class TailText {
  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss");
  private static final int REMEMBERED = 20_000;
  private static final int SESSION = 8;
  private static final int FIXED = 53;

  private final Context context;
  private final Terminal terminal;
  private final Paint paint;
  private final boolean json;

  /// What has been said of each prompt and step.
  private final Map<Long, String> said =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, String> eldest) {
          return size() > REMEMBERED;
        }
      };

  private final Set<String> stale = new HashSet<>();

  TailText(Context context, boolean json) {
    this.context = context;
    this.terminal = context.terminal();
    this.paint = new Paint(terminal.colours());
    this.json = json;
  }

  void print(NewsQuestion.Told told) {
    switch (told) {
      case NewsQuestion.Told.Prompt(var turn) -> {
        if (!json && isNews(turn.id(), "prompt")) {
          terminal.line(
              "%s %s %s"
                  .formatted(
                      start(turn.at(), turn.session()),
                      paint.bold("▶"),
                      paint.bold(Words.fit(turn.title(), terminal.width() - 21))));
        }
      }
      case NewsQuestion.Told.Stale(var write) -> {
        if (!stale.add(write.session() + " " + write.step() + " " + write.path() + write.seq())) {
          return;
        }
        if (json) {
          Ndjson.print(terminal.out(), List.of(told), new NewsQuestion()::write);
        } else {
          warn(write);
        }
      }
      case NewsQuestion.Told.Step(var step) -> {
        if (!isNews(step.id(), Objects.requireNonNullElse(step.status(), "unknown"))) {
          return;
        }
        if (json) {
          Ndjson.print(terminal.out(), List.of(step), NewsQuestion::writeStep);
        } else {
          terminal.line(line(step));
        }
      }
    }
  }

  /// A line of its own for each part that does not fit.
  private void warn(StaleRow write) {
    var text = "%s: %s".formatted(OverlapsText.kind(write), OverlapsText.text(write));
    var file = write.path().substring(write.path().lastIndexOf('/') + 1);
    terminal.line(
        "%s %s %s"
            .formatted(
                start(write.at(), write.session()),
                paint.bad("!"),
                paint.bad(Words.fit(Escapes.line(file), terminal.width() - 21))));
    for (var line : Cells.wrap(Escapes.line(text), terminal.width() - 20)) {
      terminal.line(" ".repeat(20) + line);
    }
  }

  private boolean isNews(long id, String state) {
    return !state.equals(said.put(id, state));
  }

  private String start(@Nullable Long at, String session) {
    var time =
        at == null ? "--:--:--" : TIME.format(Instant.ofEpochMilli(at).atZone(context.zone()));
    return paint.dim(time) + " " + paint.id(session.substring(0, SESSION));
  }

  private String line(StepRow step) {
    var failed = "error".equals(step.status());
    var what =
        "  ".repeat(Math.min(step.depth(), 4)) + (step.tool() == null ? "model" : step.tool());
    var took = step.durationMs() == null ? "" : Words.duration(step.durationMs());
    var numbers = LogText.files(step);
    var width = Math.max(20, terminal.width() - FIXED - numbers.length());
    return "%s %s %s %s %s%s"
        .formatted(
            start(step.startedAt(), step.session()),
            LogText.mark(step, paint),
            Words.pad(Words.fit(what, 22), 22),
            paint.dim(Words.padLeft(took, 7)),
            Words.fit(failed && step.error() != null ? step.error() : LogText.title(step), width),
            paint.dim(numbers));
  }

  /// Says that older news of a session are not printed.
  void leftOut(String session, long count) {
    if (count > 0) {
      terminal.say(
          "%d more of %s: 'clew log %s' shows them"
              .formatted(count, session.substring(0, SESSION), session.substring(0, SESSION)));
    }
  }

  void flush() {
    terminal.out().flush();
  }

  /// Whether nobody reads any more.
  boolean isLost() {
    return terminal.out().checkError();
  }
}
