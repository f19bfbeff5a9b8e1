package dev.clew.redact;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// A secret: characters `from` (inclusive) to `to` (exclusive) of a text.
///
/// @param rank order of the rule; of findings that overlap, the lowest gives its name
/// @param secret what the placeholder is keyed by
/// @param instead what to write there; empty for a placeholder
record Finding(int from, int to, int rank, String rule, String secret, String instead) {
  Finding(int from, int to, int rank, String rule, String secret) {
    this(from, to, rank, rule, secret, "");
  }

  Finding moved(int by) {
    return new Finding(from + by, to + by, rank, rule, secret, instead);
  }

  /// Findings in order, overlapping ones joined into one that covers them all.
  static List<Finding> joined(List<Finding> findings, String text) {
    if (findings.size() < 2) {
      return findings;
    }
    var sorted = new ArrayList<>(findings);
    sorted.sort(
        Comparator.comparingInt(Finding::from)
            .thenComparing(Comparator.comparingInt(Finding::to).reversed())
            .thenComparingInt(Finding::rank));
    var out = new ArrayList<Finding>();
    for (var next : sorted) {
      var last = out.isEmpty() ? null : out.getLast();
      if (last == null || next.from >= last.to) {
        out.add(next);
      } else {
        out.set(out.size() - 1, last.with(next, text));
      }
    }
    return out;
  }

  private Finding with(Finding other, String text) {
    var named = other.rank < rank ? other : this;
    int start = Math.min(from, other.from);
    int end = Math.max(to, other.to);
    if (start == named.from && end == named.to) {
      return named;
    }
    return new Finding(start, end, named.rank, named.rule, text.substring(start, end));
  }
}
