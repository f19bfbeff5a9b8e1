package dev.clew.query;

import java.util.List;

/// Every question there is.
public final class Questions {
  private Questions() {}

  /// The questions, in the order in which help lists them. A new one is one line here.
  public static List<Question<?>> all() {
    return List.of(
        new SessionsQuestion(),
        new LogQuestion(),
        new ShowQuestion(),
        new DiffQuestion(),
        new BlameQuestion(),
        new WhyQuestion(),
        new OutlineQuestion(),
        new FilesQuestion(),
        new OverlapsQuestion(),
        new CostQuestion(),
        new DuQuestion(),
        new StatsQuestion(),
        new CaptureQuestion(),
        new SearchQuestion(),
        new NewsQuestion(),
        new MoveQuestion(MoveQuestion.Verb.REWIND),
        new MoveQuestion(MoveQuestion.Verb.UNDO),
        new MoveQuestion(MoveQuestion.Verb.REDO),
        new MoveQuestion(MoveQuestion.Verb.KEEP),
        new StatusQuestion());
  }
}
