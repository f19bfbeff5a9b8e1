package dev.clew.origin.shell;

import java.util.List;
import java.util.Set;

/// What a shell text may do to files.
///
/// @param writes what it writes, removes or moves: known programs and redirects name it
/// @param mentions what a program that is not known is given as an argument
/// @param effects what known programs do to files that nothing names
/// @param opaque whether it runs anything that is not known, or was not understood
/// @param git the Git commands that it runs
public record Reach(
    List<Target> writes,
    List<Target> mentions,
    List<Effect> effects,
    boolean opaque,
    Set<String> git) {

  /// What `text` may do when it runs in `cwd`.
  public static Reach of(String text, String cwd) {
    return new ReachReader().read(ShellScript.parse(text, cwd)).reach();
  }

  /// Whether it is known to write `file`, an absolute path.
  public boolean writes(String file) {
    return writes.stream().anyMatch(each -> each.covers(file));
  }

  /// Whether something that is not known was given `file`, or a folder above it.
  public boolean mentions(String file) {
    return mentions.stream().anyMatch(each -> each.covers(file));
  }

  /// Whether a program that it runs is known to write files such as `file`.
  public boolean affects(String file) {
    return effects.stream().anyMatch(each -> each.covers(file));
  }

  /// Whether it writes nothing, and nothing in it is unknown.
  public boolean isReadOnly() {
    return writes.isEmpty() && effects.isEmpty() && !opaque;
  }
}
