package dev.clew.index;

import dev.clew.event.Event;
import dev.clew.text.Terms;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The texts of one record as terms, ready for the index.
///
/// @param seq the record's number in the ledger
public record RecordTerms(long seq, List<Text> texts) {
  private static final String WITHOUT_TEXT = "metadata";

  /// One text; the parameters as in [ToldText].
  ///
  /// @param terms its terms, each once
  public record Text(TextKind kind, long span, @Nullable Long at, Set<String> terms) {}

  /// The terms of what the events of record `seq` tell.
  ///
  /// @param mode the record's capture mode: with mode `metadata` there is no text, only
  ///   placeholders
  public static RecordTerms of(long seq, String mode, List<Event> events) {
    return mode.equals(WITHOUT_TEXT)
        ? new RecordTerms(seq, List.of())
        : new RecordTerms(
            seq,
            ToldText.of(events, EnumSet.allOf(TextKind.class)).stream()
                .map(told -> new Text(told.kind(), told.span(), told.at(), Terms.of(told.text())))
                .filter(text -> !text.terms.isEmpty())
                .toList());
  }
}
