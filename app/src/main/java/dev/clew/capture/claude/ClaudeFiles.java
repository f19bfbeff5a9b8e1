package dev.clew.capture.claude;

import dev.clew.capture.Text;
import dev.clew.event.FileEdit;
import dev.clew.event.FileOp;
import dev.clew.event.FileSight;
import dev.clew.event.FileTouch;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// The files that a `toolUseResult` object speaks of.
///
/// Line counts come from `structuredPatch`, which every successful edit has; its lines are never
/// applied, because the agent writes leading tabs as two spaces there (`formats.md` §12.2).
final class ClaudeFiles {
  private ClaudeFiles() {}

  static List<FileTouch> touched(JsonNode result) {
    if (result.path("file").path("filePath").isString()) {
      var path = result.path("file").path("filePath").stringValue();
      return List.of(new FileTouch(path, FileOp.READ, 0, 0, null, sight(result.path("file"))));
    }
    if (result.path("filePath").isString() && result.has("structuredPatch")) {
      return List.of(written(result.path("filePath").stringValue(), result));
    }
    if (result.path("notebook_path").isString() && result.has("updated_file")) {
      var before = result.path("original_file").asString("");
      var after = result.path("updated_file").asString("");
      return List.of(
          new FileTouch(
              result.path("notebook_path").stringValue(),
              FileOp.MODIFY,
              Text.lines(result.path("new_source").asString("")),
              Text.lines(result.path("old_source").asString("")),
              new FileEdit.Rewrite(before, after)));
    }
    return List.of();
  }

  /// Absent for an image, a document, and where the file was shown before and had not changed.
  private static @Nullable FileSight sight(JsonNode file) {
    var first = file.path("startLine").asInt(0);
    return file.path("content").isString() && first > 0
        ? new FileSight(file.path("content").stringValue(), first, file.path("totalLines").asInt(0))
        : null;
  }

  private static FileTouch written(String path, JsonNode result) {
    var original = string(result, "originalFile");
    if (result.has("content")) {
      var content = result.path("content").asString("");
      var created = result.path("type").asString("").equals("create");
      return new FileTouch(
          path,
          created ? FileOp.CREATE : FileOp.MODIFY,
          created ? Text.lines(content) : count(result, '+'),
          created ? 0 : count(result, '-'),
          new FileEdit.Rewrite(original, content));
    }
    var edit =
        result.has("oldString")
            ? new FileEdit.Replace(
                original,
                result.path("oldString").asString(""),
                result.path("newString").asString(""),
                result.path("replaceAll").asBoolean(false))
            : edits(result);
    return new FileTouch(path, FileOp.MODIFY, count(result, '+'), count(result, '-'), edit);
  }

  /// MultiEdit (until about 2.0): several replacements, one after the other.
  private static @Nullable FileEdit edits(JsonNode result) {
    var before = string(result, "originalFileContents");
    if (before == null) {
      return null;
    }
    var text = before;
    for (var edit : result.path("edits").values()) {
      var after =
          new FileEdit.Replace(
                  text,
                  edit.path("old_string").asString(""),
                  edit.path("new_string").asString(""),
                  edit.path("replace_all").asBoolean(false))
              .after();
      if (after.isEmpty()) {
        return null;
      }
      text = after.get();
    }
    return new FileEdit.Rewrite(before, text);
  }

  private static int count(JsonNode result, char mark) {
    var lines = 0;
    for (var hunk : result.path("structuredPatch").values()) {
      for (var line : hunk.path("lines").values()) {
        var text = line.asString("");
        lines += !text.isEmpty() && text.charAt(0) == mark ? 1 : 0;
      }
    }
    return lines;
  }

  private static @Nullable String string(JsonNode node, String field) {
    var value = node.path(field);
    return value.isString() ? value.stringValue() : null;
  }
}
