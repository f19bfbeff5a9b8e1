package dev.clew.index;

import dev.clew.event.Event;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// A turn's row while events are merged into it: of two prompts with one id a transcript's counts
/// before a hook's, then the earlier.
final class TurnState {
  final long id;
  long session;
  @Nullable Rank rank;
  String source = "";
  String title = "";
  long seq;

  TurnState(long id, long session) {
    this.id = id;
    this.session = session;
  }

  void merge(Event.PromptSubmitted event, long recordSeq) {
    var incoming = Rank.of(event.header());
    if (rank == null || Rank.BY_SOURCE.compare(incoming, rank) < 0) {
      rank = incoming;
      source = event.source().name().toLowerCase(Locale.ROOT);
      title = Titles.line(event.text());
      seq = recordSeq;
    }
  }
}
