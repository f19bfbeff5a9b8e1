package dev.clew.origin;

import dev.clew.event.Confidence;
import dev.clew.event.OriginClass;
import dev.clew.event.SpanId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Who did a part of a change, and what supports it.
///
/// A change that several steps made has several findings, one after the other.
///
/// @param by the step that did it, or whose Git command did; absent when none is known
/// @param evidence words of a closed list, see `docs/formats/workspace-record.md`
/// @param candidates the steps that may have done it, when it is not known which
/// @param commit the commit that the content came from; absent unless it came through Git
/// @param result the bytes that this part left, where another part follows; else absent
public record Finding(
    OriginClass origin,
    Confidence confidence,
    Between.@Nullable Step by,
    List<String> evidence,
    List<SpanId> candidates,
    @Nullable String commit,
    byte @Nullable [] result) {

  static Finding exact(Between.Step by, String evidence, byte @Nullable [] result) {
    return new Finding(
        OriginClass.AGENT, Confidence.EXACT, by, List.of(evidence), List.of(), null, result);
  }

  static Finding inferred(Between.Step by, String evidence) {
    return new Finding(
        OriginClass.AGENT, Confidence.INFERRED, by, List.of(evidence), List.of(), null, null);
  }

  static Finding vcs(Between.@Nullable Step by, String commit) {
    return new Finding(
        OriginClass.VCS, Confidence.EXACT, by, List.of("git"), List.of(), commit, null);
  }

  /// A person's move brought the content back.
  static Finding move(Between.Step by) {
    return new Finding(
        OriginClass.HUMAN, Confidence.EXACT, by, List.of("move"), List.of(), null, null);
  }

  static Finding human() {
    return new Finding(
        OriginClass.HUMAN,
        Confidence.EXACT,
        null,
        List.of("outside_intervals"),
        List.of(),
        null,
        null);
  }

  static Finding unknown(List<SpanId> candidates, String... evidence) {
    return new Finding(
        OriginClass.UNKNOWN, Confidence.UNKNOWN, null, List.of(evidence), candidates, null, null);
  }
}
