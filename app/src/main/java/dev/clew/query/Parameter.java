package dev.clew.query;

import java.util.List;
import java.util.stream.Stream;

/// One thing that a question can be asked with.
///
/// @param name its name, in an URL and as an option
/// @param form what its value looks like
/// @param choices the values it can have, where these are few
/// @param positional whether the CLI takes it without a name
/// @param required whether it must be there
public record Parameter(
    String name,
    Form form,
    String summary,
    List<String> choices,
    boolean positional,
    boolean required) {

  /// What a value looks like.
  public enum Form {
    /// Any text.
    TEXT,
    /// A whole number, 0 or more.
    NUMBER,
    /// `true` or `false`.
    FLAG
  }

  static Parameter text(String name, String summary) {
    return new Parameter(name, Form.TEXT, summary, List.of(), false, false);
  }

  static Parameter number(String name, String summary) {
    return new Parameter(name, Form.NUMBER, summary, List.of(), false, false);
  }

  static Parameter flag(String name, String summary) {
    return new Parameter(name, Form.FLAG, summary, List.of(), false, false);
  }

  static Parameter choice(String name, String summary, List<String> choices) {
    return new Parameter(name, Form.TEXT, summary, choices, false, false);
  }

  /// What every question with many rows can be asked with.
  static List<Parameter> paging() {
    return List.of(
        number("limit", "at most so many"),
        number("offset", "leave out so many first"),
        text("cursor", "go on where an earlier answer ended"));
  }

  /// `own`, and then [#paging].
  static List<Parameter> withPaging(Parameter... own) {
    return Stream.concat(Stream.of(own), paging().stream()).toList();
  }

  Parameter asPosition(boolean isRequired) {
    return new Parameter(name, form, summary, choices, true, isRequired);
  }
}
