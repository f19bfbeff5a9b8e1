package dev.clew.index;

import dev.clew.event.Usage;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// A model call or a turn as one session's course tells it.
///
/// @param kind [Shared#STEP] or [Shared#TURN]
/// @param data what is told, on one line
/// @param seqs the records that tell it, separated by blanks
record Told(int kind, long id, String data, String seqs) {
  /// A model call.
  ///
  /// @param ended epoch milliseconds; absent when no record has a time
  record Call(
      Rank rank,
      int titleClass,
      String title,
      @Nullable Long ended,
      @Nullable String provider,
      @Nullable String model,
      @Nullable String error,
      @Nullable Usage usage) {
    /// The better telling of one call first: one with tokens, then that with the most output, then
    /// one that knows the model.
    static final Comparator<Call> BEST =
        Comparator.comparingLong((Call call) -> call.usage == null ? -1 : call.usage.output())
            .reversed()
            .thenComparing(call -> call.model == null)
            .thenComparing(Call::rank);

    String text() {
      return String.join(
          "\t",
          rank.text(),
          Integer.toString(titleClass),
          ended == null ? "" : Long.toString(ended),
          orEmpty(provider),
          orEmpty(model),
          orEmpty(error),
          Mark.numbers(usage),
          title);
    }

    static Call parse(String text) {
      var parts = text.split("\t", 8);
      return new Call(
          Rank.parse(parts[0]),
          Integer.parseInt(parts[1]),
          parts[7],
          parts[2].isEmpty() ? null : Long.valueOf(parts[2]),
          orNull(parts[3]),
          orNull(parts[4]),
          orNull(parts[5]),
          Mark.usage(parts[6]));
    }
  }

  /// A turn.
  ///
  /// @param source where its prompt came from, in lower case
  record Turn(Rank rank, String source, String title) {
    String text() {
      return rank.text() + "\t" + source + "\t" + title;
    }

    static Turn parse(String text) {
      var parts = text.split("\t", 3);
      return new Turn(Rank.parse(parts[0]), parts[1], parts[2]);
    }
  }

  static String seqs(List<Mark> marks) {
    return marks.stream().map(mark -> Long.toString(mark.seq())).collect(Collectors.joining(" "));
  }

  /// The numbers of the records that tell it.
  List<Long> records() {
    return Arrays.stream(seqs.split(" ", -1)).map(Long::valueOf).toList();
  }

  private static String orEmpty(@Nullable String text) {
    return text == null ? "" : text.replace('\t', ' ');
  }

  private static @Nullable String orNull(String text) {
    return text.isEmpty() ? null : text;
  }
}
