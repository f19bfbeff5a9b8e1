package dev.clew.export;

import java.time.Instant;
import java.util.List;
import tools.jackson.databind.JsonNode;

/// What a document says before the first turn.
///
/// @param session as `clew show` prints it
/// @param files as `clew files` prints them
/// @param costs as `clew cost --by model` prints them
record Head(JsonNode session, List<JsonNode> files, List<JsonNode> costs, Made made) {
  /// What every reader and everyone who passes it on should know.
  static final String WARNING =
      "Where a secret was found a placeholder in ⟦double brackets⟧ stands in its place."
          + " No rule finds every secret: read it before you share it.";

  /// How the document was made.
  ///
  /// @param version of Clew
  /// @param level the redaction level, and `rules` the version of its rules
  /// @param fullPaths whether homes are named
  /// @param subagents whether sub-agents are in it
  record Made(
      String version,
      Instant at,
      String level,
      String rules,
      boolean fullPaths,
      boolean subagents) {
    /// One sentence about it.
    String sentence() {
      return "Exported by Clew %s at %s; redacted at level %s."
          .formatted(version, Figures.minute(at), level);
    }
  }
}
