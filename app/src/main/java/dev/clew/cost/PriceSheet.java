package dev.clew.cost;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/// The lines of a price file by model name.
///
/// A line is read when its model is first asked for: a command that shows money starts with a
/// hundred lines to split and two or three to read. The readings are kept, whichever thread was
/// first; they are all alike.
final class PriceSheet {
  private final Map<String, List<PriceLine>> lines = new HashMap<>();
  private final Map<String, List<PriceRow>> rows = new ConcurrentHashMap<>();
  private final String newestDate;

  PriceSheet(PriceFile file) throws PriceFileException {
    var newest = "";
    for (var line : file.lines()) {
      for (var name : line.names()) {
        lines.computeIfAbsent(name, _ -> new ArrayList<>()).add(line);
      }
      var date = line.text("date");
      newest = date.compareTo(newest) > 0 ? date : newest;
    }
    this.newestDate = newest;
  }

  /// The newest `date` of a line, empty if there is none.
  String newestDate() {
    return newestDate;
  }

  /// The lines for a normalised name, empty if there are none.
  List<PriceRow> rows(String name) {
    return lines.containsKey(name) ? rows.computeIfAbsent(name, this::read) : List.of();
  }

  Stream<PriceRow> rows() {
    return lines.keySet().stream().flatMap(name -> rows(name).stream()).distinct();
  }

  private List<PriceRow> read(String name) {
    var read = new ArrayList<PriceRow>();
    for (var line : lines.getOrDefault(name, List.of())) {
      try {
        read.add(line.row());
      } catch (PriceFileException e) {
        throw new IllegalStateException("a price file that was not checked", e);
      }
    }
    return List.copyOf(read);
  }
}
