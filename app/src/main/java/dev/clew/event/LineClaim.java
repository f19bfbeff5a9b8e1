package dev.clew.event;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// What another tool says of lines of one version of a file: who wrote them.
///
/// It is that tool's word: nothing of it was seen here.
///
/// @param form which tool's form told it: `git-ai.note`, `agent-trace.record`
/// @param root the work tree it was brought into, absolute
/// @param repository Git's common folder of that work tree; absent outside Git
/// @param commit the commit whose version of the file has these lines; absent when not told
/// @param path below `root`, with slashes; or absolute, where the claim names another place
/// @param blob Git's id of that version's content; absent when the repository did not have it
/// @param lines in ascending order, none twice
/// @param by [OriginClass#AGENT], [OriginClass#HUMAN], or [OriginClass#UNKNOWN] where the claim
///   names both or neither
/// @param author the claim's own name for who wrote them, such as `s_…::t_…`
/// @param tool the agent, as the claim names it
/// @param conversation the agent's id of the conversation
/// @param call the agent's id of the tool call
/// @param model the model's name
/// @param person the person who wrote the lines, or who directed the agent
/// @param url where the conversation can be read
public record LineClaim(
    String form,
    String root,
    @Nullable String repository,
    @Nullable String commit,
    String path,
    @Nullable String blob,
    List<LineRange> lines,
    OriginClass by,
    @Nullable String author,
    @Nullable String tool,
    @Nullable String conversation,
    @Nullable String call,
    @Nullable String model,
    @Nullable String person,
    @Nullable String url) {}
