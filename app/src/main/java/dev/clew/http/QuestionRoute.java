package dev.clew.http;

import dev.clew.query.Answer;
import dev.clew.query.Parameter;
import dev.clew.query.QueryException;
import dev.clew.query.Question;
import dev.clew.query.Request;
import java.io.IOException;
import java.sql.SQLException;
import java.util.Map;
import tools.jackson.core.JsonGenerator;

/// Answers a question: `{"items":[...],"next":"cursor"?,"total":n?,"notes":[...]?}`.
///
/// @param <R> a row of the answer
final class QuestionRoute<R> implements Route {
  private static final String LIMIT = "limit";
  private static final int DEFAULT_ROWS = 200;
  private static final int MOST_ROWS = 5000;

  private final Question<R> question;
  private final SourcesPool sources;

  QuestionRoute(Question<R> question, SourcesPool sources) {
    this.question = question;
    this.sources = sources;
  }

  @Override
  public void answer(Exchange exchange)
      throws RefusedException, QueryException, IOException, SQLException {
    var values = exchange.parameters();
    if (question.parameters().stream().map(Parameter::name).anyMatch(LIMIT::equals)) {
      values.merge(LIMIT, Integer.toString(DEFAULT_ROWS), (given, _) -> given);
    }
    var answer = sources.with(open -> question.ask(limited(values), open));
    exchange.json(json -> write(answer, json));
  }

  /// The request, with no more rows than one answer may have; its cursor leads to the others.
  private Request limited(Map<String, String> values) throws QueryException {
    var checked = Request.of(question, values);
    var limit = values.getOrDefault(LIMIT, "");
    if (!limit.isEmpty() && Long.parseLong(limit) > MOST_ROWS) {
      values.put(LIMIT, Integer.toString(MOST_ROWS));
      return Request.of(question, values);
    }
    return checked;
  }

  private void write(Answer<R> answer, JsonGenerator json) {
    json.writeStartObject();
    json.writeArrayPropertyStart("items");
    answer.rows().forEach(row -> question.write(row, json));
    json.writeEndArray();
    answer.next().ifPresent(next -> json.writeStringProperty("next", next));
    if (answer.total() != Answer.UNCOUNTED) {
      json.writeNumberProperty("total", answer.total());
    }
    if (!answer.notes().isEmpty()) {
      json.writeArrayPropertyStart("notes");
      answer.notes().forEach(json::writeString);
      json.writeEndArray();
    }
    json.writeEndObject();
  }
}
