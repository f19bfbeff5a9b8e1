package dev.clew.capture;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// One agent and the ways in which it is heard: what it writes to files, what it tells while it
/// works, or both.
///
/// @param name its short name, as in `--agent`
/// @param transcripts its files; absent when none of its forms is known
/// @param hooks its hooks; absent when it has none that we know
public record Agent(String name, @Nullable Transcripts transcripts, @Nullable Hooks hooks) {
  /// Checks that both ways are of the agent that is named.
  public Agent {
    if ((transcripts != null && !transcripts.agent().equals(name))
        || (hooks != null && !hooks.agent().equals(name))) {
      throw new IllegalArgumentException("transcripts and hooks of one agent expected: " + name);
    }
  }

  /// An agent that is heard by its files alone.
  public static Agent of(Transcripts transcripts) {
    return new Agent(transcripts.agent(), transcripts, null);
  }

  /// An agent that is heard by its hooks alone.
  public static Agent of(Hooks hooks) {
    return new Agent(hooks.agent(), null, hooks);
  }

  /// An agent that is heard both ways.
  public static Agent of(Transcripts transcripts, Hooks hooks) {
    return new Agent(Objects.requireNonNull(transcripts).agent(), transcripts, hooks);
  }
}
