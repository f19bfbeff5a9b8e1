package dev.clew.cli;

import dev.clew.event.FileVersion;
import dev.clew.query.MovePlan;
import dev.clew.replay.Action;
import java.io.IOException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Asks for each passage that a move would change whether it is to, as `git add -p` does.
final class HunkChoice {
  private static final String LINK = "120000";

  private final Terminal terminal;
  private final Printer out;

  HunkChoice(Terminal terminal) {
    this.terminal = terminal;
    this.out = new Printer(terminal);
  }

  /// The part of the plan that the user wants.
  MovePlan choose(MovePlan plan) throws CommandException, IOException {
    if (!terminal.live()) {
      throw new CommandException(Exit.USAGE, "--hunk asks questions: it needs a terminal");
    }
    var chosen = plan;
    var all = true;
    for (var step : plan.paths()) {
      var patch = step.diff().patch();
      if (!step.planned().isWritten()) {
        continue;
      }
      var hunks = patch == null ? List.<String>of() : hunks(patch);
      // What has no lines to show is asked for as a whole.
      if (step.planned().action() == Action.WRITE
          && step.planned().before() != null
          && !isLink(step.planned().before())
          && !isLink(step.planned().after())
          && !hunks.isEmpty()) {
        var wanted = new BitSet();
        for (var i = 0; all && i < hunks.size(); i++) {
          out.diff(hunks.get(i));
          switch (answer(
              "%s: change this? [y,n,q]".formatted(Escapes.line(step.planned().path())))) {
            case 'y' -> wanted.set(i);
            case 'q' -> all = false;
            default -> {}
          }
        }
        if (wanted.cardinality() < hunks.size()) {
          chosen = chosen.partly(step, wanted::get);
        }
      } else {
        out.diff(patch == null ? "" : patch);
        var answer =
            all
                ? answer(
                    "%s: %s? [y,n,q]"
                        .formatted(
                            Escapes.line(step.planned().path()), step.planned().action().wire()))
                : 'n';
        all &= answer != 'q';
        if (answer != 'y') {
          chosen = chosen.without(step);
        }
      }
    }
    return chosen;
  }

  private static boolean isLink(@Nullable FileVersion version) {
    return version != null && version.mode().equals(LINK);
  }

  private char answer(String question) throws IOException {
    terminal.say(question);
    var line = Stdin.line().strip().toLowerCase(Locale.ROOT);
    return line.isEmpty() ? 'n' : line.charAt(0);
  }

  /// The hunks of a patch of one file.
  private static List<String> hunks(String patch) {
    var hunks = new ArrayList<String>();
    var current = new StringBuilder();
    for (var line : patch.split("(?<=\n)", -1)) {
      if (line.startsWith("@@")) {
        if (!current.isEmpty()) {
          hunks.add(current.toString());
        }
        current = new StringBuilder(line);
      } else if (!current.isEmpty()) {
        current.append(line);
      }
    }
    if (!current.isEmpty()) {
      hunks.add(current.toString());
    }
    return hunks;
  }
}
