package dev.clew.origin.lines;

import dev.clew.event.Confidence;
import dev.clew.event.OriginClass;
import dev.clew.event.SessionKey;
import dev.clew.event.SpanId;
import dev.clew.index.CauseRow;
import dev.clew.index.ClaimRow;
import dev.clew.index.Runs;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Whose lines a content has by the word of other tools: only where nothing of our own says.
public final class Claimed {
  /// The evidence of what another tool says; the form's name follows it.
  public static final String CLAIMED = "claimed";

  private static final Comparator<ClaimRow> IN_ORDER =
      Comparator.comparingLong((ClaimRow row) -> at(row))
          .thenComparing(ClaimRow::record)
          .thenComparingInt(ClaimRow::ordinal);

  private Claimed() {}

  /// Causes that can be looked at and added to.
  public interface Book extends Causes {
    /// The cause with this id.
    CauseRow row(long id);

    /// Adds a cause; its id.
    long add(CauseRow row);
  }

  /// The lines of a content, with what is claimed of them.
  ///
  /// @param claims of just this content
  public static Runs over(Runs its, List<ClaimRow> claims, Book causes) {
    if (claims.isEmpty() || its.lines() == 0) {
      return its;
    }
    var said = new @Nullable ClaimRow[its.lines()];
    var against = new @Nullable ClaimRow[its.lines()];
    for (var claim : current(claims)) {
      for (var range : claim.claim().lines()) {
        for (var line = range.from() - 1; line < Math.min(range.to(), its.lines()); line++) {
          var other = said[line];
          if (other == null || replaces(claim, other)) {
            said[line] = claim;
            against[line] = null;
          } else if (!agree(claim, other)) {
            against[line] = claim;
          }
        }
      }
    }
    var builder = new Runs.Builder();
    for (var line = 0; line < its.lines(); line++) {
      var cause = its.causeOf(line);
      var claim = said[line];
      builder.add(
          1,
          claim != null && isOpen(causes.row(cause))
              ? cause(cause, claim, against[line], causes)
              : cause);
    }
    return builder.build();
  }

  /// What the tools say now, in order: a commit has one note, and the last that was made is it.
  public static List<ClaimRow> current(List<ClaimRow> claims) {
    var last = new HashMap<String, Long>();
    for (var each : claims) {
      last.merge(note(each), at(each), Math::max);
    }
    return claims.stream()
        .filter(each -> note(each).isEmpty() || at(each) == last.getOrDefault(note(each), 0L))
        .sorted(IN_ORDER)
        .toList();
  }

  /// Which commit's note a claim is from; empty for other forms, which add to each other.
  private static String note(ClaimRow row) {
    var commit = row.claim().commit();
    return row.claim().form().endsWith(".note") && commit != null ? commit : "";
  }

  private static long cause(
      long otherwise, ClaimRow claim, @Nullable ClaimRow against, Book causes) {
    if (against != null) {
      var both =
          List.of(causes.add(cause(claim)), causes.add(cause(against))).stream().sorted().toList();
      return causes.disagree(both);
    }
    return claim.claim().by() == OriginClass.UNKNOWN ? otherwise : causes.add(cause(claim));
  }

  /// Whether nothing of our own is known, so that another's word counts.
  public static boolean isOpen(CauseRow cause) {
    return switch (cause.origin()) {
      case AGENT, HUMAN -> false;
      case VCS, BASELINE -> true;
      case UNKNOWN -> cause.candidates().isEmpty() && !cause.evidence().contains(CLAIMED);
    };
  }

  /// Whether `claim` is what its tool says now, and `other` what it said before: in one record the
  /// later entry counts, of two about one commit the one that was made later.
  private static boolean replaces(ClaimRow claim, ClaimRow other) {
    return claim.record().equals(other.record())
        || (claim.claim().form().equals(other.claim().form())
            && Objects.equals(claim.claim().commit(), other.claim().commit())
            && at(claim) > at(other));
  }

  private static long at(ClaimRow claim) {
    var at = claim.at();
    return at == null ? 0 : at;
  }

  private static boolean agree(ClaimRow one, ClaimRow other) {
    return one.claim().by() == other.claim().by()
        && Objects.equals(one.claim().tool(), other.claim().tool())
        && Objects.equals(one.claim().conversation(), other.claim().conversation());
  }

  /// The cause that a claim is: never better than inferred, for nobody saw it.
  public static CauseRow cause(ClaimRow row) {
    var claim = row.claim();
    var tool = claim.tool();
    var conversation = claim.conversation();
    var session = tool == null || conversation == null ? null : SessionKey.main(tool, conversation);
    var call = claim.call();
    var agents = claim.by() == OriginClass.AGENT;
    return CauseRow.of(
        claim.by(),
        agents || claim.by() == OriginClass.HUMAN ? Confidence.INFERRED : Confidence.UNKNOWN,
        agents && session != null ? session.id() : null,
        agents && session != null && call != null
            ? Long.valueOf(SpanId.ofToolCall(session, call).bits())
            : null,
        row.at(),
        List.of(CLAIMED, claim.form()),
        List.of(),
        claim.commit(),
        null,
        null,
        null);
  }
}
