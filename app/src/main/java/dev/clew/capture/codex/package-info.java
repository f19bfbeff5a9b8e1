/// OpenAI Codex: its rollouts under `~/.codex`.
///
/// Facts about the format come from `research/formats.md` §2, from real files of versions 0.99 to
/// 0.142, and from the public source of the agent's `protocol` and `rollout` crates of August 2026
/// for what no real file at hand shows: the form before the envelope, history in pages, copied
/// history.
@NullMarked
package dev.clew.capture.codex;

import org.jspecify.annotations.NullMarked;
