package dev.clew.cli;

import dev.clew.index.CaptureRow;
import dev.clew.query.Answer;
import dev.clew.query.CaptureQuestion;
import dev.clew.query.CaptureQuestion.Row;
import dev.clew.query.CaptureSums;
import dev.clew.query.CapturedFile;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// The account of what was captured: sums first, then everything that is not as it should be.
final class CaptureText implements QuestionCommand.Renderer<Row> {
  private static final int SHOWN = 20;

  @Override
  public List<String> examples() {
    return List.of(
        "clew capture                            every file that was read, and what was not",
        "clew capture last                       the files of the newest session",
        "clew capture ~/.claude/projects --json  those below a folder, for a program");
  }

  @Override
  public boolean limited() {
    return false;
  }

  @Override
  public Exit print(Answer<Row> answer, Context context) {
    var printer = new Printer(context.terminal());
    var agents = new ArrayList<CaptureSums>();
    var files = new ArrayList<CapturedFile>();
    var sessions = new ArrayList<CaptureRow>();
    var left = new ArrayList<String>();
    for (var row : answer.rows()) {
      switch (row) {
        case Row.Total _ -> {}
        case Row.Agent agent -> agents.add(agent.sums());
        case Row.Left each ->
            left.add(
                "%d× %s: %s"
                    .formatted(
                        each.notRead().files(), each.notRead().path(), each.notRead().reason()));
        case Row.File file -> files.add(file.file());
        case Row.Session session -> sessions.add(session.row());
      }
    }
    var total = (Row.Total) answer.rows().getFirst();
    if (agents.size() > 1) {
      agents.add(total.sums());
    }
    sums(agents, context.terminal());
    total(total, printer);
    list("not read", left, printer);
    list(
        "files to look at",
        files.stream().filter(CaptureText::isOdd).map(CaptureText::line).toList(),
        printer);
    list("gaps", sessions.stream().flatMap(CaptureText::lines).toList(), printer);
    return Exit.YES;
  }

  private static void sums(List<CaptureSums> agents, Terminal terminal) {
    var table =
        new Table(
            Table.left("AGENT"),
            Table.right("FILES"),
            Table.right("LINES"),
            Table.right("RECORDED"),
            Table.right("DUPLICATE"),
            Table.right("BLANK"),
            Table.right("UNREADABLE"),
            Table.right("INCOMPLETE"),
            Table.right("BALANCE"));
    for (var sums : agents) {
      var taken = sums.taken();
      table.add(
          sums.agent().isEmpty() ? "all" : sums.agent(),
          Long.toString(sums.files()),
          Long.toString(sums.lines()),
          Long.toString(taken.recorded()),
          Long.toString(taken.known()),
          Long.toString(taken.blank()),
          Long.toString(taken.bad()),
          Long.toString(sums.incomplete()),
          Long.toString(sums.balance()));
    }
    table.print(terminal);
  }

  private static void total(Row.Total total, Printer printer) {
    var sums = total.sums();
    printer.field(
        "bytes",
        "%s of %s read".formatted(Words.bytes(sums.bytesRead()), Words.bytes(sums.bytes())));
    printer.field(
        "records",
        "%d in %d sessions: %s".formatted(sums.records(), sums.sessions(), counts(sums.classes())));
    if (total.unaccounted() != 0) {
      printer.field(
          "balance",
          "%d of %d records in the store are of no file that was counted"
              .formatted(total.unaccounted(), total.stored()));
    }
    if (sums.kept().count() > 0) {
      printer.field(
          "attachments",
          "%d kept beside their records, %s"
              .formatted(sums.kept().count(), Words.bytes(sums.kept().bytes())));
    }
    if (sums.omitted().count() > 0) {
      printer.field(
          "omitted",
          "%d told by their length alone, %s"
              .formatted(sums.omitted().count(), Words.bytes(sums.omitted().bytes())));
    }
    printer.field("secrets", sums.redactions() + " taken out");
    printer.fields("kept as is", names(sums.keptTypes()));
    printer.fields("not known", names(sums.unknown()));
    sums.gaps().forEach((reason, count) -> printer.field("missing", count + "× " + reason));
  }

  private static String counts(Map<String, Long> counts) {
    return String.join(", ", names(counts));
  }

  private static List<String> names(Map<String, Long> counts) {
    return counts.entrySet().stream()
        .filter(entry -> entry.getValue() > 0)
        .map(entry -> entry.getKey() + " " + entry.getValue())
        .toList();
  }

  private static boolean isOdd(CapturedFile file) {
    return file.balance() != 0 || file.taken().bad() > 0 || file.unreadBytes() > 0;
  }

  private static String line(CapturedFile file) {
    var said = new ArrayList<String>();
    if (file.count() == null) {
      said.add("read before lines were counted");
    } else if (file.balance() != 0) {
      said.add("%d lines unaccounted for".formatted(file.balance()));
    }
    if (file.unreadBytes() > 0) {
      said.add("%s wait for more".formatted(Words.bytes(file.unreadBytes())));
    }
    var count = file.count();
    if (count != null && !count.firstBad().isEmpty()) {
      said.add("line " + String.join(", line ", count.firstBad()));
    }
    return file.file().path() + ": " + String.join("; ", said);
  }

  private static Stream<String> lines(CaptureRow session) {
    return CaptureQuestion.gaps(session).entrySet().stream()
        .map(gap ->
            "%s  %d× %s".formatted(session.id().substring(0, 10), gap.getValue(), gap.getKey()));
  }

  private static void list(String heading, List<String> lines, Printer printer) {
    if (lines.isEmpty()) {
      return;
    }
    printer.heading(heading);
    for (var line : lines.subList(0, Math.min(SHOWN, lines.size()))) {
      printer.line("  " + Escapes.line(line));
    }
    if (lines.size() > SHOWN) {
      printer.line("  %d more; --json lists all".formatted(lines.size() - SHOWN));
    }
  }
}
