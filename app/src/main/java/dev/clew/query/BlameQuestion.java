package dev.clew.query;

import dev.clew.index.CauseRow;
import dev.clew.index.Runs;
import dev.clew.workspace.GitBlame;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.core.JsonGenerator;

/// Where each line of a file comes from: which step, person or commit wrote it.
public final class BlameQuestion implements Question<BlameLine> {
  @Override
  public String name() {
    return "blame";
  }

  @Override
  public String summary() {
    return "Tell where each line of a file comes from: which prompt and step, or a person, or Git.";
  }

  @Override
  public List<Shape> rows() {
    return List.of(
        Shape.of("blame_line", "A line of a file and where it comes from.", BlameLine.FIELDS));
  }

  @Override
  public List<Parameter> parameters() {
    return List.of(
        Parameter.text("file", "a file, with lines behind it where not all are asked for: FILE:3,9")
            .asPosition(true),
        Parameter.text("folder", "the folder that the file is named from; clew: where you stand"),
        Parameter.text("lines", "only these: 12, 12,20 or 12,+5; clew blame -L"),
        Parameter.text(
            "at", "as it was: in a commit, after a step, turn, session or snapshot, at a time"),
        Parameter.flag("commits", "with the commit that has each line and its author, from Git"),
        Parameter.flag("w", "leave out notes of what changed blanks only"));
  }

  @Override
  public Answer<BlameLine> ask(Request request, Sources sources)
      throws QueryException, SQLException, IOException {
    var folder = request.text("folder").orElse("/");
    var text = request.text("file").orElse("");
    var behind = LineRange.behind(text);
    var isWhole = behind.lines().isEmpty() || exists(sources, folder, text);
    var file = NamedFile.of(sources, folder, isWhole ? text : behind.file());
    var lines = request.text("lines").orElse(isWhole ? "" : behind.lines());
    var range = lines.isEmpty() ? LineRange.ALL : LineRange.of(lines);
    var origins = new LineOrigins(sources, file.root());
    var finder = new BlamedFile.Finder(sources, origins, file);
    var at = request.text("at");
    var blamed = at.isPresent() ? finder.at(at.get()) : finder.now();
    var notes = new ArrayList<>(blamed.notes());
    origins.behind().ifPresent(notes::add);
    var within = range.within(blamed.found().runs().lines(), file.named());
    var told =
        request.flag("commits")
            ? commits(blamed, sources, notes)
            : List.<Optional<GitBlame.Told>>of();
    var rows = new Rows(blamed, origins, sources, request.flag("w")).of(within, told);
    return new Answer<>(rows, Optional.empty(), rows.size(), List.copyOf(notes));
  }

  private static boolean exists(Sources sources, String folder, String name)
      throws QueryException, SQLException {
    try {
      var file = NamedFile.of(sources, folder, name);
      return file.place().found() != dev.clew.workspace.FilePlace.Found.NOTHING;
    } catch (QueryException e) {
      return false;
    }
  }

  private static List<Optional<GitBlame.Told>> commits(
      BlamedFile blamed, Sources sources, List<String> notes) throws IOException {
    var tree = blamed.workTree();
    if (tree.isEmpty()) {
      notes.add("commits: the file is in no Git work tree");
      return List.of();
    }
    var redactor = sources.redactor();
    try {
      return GitBlame.of(
              Path.of(blamed.file().root()),
              blamed.found().path(),
              blamed.content(),
              blamed.found().runs().lines(),
              blamed.commit())
          .stream()
          .map(each ->
              each.map(told ->
                  new GitBlame.Told(
                      told.commit(),
                      redactor.text(told.author()).text(),
                      told.authoredAt(),
                      redactor.text(told.summary()).text())))
          .toList();
    } catch (IOException e) {
      notes.add("commits: " + e.getMessage());
      return List.of();
    }
  }

  /// Makes the rows of an answer.
  private static final class Rows {
    private final BlamedFile blamed;
    private final LineOrigins origins;
    private final boolean withoutNotes;
    private final ShownLines shown;

    Rows(BlamedFile blamed, LineOrigins origins, Sources sources, boolean withoutNotes)
        throws IOException {
      this.blamed = blamed;
      this.origins = origins;
      this.withoutNotes = withoutNotes;
      var redactor = sources.redactor();
      this.shown = ShownLines.of(blamed.content(), text -> redactor.text(text).text());
    }

    List<BlameLine> of(LineRange range, List<Optional<GitBlame.Told>> told)
        throws SQLException, QueryException {
      var runs = blamed.found().runs();
      var causes = origins.causes(within(runs, range));
      var authors = origins.authors(causes.values());
      var rows = new ArrayList<BlameLine>();
      var starts = starts(blamed.content(), runs.lines());
      for (var number = range.first(); number <= range.last(); number++) {
        var cause = cause(causes, runs.causeOf(number - 1));
        var step = cause.step();
        rows.add(
            new BlameLine(
                number,
                text(number),
                bytes(number, starts),
                cause,
                step == null ? null : authors.get(step),
                told.size() < number ? null : told.get(number - 1).orElse(null)));
      }
      return rows;
    }

    private static Set<Long> within(Runs runs, LineRange range) {
      var ids = new HashSet<Long>();
      for (var line = range.first(); line <= range.last(); ) {
        var run = runs.runOf(line - 1);
        ids.add(runs.cause(run));
        line = runs.start(run) + runs.length(run) + 1;
      }
      return ids;
    }

    private CauseRow cause(Map<Long, CauseRow> causes, long id) {
      var row = causes.get(id);
      if (row == null) {
        throw new IllegalStateException("no cause %d, though a line has it".formatted(id));
      }
      return withoutNotes && row.note() != null ? withoutNote(row) : row;
    }

    private static CauseRow withoutNote(CauseRow row) {
      return CauseRow.of(
          row.origin(),
          row.confidence(),
          row.session(),
          row.step(),
          row.at(),
          row.evidence(),
          row.candidates(),
          row.commit(),
          null,
          null,
          null);
    }

    private String text(int number) {
      var text = shown.lines().get(number - 1);
      return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
    }

    private byte[] bytes(int number, int[] starts) {
      var from = starts[number - 1];
      var to = starts[number];
      var own = Arrays.copyOfRange(blamed.content(), from, to);
      if (!shown.changed()) {
        return own;
      }
      var line = shown.lines().get(number - 1).getBytes(shown.charset());
      var ends = to > from && blamed.content()[to - 1] == '\n';
      var end = to - from - (ends ? 1 : 0);
      if (Arrays.equals(line, 0, line.length, own, 0, end)) {
        return own;
      }
      var text = new String(line, shown.charset()) + (ends ? "\n" : "");
      return text.getBytes(StandardCharsets.UTF_8);
    }

    private static int[] starts(byte[] content, int lines) {
      var starts = new int[lines + 1];
      var line = 1;
      for (var i = 0; i < content.length && line < lines; i++) {
        if (content[i] == '\n') {
          starts[line++] = i + 1;
        }
      }
      starts[lines] = content.length;
      return starts;
    }
  }

  @Override
  public void write(BlameLine row, JsonGenerator json) {
    row.write(json);
  }
}
