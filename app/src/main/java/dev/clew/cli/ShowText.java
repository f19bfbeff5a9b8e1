package dev.clew.cli;

import dev.clew.event.GitMove;
import dev.clew.event.SpanId;
import dev.clew.event.StepKind;
import dev.clew.event.WorktreeStatus;
import dev.clew.index.Missed;
import dev.clew.query.Answer;
import dev.clew.query.Checks;
import dev.clew.query.SessionWorkspaces;
import dev.clew.query.SessionsQuestion;
import dev.clew.query.ShowQuestion.Shown;
import dev.clew.query.StepDetail;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A session, a turn, a step or a snapshot in full.
final class ShowText implements QuestionCommand.Renderer<Shown> {
  @Override
  public List<String> examples() {
    return List.of(
        "clew show last               the newest session and its turns",
        "clew show 9c41               a step, a turn or a session by the start of its id",
        "clew show 9c41 --json        everything that its records say, for a program");
  }

  @Override
  public boolean limited() {
    return false;
  }

  @Override
  public Exit print(Answer<Shown> answer, Context context) {
    for (var shown : answer.rows()) {
      switch (shown) {
        case Shown.Session session -> session(session, context);
        case Shown.Turn turn -> turn(turn, context);
        case Shown.Step step -> step(step.detail(), context);
        case Shown.Snapshot snapshot -> snapshot(snapshot, context);
      }
    }
    return Exit.YES;
  }

  private static void session(Shown.Session shown, Context context) {
    var out = new Printer(context.terminal());
    var row = shown.row();
    out.heading("session " + row.id());
    out.field("title", row.title());
    out.field("agent", row.agent() + (row.version() == null ? "" : " " + row.version()));
    out.field("agent's id", row.agentSession());
    out.field("models", String.join(", ", row.models()));
    out.field("repository", row.repo());
    out.field("branch", row.branch());
    out.field(
        "time",
        Words.time(row.firstAt(), context.zone())
            + " to "
            + Words.time(row.lastAt(), context.zone())
            + ago(row.firstAt(), context));
    out.field(
        "did",
        String.join(
            ", ",
            Words.of(row.turns(), "turn"),
            Words.of(row.total().modelCalls(), "model call"),
            Words.of(row.total().toolCalls(), "tool call"),
            Words.of(row.total().errors(), "error"),
            Words.of(row.filesChanged(), "file") + " changed"));
    out.field(
        "tokens",
        Words.tokens(row.total().tokens())
            + ", "
            + Words.money(SessionsQuestion.cost(row.total())));
    out.field("settings", shown.settings().values().isEmpty() ? null : shown.settings().text());
    shown.settings().ended().stream()
        .filter(moment -> moment.why() != null)
        .forEach(moment -> out.field("ended", moment.why()));
    shown.settings().checks().forEach(check -> out.field("permission", check.text()));
    shown.settings().aborted().forEach((reason, n) -> out.field("aborted", n + "× " + reason));
    if (shown.proof().source().equals("hooks")) {
      out.field(
          "captured",
          "%d of %s, last hook %s"
              .formatted(
                  shown.proof().captured(),
                  Words.of(shown.proof().expected(), "tool call"),
                  Words.time(shown.proof().heartbeat(), context.zone())));
    }
    shown
        .proof()
        .missing()
        .forEach(each -> out.field("missing", each.count() + "× " + each.reason()));
    shown.gaps().forEach((reason, count) -> out.field("missing", count + "× " + reason));
    shown.unknown().forEach((name, count) -> out.field("kept unread", count + "× " + name));
    shown.pullRequests().keySet().forEach(url -> out.field("pull request", url));
    workspaces(shown.workspaces(), out);
    for (var i = 0; i < shown.turns().size(); i++) {
      var turn = shown.turns().get(i);
      var sums = shown.sums().get(i);
      out.line(
          "%s %s  %s  %s"
              .formatted(
                  Words.padLeft(Integer.toString(turn.number()), 4),
                  out.paint().id(new SpanId(turn.id()).hex()),
                  Words.padLeft(Words.of(sums.steps(), "step"), 10),
                  Words.fit(turn.title(), context.terminal().width() - 36)));
    }
    for (var subagent : shown.subagents()) {
      out.line(
          "     %s  sub-agent %s  %s"
              .formatted(
                  out.paint().id(subagent.id().substring(0, 16)),
                  Words.fit(orEmpty(subagent.subagentType()), 20),
                  Words.fit(orEmpty(subagent.title()), context.terminal().width() - 56)));
    }
  }

  private static void turn(Shown.Turn shown, Context context) {
    var out = new Printer(context.terminal());
    out.heading("turn " + new SpanId(shown.row().id()).hex());
    out.field("session", shown.row().session());
    out.field("number", Integer.toString(shown.row().number()));
    out.field(
        "time", Words.time(shown.row().at(), context.zone()) + ago(shown.row().at(), context));
    out.field(
        "did",
        Words.of(shown.sums().steps(), "step") + ", " + Words.of(shown.sums().errors(), "error"));
    out.text("prompt", shown.prompt());
  }

  private static void step(StepDetail detail, Context context) {
    var out = new Printer(context.terminal());
    var row = detail.row();
    out.heading("step " + new SpanId(row.id()).hex());
    if (row.kind().equals(StepKind.ROLLBACK.wire())) {
      out.field("title", row.title());
    }
    out.field("session", row.session());
    out.field("kind", row.tool() == null ? row.kind() : row.kind() + " (" + row.tool() + ")");
    out.field("status", row.status() == null ? "unknown: no record tells" : row.status());
    out.field("error", row.error());
    out.field(
        "time",
        Words.time(row.startedAt(), context.zone())
            + ago(row.startedAt(), context)
            + ", "
            + Words.duration(row.durationMs()));
    out.field("model", row.model());
    out.field("cost", row.costPico() == null ? null : Words.money(row.costPico()));
    if (detail.input() != null) {
      out.text("input", detail.input().toPrettyString());
    }
    for (var block : detail.texts()) {
      out.text(block.thinking() ? "thinking" : "text", block.text());
    }
    if (detail.answer() != null) {
      out.text("output", detail.answer().output());
    }
    for (var file : detail.files()) {
      out.field("file", file.op().wire() + " " + file.path() + DiffText.who(file.seen()));
      if (file.diff() != null) {
        out.diff(file.diff());
      }
    }
    detail.stale().forEach(each -> out.field(OverlapsText.kind(each), OverlapsText.text(each)));
    detail.checks().forEach(check -> out.field("permission", Checks.text(check)));
    for (var seen : detail.snapshots()) {
      out.field(
          seen.what().moment(),
          "snapshot %s of %s".formatted(seen.what().tree().substring(0, 16), seen.what().root()));
    }
    detail.moves().forEach(seen -> out.field("git", git(seen.what())));
    detail.missed().forEach(seen -> out.field("missing", missing(seen.what())));
    for (var told : detail.records()) {
      if (told.event().header().ordinal() == 0) {
        var hook = detail.hooks().get(told.record().id());
        out.field(
            "record",
            told.record().id().hex()
                + (hook == null
                    ? ", %s line %d".formatted(told.record().stream(), told.record().line())
                    : ", hook " + hook));
      }
    }
  }

  private static String git(GitMove move) {
    return Stream.of(move.what(), move.name(), shortened(move.after()), move.operation())
        .filter(Objects::nonNull)
        .collect(Collectors.joining(" "));
  }

  private static @Nullable String shortened(@Nullable String commit) {
    return commit == null || commit.length() < 40 ? commit : commit.substring(0, 10);
  }

  private static String missing(Missed missed) {
    return missed.what() + ": " + missed.reason();
  }

  private static void workspaces(SessionWorkspaces seen, Printer out) {
    for (var end : seen.ends()) {
      var state = end.what();
      out.field(
          "workspace",
          "%s %s, %s, snapshot %s"
              .formatted(
                  state.root(),
                  state.moment(),
                  Words.of(state.files(), "file"),
                  state.tree().substring(0, 16)));
    }
    for (var each : seen.worktrees()) {
      out.field("work tree", worktree(each.what()));
    }
    seen.moves().forEach(move -> out.field("git", git(move.what())));
    var origins = new TreeMap<String, Long>();
    seen.beside().forEach(change -> origins.merge(change.what().origin().wire(), 1L, Long::sum));
    origins.forEach((origin, count) ->
        out.field("beside it", Words.of(count, "change") + " " + DiffText.by(origin)));
  }

  private static String worktree(WorktreeStatus status) {
    var commit = status.commit();
    var differs =
        "%d modified, %d deleted, %d untracked%s"
            .formatted(
                status.modified(),
                status.deleted(),
                status.untracked(),
                status.notCompared() == 0 ? "" : ", " + status.notCompared() + " not compared");
    return "%s %s: %s"
        .formatted(
            status.moment(),
            commit == null ? "without a commit" : "at " + commit.substring(0, 12),
            differs);
  }

  private static void snapshot(Shown.Snapshot shown, Context context) {
    var out = new Printer(context.terminal());
    var state = shown.moments().getFirst().what();
    out.heading("snapshot " + state.tree());
    out.field("workspace", state.root());
    out.field("files", "%d, %s".formatted(state.files(), Words.bytes(state.bytes())));
    out.field("not kept", state.notKept() == 0 ? null : Words.of(state.notKept(), "file"));
    for (var seen : shown.moments()) {
      out.field(
          seen.what().moment(),
          Words.time(seen.at(), context.zone())
              + (seen.step() == null ? "" : ", step " + new SpanId(seen.step()).hex())
              + ", session "
              + seen.session().substring(0, 16));
    }
  }

  private static String ago(@Nullable Long at, Context context) {
    return at != null && context.terminal().relative() ? " (" + context.time(at) + ")" : "";
  }

  private static String orEmpty(@Nullable String text) {
    return text == null ? "" : text;
  }
}
