package dev.clew.cli;

import dev.clew.query.Answer;
import dev.clew.query.Outline;
import dev.clew.query.OutlineQuestion.Drawn;
import java.util.List;

/// A session from afar: pauses, failures, attempts and sub-agents.
final class OutlineText implements QuestionCommand.Renderer<Drawn> {
  private static final int MOST_PAUSES = 10;

  @Override
  public List<String> examples() {
    return List.of(
        "clew outline last         the newest session at a glance",
        "clew outline 3f2a --json  a session by the start of its id, for a program");
  }

  @Override
  public boolean limited() {
    return false;
  }

  @Override
  public Exit print(Answer<Drawn> answer, Context context) {
    for (var drawn : answer.rows()) {
      print(drawn, new Printer(context.terminal()), context);
    }
    return Exit.YES;
  }

  private static void print(Drawn drawn, Printer out, Context context) {
    var outline = drawn.outline();
    var busy = outline.busy();
    out.heading("session " + drawn.session().id());
    out.field("steps", Long.toString(outline.steps()));
    out.field("began", Words.time(outline.startedAt(), context.zone()));
    if (!busy.isEmpty()) {
      var worked = busy.stream().mapToLong(span -> span.toMs() - span.fromMs()).sum();
      out.field(
          "time", Words.duration(worked) + " at work of " + Words.duration(busy.getLast().toMs()));
    }
    out.field("failed", outline.errorCount() + " steps");
    out.field("tried again", outline.retries().size() + " steps");
    pauses(busy, out);
    for (var lane : outline.lanes()) {
      var row = drawn.subagents().get(lane.sessionRef());
      var name = row == null || row.subagentType() == null ? "sub-agent" : row.subagentType();
      var took = lane.span() == null ? null : lane.span().toMs() - lane.span().fromMs();
      out.field(
          name,
          lane.steps() + " steps, " + Words.duration(took) + ", " + lane.errors() + " failed");
    }
  }

  private static void pauses(List<Outline.Span> busy, Printer out) {
    var told = 0;
    for (var i = 1; i < busy.size() && told < MOST_PAUSES; i++) {
      var pause = busy.get(i).fromMs() - busy.get(i - 1).toMs();
      if (pause >= 60_000) {
        told++;
        out.field(
            "pause", Words.duration(pause) + " after " + Words.duration(busy.get(i - 1).toMs()));
      }
    }
  }
}
