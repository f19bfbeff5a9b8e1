package dev.clew.cli;

import dev.clew.content.Schema;
import dev.clew.index.IndexReader;
import dev.clew.recorder.HomeLock;
import dev.clew.recorder.Recorder;
import java.io.IOException;
import java.sql.SQLException;

/// Indexes the text that an import left behind, where no recorder does.
final class TextBehind {
  /// So many records' text takes about a quarter of a second.
  private static final int AT_ONCE = 4096;

  private TextBehind() {}

  /// Brings the full-text index up to date if this process may write; a search says what is missing
  /// otherwise.
  static void catchUp(Context context) throws IOException, SQLException, InterruptedException {
    var home = context.home();
    if (!home.exists() || behind(context) == 0) {
      return;
    }
    var lock = HomeLock.tryTake(home);
    if (lock.isEmpty()) {
      return;
    }
    try (var recorder = Recorder.open(home, lock.get(), context.agents(), context.surroundings())) {
      index(recorder, context.terminal());
    }
  }

  private static long behind(Context context) throws SQLException {
    try (var index = IndexReader.open(context.home().index())) {
      return index.textBehind();
    } catch (SQLException e) {
      if (e.getCause() instanceof Schema.OtherVersionException) {
        return Long.MAX_VALUE; // it is built anew when the store is opened for writing
      }
      throw e;
    }
  }

  /// After a small import everything can be searched at once; after a large one whoever imported
  /// need not wait: the recorder or the next search goes on with it.
  static void afterImport(Recorder recorder, Terminal terminal)
      throws IOException, SQLException, InterruptedException {
    var behind = recorder.textBehind();
    if (behind <= AT_ONCE) {
      index(recorder, terminal);
    } else {
      terminal.say(
          "text of %d records is made searchable by 'clew up' or with the next 'clew search'"
              .formatted(behind));
    }
  }

  /// Indexes all text that is behind, and shows how far it has come.
  static void index(Recorder recorder, Terminal terminal)
      throws IOException, SQLException, InterruptedException {
    recorder.indexText(left -> terminal.progress("indexing text: %d records left".formatted(left)));
    terminal.endProgress();
  }
}
