/// Claude Code: its transcripts under `~/.claude/projects`.
///
/// Facts about the format come from `research/formats.md` §1b and from real files of versions 1.0
/// to 2.1.219; the agent's makers call the format internal, so every type and field that is not
/// known here is kept and counted.
@NullMarked
package dev.clew.capture.claude;

import org.jspecify.annotations.NullMarked;
