package dev.clew.export;

import dev.clew.query.CostQuestion;
import dev.clew.query.FilesQuestion;
import dev.clew.query.QueryException;
import dev.clew.query.Question;
import dev.clew.query.Request;
import dev.clew.query.SessionWalk;
import dev.clew.query.ShowQuestion;
import dev.clew.query.ShowQuestion.Shown;
import dev.clew.query.Sources;
import dev.clew.query.StepDetail;
import dev.clew.recorder.CurrentRedactor;
import dev.clew.recorder.Keys;
import dev.clew.recorder.Settings;
import dev.clew.redact.Redactor;
import java.io.BufferedOutputStream;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import tools.jackson.databind.JsonNode;

/// One session on its way out, as a document. For one use.
public final class Export {
  private static final ShowQuestion SHOW = new ShowQuestion();

  private final Order order;
  private final Sources sources;
  private final Surroundings surroundings;
  private final Settings settings;
  private final Redactor redactor;
  private final Outgoing outgoing;
  private final Shown.Session session;

  /// What is wanted.
  ///
  /// @param session any unique start of its id, or `last`
  /// @param subagents whether the steps of sub-agents are in it
  /// @param fullPaths whether home folders keep their names; otherwise they are called `~`
  /// @param images whether images are in it, where the format can hold them
  public record Order(
      String session, ExportFormat format, boolean subagents, boolean fullPaths, boolean images) {}

  /// What the known secrets are found in, and the time.
  ///
  /// @param environment the environment variables
  public record Surroundings(Map<String, String> environment, Path userHome, InstantSource clock) {}

  /// What was written.
  ///
  /// @param placeholders how many places stand for a secret
  /// @param takenOut how many of these the redactor found only now
  /// @param images how many images are in it
  /// @param imagesLeftOut how many are not: too large, forgotten, or not wanted
  public record Written(
      long bytes, long placeholders, long takenOut, long steps, int images, int imagesLeftOut) {}

  private Export(
      Order order,
      Sources sources,
      Surroundings surroundings,
      Shown.Session session,
      Settings settings,
      Redactor redactor) {
    this.order = order;
    this.sources = sources;
    this.surroundings = surroundings;
    this.session = session;
    this.settings = settings;
    this.redactor = redactor;
    this.outgoing = new Outgoing(redactor);
  }

  /// Finds the session.
  ///
  /// @throws QueryException when there is none, or it is not one session that is named
  public static Export of(Order order, Sources sources, Surroundings surroundings)
      throws QueryException, SQLException, IOException {
    var named = SHOW.ask(Request.of(SHOW, Map.of("id", order.session())), sources).rows();
    if (!(named.getFirst() instanceof Shown.Session session)) {
      throw QueryException.usage(
          "%s is not a session: 'clew sessions' lists them".formatted(order.session()));
    }
    var settings = Settings.load(sources.home().config());
    var redactor =
        new CurrentRedactor(
                sources.home(),
                Keys.open(sources.home()),
                settings.redactionLevel(),
                surroundings.environment(),
                surroundings.userHome())
            .get();
    return new Export(order, sources, surroundings, session, settings, redactor);
  }

  /// A name for the document: `clew-<8 digits of the session's id>.<ending>`.
  public String fileName() {
    return "clew-%s.%s".formatted(session.row().id().substring(0, 8), order.format().ending());
  }

  /// Writes the document and flushes; `out` stays open.
  public Written writeTo(OutputStream out) throws IOException, SQLException, QueryException {
    var measured = new Measured(out);
    var buffered = new BufferedOutputStream(measured, 1 << 16);
    if (!order.fullPaths()) {
      hideHomes();
    }
    var pictures = new Pictures(sources, order.images());
    var teller = new Teller(story(buffered, pictures));
    teller.story.begin(head());
    SessionWalk.through(sources, session.row().id(), order.subagents(), teller);
    teller.story.end();
    buffered.flush();
    return new Written(
        measured.bytes(),
        measured.placeholders(),
        outgoing.takenOut(),
        teller.steps,
        pictures.shown(),
        pictures.leftOut());
  }

  private Story story(OutputStream out, Pictures pictures) {
    return switch (order.format()) {
      case JSON -> new JsonStory(out);
      case MARKDOWN -> new MarkdownStory(writer(out));
      case HTML -> new HtmlStory(writer(out), pictures);
    };
  }

  private static BufferedWriter writer(OutputStream out) {
    return new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8));
  }

  /// The home of whoever exports, and those that the session worked in.
  private void hideHomes() {
    outgoing.hide(surroundings.userHome().toString());
    for (var path : new String[] {session.row().cwd(), session.row().repo()}) {
      if (path != null) {
        outgoing.hideHomeOf(path);
      }
    }
  }

  private Head head() throws IOException, SQLException, QueryException {
    var id = session.row().id();
    return new Head(
        outgoing.object(json -> SHOW.write(session, json)),
        rows(new FilesQuestion(), Map.of("session", id)),
        rows(new CostQuestion(), Map.of("session", id, "by", "model")),
        new Head.Made(
            version(),
            surroundings.clock().instant(),
            settings.redactionLevel().wireName(),
            redactor.version(),
            order.fullPaths(),
            order.subagents()));
  }

  private <R> List<JsonNode> rows(Question<R> question, Map<String, String> values)
      throws QueryException, SQLException, IOException {
    var rows = new ArrayList<JsonNode>();
    for (var row : question.ask(Request.of(question, values), sources).rows()) {
      rows.add(outgoing.object(json -> question.write(row, json)));
    }
    return rows;
  }

  /// Clew's version: the one in the jar's manifest; a build that has none is nobody's release.
  public static String version() {
    return Objects.requireNonNullElse(
        Export.class.getPackage().getImplementationVersion(), "development");
  }

  /// Hands what the walk comes by to the story, through the one way out.
  private final class Teller implements SessionWalk.Visitor {
    private final Story story;
    private long steps;

    Teller(Story story) {
      this.story = story;
    }

    @Override
    public void turn(Shown.Turn turn) throws IOException {
      story.turn(outgoing.object(json -> SHOW.write(turn, json)));
    }

    @Override
    public void step(StepDetail step) throws IOException {
      steps++;
      story.step(outgoing.object(json -> SHOW.write(new Shown.Step(step), json)));
    }

    @Override
    public void enter(Shown.Session subagent) throws IOException {
      story.enter(outgoing.object(json -> SHOW.write(subagent, json)));
    }

    @Override
    public void leave() throws IOException {
      story.leave();
    }
  }
}
