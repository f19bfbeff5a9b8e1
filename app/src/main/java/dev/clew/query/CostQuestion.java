package dev.clew.query;

import dev.clew.index.CostReader;
import dev.clew.index.CostReader.By;
import dev.clew.index.CostRow;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/// What model calls cost, each call counted once.
public final class CostQuestion implements Question<CostRow> {
  private static final List<String> KEYS =
      Arrays.stream(By.values()).map(by -> by.name().toLowerCase(Locale.ROOT)).toList();

  @Override
  public String name() {
    return "cost";
  }

  @Override
  public String summary() {
    return "Add up tokens and what they cost at list price.";
  }

  @Override
  public List<Shape> rows() {
    return List.of(
        Shape.of(
            "cost",
            "Model calls under one heading, or under two.",
            """
            key: text - the heading: a model, a session, a day (UTC), a week's Monday, a folder...
            label?: text - the heading in words, where the key is an id
            key2?: text - the second heading, where two were asked for
            label2?: text - the second heading in words
            model_calls: number - how many
            tokens: tokens - of all of them
            cost_usd?: money - at list price; absent when no price is known
            unpriced_calls: number - how many have no known price
            """));
  }

  @Override
  public List<Parameter> parameters() {
    return Parameter.withPaging(
        Parameter.text(
            "by",
            "what to add up by, one of these or two with a comma: " + String.join(", ", KEYS)),
        Parameter.text("session", "only this session and its sub-agents"),
        Parameter.text("agent", "only one agent's calls"),
        Parameter.text("repo", "only calls in this folder, below it or above it"),
        Parameter.text("model", "only calls of this model, or of those with this in their name"),
        Parameter.text("since", "only days from a time or day on, or within 7d"),
        Parameter.text("until", "only days up to a time or day"));
  }

  @Override
  public Answer<CostRow> ask(Request request, Sources sources) throws QueryException, SQLException {
    var by = keys(request.text("by").orElse("model"));
    var index = sources.index();
    var session = request.text("session");
    var refs =
        session.isPresent()
            ? index.withSubagents(Names.session(index, session.get()))
            : List.<Long>of();
    var filter = Filters.every(request.text("agent"), request.text("repo"));
    var calls =
        new CostReader.Calls(
            refs,
            filter,
            request.text("model"),
            Times.since(request.text("since"), sources.clock()).map(Times::day),
            Times.until(request.text("until"), sources.clock()).map(ms -> Times.day(ms - 1)));
    var then = by.size() == 2 ? Optional.of(by.getLast()) : Optional.<By>empty();
    return Answer.of(index.costs(by.getFirst(), then, calls), request);
  }

  private static List<By> keys(String text) throws QueryException {
    var names = List.of(text.split(",", -1));
    var different = new HashSet<>(names).size() == names.size();
    if (names.size() > 2 || !different || !KEYS.containsAll(names)) {
      throw QueryException.usage(
          "by: expected one of %s, or two of them with a comma between, found '%s'"
              .formatted(String.join(", ", KEYS), text));
    }
    return names.stream().map(name -> By.valueOf(name.toUpperCase(Locale.ROOT))).toList();
  }

  @Override
  public void write(CostRow row, JsonGenerator json) {
    json.writeStartObject();
    new Fields(json)
        .text("key", row.key())
        .text("label", row.label())
        .text("key2", row.key2())
        .text("label2", row.label2())
        .number("model_calls", row.modelCalls())
        .tokens("tokens", row.tokens())
        .cost("cost_usd", cost(row))
        .number("unpriced_calls", row.unpriced());
    json.writeEndObject();
  }

  /// The known cost: absent when no call under the heading has a known price.
  public static @Nullable Long cost(CostRow row) {
    return row.modelCalls() > 0 && row.unpriced() >= row.modelCalls() ? null : row.costPico();
  }
}
