package dev.clew.query;

import dev.clew.diff.LineDiff;
import dev.clew.event.FileEdit;
import dev.clew.event.FileOp;
import dev.clew.event.FileTouch;
import dev.clew.workspace.FileMarks;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/// What a step did to a file, with its contents: as they were seen in the workspace, else as far as
/// its agent tells them.
///
/// What an agent tells comes from the record as it is kept, so a hash is given only for a content
/// that holds no placeholder: it would be the hash of something that never was.
///
/// @param path as the agent named it; absolute for what was seen in a workspace
/// @param from where it was before, for a rename
/// @param beforeSha256 of the content before; absent when nobody tells it
/// @param diff a unified diff; of the edited passage alone when the content before is not told
/// @param partial whether the diff is of the passage alone
/// @param confidence how sure it is; absent for reading
/// @param seen what was seen of it in the workspace; absent where only the agent tells
public record FileDetail(
    String path,
    @Nullable String from,
    FileOp op,
    int added,
    int removed,
    @Nullable String beforeSha256,
    @Nullable String afterSha256,
    @Nullable String diff,
    boolean partial,
    @Nullable String confidence,
    @Nullable FileDiff seen) {
  private static final String PLACEHOLDER = "⟦secret:";
  private static final int CONTEXT = 3;

  /// What was seen in a workspace.
  static FileDetail of(FileDiff seen) {
    var who = seen.who();
    return new FileDetail(
        seen.root() + "/" + seen.path(),
        seen.from() == null ? null : seen.root() + "/" + seen.from(),
        seen.op(),
        seen.added(),
        seen.removed(),
        seen.before() == null ? null : seen.before().sha256(),
        seen.after() == null ? null : seen.after().sha256(),
        seen.patch(),
        false,
        who == null ? null : who.confidence(),
        seen);
  }

  private static FileDetail told(
      FileTouch touch,
      @Nullable String before,
      @Nullable String after,
      @Nullable String diff,
      boolean partial) {
    return new FileDetail(
        touch.path(),
        null,
        touch.op(),
        touch.added(),
        touch.removed(),
        before,
        after,
        diff,
        partial,
        touch.op() == FileOp.READ ? null : "replayed",
        null);
  }

  /// What an agent tells.
  static FileDetail of(FileTouch touch) {
    var edit = touch.edit();
    if (edit == null) {
      return told(touch, null, null, null, false);
    }
    var before = edit.before();
    var after = edit.after();
    if (touch.op() == FileOp.DELETE && before.isPresent()) {
      return told(touch, sha256(before.get()), null, diff(touch.path(), before, ""), false);
    }
    var created = touch.op() == FileOp.CREATE;
    if (after.isPresent() && (before.isPresent() || created)) {
      return told(
          touch,
          before.map(FileDetail::sha256).orElse(null),
          sha256(after.get()),
          diff(touch.path(), before, after.get()),
          false);
    }
    return switch (edit) {
      case FileEdit.Replace replace ->
          told(
              touch,
              null,
              null,
              diff(touch.path(), Optional.of(replace.oldText()), replace.newText()),
              true);
      case FileEdit.Rewrite rewrite ->
          told(
              touch,
              null,
              sha256(rewrite.content()),
              diff(touch.path(), Optional.empty(), rewrite.content()),
              true);
      case FileEdit.Restored restored -> told(touch, null, restored.sha256(), "", true);
      case FileEdit.Patch patch -> told(touch, null, null, passages(touch.path(), patch), true);
    };
  }

  private static @Nullable String sha256(String content) {
    if (content.contains(PLACEHOLDER)) {
      return null;
    }
    try {
      var digest = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(digest.digest(content.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  private static String passages(String path, FileEdit.Patch patch) {
    var relative = path.startsWith("/") ? path.substring(1) : path;
    return "--- a/%s\n+++ b/%s\n%s".formatted(relative, relative, patch.text());
  }

  private static String diff(String path, Optional<String> before, String after) {
    var old = before.map(text -> text.getBytes(StandardCharsets.UTF_8)).orElse(null);
    var relative = path.startsWith("/") ? path.substring(1) : path;
    var lines = LineDiff.of(old, after.getBytes(StandardCharsets.UTF_8));
    return new String(
        lines.unified("a/" + relative, "b/" + relative, CONTEXT), StandardCharsets.UTF_8);
  }

  void write(JsonGenerator json) {
    json.writeStartObject();
    var fields = new Fields(json);
    fields
        .text("path", path)
        .text("op", op.wire())
        .text("from", from)
        .number("added", added)
        .number("removed", removed)
        .text("source", seen == null ? "agent" : "workspace");
    var marks = FileMarks.of(path);
    if (!marks.isEmpty()) {
      fields.texts("marks", marks);
    }
    fields
        .text("before_sha256", beforeSha256)
        .text("after_sha256", afterSha256)
        .text("diff", diff)
        .flag("diff_is_partial", partial);
    if (seen == null || seen.who() == null) {
      fields.text("confidence", confidence);
    } else {
      fields
          .text("before_mode", seen.before() == null ? null : seen.before().mode())
          .text("after_mode", seen.after() == null ? null : seen.after().mode())
          .text("before_blob", seen.before() == null ? null : seen.before().blob())
          .text("after_blob", seen.after() == null ? null : seen.after().blob());
      seen.who().write(fields);
      fields.texts("notes", seen.notes());
    }
    json.writeEndObject();
  }
}
