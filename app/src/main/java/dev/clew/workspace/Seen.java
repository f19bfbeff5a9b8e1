package dev.clew.workspace;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What one look finds, as it finds it. Safe for use by several threads.
final class Seen {
  private static final int MOST_GAPS = 1000;

  /// A path that something happened to.
  ///
  /// @param path below the root
  /// @param before what was there when the look began
  /// @param why `ignored` or `no_longer_ignored` when ignore rules made it go or come
  record Touched(byte[] path, @Nullable Entry before, @Nullable String why) {}

  private final boolean first;
  private final Map<String, Touched> touched = new HashMap<>();
  private final List<Gap> gaps = new ArrayList<>();
  private int moreGaps;

  /// @param first whether nothing is known yet, so that nothing counts as a change
  Seen(boolean first) {
    this.first = first;
  }

  synchronized void touch(byte[] path, @Nullable Entry before, @Nullable String why) {
    if (!first) {
      touched.putIfAbsent(PathText.of(path), new Touched(path, before, why));
    }
  }

  void gap(byte[] path, String reason, String text) {
    gap(PathText.of(path), reason, text);
  }

  synchronized void gap(String path, String reason, String text) {
    if (gaps.size() < MOST_GAPS) {
      gaps.add(new Gap(path, reason, text));
    } else {
      moreGaps++;
    }
  }

  synchronized Map<String, Touched> touched() {
    return Map.copyOf(touched);
  }

  synchronized List<Gap> gaps() {
    var all = new ArrayList<>(gaps);
    if (moreGaps > 0) {
      all.add(new Gap("", "more", moreGaps + " more gaps are not listed"));
    }
    return List.copyOf(all);
  }
}
