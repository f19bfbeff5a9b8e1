package dev.clew.index;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What was captured of a session, and what is known to be missing.
///
/// @param ref its number in this index
/// @param records its records by [RecordClass], in the words of the wire
/// @param kept records that say nothing that is indexed, by type
/// @param unknown types and fields that the adapter does not know, by name
/// @param bad lines that could not be read, by reason
/// @param answered tool calls that have a result
/// @param stray results of tool calls that are not here
/// @param cut outputs that the agent itself cut or keeps elsewhere
/// @param replayed steps that it repeats from the session they came from
/// @param subagents sub-agents that it started
/// @param lost records that others of it follow and that are not here
/// @param missingSubagents those of them of which there is no record
public record CaptureRow(
    long ref,
    String id,
    String agent,
    String agentSession,
    @Nullable String subagent,
    @Nullable String title,
    Map<String, Long> records,
    Map<String, Long> kept,
    Map<String, Long> unknown,
    Map<String, Long> bad,
    int turns,
    int modelCalls,
    int toolCalls,
    int answered,
    long stray,
    long cut,
    long replayed,
    long subagents,
    long missingSubagents,
    long lost) {}
