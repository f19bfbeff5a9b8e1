package dev.clew.query;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What is asked with: values by parameter name, checked against the question's parameters.
public final class Request {
  private final Map<String, String> values;

  private Request(Map<String, String> values) {
    this.values = values;
  }

  /// Checks `values` against the parameters of `question`.
  ///
  /// @throws QueryException naming the first value that does not fit and what would
  public static Request of(Question<?> question, Map<String, String> values) throws QueryException {
    for (var entry : values.entrySet()) {
      var parameter =
          question.parameters().stream()
              .filter(each -> each.name().equals(entry.getKey()))
              .findFirst()
              .orElseThrow(() ->
                  QueryException.usage(
                      "%s has no parameter '%s': it has %s"
                          .formatted(
                              question.name(),
                              entry.getKey(),
                              question.parameters().stream().map(Parameter::name).toList())));
      check(parameter, entry.getValue());
    }
    for (var parameter : question.parameters()) {
      if (parameter.required() && !values.containsKey(parameter.name())) {
        throw QueryException.usage(
            "%s needs %s: %s".formatted(question.name(), parameter.name(), parameter.summary()));
      }
    }
    return new Request(Map.copyOf(values));
  }

  private static void check(Parameter parameter, String value) throws QueryException {
    var fits =
        switch (parameter.form()) {
          case TEXT -> parameter.choices().isEmpty() || parameter.choices().contains(value);
          case NUMBER -> value.matches("[0-9]{1,15}");
          case FLAG -> List.of("true", "false", "").contains(value);
        };
    if (!fits) {
      var expected =
          switch (parameter.form()) {
            case TEXT -> "one of " + String.join(", ", parameter.choices());
            case NUMBER -> "a whole number";
            case FLAG -> "true or false";
          };
      throw QueryException.usage(
          "%s: expected %s, found '%s'".formatted(parameter.name(), expected, value));
    }
  }

  Optional<String> text(String name) {
    return Optional.ofNullable(values.get(name)).filter(value -> !value.isEmpty());
  }

  long number(String name, long otherwise) {
    return text(name).map(Long::parseLong).orElse(otherwise);
  }

  boolean flag(String name) {
    return values.containsKey(name) && !"false".equals(values.get(name));
  }

  /// How many rows at most; -1, which is the default, for all.
  int limit() {
    return (int) Math.min(Integer.MAX_VALUE, number("limit", -1));
  }

  /// Where to begin: a cursor is the place of the first row.
  long offset() throws QueryException {
    var cursor = text("cursor");
    if (cursor.isPresent() && !cursor.get().matches("[0-9]{1,15}")) {
      throw QueryException.usage("cursor: expected one that an answer gave, found " + cursor.get());
    }
    return cursor.map(Long::parseLong).orElse(number("offset", 0));
  }
}
