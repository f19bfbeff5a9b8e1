package dev.clew.recorder;

import dev.clew.content.ContentReader;
import dev.clew.content.DamagedObjectException;
import dev.clew.event.Event;
import dev.clew.index.ToldReader;
import dev.clew.index.ToldStep;
import dev.clew.origin.replay.ToldFact;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;

/// Opens the records that tell of edits and reads of files.
final class ToldLoader {
  private static final Comparator<ToldFact> ORDER = Comparator.comparing(ToldFact::moment);

  private final ToldReader index;
  private final ContentReader content;
  private final Interpreter interpreter;

  ToldLoader(ToldReader index, ContentReader content, Interpreter interpreter) {
    this.index = index;
    this.content = content;
    this.interpreter = interpreter;
  }

  /// What is told of these files, in order; the facts of one record at a time are in memory.
  ///
  /// @param steps as [ToldReader#steps] gives them
  /// @param to hears each fact
  void facts(List<ToldStep> steps, Collection<String> files, Consumer<ToldFact> to)
      throws SQLException {
    for (var i = 0; i < steps.size(); ) {
      var facts = new ArrayList<ToldFact>();
      var record = steps.get(i).record();
      for (; i < steps.size() && steps.get(i).record().equals(record); i++) {
        facts.addAll(events(steps.get(i)).facts(files));
      }
      facts.sort(ORDER); // stable: one step's stay as they are
      facts.forEach(to);
    }
  }

  /// What the records of a step tell.
  ToldEvents events(ToldStep step) throws SQLException {
    var events = new ArrayList<Event>();
    for (var seq : step.records()) {
      var entry = content.entry(seq).orElse(null);
      if (entry != null) {
        try {
          events.addAll(interpreter.events(content, entry));
        } catch (DamagedObjectException e) {
          // it tells nothing; `verify` lists it
        }
      }
    }
    return new ToldEvents(step, events);
  }

  ToldReader index() {
    return index;
  }
}
