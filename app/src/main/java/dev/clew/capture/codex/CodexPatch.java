package dev.clew.capture.codex;

import dev.clew.capture.Text;
import dev.clew.diff.ApplyPatch;
import dev.clew.event.FileEdit;
import dev.clew.event.FileOp;
import dev.clew.event.FileTouch;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// The files that an `apply_patch` envelope, or the harness's account of one, speaks of.
public final class CodexPatch {
  private static final String BEGIN = "*** Begin Patch";
  private static final String END = "*** End Patch";

  private CodexPatch() {}

  /// The envelope in a tool's arguments: the input itself, or one of its fields.
  static String text(JsonNode input) {
    if (input.isString()) {
      return input.stringValue();
    }
    return input.path("patch").asString(input.path("input").asString(CodexTools.command(input)));
  }

  /// The envelope in a shell command that calls `apply_patch`; empty when there is none.
  static Optional<String> inCommand(String command) {
    var from = command.contains("apply_patch") ? command.indexOf(BEGIN) : -1;
    var to = from < 0 ? -1 : command.indexOf(END, from);
    return to < 0 ? Optional.empty() : Optional.of(command.substring(from, to + END.length()));
  }

  /// What the envelope means to do, on one line.
  public static String title(String patch) {
    return touches(patch, "").stream()
        .map(touch -> touch.op().wire() + " " + touch.path())
        .distinct()
        .collect(Collectors.joining(", "));
  }

  /// What the envelope means to do; nothing when it is none.
  ///
  /// @param folder what relative paths are relative to; empty when it is not told
  public static List<FileTouch> touches(String patch, String folder) {
    try {
      var touches = new ArrayList<FileTouch>();
      for (var change : ApplyPatch.parse(patch).changes()) {
        touches.addAll(touches(change, folder));
      }
      return touches;
    } catch (ApplyPatch.PatchException e) {
      return List.of();
    }
  }

  private static List<FileTouch> touches(ApplyPatch.FileChange change, String folder) {
    var path = inside(folder, change.path());
    return switch (change) {
      case ApplyPatch.FileChange.Add add ->
          List.of(
              new FileTouch(
                  path,
                  FileOp.CREATE,
                  Text.lines(add.content()),
                  0,
                  new FileEdit.Rewrite(null, add.content())));
      case ApplyPatch.FileChange.Delete _ ->
          List.of(new FileTouch(path, FileOp.DELETE, 0, 0, null));
      case ApplyPatch.FileChange.Update update ->
          updated(
              path,
              update.moveTo() == null ? null : inside(folder, update.moveTo()),
              update.added(),
              update.removed(),
              new FileEdit.Patch(FileEdit.Patch.Format.APPLY_PATCH, update.text()));
    };
  }

  private static List<FileTouch> updated(
      String path, @Nullable String movedTo, int added, int removed, FileEdit edit) {
    return movedTo == null
        ? List.of(new FileTouch(path, FileOp.MODIFY, added, removed, edit))
        : List.of(
            new FileTouch(path, FileOp.DELETE, 0, 0, null),
            new FileTouch(movedTo, FileOp.RENAME, added, removed, edit));
  }

  private static String inside(String folder, String path) {
    return folder.isEmpty() || path.startsWith("/") || path.matches("[A-Za-z]:.*")
        ? path
        : folder + (folder.endsWith("/") ? "" : "/") + path;
  }

  /// What `patch_apply_end` and `FileChange` say was done: a map from paths to changes.
  static List<FileTouch> done(JsonNode changes) {
    var touches = new ArrayList<FileTouch>();
    for (var entry :
        changes.isObject()
            ? changes.properties()
            : List.<java.util.Map.Entry<String, JsonNode>>of()) {
      touches.addAll(done(entry.getKey(), entry.getValue()));
    }
    return touches;
  }

  private static List<FileTouch> done(String path, JsonNode change) {
    var content = change.path("content").asString("");
    return switch (change.path("type").asString("")) {
      case "add" ->
          List.of(
              new FileTouch(
                  path,
                  FileOp.CREATE,
                  Text.lines(content),
                  0,
                  new FileEdit.Rewrite(null, content)));
      case "delete" ->
          List.of(
              new FileTouch(
                  path,
                  FileOp.DELETE,
                  0,
                  Text.lines(content),
                  change.path("content").isString() ? new FileEdit.Rewrite(content, "") : null));
      default -> {
        var diff = change.path("unified_diff").asString("");
        yield updated(
            path,
            CodexRecord.text(change.path("move_path")),
            marked(diff, '+'),
            marked(diff, '-'),
            new FileEdit.Patch(FileEdit.Patch.Format.UNIFIED, diff));
      }
    };
  }

  private static int marked(String diff, char mark) {
    return (int) diff.lines().filter(line -> !line.isEmpty() && line.charAt(0) == mark).count();
  }
}
