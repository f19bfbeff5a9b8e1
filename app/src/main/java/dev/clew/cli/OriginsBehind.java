package dev.clew.cli;

import dev.clew.content.Schema;
import dev.clew.index.IndexReader;
import dev.clew.index.VersionReader;
import dev.clew.recorder.HomeLock;
import dev.clew.recorder.Recorder;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;

/// Makes the versions of files that are behind, where no recorder does.
final class OriginsBehind {
  /// So many steps take about a second.
  private static final int AT_ONCE = 1024;

  private static final int SHOWN = 2;

  private OriginsBehind() {}

  /// Brings them up to date if this process may write; a question says what is missing otherwise.
  static void catchUp(Context context) throws IOException, SQLException, InterruptedException {
    var home = context.home();
    if (!home.exists() || !isBehind(context)) {
      return;
    }
    var lock = HomeLock.tryTake(home);
    if (lock.isEmpty()) {
      return;
    }
    try (var recorder = Recorder.open(home, lock.get(), context.agents(), context.surroundings())) {
      weave(recorder, context.terminal());
    }
  }

  private static boolean isBehind(Context context) throws SQLException {
    try (var index = IndexReader.open(context.home().index())) {
      return index.versions().behind();
    } catch (SQLException e) {
      if (e.getCause() instanceof Schema.OtherVersionException) {
        return true; // it is built anew when the store is opened for writing
      }
      throw e;
    }
  }

  /// After a small import all is told at once; after a large one whoever imported need not wait:
  /// the recorder or the next question goes on with it.
  static void afterImport(Recorder recorder, Terminal terminal)
      throws IOException, SQLException, InterruptedException {
    var behind = recorder.toldBehind();
    if (behind <= AT_ONCE) {
      weave(recorder, terminal);
    } else {
      terminal.say(
          "what %d steps tell of lines is put together by 'clew up' or with the next 'clew blame'"
              .formatted(behind));
    }
  }

  /// What no answer about lines has yet, in words.
  static String told(VersionReader.Due due) {
    var what = new ArrayList<String>();
    if (due.changes() > 0 || due.steps() == 0) {
      what.add(Words.of(due.changes(), "change"));
    }
    if (due.steps() > 0) {
      what.add(Words.of(due.steps(), "step"));
    }
    var where = due.workspaces().stream().limit(SHOWN).map(Escapes::line).toList();
    return "%s in no answer about lines yet%s%s"
        .formatted(
            String.join(" and ", what),
            where.isEmpty() ? "" : ": " + String.join(", ", where),
            due.workspaces().size() > SHOWN
                ? " and %d more".formatted(due.workspaces().size() - SHOWN)
                : "");
  }

  /// Makes all that are behind, and shows how far it has come.
  static void weave(Recorder recorder, Terminal terminal)
      throws IOException, SQLException, InterruptedException {
    recorder.weaveOrigins(done -> terminal.progress("origins: %d versions".formatted(done)));
    terminal.endProgress();
  }
}
