package dev.clew.cli;

import dev.clew.query.Answer;
import dev.clew.query.Parameter;
import dev.clew.query.QueryException;
import dev.clew.query.Question;
import dev.clew.query.Request;
import dev.clew.query.SessionsQuestion;
import dev.clew.query.Sources;
import java.io.IOException;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParseResult;

/// A command that asks a question: its options are the question's parameters, `--json` prints the
/// rows as they are, and a renderer prints them for a person.
///
/// @param <R> a row of the answer
final class QuestionCommand<R> implements Command {
  /// How many rows a person gets unless they say otherwise.
  private static final int SCREENFUL = 50;

  /// What a question calls the folder that the user stands in: `-C` names another.
  private static final String FOLDER = "folder";

  /// Prints an answer for a person.
  interface Renderer<R> {
    /// What the command's help ends with.
    List<String> examples();

    /// Whether a person gets a limited number of rows unless they say otherwise.
    boolean limited();

    /// What is done before the question is asked.
    default void before(Context context) throws IOException, SQLException, InterruptedException {}

    /// Prints; the exit code.
    Exit print(Answer<R> answer, Context context);
  }

  private final Question<R> question;
  private final Renderer<R> renderer;

  QuestionCommand(Question<R> question, Renderer<R> renderer) {
    this.question = question;
    this.renderer = renderer;
  }

  @Override
  public CommandSpec spec() {
    var spec =
        Help.command(
            question.name(), question.summary(), renderer.examples().toArray(String[]::new));
    var position = 0;
    for (var parameter : question.parameters()) {
      if (parameter.positional()) {
        spec.addPositional(
            PositionalParamSpec.builder()
                .index(Integer.toString(position++))
                .arity(parameter.required() ? "1" : "0..1")
                .type(String.class)
                .paramLabel(parameter.name().toUpperCase(Locale.ROOT))
                .description(parameter.summary())
                .build());
      } else if (!parameter.name().equals(FOLDER)) {
        spec.addOption(option(parameter));
      }
    }
    spec.addOption(Help.json());
    if (question.name().equals("log")) {
      spec.addOption(Help.flag("--all", "The whole store, wherever you stand."));
    }
    return spec;
  }

  private static OptionSpec option(Parameter parameter) {
    var name = "--" + parameter.name();
    var builder =
        parameter.name().equals("patch")
            ? OptionSpec.builder("-p", name)
            : OptionSpec.builder(name);
    var choices =
        parameter.choices().isEmpty()
            ? ""
            : ": "
                + String.join(
                    ", ", parameter.choices().stream().filter(c -> !c.startsWith("-")).toList());
    builder.description(parameter.summary() + choices);
    if (!parameter.choices().isEmpty()) {
      builder.completionCandidates(parameter.choices());
    }
    return parameter.form() == Parameter.Form.FLAG
        ? builder.build()
        : builder.type(String.class).paramLabel(parameter.name().toUpperCase(Locale.ROOT)).build();
  }

  @Override
  public boolean isLong() {
    return true;
  }

  @Override
  public boolean isQuestion() {
    return true;
  }

  @Override
  public Exit run(ParseResult arguments, Context context)
      throws QueryException, SQLException, IOException, InterruptedException {
    var values = new HashMap<String, String>();
    var position = 0;
    for (var parameter : question.parameters()) {
      var value =
          parameter.positional()
              ? arguments.matchedPositionalValue(position++, (String) null)
              : parameter.name().equals(FOLDER)
                  ? context.workingFolder().toString()
                  : value(arguments, parameter);
      if (value != null) {
        values.put(parameter.name(), value);
      }
    }
    resolveRepo(values, context);
    resolvePath(values, context);
    var json = arguments.hasMatchedOption("--json");
    var terminal = context.terminal();
    if (!json && renderer.limited() && terminal.paged() && !values.containsKey("limit")) {
      values.put("limit", Integer.toString(SCREENFUL));
    }
    renderer.before(context);
    try (var sources = context.sources()) {
      scope(arguments, values, context, sources);
      var answer = question.ask(Request.of(question, values), sources);
      if (!json) {
        return renderer.print(answer, context);
      }
      print(answer, terminal);
      answer.notes().forEach(terminal::say);
      return Exit.YES;
    }
  }

  /// `--repo .` means the folder that the user stands in.
  private static void resolveRepo(Map<String, String> values, Context context) {
    values.computeIfPresent(
        "repo",
        (_, repo) ->
            repo.startsWith(".")
                ? context.workingFolder().resolve(repo).normalize().toString()
                : repo);
  }

  /// A path of the user's, as it is known in the store.
  private static void resolvePath(Map<String, String> values, Context context) {
    values.computeIfPresent(
        "what",
        (_, what) ->
            what.contains("/") || what.startsWith(".") || what.endsWith(".jsonl")
                ? context.workingFolder().resolve(what).normalize().toString()
                : what);
  }

  /// `log` answers for the repository that the user stands in, if it is recorded.
  private void scope(
      ParseResult arguments, Map<String, String> values, Context context, Sources sources)
      throws QueryException, SQLException, IOException {
    if (!question.name().equals("log")
        || values.containsKey("session")
        || values.containsKey("repo")
        || arguments.hasMatchedOption("--all")) {
      return;
    }
    var sessions = new SessionsQuestion();
    var here = context.workingFolder().toString();
    var inRepo = sessions.ask(Request.of(sessions, Map.of("repo", here, "limit", "1")), sources);
    if (!inRepo.rows().isEmpty()) {
      values.put("repo", here);
    }
  }

  private static @Nullable String value(ParseResult arguments, Parameter parameter) {
    var name = "--" + parameter.name();
    if (!arguments.hasMatchedOption(name)) {
      return null;
    }
    return parameter.form() == Parameter.Form.FLAG
        ? "true"
        : arguments.matchedOptionValue(name, "");
  }

  private void print(Answer<R> answer, Terminal terminal) {
    Ndjson.print(terminal.out(), answer.rows(), question::write);
  }
}
