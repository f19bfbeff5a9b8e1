package dev.clew.origin.lines;

import dev.clew.index.Runs;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Whose lines a new content has: what it has from its ancestors is theirs, the rest its own
/// cause's.
public final class Inherit {
  /// The note of lines of which only blanks changed.
  public static final String WHITESPACE = "whitespace";

  /// The note of lines of a file that was copied whole.
  public static final String COPIED = "copied";

  private Inherit() {}

  /// A file that changed by itself; also what is on disk against the last version.
  ///
  /// @param before null if there was none
  /// @param cause of what is new
  public static Runs change(@Nullable Ancestor before, byte[] after, long cause, Causes causes) {
    return changes(List.of(new Changed(before, after, cause)), causes).getFirst();
  }

  /// Files that one hand changed at once: lines may move from one to the other.
  ///
  /// @return one for each; [Runs#EMPTY] where there is no file any more
  public static List<Runs> changes(List<Changed> changes, Causes causes) {
    return new Together(changes, causes).runs();
  }

  /// A content that Git made and no version has: each line is the nearest ancestor's that has it.
  ///
  /// @param ancestors the nearest first
  /// @param cause of what none has
  public static Runs made(byte[] content, List<Ancestor> ancestors, long cause, Causes causes) {
    return new Made(content, ancestors, cause, causes).runs();
  }

  /// A file made with another's whole content; empty if that is too trivial to say so.
  ///
  /// @param cause of the copying
  public static Optional<Runs> copied(Ancestor source, long cause, Causes causes) {
    if (Content.trivial(source.content())) {
      return Optional.empty();
    }
    var runs = new Runs.Builder();
    for (int run = 0; run < source.runs().size(); run++) {
      runs.add(source.runs().length(run), causes.noted(source.runs().cause(run), COPIED, cause));
    }
    return Optional.of(runs.build());
  }

  /// The one answer of several versions with the same content.
  ///
  /// @param found at least one, all with the same number of lines
  public static Runs agreed(List<Runs> found, Causes causes) {
    if (found.stream().distinct().count() == 1) {
      return found.getFirst();
    }
    var lines = new long[found.getFirst().lines()];
    for (int line = 0; line < lines.length; line++) {
      var different = new TreeSet<Long>();
      for (var runs : found) {
        different.add(runs.causeOf(line));
      }
      lines[line] =
          different.size() == 1 ? different.first() : causes.disagree(List.copyOf(different));
    }
    return Runs.ofLines(lines);
  }
}
