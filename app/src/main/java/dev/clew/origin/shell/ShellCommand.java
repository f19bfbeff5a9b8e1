package dev.clew.origin.shell;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// One simple command: a program with its arguments.
///
/// @param words the program and its arguments, without assignments before it
/// @param written where its output is redirected to
/// @param cwd the folder it runs in; absent when the text does not tell
/// @param piped whether it reads what another command writes, or a text within the script
public record ShellCommand(
    List<ShellWord> words, List<ShellWord> written, @Nullable String cwd, boolean piped) {}
