package dev.clew.cli;

import dev.clew.index.SessionFilter.Facet;
import dev.clew.index.StatsRow;
import dev.clew.query.Answer;
import dev.clew.query.LineStats;
import dev.clew.query.SessionsQuestion;
import dev.clew.query.StatsQuestion;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Totals in a few lines, then a table per facet.
final class StatsText implements QuestionCommand.Renderer<StatsQuestion.Row> {
  @Override
  public List<String> examples() {
    return List.of(
        "clew stats --since 7d                 the last week",
        "clew stats --repo . --by agent,model  this repository, by agent and model",
        "clew stats --lines                    the working tree's lines, by who wrote them",
        "clew stats HEAD~3..HEAD --by class    what these commits brought, and what is left of it",
        "clew stats main.. --by author,path    by the commits' authors, and by file",
        "clew stats --errors --json            for a program");
  }

  @Override
  public boolean limited() {
    return false;
  }

  @Override
  public void before(Context context) throws IOException, SQLException, InterruptedException {
    OriginsBehind.catchUp(context);
  }

  @Override
  public Exit print(Answer<StatsQuestion.Row> answer, Context context) {
    var terminal = context.terminal();
    var rows = new ArrayList<StatsRow>();
    var lines = new ArrayList<LineStats>();
    for (var row : answer.rows()) {
      switch (row) {
        case StatsQuestion.SessionStats sessions -> rows.add(sessions.row());
        case LineStats line -> lines.add(line);
      }
    }
    if (rows.isEmpty()) {
      lines(lines, terminal);
    } else {
      sessions(rows, terminal);
    }
    answer.notes().forEach(terminal::say);
    return Exit.YES;
  }

  private static void lines(List<LineStats> lines, Terminal terminal) {
    var all = lines.getFirst();
    terminal.line(
        "%s in %s, %s of them still there"
            .formatted(
                Words.of(all.lines(), "line"),
                Words.of(all.files(), "file"),
                Words.count(all.survived())));
    for (var by : lines.stream().map(LineStats::by).distinct().skip(1).toList()) {
      var table =
          new Table(
              Table.right("LINES"),
              Table.right("SHARE"),
              Table.right("STILL THERE"),
              Table.right("FILES"),
              Table.left(by.toUpperCase(Locale.ROOT)));
      for (var row : lines.stream().filter(row -> row.by().equals(by)).toList()) {
        table.add(
            Long.toString(row.lines()),
            String.format(
                Locale.ROOT, "%.1f%%", all.lines() == 0 ? 0 : 100.0 * row.lines() / all.lines()),
            Long.toString(row.survived()),
            Long.toString(row.files()),
            row.key().isEmpty() ? (by.equals("author") ? "in no commit" : "not known") : row.key());
      }
      terminal.line("");
      table.print(terminal);
    }
  }

  private static void sessions(List<StatsRow> rows, Terminal terminal) {
    var all = rows.getFirst();
    var sums = all.sums();
    if (sums != null) {
      print(all, sums, terminal);
    }
    for (var facet : Facet.values()) {
      var table = new Table(Table.right("SESSIONS"), Table.left(heading(facet)));
      var counted =
          rows.stream()
              .filter(row -> row.facet().equals(Optional.of(facet)) && row.sessions() > 0)
              .toList();
      counted.forEach(row ->
          table.add(Long.toString(row.sessions()), row.key().equals("true") ? "yes" : row.key()));
      if (!counted.isEmpty()) {
        terminal.line("");
        table.print(terminal);
      }
    }
  }

  private static void print(StatsRow all, StatsRow.Sums sums, Terminal terminal) {
    var work = sums.work();
    terminal.line(
        "sessions   %d%s, %d turns"
            .formatted(
                all.sessions(),
                sums.subagents() == 0 ? "" : " and %d sub-agents".formatted(sums.subagents()),
                sums.turns()));
    terminal.line(
        "steps      %s model calls, %s tool calls, %s of them commands, %s failed"
            .formatted(
                Words.count(work.modelCalls()),
                Words.count(work.toolCalls()),
                Words.count(sums.commands()),
                Words.count(work.errors())));
    terminal.line(
        "files      %s changed, %s read, each once per session"
            .formatted(Words.count(sums.filesChanged()), Words.count(sums.filesRead())));
    terminal.line("tokens     " + Words.tokens(work.tokens()));
    terminal.line(
        "cost       %s at list price%s"
            .formatted(
                Words.money(SessionsQuestion.cost(work)),
                work.unpriced() == 0
                    ? ""
                    : ", without %d calls of unknown price".formatted(work.unpriced())));
  }

  private static String heading(Facet facet) {
    return switch (facet) {
      case AGENT -> "AGENT";
      case MODEL -> "MODEL";
      case REPO -> "REPOSITORY";
      case BRANCH -> "BRANCH";
      case SINCE -> "ACTIVE WITHIN";
      case ERRORS -> "WITH ERRORS";
      case SUBAGENTS -> "WITH SUB-AGENTS";
    };
  }
}
