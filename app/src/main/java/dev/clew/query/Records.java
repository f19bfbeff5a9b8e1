package dev.clew.query;

import dev.clew.content.DamagedObjectException;
import dev.clew.content.StoredRecord;
import dev.clew.event.Event;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/// Reads records back and what they say.
public final class Records {
  private static final Comparator<Told> ORDER =
      Comparator.comparing(
              (Told told) -> told.event().header().at(),
              Comparator.nullsFirst(Comparator.naturalOrder()))
          .thenComparingLong(told -> told.event().header().position())
          .thenComparing(told -> told.event().header().record())
          .thenComparingInt(told -> told.event().header().ordinal());

  private Records() {}

  /// An event and the record that tells it.
  public record Told(StoredRecord record, Event event) {}

  /// The events of these records, by time and place.
  static List<Told> events(Sources sources, List<Long> seqs)
      throws SQLException, IOException, DamagedObjectException {
    var told = new ArrayList<Told>();
    var content = sources.content();
    for (var seq : seqs) {
      var entry = content.entry(seq).orElse(null);
      if (entry == null) {
        continue; // noted as a gap when the store was opened
      }
      sources
          .interpreter()
          .events(content, entry)
          .forEach(event -> told.add(new Told(entry.record(), event)));
    }
    told.sort(ORDER);
    return told;
  }

  /// Both together, by time and place.
  static List<Told> inOrder(List<Told> some, List<Told> others) {
    return Stream.concat(some.stream(), others.stream()).sorted(ORDER).toList();
  }
}
