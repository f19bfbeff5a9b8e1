package dev.clew.diff;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// An `apply_patch` envelope: changes to files in which a passage is found by its text, not by line
/// numbers.
///
/// Source of form and rules: the agent's own scenarios and the grammar in `research/formats.md` §2.
/// Padding around the marker lines is forgiven, as the agent forgives it.
///
/// @param changes in the order in which they are made
public record ApplyPatch(List<FileChange> changes) {
  /// The envelope is none, or cannot be applied.
  public static final class PatchException extends Exception {
    private static final long serialVersionUID = 1;

    PatchException(String message) {
      super(message);
    }
  }

  /// What the envelope does to one file.
  public sealed interface FileChange {
    /// The path as the envelope gives it.
    String path();

    /// Makes the file, or replaces what is there.
    record Add(String path, String content) implements FileChange {}

    /// Removes the file.
    record Delete(String path) implements FileChange {}

    /// Changes passages of the file, and may move it.
    ///
    /// @param moveTo where it goes; absent when it stays
    /// @param text the section's lines below its header
    record Update(String path, @Nullable String moveTo, List<Chunk> chunks, String text)
        implements FileChange {
      /// How many lines it adds.
      public int added() {
        return count('+');
      }

      /// How many lines it removes.
      public int removed() {
        return count('-');
      }

      private int count(char mark) {
        return (int)
            chunks.stream()
                .flatMap(chunk -> chunk.lines.stream())
                .filter(line -> line.charAt(0) == mark)
                .count();
      }

      /// The file's content after the change, given that before it.
      ///
      /// @throws PatchException when a passage is not there
      public String apply(String before) throws PatchException {
        return new PatchedText(before).apply(this);
      }
    }
  }

  /// One passage.
  ///
  /// @param context a line that stands somewhere above it; absent when nothing is said
  /// @param lines its lines, each with a mark before it: blank, minus or plus
  /// @param atEnd whether it is the end of the file
  public record Chunk(@Nullable String context, List<String> lines, boolean atEnd) {}

  /// Where changes are made.
  public interface Target {
    /// The file's content; empty when there is no such file.
    Optional<String> read(String path);

    /// Makes or replaces the file, and the folders above it.
    void write(String path, String content);

    /// Removes the file.
    void delete(String path);
  }

  /// Reads an envelope.
  ///
  /// @throws PatchException when it is none
  public static ApplyPatch parse(String text) throws PatchException {
    return new ApplyPatchParser(text).parse();
  }

  /// Makes the changes one after the other; those before one that fails stay made.
  ///
  /// @throws PatchException when there are none, or one fails
  public void apply(Target target) throws PatchException {
    if (changes.isEmpty()) {
      throw new PatchException("the patch changes no file");
    }
    for (var change : changes) {
      apply(change, target);
    }
  }

  private static void apply(FileChange change, Target target) throws PatchException {
    switch (change) {
      case FileChange.Add add -> target.write(add.path, add.content);
      case FileChange.Delete delete -> {
        content(target, delete.path);
        target.delete(delete.path);
      }
      case FileChange.Update update -> {
        var after = update.apply(content(target, update.path));
        var to = update.moveTo();
        target.write(to == null ? update.path : to, after);
        if (to != null && !to.equals(update.path)) {
          target.delete(update.path);
        }
      }
    }
  }

  private static String content(Target target, String path) throws PatchException {
    return target.read(path).orElseThrow(() -> new PatchException(path + ": no such file"));
  }
}
