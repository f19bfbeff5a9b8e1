package dev.clew.index;

import dev.clew.event.Event;
import dev.clew.event.Place;
import dev.clew.event.SessionKey;
import dev.clew.event.TitleSource;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A session's row while events are merged into it.
final class SessionState {
  private static final List<String> FULLNESS = List.of("metadata", "content", "full");

  final long ref;
  final SessionKey key;
  final Facts facts;
  @Nullable Long firstAt;
  @Nullable Long lastAt;
  String mode;
  boolean changed;
  boolean moved;

  SessionState(long ref, SessionKey key, String mode, Facts facts) {
    this.ref = ref;
    this.key = key;
    this.mode = mode;
    this.facts = facts;
  }

  /// A session is as fully kept as the fullest of its records.
  void seen(String recordMode) {
    if (FULLNESS.indexOf(recordMode) > FULLNESS.indexOf(mode)) {
      mode = recordMode;
      changed = true;
    }
  }

  /// Widens the session's time by the event's.
  void seen(Event.Header header) {
    var at = header.at();
    if (at == null) {
      return;
    }
    var ms = at.toEpochMilli();
    if (firstAt == null || ms < firstAt) {
      firstAt = ms;
      changed = true;
    }
    if (lastAt == null || ms > lastAt) {
      lastAt = ms;
      changed = true;
    }
  }

  void merge(Event.SessionObserved event) {
    var rank = Rank.of(event.header());
    changed |= facts.merge(Facts.Kind.VERSION, event.agentVersion(), rank);
    changed |= facts.merge(Facts.Kind.FIRST_CWD, event.cwd(), rank);
    var cwd = facts.get(Facts.Kind.LAST_CWD);
    changed |= facts.merge(Facts.Kind.LAST_CWD, event.cwd(), rank);
    moved |= !Objects.equals(cwd, facts.get(Facts.Kind.LAST_CWD));
    changed |= facts.merge(Facts.Kind.BRANCH, event.branch(), rank);
    changed |= facts.merge(Facts.Kind.USER, event.user(), rank);
  }

  void merge(Event.SessionTitled event) {
    var kind =
        switch (event.source()) {
          case TitleSource.USER -> Facts.Kind.TITLE_BY_USER;
          case TitleSource.AGENT -> Facts.Kind.TITLE_BY_AGENT;
          case TitleSource.SUMMARY -> Facts.Kind.SUMMARY;
        };
    changed |= facts.merge(kind, event.title(), Rank.of(event.header()));
  }

  void merge(Event.PromptSubmitted event) {
    changed |=
        facts.merge(Facts.Kind.FIRST_PROMPT, Titles.line(event.text()), Rank.of(event.header()));
  }

  void merge(Event.Placed event) {
    if (event.place() instanceof Place.Prompt prompt) {
      changed |=
          facts.merge(Facts.Kind.FIRST_PROMPT, Titles.line(prompt.text()), Rank.of(event.header()));
    }
  }

  void merge(Event.SessionForked event) {
    changed |= facts.merge(Facts.Kind.ORIGIN, event.from().id(), Rank.of(event.header()));
  }

  void type(@Nullable String type, Rank rank) {
    changed |= facts.merge(Facts.Kind.SUBAGENT_TYPE, type, rank);
  }
}
