package dev.clew.workspace;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// A path that a commit has otherwise than one of its parents.
///
/// @param path in the form of [PathText]
/// @param from where the first parent has it, for a rename
/// @param before what each parent has there, for a rename the first at `from`; absent where there
///   is no file
/// @param after absent when the commit has no such file
public record Difference(
    String path, @Nullable String from, List<@Nullable GitFile> before, @Nullable GitFile after) {}
