package dev.clew.index;

import dev.clew.event.ModelAnswer.Block;
import dev.clew.event.Place;
import dev.clew.event.PromptSource;
import dev.clew.event.Usage;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A [Place] as the index keeps it: texts cut down to titles, and where the record stands.
///
/// @param at epoch milliseconds; [Rank#NO_TIME] for a record without time
/// @param seq the record's number
record Mark(long position, String record, int ordinal, long seq, long at, Place place) {
  private static final String ABSENT = "\u0000";

  /// The place without what the index does not need.
  static Place reduced(Place place) {
    return switch (place) {
      case Place.Prompt p ->
          new Place.Prompt(p.telling(), p.source(), Titles.line(p.text()), p.images());
      case Place.Said p -> new Place.Said(title(p.blocks()));
      case Place.Conditions _, Place.Asked _, Place.Answered _, Place.Counted _, Place.Stopped _ ->
          place;
    };
  }

  /// The block that makes the best title: text before thinking, then the first.
  private static List<Block> title(List<Block> blocks) {
    return blocks.stream()
        .filter(block -> !block.text().isBlank())
        .sorted((one, other) -> Boolean.compare(one.thinking(), other.thinking()))
        .limit(1)
        .map(block -> new Block(block.thinking(), Titles.line(block.text())))
        .toList();
  }

  Rank rank() {
    return new Rank(at, position, record);
  }

  /// Whether it is part of what a model wrote.
  boolean isAnswer() {
    return place instanceof Place.Said || place instanceof Place.Asked;
  }

  /// Whether it tells a text that can be searched.
  boolean hasText() {
    return place instanceof Place.Prompt
        || (place instanceof Place.Said said && !said.blocks().isEmpty());
  }

  /// One line of fields, separated by tabs; the last may hold any.
  static String encode(Place place) {
    return switch (place) {
      case Place.Conditions p ->
          join("c", or(p.thread()), or(p.turn()), or(p.provider()), or(p.model()));
      case Place.Prompt p ->
          join("p", p.telling().name(), p.source().name(), "" + p.images(), p.text());
      case Place.Said p ->
          p.blocks().isEmpty()
              ? "s"
              : join("s", "" + p.blocks().getFirst().thinking(), p.blocks().getFirst().text());
      case Place.Asked p -> join("a", p.tool());
      case Place.Answered _ -> "r";
      case Place.Counted p -> join("n", numbers(p.total()), numbers(p.last()));
      case Place.Stopped p -> join("x", p.reason());
    };
  }

  static Place decode(String text) {
    return switch (text.charAt(0)) {
      case 'c' -> {
        var parts = text.split("\t", 5);
        yield new Place.Conditions(
            present(parts[1]), present(parts[2]), present(parts[3]), present(parts[4]));
      }
      case 'p' -> {
        var parts = text.split("\t", 5);
        yield new Place.Prompt(
            Place.Telling.valueOf(parts[1]),
            PromptSource.valueOf(parts[2]),
            parts[4],
            Integer.parseInt(parts[3]));
      }
      case 's' -> {
        var parts = text.split("\t", 3);
        yield new Place.Said(
            parts.length < 3
                ? List.of()
                : List.of(new Block(Boolean.parseBoolean(parts[1]), parts[2])));
      }
      case 'a' -> new Place.Asked(text.substring(2));
      case 'n' -> {
        var parts = text.split("\t", 3);
        var total = usage(parts[1]);
        yield total == null ? new Place.Answered() : new Place.Counted(total, usage(parts[2]));
      }
      case 'x' -> new Place.Stopped(text.substring(2));
      default -> new Place.Answered();
    };
  }

  private static String join(String... fields) {
    return String.join("\t", fields);
  }

  private static String or(@Nullable String text) {
    return text == null ? ABSENT : text.replace('\t', ' ');
  }

  private static @Nullable String present(String text) {
    return text.equals(ABSENT) ? null : text;
  }

  static String numbers(@Nullable Usage usage) {
    return usage == null
        ? ""
        : "%d %d %d %d %d %d"
            .formatted(
                usage.input(),
                usage.cacheRead(),
                usage.cacheWrite5m(),
                usage.cacheWrite1h(),
                usage.output(),
                usage.reasoning());
  }

  static @Nullable Usage usage(String numbers) {
    if (numbers.isEmpty()) {
      return null;
    }
    var parts = numbers.split(" ", 6);
    return new Usage(
        Long.parseLong(parts[0]),
        Long.parseLong(parts[1]),
        Long.parseLong(parts[2]),
        Long.parseLong(parts[3]),
        Long.parseLong(parts[4]),
        Long.parseLong(parts[5]),
        false,
        false,
        0);
  }
}
