package dev.clew.query;

import dev.clew.content.DamagedObjectException;
import dev.clew.event.SpanId;
import dev.clew.index.CauseRow;
import dev.clew.index.IndexReader;
import dev.clew.index.StepAuthor;
import dev.clew.index.StepRow;
import dev.clew.index.TurnRow;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/// Why a line is there, or a step was taken: the prompt, what was read before, what was edited,
/// what was run, and the line.
public final class WhyQuestion implements Question<WhyLink> {
  private static final int MOST = 30;
  private static final Pattern ID = Pattern.compile("[0-9a-f]{4,16}");

  /// Commands that are known to run tests.
  private static final Pattern TESTS =
      Pattern.compile(
          "(^|[\\s;&|/])(pytest|tox|nox|jest|vitest|mocha|rspec|phpunit|ctest|ginkgo|bats)\\b"
              + "|\\b(npm|pnpm|yarn|bun|cargo|go|mix|dotnet|swift|make|mvn|mvnw|gradle|gradlew|deno|rake)"
              + "\\b[^;&|]*\\b(test|tests|check|verify)\\b|\\bpython[0-9.]* -m (unittest|pytest)\\b");

  @Override
  public String name() {
    return "why";
  }

  @Override
  public String summary() {
    return "Tell why a line is there: the prompt, what was read, edited and run, with the evidence.";
  }

  @Override
  public List<Shape> rows() {
    return List.of(
        Shape.of("why_link", "A link of the chain from a prompt to a line.", WhyLink.FIELDS));
  }

  @Override
  public List<Shape> parts() {
    return List.of(WhyLink.FILE);
  }

  @Override
  public List<Parameter> parameters() {
    return List.of(
        Parameter.text("of", "a line, FILE:12, or a step: any unique start of its id")
            .asPosition(true),
        Parameter.text("folder", "the folder that the file is named from; clew: where you stand"),
        Parameter.text("at", "the line as it was: in a commit, after a step, at a time"));
  }

  @Override
  public Answer<WhyLink> ask(Request request, Sources sources)
      throws QueryException, SQLException, IOException {
    var of = request.text("of").orElse("");
    try {
      if (ID.matcher(of).matches()
          && Names.any(sources.index(), of) instanceof Names.Named.Step step) {
        return Answer.of(new Chain(sources).of(step.id(), null));
      }
      return ofLine(of, request, sources);
    } catch (DamagedObjectException e) {
      throw new IOException(e.getMessage() + "; 'clew verify' lists what is damaged", e);
    }
  }

  private static Answer<WhyLink> ofLine(String of, Request request, Sources sources)
      throws QueryException, SQLException, IOException, DamagedObjectException {
    var behind = LineRange.behind(of);
    if (behind.lines().isEmpty() || behind.lines().contains(",")) {
      throw QueryException.usage(
          "of: expected a line, FILE:12, or a step's id, found '%s'".formatted(of));
    }
    var folder = request.text("folder").orElse("/");
    var file = NamedFile.of(sources, folder, behind.file());
    var origins = new LineOrigins(sources, file.root());
    var finder = new BlamedFile.Finder(sources, origins, file);
    var at = request.text("at");
    var blamed = at.isPresent() ? finder.at(at.get()) : finder.now();
    var range = LineRange.of(behind.lines()).within(blamed.found().runs().lines(), file.named());
    var id = blamed.found().runs().causeOf(range.first() - 1);
    var cause = origins.causes(List.of(id)).get(id);
    if (cause == null) {
      throw new SQLException("no cause %d, though a line has it".formatted(id));
    }
    var redactor = sources.redactor();
    var shown = ShownLines.of(blamed.content(), text -> redactor.text(text).text());
    var step = cause.step();
    var line =
        new WhyLink(
            "line",
            shown.lines().get(range.first() - 1),
            cause.at(),
            step,
            null,
            step == null ? null : origins.authors(List.of(cause)).get(step),
            range.first(),
            blamed.found().path(),
            cause,
            List.of(),
            cause.commit(),
            List.of());
    var links = new ArrayList<WhyLink>();
    var chain = new Chain(sources);
    if (step != null) {
      links.addAll(chain.of(step, file.file()));
    }
    links.addAll(chain.candidates(cause));
    var known = blamed.found().known();
    if (known != null) {
      chain.commits(origins, known.id()).forEach(links::add);
    }
    links.add(line);
    var notes = new ArrayList<>(blamed.notes());
    origins.behind().ifPresent(notes::add);
    return new Answer<>(links, Optional.empty(), links.size(), List.copyOf(notes));
  }

  /// Puts the links before a step together.
  private static final class Chain {
    private final Sources sources;
    private final IndexReader index;

    Chain(Sources sources) throws SQLException, QueryException {
      this.sources = sources;
      this.index = sources.index();
    }

    /// From the prompt to what was run.
    ///
    /// @param file the file that is asked about: other files' edits are left out
    List<WhyLink> of(long step, @Nullable String file)
        throws SQLException, QueryException, IOException, DamagedObjectException {
      var row = index.step(step);
      if (row.isEmpty()) {
        return List.of();
      }
      var links = new ArrayList<WhyLink>();
      var turn = turn(row.get());
      if (turn.isPresent()) {
        links.add(prompt(turn.get(), author(step)));
      }
      var steps = turn.isPresent() ? steps(turn.get()) : List.of(row.get());
      var at = steps.stream().map(StepRow::id).toList().indexOf(step);
      var before = at < 0 ? steps : steps.subList(0, at);
      var after = at < 0 ? List.<StepRow>of() : steps.subList(at + 1, steps.size());
      add(links, "read", before.stream().filter(Chain::reads).toList());
      add(links, "edit", before.stream().filter(each -> edits(each, file)).toList());
      add(links, isCommand(row.get()) ? command(row.get()) : "edit", List.of(row.get()));
      add(links, "", after.stream().filter(Chain::isCommand).limit(MOST).toList());
      return links;
    }

    private Optional<TurnRow> turn(StepRow row) throws SQLException {
      return row.turn() == null ? Optional.empty() : index.turn(row.turn());
    }

    private List<StepRow> steps(TurnRow turn) throws SQLException {
      return index.stepsBetween(
          index.withSubagents(turn.sessionRef()),
          turn.at(),
          turn.endsAt() == null ? Long.MAX_VALUE : turn.endsAt());
    }

    private void add(List<WhyLink> links, String kind, List<StepRow> rows)
        throws SQLException, IOException, QueryException {
      var some = rows.subList(Math.max(0, rows.size() - MOST), rows.size());
      for (var row : some) {
        var changes = index.workspaces().changesOfSteps(List.of(row.id()));
        links.add(
            WhyLink.ofStep(
                kind.isEmpty() ? command(row) : kind,
                row,
                author(row.id()),
                changes,
                records(index.evidence(row.id()))));
      }
    }

    private @Nullable StepAuthor author(long step) throws SQLException {
      return index.authors(List.of(step)).get(step);
    }

    private WhyLink prompt(TurnRow turn, @Nullable StepAuthor author)
        throws SQLException, IOException, QueryException, DamagedObjectException {
      var turns = index.turns(turn.sessionRef());
      var sums = index.sums(List.of(), turns).get(turn.number() - 1);
      return new WhyLink(
          "prompt",
          ShowQuestion.turn(turn, sums, sources).prompt(),
          turn.at() == 0 ? null : turn.at(),
          turn.id(),
          null,
          author,
          null,
          null,
          null,
          List.of(),
          null,
          records(List.of(turn.seq())));
    }

    private List<String> records(List<Long> seqs) throws SQLException, IOException, QueryException {
      var ids = new ArrayList<String>();
      for (var seq : seqs) {
        var entry = sources.content().entry(seq);
        if (entry.isPresent()) {
          ids.add(entry.get().record().id().hex());
        }
      }
      return ids;
    }

    /// The steps that may have written a line of which it is not known which did.
    List<WhyLink> candidates(CauseRow cause) throws SQLException, IOException, QueryException {
      var ids = cause.candidates().stream().map(SpanId::bits).toList();
      var links = new ArrayList<WhyLink>();
      add(links, "candidate", index.stepsById(ids));
      return links;
    }

    /// The commits that have the version.
    List<WhyLink> commits(LineOrigins origins, long version) throws SQLException {
      var links = new ArrayList<WhyLink>();
      var commits = origins.versions().commitsOf(List.of(version)).getOrDefault(version, List.of());
      for (var commit : commits) {
        for (var told : index.commits().told(commit).stream().limit(1).toList()) {
          var made = told.what().committedAt();
          links.add(
              new WhyLink(
                  "commit",
                  told.what().subject(),
                  made == null ? told.at() : Long.valueOf(made.toEpochMilli()),
                  null,
                  null,
                  null,
                  null,
                  null,
                  null,
                  List.of(),
                  commit,
                  List.of(told.record())));
        }
      }
      return links;
    }

    private static boolean reads(StepRow row) {
      return row.kind().equals("file_read")
          || row.files().stream().anyMatch(file -> file.op().equals("read"));
    }

    private static boolean isCommand(StepRow row) {
      return row.kind().equals("bash_command");
    }

    private static String command(StepRow row) {
      return TESTS.matcher(row.title()).find() ? "test" : "command";
    }

    private static boolean edits(StepRow row, @Nullable String file) {
      return row.files().stream()
          .anyMatch(each -> !each.op().equals("read") && (file == null || isAt(each.path(), file)));
    }

    private static boolean isAt(String told, String file) {
      return told.startsWith("/") ? told.equals(file) : file.endsWith("/" + told);
    }
  }

  @Override
  public void write(WhyLink row, JsonGenerator json) {
    row.write(json);
  }
}
