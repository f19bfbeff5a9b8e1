package dev.clew.cli;

import dev.clew.index.CauseRow;
import dev.clew.index.StepAuthor;
import org.jspecify.annotations.Nullable;

/// Where lines come from, in few words.
final class Origins {
  private Origins() {}

  /// Who wrote it.
  ///
  /// @param person a person's name, where Git knows one
  static String who(CauseRow cause, @Nullable StepAuthor author, @Nullable String person) {
    return switch (cause.origin()) {
      case AGENT ->
          author == null
              ? "agent"
              : author.model() == null
                  ? author.agent()
                  : author.agent() + " " + model(author.agent(), author.model());
      case HUMAN -> person == null ? "a person" : person;
      case VCS -> person == null ? "git" : person;
      case BASELINE -> person == null ? "there before" : person;
      case UNKNOWN -> "unknown";
    };
  }

  /// A model's name without what its agent's name says already, and without its date.
  private static String model(String agent, String model) {
    var name = model.startsWith(agent + "-") ? model.substring(agent.length() + 1) : model;
    return name.replaceAll("-20[0-9]{6}$", "");
  }

  /// How well it is known, in one sign: a blank for what is exact.
  static String mark(CauseRow cause) {
    return switch (cause.confidence()) {
      case EXACT -> " ";
      case REPLAYED -> "=";
      case INFERRED -> "~";
      case UNKNOWN -> "?";
    };
  }

  /// `text` in the colour of who wrote it.
  static String painted(Paint paint, CauseRow cause, String text) {
    return switch (cause.origin()) {
      case AGENT -> paint.place(text);
      case HUMAN -> paint.good(text);
      case VCS, BASELINE -> paint.dim(text);
      case UNKNOWN -> paint.bad(text);
    };
  }
}
