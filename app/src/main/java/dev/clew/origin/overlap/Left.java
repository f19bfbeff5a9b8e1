package dev.clew.origin.overlap;

import dev.clew.event.FileVersion;
import dev.clew.event.OriginClass;
import dev.clew.event.SessionKey;
import dev.clew.event.SpanId;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One change of a file's content, in the order in which a workspace's changes were seen.
///
/// @param number its place in that order, from 1
/// @param by who made it
/// @param session the conversation of the step that did; absent when no step is known
/// @param candidates the steps that may have made it where nobody is known to have
record Left(
    long number,
    Instant at,
    OriginClass by,
    @Nullable SessionKey session,
    @Nullable SpanId step,
    List<Candidate> candidates,
    @Nullable FileVersion before,
    @Nullable FileVersion after) {

  /// A step that may have made a change.
  ///
  /// @param session absent when it is not known whose it is
  record Candidate(@Nullable SessionKey session, SpanId step) {}

  /// Whether it is, or may be, the conversation's own doing, by another step than `writing`.
  boolean mayBeOf(SessionKey own, SpanId writing) {
    return own.equals(session)
        || candidates.stream()
            .anyMatch(each ->
                !each.step.equals(writing) && (each.session == null || each.session.equals(own)));
  }

  /// Whether both are the same content, or no file.
  static boolean same(@Nullable FileVersion one, @Nullable FileVersion other) {
    if (one == null || other == null) {
      return one == null && other == null;
    }
    return one.sha256().equals(other.sha256());
  }
}
