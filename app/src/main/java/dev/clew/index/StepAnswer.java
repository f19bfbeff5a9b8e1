package dev.clew.index;

import dev.clew.event.Event;
import org.jspecify.annotations.Nullable;

/// What one kind of source says of a tool's answer: transcripts, or hooks.
///
/// @param ended epoch milliseconds; absent when the record has no time
/// @param files whether it says what was done to files
record StepAnswer(
    Rank rank,
    @Nullable Long ended,
    @Nullable Long durationMs,
    String status,
    @Nullable String error,
    @Nullable String denial,
    boolean files) {

  static StepAnswer of(Event.ToolAnswered event) {
    var rank = Rank.of(event.header());
    var answer = event.answer();
    return new StepAnswer(
        rank,
        rank.at() == Rank.NO_TIME ? null : rank.at(),
        answer.durationMs(),
        answer.status().wire(),
        line(answer.error()),
        line(answer.denial()),
        !answer.files().isEmpty());
  }

  /// On one line and without tabs, as it will be read back.
  private static @Nullable String line(@Nullable String text) {
    return text == null ? null : text.replace('\t', ' ').replace('\n', ' ');
  }

  boolean isBefore(@Nullable StepAnswer present) {
    return present == null || rank.compareTo(present.rank) < 0;
  }

  /// On one line.
  String text() {
    return String.join(
        "\t",
        rank.text(),
        ended == null ? "" : ended.toString(),
        durationMs == null ? "" : durationMs.toString(),
        status,
        denial == null ? "-" : "+" + denial,
        Boolean.toString(files),
        error == null ? "-" : "+" + error);
  }

  static StepAnswer parse(String text) {
    var parts = text.split("\t", 7);
    return new StepAnswer(
        Rank.parse(parts[0]),
        parts[1].isEmpty() ? null : Long.valueOf(parts[1]),
        parts[2].isEmpty() ? null : Long.valueOf(parts[2]),
        parts[3],
        present(parts[6]),
        present(parts[4]),
        Boolean.parseBoolean(parts[5]));
  }

  private static @Nullable String present(String text) {
    return text.startsWith("+") ? text.substring(1) : null;
  }
}
