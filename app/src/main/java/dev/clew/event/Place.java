package dev.clew.event;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a record says that only its place among the other records of its conversation completes:
/// which model answered, what a running total has grown by, which turn a prompt opened.
///
/// A record says its part alone; the index puts the parts together in the order of their positions,
/// so that neither the order of arrival nor a missing neighbour changes what the others say.
public sealed interface Place {
  /// What holds from here on, until another record says otherwise.
  ///
  /// @param thread the conversation that the records from here on were first written for; another
  ///   than the file's own where history was copied from it
  /// @param turn the agent's own id of the turn that begins here
  /// @param provider who serves the model
  /// @param model the model that answers
  record Conditions(
      @Nullable String thread,
      @Nullable String turn,
      @Nullable String provider,
      @Nullable String model)
      implements Place {}

  /// In which form a prompt is told. Where a turn has several, the first of these counts.
  enum Telling {
    /// As what the user typed.
    EVENT,
    /// As an item of the turn.
    ITEM,
    /// As the model was given it.
    RAW
  }

  /// Something was put to the agent; it opens a turn, whose id follows from the place.
  ///
  /// @param images how many images came with it
  record Prompt(Telling telling, PromptSource source, String text, int images) implements Place {}

  /// The model call under way wrote or thought something.
  record Said(List<ModelAnswer.Block> blocks) implements Place {}

  /// The model call under way asked for a tool.
  record Asked(String tool) implements Place {}

  /// A tool answered: what the model writes next is another call's, where no count tells.
  record Answered() implements Place {}

  /// The tokens of the conversation so far: a change of the total ends the model call under way.
  ///
  /// @param total of the conversation
  /// @param last of the latest call; absent when the record does not say
  record Counted(Usage total, @Nullable Usage last) implements Place {}

  /// The turn ended before its time.
  ///
  /// @param reason in one line
  record Stopped(String reason) implements Place {}
}
