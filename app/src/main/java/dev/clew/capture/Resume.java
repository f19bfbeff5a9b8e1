package dev.clew.capture;

import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// How a conversation goes on in its agent's own program, once files were taken back.
///
/// @param command opens it where it ended, with all that was said; run in its working folder
/// @param copy the same in a copy, which leaves the conversation as it is; absent where the program
///   has no such command
/// @param back what the user does there to get back to an earlier prompt; absent where no way is
///   known that leaves files alone
public record Resume(String command, @Nullable String copy, @Nullable String back) {
  private static final Pattern UUID =
      Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");

  /// For a program that names its conversations by UUIDs; empty for any other name, which it did
  /// not give.
  ///
  /// @param command with `%s` for the name
  /// @param copy the same; may be absent
  public static Optional<Resume> ofUuid(
      String id, String command, @Nullable String copy, @Nullable String back) {
    return of(UUID, id, command, copy, back);
  }

  /// The same for names of another form, in which nothing may mean something to a shell.
  public static Optional<Resume> of(
      Pattern ids, String id, String command, @Nullable String copy, @Nullable String back) {
    return ids.matcher(id).matches()
        ? Optional.of(
            new Resume(command.formatted(id), copy == null ? null : copy.formatted(id), back))
        : Optional.empty();
  }
}
