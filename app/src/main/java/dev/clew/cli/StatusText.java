package dev.clew.cli;

import dev.clew.event.SpanId;
import dev.clew.query.Answer;
import dev.clew.query.StatusQuestion;
import dev.clew.query.WaitingMove;
import dev.clew.recorder.Following;
import java.util.List;
import java.util.Locale;

/// The store's and the recorder's state in a few lines, and what is missing.
final class StatusText implements QuestionCommand.Renderer<StatusQuestion.Status> {
  private static final int SHOWN = 10;

  @Override
  public List<String> examples() {
    return List.of(
        "clew status           the recorder, the store, and what is missing",
        "clew status --json    every session with what was captured of it");
  }

  @Override
  public boolean limited() {
    return false;
  }

  @Override
  public Exit print(Answer<StatusQuestion.Status> answer, Context context) {
    var status = answer.rows().getFirst();
    var terminal = context.terminal();
    terminal.line(
        status
            .recorder()
            .map(running ->
                "recorder   running, process %d, %s".formatted(running.pid(), running.url()))
            .orElse("recorder   stopped ('clew up' starts it)"));
    terminal.line(
        "store      %s, %s, %s"
            .formatted(
                status.home(),
                Words.bytes(status.storeBytes()),
                Words.of(status.entries(), "record")));
    terminal.line(
        "capture    %s, redaction %s"
            .formatted(
                status.settings().captureMode().wire(),
                status.settings().redactionLevel().name().toLowerCase(Locale.ROOT)));
    if (status.textBehind() > 0) {
      terminal.line("text       %d records cannot be searched yet".formatted(status.textBehind()));
    }
    var due = status.linesDue();
    if (!due.isNothing()) {
      terminal.line("lines      " + OriginsBehind.told(due));
    }
    var spool = status.spool();
    if (spool.frames() > 0) {
      terminal.line(
          "spool      %s waiting, the oldest since %s"
              .formatted(
                  Words.of(spool.frames(), "hook"),
                  spool.oldest().map(at -> context.time(at.toEpochMilli())).orElse("-")));
    }
    if (spool.failed() > 0) {
      terminal.line(
          "           %s could not be stored: %s says why; they are tried again at the next start"
              .formatted(Words.of(spool.failed(), "hook"), "recorder.log"));
    }
    terminal.line("prices     %s".formatted(status.priceVersion().orElse("-")));
    status
        .importing()
        .ifPresent(progress ->
            terminal.line(
                "importing  %d of %d files".formatted(progress.filesDone(), progress.files())));
    status.following().ifPresent(following -> print(following, terminal));
    status.waiting().forEach(each -> print(each, terminal));
    sessions(status.sessions(), context);
    return Exit.YES;
  }

  private static void print(WaitingMove waiting, Terminal terminal) {
    var commits = waiting.move().message() != null;
    terminal.line("waiting    a move in " + Escapes.line(waiting.move().root().toString()));
    terminal.line(
        "           %s: '%s --continue', or '--abort' there"
            .formatted(
                waiting.marked().isEmpty()
                    ? "no conflict markers are left"
                    : "conflict markers in " + Words.of(waiting.marked().size(), "file"),
                commits ? "clew revert-commit" : "clew undo"));
  }

  private static void sessions(List<StatusQuestion.SessionStatus> sessions, Context context) {
    var terminal = context.terminal();
    var withGaps =
        sessions.stream()
            .filter(each -> !each.gaps().isEmpty() || !each.proof().missing().isEmpty())
            .toList();
    var live = sessions.stream().filter(each -> each.proof().source().equals("hooks")).toList();
    terminal.line(
        "sessions   %d, %d of them with gaps".formatted(sessions.size(), withGaps.size()));
    if (!live.isEmpty()) {
      terminal.line(
          "hooks      %d of %d calls captured in %s"
              .formatted(
                  live.stream().mapToLong(each -> each.proof().captured()).sum(),
                  live.stream().mapToLong(each -> each.proof().expected()).sum(),
                  Words.of(live.size(), "session")));
    }
    for (var session : live.stream().limit(SHOWN).toList()) {
      terminal.line(
          "  %s  captured %d of %d, last hook %s"
              .formatted(
                  id(session),
                  session.proof().captured(),
                  session.proof().expected(),
                  Words.time(session.proof().heartbeat(), context.zone())));
    }
    for (var session : withGaps.stream().limit(SHOWN).toList()) {
      for (var missing : session.proof().missing()) {
        terminal.line(
            "  %s  %d× %s".formatted(id(session), missing.count(), Escapes.line(missing.reason())));
        if (!missing.steps().isEmpty()) {
          terminal.line("              " + steps(missing.steps()));
        }
      }
      session
          .gaps()
          .forEach((reason, count) ->
              terminal.line("  %s  %d× %s".formatted(id(session), count, reason)));
    }
    if (withGaps.size() > SHOWN) {
      terminal.say("%d more; --json lists all".formatted(withGaps.size() - SHOWN));
    }
  }

  private static String id(StatusQuestion.SessionStatus session) {
    return session.session().id().substring(0, 10);
  }

  private static String steps(List<Long> steps) {
    var named = steps.stream().limit(4).map(step -> new SpanId(step).hex()).toList();
    var more = steps.size() - named.size();
    return String.join(", ", named) + (more > 0 ? " and %d more".formatted(more) : "");
  }

  private static void print(Following following, Terminal terminal) {
    var there = following.folders().values().stream().filter(exists -> exists).count();
    terminal.line(
        "following  %d of %d agents' folders are there; %d folders watched"
            .formatted(there, following.folders().size(), following.watched()));
    if (following.scanned() > 0) {
      terminal.line(
          "           %d folders or links only looked at every 2 s: %s"
              .formatted(following.scanned(), Escapes.line(following.scannedBecause())));
    }
    following
        .problems()
        .forEach((place, what) ->
            terminal.line("  %s: %s".formatted(Escapes.line(place), Escapes.line(what))));
  }
}
