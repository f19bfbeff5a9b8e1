package dev.clew.origin.lines;

import dev.clew.index.Runs;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Causes with a label that a test can read: `1w` noted of 1, `?1/2` a disagreement.
final class TestCauses implements Causes {
  private final List<String> labels = new ArrayList<>();

  long of(String label) {
    if (!labels.contains(label)) {
      labels.add(label);
    }
    return labels.indexOf(label);
  }

  String label(long cause) {
    return labels.get((int) cause);
  }

  List<String> labels(Runs runs) {
    return Arrays.stream(runs.toLines()).mapToObj(this::label).toList();
  }

  @Override
  public long disagree(List<Long> causes) {
    return of("?" + String.join("/", causes.stream().map(this::label).sorted().toList()));
  }

  @Override
  public long noted(long base, String note, long by) {
    var label = label(base);
    var letter = note.substring(0, 1);
    return of(label.endsWith(letter) ? label : label + letter);
  }
}
