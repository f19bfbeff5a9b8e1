package dev.clew.query;

import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JsonGenerator;

/// What a move would do: asked before it is made, and changes nothing.
public final class MoveQuestion implements Question<MovePlan.Step> {
  /// The moves.
  public enum Verb {
    /// To an earlier state, people's changes kept.
    REWIND("to", "Take back what agents did after a moment, and keep what people did since."),
    /// What somebody did.
    UNDO("what", "Take back what a step, turn, session or agent did, and keep all later work."),
    /// The last move.
    REDO("", "Take the last move back, and keep what people did since."),
    /// What a session did, but for some files.
    KEEP("session", "Keep some files of a session, and take back what it did to all others.");

    private final String subject;
    private final String summary;

    Verb(String subject, String summary) {
      this.subject = subject;
      this.summary = summary;
    }

    /// The command's name.
    public String wire() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }
  }

  private final Verb verb;

  /// The question about one of the moves.
  public MoveQuestion(Verb verb) {
    this.verb = verb;
  }

  @Override
  public String name() {
    return verb.wire();
  }

  @Override
  public String summary() {
    return verb.summary;
  }

  @Override
  public List<Shape> rows() {
    return List.of(Shape.of("move_path", "What a move does at one path.", MovePlan.Step.FIELDS));
  }

  @Override
  public List<Parameter> parameters() {
    var parameters = new ArrayList<Parameter>();
    switch (verb) {
      case REWIND ->
          parameters.add(
              Parameter.text("to", "a step, turn, session or snapshot; TO^ is just before it")
                  .asPosition(true));
      case UNDO ->
          parameters.add(
              Parameter.text("what", "a step, a turn, a session, or an agent's name")
                  .asPosition(true));
      case KEEP -> parameters.add(Parameter.text("session", "a session").asPosition(true));
      case REDO -> {}
    }
    parameters.add(
        Parameter.text("path", "only these files and folders, below the workspace, one a line"));
    parameters.add(Parameter.text("folder", "a folder of the workspace; clew: where you stand"));
    if (verb == Verb.REWIND) {
      parameters.add(
          Parameter.flag("exact", "the state exactly as it was: people's changes go, too"));
    }
    if (verb == Verb.UNDO) {
      parameters.add(
          Parameter.flag("abort", "take a move back, and its conflicts whatever became of them"));
    }
    parameters.add(
        Parameter.flag("files", "change files whatever Git is doing, and wherever HEAD is"));
    return List.copyOf(parameters);
  }

  @Override
  public Answer<MovePlan.Step> ask(Request request, Sources sources)
      throws QueryException, SQLException, IOException {
    return Answer.of(plan(request, sources).paths());
  }

  /// The whole plan, for whoever makes the move.
  public MovePlan plan(Request request, Sources sources)
      throws QueryException, SQLException, IOException {
    var folder = folder(request.text("folder").orElse("/nonexistent"));
    var moves =
        new Moves(
            sources, folder, Paths.of(request.text("path").orElse("")), request.flag("files"));
    var subject = request.text(verb.subject).orElse("");
    if (subject.isEmpty() && verb != Verb.REDO) {
      throw QueryException.usage(verb.subject + ": expected an id");
    }
    return switch (verb) {
      case REWIND -> request.flag("exact") ? moves.exactly(subject) : moves.rewind(subject);
      case UNDO -> request.flag("abort") ? moves.abort(subject) : moves.undo(subject);
      case REDO -> moves.redo();
      case KEEP -> moves.keep(subject);
    };
  }

  private static Path folder(String text) throws QueryException {
    try {
      return Path.of(text);
    } catch (InvalidPathException e) {
      throw QueryException.usage("folder: expected a path, found '%s'".formatted(text));
    }
  }

  @Override
  public void write(MovePlan.Step row, JsonGenerator json) {
    row.write(json);
  }
}
