package dev.clew.event;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// An edit in the edit tool's own terms: enough to compute a file's content after it, given the
/// content before. Contents have passed the redactor.
public sealed interface FileEdit {
  /// The content before the edit; empty when the file did not exist or the source left it out.
  Optional<String> before();

  /// The content after the edit; empty when it does not follow from what is known.
  Optional<String> after();

  /// The whole new content.
  record Rewrite(@Nullable String original, String content) implements FileEdit {
    @Override
    public Optional<String> before() {
      return Optional.ofNullable(original);
    }

    @Override
    public Optional<String> after() {
      return Optional.of(content);
    }
  }

  /// One string replaced by another.
  ///
  /// An empty replacement whose old string lacks the line's terminator takes the terminator too.
  /// Source: observed in Claude Code's results, `formats.md` §12.2.
  record Replace(@Nullable String original, String oldText, String newText, boolean all)
      implements FileEdit {
    @Override
    public Optional<String> before() {
      return Optional.ofNullable(original);
    }

    @Override
    public Optional<String> after() {
      var text = original;
      if (text == null) {
        return Optional.empty();
      }
      if (oldText.isEmpty()) {
        return text.isEmpty() ? Optional.of(newText) : Optional.empty();
      }
      var at = text.indexOf(oldText);
      if (at < 0) {
        return Optional.empty();
      }
      var target = oldText;
      if (newText.isEmpty() && !oldText.endsWith("\n") && text.contains(oldText + "\n")) {
        target = oldText + "\n";
        at = text.indexOf(target);
      }
      return Optional.of(
          all
              ? text.replace(target, newText)
              : text.substring(0, at) + newText + text.substring(at + target.length()));
    }
  }

  /// A content that was brought back: known by its hash, whatever it was before.
  ///
  /// @param sha256 of the content after, 64 lower-case hex digits
  record Restored(String sha256) implements FileEdit {
    @Override
    public Optional<String> before() {
      return Optional.empty();
    }

    @Override
    public Optional<String> after() {
      return Optional.empty();
    }
  }

  /// A patch of one file: what it leaves follows from a content before that no record tells.
  ///
  /// @param text the changed passages: hunks of a unified diff without file header, or the lines of
  ///   one file's section of an `apply_patch` envelope below its header
  record Patch(Format format, String text) implements FileEdit {
    /// How the passages are written.
    public enum Format {
      /// `@@ -1,2 +1,3 @@` and lines marked by blank, minus, plus.
      UNIFIED,
      /// `@@ context` without numbers, read by `dev.clew.diff.ApplyPatch`.
      APPLY_PATCH
    }

    @Override
    public Optional<String> before() {
      return Optional.empty();
    }

    @Override
    public Optional<String> after() {
      return Optional.empty();
    }
  }
}
