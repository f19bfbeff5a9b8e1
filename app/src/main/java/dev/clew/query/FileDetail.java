package dev.clew.query;

import dev.clew.diff.LineDiff;
import dev.clew.event.FileEdit;
import dev.clew.event.FileOp;
import dev.clew.event.FileTouch;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/// What a step did to a file, with the bytes that its transcript tells of.
///
/// Contents come from the record as it is kept, so a hash is given only for a content that holds no
/// placeholder: it would be the hash of something that never was.
///
/// @param beforeSha256 of the content before; absent when the transcript does not tell it
/// @param diff a unified diff; of the edited passage alone when the content before is not told
/// @param partial whether the diff is of the passage alone
public record FileDetail(
    FileTouch touch,
    @Nullable String beforeSha256,
    @Nullable String afterSha256,
    @Nullable String diff,
    boolean partial) {
  private static final String PLACEHOLDER = "⟦secret:";
  private static final int CONTEXT = 3;

  static FileDetail of(FileTouch touch) {
    var edit = touch.edit();
    if (edit == null) {
      return new FileDetail(touch, null, null, null, false);
    }
    var before = edit.before();
    var after = edit.after();
    if (touch.op() == FileOp.DELETE && before.isPresent()) {
      return new FileDetail(
          touch, sha256(before.get()), null, diff(touch.path(), before, ""), false);
    }
    var created = touch.op() == FileOp.CREATE;
    if (after.isPresent() && (before.isPresent() || created)) {
      return new FileDetail(
          touch,
          before.map(FileDetail::sha256).orElse(null),
          sha256(after.get()),
          diff(touch.path(), before, after.get()),
          false);
    }
    return switch (edit) {
      case FileEdit.Replace replace ->
          new FileDetail(
              touch,
              null,
              null,
              diff(touch.path(), Optional.of(replace.oldText()), replace.newText()),
              true);
      case FileEdit.Rewrite rewrite ->
          new FileDetail(
              touch,
              null,
              sha256(rewrite.content()),
              diff(touch.path(), Optional.empty(), rewrite.content()),
              true);
      case FileEdit.Patch patch ->
          new FileDetail(touch, null, null, passages(touch.path(), patch), true);
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
    new Fields(json)
        .text("path", touch.path())
        .text("op", touch.op().wire())
        .number("added", touch.added())
        .number("removed", touch.removed())
        .text("before_sha256", beforeSha256)
        .text("after_sha256", afterSha256)
        .text("diff", diff)
        .flag("diff_is_partial", partial)
        .text("confidence", touch.op() == FileOp.READ ? null : "replayed");
    json.writeEndObject();
  }
}
