package dev.clew.query;

import java.util.ArrayList;
import java.util.List;

/// What an object of an answer holds: its fields, what their values look like, and what they mean.
/// The reference and the OpenAPI document are made from it, and tests hold answers to it.
///
/// @param name what such an object is called, in lower case with underscores
public record Shape(String name, String summary, List<Field> fields) {
  /// A field.
  ///
  /// @param type `text`, `time`, `id` (16, 32 or 64 hex digits), `number`, `money`, `flag`, `any`,
  ///   `counts` (numbers by name), the name of another shape, or one of these in brackets: a list
  /// @param always whether it is there in every object
  public record Field(String name, String type, String summary, boolean always) {}

  /// A shape from lines `name: type - meaning`, with a question mark after the name of a field that
  /// may be absent.
  ///
  /// @throws IllegalArgumentException when a line has another form
  static Shape of(String name, String summary, String... blocks) {
    var fields = new ArrayList<Field>();
    for (var block : blocks) {
      block.lines().filter(line -> !line.isBlank()).map(Shape::field).forEach(fields::add);
    }
    return new Shape(name, summary, List.copyOf(fields));
  }

  private static Field field(String line) {
    var colon = line.indexOf(": ");
    var dash = line.indexOf(" - ", colon);
    if (colon < 1 || dash < 0) {
      throw new IllegalArgumentException("name: type - meaning: found " + line);
    }
    var name = line.substring(0, colon).strip();
    var isOptional = name.endsWith("?");
    return new Field(
        isOptional ? name.substring(0, name.length() - 1) : name,
        line.substring(colon + 2, dash).strip(),
        line.substring(dash + 3).strip(),
        !isOptional);
  }
}
