package dev.clew.query;

import java.util.List;

/// What `capture` tells of all, of an agent, of a file and of a session.
final class CaptureShapes {
  private static final String LINES =
      """
      bytes: number - size of what was found
      bytes_read: number - how much of it was read
      bytes_unread: number - how much was not
      lines: number - lines read
      recorded: number - lines that became records
      duplicate: number - lines that were known already
      blank: number - empty lines
      unreadable: number - lines kept as text
      incomplete: number - lines that had no end yet
      balance: number - lines that nothing accounts for: 0
      """;
  private static final String RECORDS =
      """
      records?: number - records that the lines brought
      glued?: number - records that shared a line with another
      earlier_records?: number - records read before counting began
      redactions?: number - secrets taken out
      attachments?: amount - images and documents kept beside their records
      omitted?: amount - what was too large to keep
      """;
  private static final String SUMS =
      """
      what: text - total or agent
      agent?: text - which agent
      files: number - files read
      sessions: number - sessions in them
      by_class: counts - records by what they are
      kept: counts - records that say nothing that is indexed, by type
      unknown: counts - types and fields that the adapter does not know
      replayed_steps: number - steps that were told before, by another session
      gaps: [gap] - what is missing
      """;

  private CaptureShapes() {}

  static List<Shape> rows() {
    return List.of(
        Shape.of(
            "capture_total",
            "All files and sessions that were asked for.",
            SUMS,
            LINES,
            RECORDS,
            """
            stored_records: number - records in the store
            unaccounted_records: number - records that no file is known to have brought
            """),
        Shape.of("capture_agent", "Those of one agent.", SUMS, LINES, RECORDS),
        Shape.of(
            "capture_file",
            "A file that was read.",
            """
            what: text - file
            path: text - the file
            agent: text - which agent's
            uncounted?: flag - whether it was read before counting began
            bad?: [bad_line] - the first lines that could not be read
            sessions?: [id] - the sessions that it tells of
            """,
            LINES,
            RECORDS),
        Shape.of(
            "capture_not_read",
            "A file, or several of one kind, that was found and not read.",
            """
            what: text - not_read
            path: text - the file or folder
            reason: text - why
            files: number - how many
            bytes: number - how large
            """),
        Shape.of(
            "capture_session",
            "A session.",
            """
            what: text - session
            session: id - its id
            agent: text - which agent
            agent_session: text - the agent's own id of it
            subagent?: text - the agent's id of the sub-agent
            title?: text - its title
            by_class: counts - records by what they are
            kept: counts - records that say nothing that is indexed, by type
            unknown: counts - types and fields that the adapter does not know
            turns: number - prompts
            model_calls: number - calls of models
            tool_calls: number - calls of tools
            tool_results: number - calls of tools whose result is known
            replayed_steps: number - steps that were told before, by another session
            subagents: number - sub-agents that it started
            subagents_missing: number - those whose transcripts were not found
            gaps: [gap] - what is missing
            """));
  }

  static List<Shape> parts() {
    return List.of(
        Shape.of(
            "amount",
            "So many of so many bytes.",
            """
            count: number - how many
            bytes: number - how large together
            """),
        Shape.of(
            "bad_line",
            "A line that could not be read.",
            """
            line: number - its place, from 1
            reason: text - why
            """));
  }
}
