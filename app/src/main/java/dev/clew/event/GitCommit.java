package dev.clew.event;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A commit of a repository that was seen, or a part of one: its files may be spread over several
/// events.
///
/// @param root the folder of the work tree that it was seen from, absolute; `files` lie below
/// @param repository Git's common folder, absolute: the same for all work trees of the repository
/// @param id its name, lower-case hex
/// @param parents the commits before it, in Git's order
/// @param author who Git says wrote it; empty where Git does not say
/// @param authoredAt when Git says it was written
/// @param committedAt when Git says it was made
/// @param subject the first line of its message
/// @param files what differs from any of its parents
/// @param notAll why `files` of all parts together leave some out; absent when they do not
public record GitCommit(
    String root,
    String repository,
    String id,
    List<String> parents,
    String author,
    @Nullable Instant authoredAt,
    @Nullable Instant committedAt,
    String subject,
    List<CommitFile> files,
    @Nullable String notAll) {}
