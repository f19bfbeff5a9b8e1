package dev.clew.origin;

import dev.clew.diff.ApplyPatch;
import dev.clew.event.FileEdit;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Applies an edit tool's arguments to bytes.
///
/// Agents show text with `\n` and write what the file had before: where the bytes have `\r\n`, what
/// the edit leaves is computed both ways.
public final class Edits {
  private static final String LF = "\n";
  private static final String CRLF = "\r\n";
  private static final String MARK = "\ufeff";

  private Edits() {}

  /// What the file may hold after the edit; nothing when the edit does not fit the bytes.
  ///
  /// @param before absent when there was no file
  public static List<byte[]> apply(FileEdit edit, byte @Nullable [] before) {
    var text = before == null ? null : decode(before);
    if (text == null && before != null && !(edit instanceof FileEdit.Rewrite)) {
      return List.of();
    }
    var results = new ArrayList<byte[]>();
    add(results, apply(edit, text));
    if (text != null && text.contains(CRLF)) {
      var after = apply(edit, text.replace(CRLF, LF));
      add(results, after == null ? null : after.replace(CRLF, LF).replace(LF, CRLF));
    }
    if (text != null && edit instanceof FileEdit.Replace replace && replace.newText().isEmpty()) {
      add(results, cut(replace, text));
    }
    if (text != null && text.startsWith(MARK)) {
      var after = apply(edit, text.substring(1));
      add(results, after == null || after.startsWith(MARK) ? null : MARK + after);
    }
    return results;
  }

  private static void add(List<byte[]> results, @Nullable String text) {
    if (text != null) {
      results.add(text.getBytes(StandardCharsets.UTF_8));
    }
  }

  private static @Nullable String apply(FileEdit edit, @Nullable String before) {
    return switch (edit) {
      case FileEdit.Rewrite rewrite -> rewrite.content();
      case FileEdit.Replace replace ->
          new FileEdit.Replace(
                  before == null ? "" : before, replace.oldText(), replace.newText(), replace.all())
              .after()
              .orElse(null);
      case FileEdit.Patch patch -> before == null ? null : patched(patch, before);
      case FileEdit.Restored _ -> null; // known by its hash, see Attribution
    };
  }

  /// What is left where the old text alone goes, and not the end of its line with it.
  private static @Nullable String cut(FileEdit.Replace replace, String text) {
    var old = replace.oldText();
    var at = old.isEmpty() ? -1 : text.indexOf(old);
    if (at < 0) {
      return null;
    }
    return replace.all()
        ? text.replace(old, "")
        : text.substring(0, at) + text.substring(at + old.length());
  }

  private static @Nullable String patched(FileEdit.Patch patch, String before) {
    return switch (patch.format()) {
      case APPLY_PATCH -> envelope(patch.text(), before);
      case UNIFIED -> UnifiedHunks.apply(patch.text(), before);
    };
  }

  private static @Nullable String envelope(String section, String before) {
    var text =
        "*** Begin Patch\n*** Update File: x\n" + section.stripTrailing() + "\n*** End Patch";
    try {
      for (var change : ApplyPatch.parse(text).changes()) {
        if (change instanceof ApplyPatch.FileChange.Update update) {
          return update.apply(before);
        }
      }
      return null;
    } catch (ApplyPatch.PatchException e) {
      return null;
    }
  }

  /// The text; absent when it is no UTF-8.
  private static @Nullable String decode(byte[] bytes) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      return null;
    }
  }
}
