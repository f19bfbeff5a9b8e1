package dev.clew.query;

import tools.jackson.core.JsonGenerator;

/// How many lines came from whom: of all that were asked for, or with one value of something.
///
/// @param by `all`, or what they are counted by: class, agent, model, author or path
/// @param key the value; empty for all
/// @param lines how many lines
/// @param survived how many of them are in the files as they are on disk
/// @param files in how many files they are
public record LineStats(String by, String key, long lines, long survived, long files)
    implements StatsQuestion.Row {
  static final String FIELDS =
      """
      by: text - all, or what they are counted by: class, agent, model, author, path
      key: text - the value; empty for all
      lines: number - how many lines
      survived: number - how many of them are in the files as they are on disk
      files: number - in how many files they are
      """;

  void write(JsonGenerator json) {
    json.writeStartObject();
    new Fields(json)
        .text("by", by)
        .text("key", key)
        .number("lines", lines)
        .number("survived", survived)
        .number("files", files);
    json.writeEndObject();
  }
}
