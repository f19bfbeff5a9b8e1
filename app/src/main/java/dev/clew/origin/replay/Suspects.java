package dev.clew.origin.replay;

import dev.clew.event.SpanId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Who may have changed a file that no edit tool changed.
public interface Suspects {
  /// Nobody is known.
  Suspects NONE =
      new Suspects() {
        @Override
        public Found between(String path, Moment since, Moment until) {
          return new Found(List.of(Found.NOT_TOLD), List.of());
        }

        @Override
        public @Nullable Found writers(String path, Moment until) {
          return null;
        }
      };

  /// Who may have written `path` after one moment and before another.
  Found between(String path, Moment since, Moment until);

  /// The commands that are known to have written `path` before a moment; absent when there are
  /// none.
  @Nullable Found writers(String path, Moment until);

  /// Steps, and why they are named.
  record Found(List<String> evidence, List<SpanId> candidates) {
    /// A transcript alone tells it.
    public static final String TOLD = "told";

    /// Nothing hints at anybody.
    public static final String NOT_TOLD = "not_told";

    /// An edit of which nothing tells what it wrote.
    public static final String EDIT = "edit_not_told";

    /// A shell command, which may have written the file.
    public static final String SHELL = "shell_between";

    /// A tool of an MCP server.
    public static final String MCP = "mcp_between";

    /// A sub-agent, whose transcript does not tell it.
    public static final String SUBAGENT = "subagent_between";

    /// The harness noted that somebody else changed the file.
    public static final String OUTSIDE = "changed_outside";
  }
}
